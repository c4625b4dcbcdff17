"""Drafts of requests for documents and data, with the rules they stand on."""

LETTER_INTRO = "Utkastet nedan vilar på de här reglerna:"
LETTER_SHOWN = "**Utkast till {authority}**\n\n**Ärende:** {title}\n\n{body}"
LETTER_LINK = (
    "[Öppna utkastet på Handlingar.se]({link}). Läs igenom, ändra och skicka själv; Datalots skickar inget."
)
LETTER_NO_LINK = (
    "Skicka brevet till myndighetens registrator. Läs igenom och ändra först; Datalots skickar inget."
)
LETTER_LEAVE_OUT = (
    "Ta inte med personuppgifter om andra, ditt personnummer eller varför du vill ha uppgifterna. "
    "Du får vara anonym; en adress för svaret räcker. På Handlingar.se blir begäran och svaret offentliga."
)
LETTER_NEEDS_SUBJECT = (
    "Skriv vad du vill begära ut och av vilken myndighet; rätten gäller inte privata företag. Till exempel: "
    "Skriv en begäran till Arbetsförmedlingen om antalet varslade per kommun."
)
LETTER_TITLE_TF = "Begäran om allmän handling: {subject}"
LETTER_TITLE_REUSE = "Begäran om data för vidareutnyttjande: {subject}"
LETTER_CORE_TF = (
    "Jag begär enligt 2 kap. 1 § tryckfrihetsförordningen att få ta del av allmänna handlingar hos er som "
    "innehåller "
    "följande uppgifter: {subject}. Finns uppgifterna i en databas gäller begäran en sammanställning som ni "
    "kan ta "
    "fram med rutinbetonade åtgärder (2 kap. 6 § tryckfrihetsförordningen)."
)
LETTER_CORE_PAPERS = (
    "Jag begär enligt 2 kap. 1 § tryckfrihetsförordningen att få ta del av följande allmänna handlingar hos "
    "er: {subject}."
)
LETTER_PERIOD = "Begäran gäller tiden [från och med – till och med]."
LETTER_FORMAT_TF = "CSV eller Excel"
LETTER_FORMAT_REUSE = "CSV eller JSON"
LETTER_FORMAT_PAPERS = "sökbar PDF"
LETTER_SHORT_TF = (
    "Begäran gäller inte namn eller andra uppgifter som pekar ut enskilda personer. Jag önskar uppgifterna "
    "digitalt, "
    "helst som {formats}. Om något inte kan lämnas ut ber jag om ett skriftligt beslut."
)
LETTER_REST_TF = (
    "Jag vet att ni inte är skyldiga att lämna ut digitalt lagrade uppgifter i annan form än utskrift "
    "(2 kap. 16 § tryckfrihetsförordningen), men önskar dem om möjligt digitalt, helst som {formats}, "
    "med den beskrivning av variabler, koder och period som behövs för att förstå dem.\n\n"
    "Begäran gäller inte namn, personnummer eller andra uppgifter som pekar ut enskilda personer. "
    "Är en del av en handling sekretessbelagd ber jag om resten (2 kap. 15 § tryckfrihetsförordningen).\n\n"
    "Hör gärna av er om begäran behöver preciseras, och meddela eventuell avgift innan ni tar fram kopior. "
    "Förvarar ni inte uppgifterna är jag tacksam för besked om vem som gör det. Om något inte lämnas ut ber "
    "jag om "
    "myndighetens prövning och ett skriftligt beslut som går att överklaga "
    "(6 kap. 3 § offentlighets- och sekretesslagen)."
)
LETTER_REST_PAPERS = (
    "Jag vet att ni inte är skyldiga att lämna ut handlingar i annan form än utskrift "
    "(2 kap. 16 § tryckfrihetsförordningen), men önskar dem om möjligt digitalt, helst som {formats}. Är "
    "handlingarna många ber jag först om en förteckning över dem, till exempel ur diariet, så att jag kan "
    "välja.\n\n"
    "Jag behöver inte namn, personnummer eller andra uppgifter som pekar ut enskilda personer. "
    "Är en del av en handling sekretessbelagd ber jag om resten (2 kap. 15 § tryckfrihetsförordningen).\n\n"
    "Hör gärna av er om begäran behöver preciseras, och meddela eventuell avgift innan ni tar fram kopior. "
    "Förvarar ni inte handlingarna är jag tacksam för besked om vem som gör det. Om något inte lämnas ut ber "
    "jag om myndighetens prövning och ett skriftligt beslut som går att överklaga "
    "(6 kap. 3 § offentlighets- och sekretesslagen)."
)
LETTER_CORE_REUSE = (
    "Jag begär enligt lagen (2022:818) om den offentliga sektorns tillgängliggörande av data att för "
    "vidareutnyttjande få de data som ni har om följande: {subject}. Rätten att ta del av uppgifterna "
    "grundar jag på "
    "2 kap. 1 § tryckfrihetsförordningen."
)
LETTER_SHORT_REUSE = (
    "Jag önskar data i ett öppet och maskinläsbart format med tillhörande metadata (2 kap. 2 § samma lag). "
    "Begäran gäller inte personuppgifter. Jag ber om ett skriftligt beslut om begäran avslås."
)
LETTER_REST_REUSE = (
    "Jag önskar data i ett öppet och maskinläsbart format, helst {formats}, med tillhörande metadata "
    "(2 kap. 2 § samma lag). Begäran gäller inte personuppgifter. Ange gärna vilka villkor, till exempel "
    "licens, "
    "som gäller för användningen.\n\n"
    "Tar ni ut en avgift ber jag er att ange hur den har räknats fram (4 kap. 7 § samma lag) innan ni lämnar "
    "ut något. "
    "Enligt 5 kap. 1 § samma lag ska begäran avgöras inom fyra veckor. Avslås den helt eller delvis ber jag "
    "om ett "
    "skriftligt beslut med motivering (5 kap. 2 § samma lag).\n\n"
    "Hör gärna av er om begäran behöver preciseras."
)
LETTER_FRAME = (
    "Till {authority}\n\nHej!\n\n{core}\n\n{rest}\n\nVänliga hälsningar\n[namn eller adress för svaret]"
)
