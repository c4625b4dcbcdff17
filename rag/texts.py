"""Every Swedish sentence that a person is shown, but those made from sources. Du-tilltal, short, no blame."""

# Errors --------------------------------------------------------------------------------------------
ERROR_GENERAL = "Något gick fel hos oss. Försök igen om en stund."
ERROR_SETTINGS = "Tjänsten är felinställd. Kontakta den som ansvarar för tjänsten."
ERROR_QUESTION = "Frågan går inte att läsa. Skriv den med vanliga ord och skicka igen."
ERROR_NO_INDEX = "Det finns inga källor att söka i än. Kontakta den som ansvarar för tjänsten."
ERROR_SOURCE = "En källa gick inte att läsa."
ERROR_BUSY = "En inläsning av källor pågår redan. Vänta tills den är klar."
ERROR_STORAGE = "Det går inte att spara på disken just nu."
MODEL_UNAVAILABLE = "Språkmodellen svarar inte just nu. Svaret nedan är hämtat ur källorna utan modell."
MODEL_UNSUPPORTED = (
    "Modellens text hade inte stöd i källorna. Svaret nedan är hämtat ur källorna utan modell."
)
ENGLISH_READ = "Din fråga är på engelska. Jag läser den med svenska ord och svarar på svenska."
VECTORS_UNAVAILABLE = "Sökningen på betydelse är ur funktion. Svaret bygger på ordsökning."

REFUSED_PERSONAL = "Jag svarar inte på frågor om enskilda personer. Fråga gärna vilka regler som gäller."
REFUSED_OPINION = "Jag har inga egna åsikter. Fråga gärna vilka regler som gäller eller vad siffrorna säger."
REFUSED_PREDICTION = (
    "Jag gör inga egna prognoser, och källorna säger inget om framtiden här. "
    "Fråga gärna om de senaste siffrorna, eller om utsikterna för ett yrke."
)
REFUSED_UNSAFE = "Det hjälper jag inte till med. Fråga gärna vilka regler som gäller."

QUESTION_EMPTY = "Skriv en fråga först, till exempel: Vad är medianlönen för poliser?"
QUESTION_TOO_LONG = "Frågan är för lång (högst {limit} tecken). Korta den och skicka igen."
QUESTION_NOT_TEXT = "Frågan innehåller inget läsbart. Skriv den med vanliga ord och skicka igen."

# Honest silence ------------------------------------------------------------------------------------
OUT_OF_SCOPE = (
    "Frågan ligger utanför det jag har källor om. Jag svarar på frågor om arbetsmarknaden i Sverige: "
    "statistik, yrken, öppna data och regler."
)
NO_EVIDENCE = "Jag hittar inget svar på det i källorna."
NEAREST_SOURCES = "Närmast kommer: {titles}."
SMALLTALK = (
    "Hej! Jag är Datalots, en AI-tjänst som svarar med källor på frågor om Sveriges arbetsmarknadsdata. "
    "Fråga till exempel om löner, arbetslöshet, yrken, öppna data eller regler i arbetslivet."
)

# The command -----------------------------------------------------------------------------------------
CLI_DESCRIPTION = "Datalots svarar på svenska, med källor, på frågor om Sveriges öppna arbetsmarknadsdata."
REMEDY = "Gör så här: {remedy}"
INTERRUPTED = "Avbrutet. Inget har gått förlorat."
CHAT_WELCOME = "Du talar med en AI-tjänst som svarar med källor. Skriv en fråga per rad; avsluta med Ctrl-D."
SEARCH_EMPTY = "Inga träffar. Pröva andra ord eller färre filter."
INGEST_DONE = (
    "Klart: {added} nya, {changed} ändrade, {unchanged} oförändrade och {removed} borttagna dokument."
)
INGEST_REFUSED = "Gick inte att läsa: {path} – {why}"
SOURCE_REMOVED = "Källan {id} läses inte längre. Kör datalots ingest så försvinner den ur svaren."
INDEX_ROLLED_BACK = "Indexet är nu {id}."
STAGES = {
    "read": "Läser källor",
    "analyse": "Analyserar text",
    "embed": "Beräknar vektorer",
    "build": "Bygger index",
    "prove": "Prövar index",
}

# Conversation ----------------------------------------------------------------------------------------
CONVERSATION_ABOUT = "Om {topic}: "
CONVERSATION_TASKS = {
    "difference": ", och hur stor är skillnaden",
    "highest": ", och vilket är högst",
    "lowest": ", och vilket är lägst",
    "together": " tillsammans",
    "compare": ", jämfört med varandra",
}
CONVERSATION_CHART = "Visa i ett diagram: {question}"
CONVERSATION_OCCUPATIONS = "Vad är skillnaden mellan {names}?"
CONVERSATION_COMPARE_WHAT = "Vad vill du jämföra? Skriv vilka platser, yrken eller år du menar."
CONVERSATION_WHAT = (
    "Vad syftar du på? Skriv frågan med det du menar, till exempel en plats, ett yrke eller en lag."
)
CONVERSATION_SOURCES_OF = "Vilka källor bygger svaret på frågan ”{question}” på?"
CONVERSATION_SOURCES = "Källor: {sources}."
CONVERSATION_NO_SOURCES = "Det förra svaret byggde inte på någon källa."
CONVERSATION_SIMPLER_OF = "Vad är det viktigaste i svaret på frågan ”{question}”?"
CONVERSATION_SIMPLER = "Det är svarets första mening, i källans egna ord."
CONVERSATION_WHY_OF = "Vad beror svaret på frågan ”{question}” på?"
CONVERSATION_NO_REASON = "Källan till svaret är en tabell. Den visar hur mycket det är, men inte varför."
CONVERSATION_MORE_ABOUT = "Berätta mer om {title}."
CONVERSATION_OF_DATASET = "Om datamängden ”{title}”:"
CONVERSATION_KINDS = {"dataset": "datamängden", "brief": "", "passage": "", "concept": "", "cell": "tabellen"}

# Datasets --------------------------------------------------------------------------------------------
DATASET_ONE = "Ja, den här datamängden ligger närmast:"
DATASETS_SEVERAL = "Ja, de här datamängderna ligger närmast:"
NO_DATASET = "Jag hittar ingen öppen datamängd om det i katalogen."
DATASETS_UNSURE = "Jag är inte säker på att någon datamängd svarar på just det. Närmast ligger:"
NO_DATASET_NEAREST = "Jag hittar ingen öppen datamängd om just det i katalogen. Närmast ligger:"
GAP_OWNER = "Uppgifterna ägs troligen av {owner}."
EXPORT_BREACH = "Katalogen följer inte DCAT-AP-SE på {number} ställen, så inget skrevs."
EXPORT_DONE = "Katalogen är skriven till {path}."
GAPS_NONE = "Inga luckor är räknade. Slå på räkningen med DATALOTS_COUNT_GAPS=true; frågor sparas aldrig."
GAP_ROW = "{times:>5} gånger, senast {month}: {owner}; närmast ligger {nearest}"
GAP_UNKNOWN = "okänd ägare"
GAP_NOTHING_NEAR = "ingen datamängd"
SUGGEST_REQUEST = "Hur begär jag ut en allmän handling?"
SUGGEST_DRAFT = "Skriv ett utkast till en begäran till {owner} om {subject}"
QUALITY_POINTS = {
    "title": "titel",
    "description": "beskrivning",
    "publisher": "utgivare",
    "address": "adress till varje fil eller API",
    "format": "format för varje fil eller API",
    "contact": "kontakt",
    "keywords": "nyckelord",
    "theme": "tema",
    "issued": "utgivningsdatum",
    "standard": "standard som följs",
    "place": "geografisk täckning",
    "period": "tidsperiod",
    "access": "åtkomst",
    "licence": "licens",
    "machine": "maskinläsbart format",
    "fetchable": "kontrollerad adress till data",
    "open": "öppen licens",
    "fresh": "uppdaterad i sin egen takt",
    "identifier": "beständig identifierare",
    "documentation": "dokumentation",
}
QUALITY_OBSTACLES = {
    "standards": "standarder",
    "quality": "kvalitet",
    "legal": "juridik",
    "incentives": "incitament",
    "technical": "teknik",
}
QUALITY_INTRO = "Så är den här datamängden beskriven i katalogen:"
QUALITY_SUM = (
    "Beskrivningen får {given} av {highest} poäng: {mandatory} för obligatoriska fält, {recommended} för "
    "rekommenderade fält och {use} för hur data går att använda."
)
QUALITY_HAS = "Ett poäng var för: {names}."
QUALITY_LACKS = "Inget poäng för: {names}."
QUALITY_SIGNS = "Det är tecken på hinder som gäller {names}."
QUALITY_OURS = "Poängen gäller Datalots beskrivning av datamängden, som utgivaren inte har granskat."
QUALITY_PUBLISHERS = "Utgivare med minst tre datamängder, efter poäng i snitt av {highest} möjliga:"
QUALITY_PUBLISHER = "{rank} {name}: {mean}, {number} datamängder"
JOIN_INTRO = "Jag jämför de här två datamängderna:"
JOIN_SHARED = "De går att koppla ihop: båda följer {names}."
JOIN_THROUGH = "{fine} börjar med {coarse}, så raderna går att lägga ihop på den grövre nivån."
JOIN_LEVELS = (
    "Koderna är olika fina: {first} siffror i den första och {second} i den andra. "
    "Lägg ihop den finare till den grövre före kopplingen."
)
JOIN_DIVISIONS = "Båda är också indelade efter {names}."
JOIN_TIMES = "De har inte samma tidsindelning, så räkna om till den längre perioden först."
JOIN_NOT = "De har ingen gemensam kodlista i katalogen, så raderna går inte att koppla ihop direkt."
JOIN_POPULATION = "Kontrollera att de räknar samma personer eller platser innan du jämför."
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
LETTER_SHORT_TF = (
    "Begäran gäller inte namn eller andra uppgifter som pekar ut enskilda personer. Jag önskar uppgifterna "
    "digitalt, "
    "helst som CSV eller Excel. Om något inte kan lämnas ut ber jag om ett skriftligt beslut."
)
LETTER_REST_TF = (
    "Jag vet att ni inte är skyldiga att lämna ut digitalt lagrade uppgifter i annan form än utskrift "
    "(2 kap. 16 § tryckfrihetsförordningen), men önskar dem om möjligt digitalt, helst som CSV eller Excel, "
    "med den beskrivning av variabler, koder och period som behövs för att förstå dem.\n\n"
    "Begäran gäller inte namn, personnummer eller andra uppgifter som pekar ut enskilda personer. "
    "Är en del av en handling sekretessbelagd ber jag om resten (2 kap. 15 § tryckfrihetsförordningen).\n\n"
    "Hör gärna av er om begäran behöver preciseras, och meddela eventuell avgift innan ni tar fram kopior. "
    "Förvarar ni inte uppgifterna är jag tacksam för besked om vem som gör det. Om något inte lämnas ut ber "
    "jag om "
    "myndighetens prövning och ett skriftligt beslut som går att överklaga "
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
    "Jag önskar data i ett öppet och maskinläsbart format, helst CSV eller JSON, med tillhörande metadata "
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
DATASET_HOW_TO = "Så hämtar du den:\n\n```sh\n{curl}\n```\n\n```python\n{python}\n```"
DATASET_CURL = 'curl -L "{url}"'
DATASET_PYTHON = 'from urllib.request import urlopen\n\nprint(urlopen("{url}").read().decode())'
DATASET_CURL_PXWEB = """curl -d '{{"query": [], "response": {{"format": "csv"}}}}' "{url}\""""
DATASET_PYTHON_PXWEB = (
    "import json\nfrom urllib.request import urlopen\n\n"
    'fraga = {{"query": [], "response": {{"format": "csv"}}}}\n'
    'print(urlopen("{url}", json.dumps(fraga).encode()).read().decode(errors="replace"))'
)
DATASET_OWN_TABLE = "Datalots har egna tal ur datamängden i tabellen {table}. Ställ en fråga om dem direkt."

# Reading of sources ----------------------------------------------------------------------------------
FILE_TOO_LARGE = "Filen är för stor (högst {limit} MB)."
FILE_UNREADABLE = "Filen går inte att öppna. Kontrollera att den finns och får läsas."
FOLDER_UNREADABLE = "En mapp går inte att öppna. Kontrollera att den får läsas."
FILE_EMPTY = "Filen innehåller ingen text."
FILE_BINARY = "Filen är inte en textfil."
FILE_BROKEN = "Filen är skadad eller har ett annat format än namnet säger."
FILE_ENCRYPTED = "Filen är skyddad med lösenord. Spara den utan lösenord och försök igen."
FILE_SCANNED = "Filen innehåller bara bilder. Tolka den till text (OCR) först."
FILE_TOO_MANY_PAGES = "Filen har för många sidor (högst {limit})."
FILE_FORMAT = "Formatet {suffix} stöds inte."
FILE_FRONT_MATTER = "Filen saknar id eller titel överst."
FILE_CRASHED = "Filen gick inte att tolka."
FILE_SAME_ID = "Ett dokument med samma id finns redan i källan {source}."
FILE_KEPT = "Den tidigare versionen finns kvar."
PATH_MISSING = "{path} finns inte. Kontrollera sökvägen."
SOURCE_UNKNOWN = "Källan {id} finns inte. Kör datalots sources för att se vilka som finns."
SOURCE_BUNDLED = "Källan {id} följer med Datalots och går inte att ta bort."
ONLY_NEEDS_OWN_DIR = "Här finns redan de medföljande källorna. Ange en egen tom katalog med --data-dir."
NOTHING_TO_INDEX = "Det finns inga källor att läsa in. Ange en fil eller mapp."
INDEX_UNSOUND = "Det nya indexet klarade inte provet, så det gamla används fortfarande."
INDEX_NO_MANIFEST = "Indexets förteckning saknas eller går inte att läsa."
INDEX_FILE_MISSING = "Filen {name} saknas i indexet."
INDEX_FILE_FOREIGN = "Filen {name} hör inte till indexet."
INDEX_FILE_CHANGED = "Filen {name} har ändrats sedan indexet byggdes."
INDEX_NO_PREVIOUS = "Det finns inget tidigare index att gå tillbaka till."
INDEX_OTHER_EMBEDDER = "Indexet är byggt med andra inställningar. Kontakta den som ansvarar för tjänsten."
STORAGE_FULL = "Disken är full. Frigör utrymme och försök igen; inget har gått förlorat."
STORAGE_READ_ONLY = (
    "Katalogen {path} går inte att skriva i. Ändra rättigheterna eller välj en annan med --data-dir."
)
STORAGE_DAMAGED = "Lagringen i {path} är skadad."

# Statistics ------------------------------------------------------------------------------------------
TABLE_TWICE = "Tabellen har två olika värden för samma rad; det går inte att avgöra vilket som gäller."
TABLE_EMPTY = "Tabellen innehåller inga värden."
PX_WRONG = "PX-filen är fel: {what} saknas eller stämmer inte med resten av filen."
PX_QUOTES = "PX-filen är fel: citattecknen i {what} går inte ihop."
JSON_NO_TABLE = "JSON-filen är ingen statistiktabell (JSON-stat, PxWeb-JSON eller en lista med rader)."
TABLE_WITHOUT_CELLS = "Tabellen {name} saknar sin CSV-fil."
STAT_REGION_WIDER = "Uppgiften gäller {given}, eftersom tabellen inte har {asked}."
STAT_REGION_OTHER = "Tabellen har bara {given}, inte {asked}."
STAT_REGION_ONLY = "Tabellen har bara {given}."
STAT_REGION_SUM = "Talet för {given} är summan av kommunernas tal."
STAT_PERIOD_NEAREST = "Tabellen har ingen uppgift för {asked}; närmast finns {given}."
STAT_PERIOD_FINER = "Tabellen har inget värde för hela {asked}; svaret gäller {given}."
STAT_PERIOD_PARTS = "Tabellen har inget värde för hela {asked}, bara för delarna var för sig."
STAT_PERIOD_COARSER = "Tabellen har inte {asked}; svaret gäller hela {given}."
STAT_PERIOD_PARTLY = "Tabellen täcker inte hela den tid du frågar om; svaret gäller {given}."
STAT_PERIOD_ABSENT = "Tabellen har ingen uppgift för {asked}."
STAT_HOLDS = "Tabellen har uppgifter för {given}."
STAT_LATEST = "Det är den senaste uppgiften i tabellen."
STAT_NO_TOTAL_SEX = "Tabellen har inget gemensamt värde för kvinnor och män."
STAT_NO_REGION = "Tabellen har ingen uppdelning på regioner."
STAT_WHICH_GROUP = "Tabellen är uppdelad efter {label} och har inget samlat värde. Vilket menar du?"
STAT_NO_SEX = "Tabellen har ingen uppdelning på kvinnor och män."
STAT_NO_AGE = "Tabellen har ingen uppdelning efter ålder."
STAT_NO_DEFINITION = "Tabellerna har inget mått enligt {asked}. Närmast finns {given}."
STAT_NO_SHARE = "Tabellen har antal och inga andelar."
STAT_UNKNOWN_PLACE = "Tabellerna har ingen uppgift om platsen ”{asked}”; de har riket, län och kommuner."
STAT_SUPPRESSED = "För {asked} saknas uppgift i källan."
STAT_UNKNOWN_TERM = "Tabellen har inte den indelning du frågar om."
STAT_UNKNOWN_GROUP = "Tabellen har inga egna uppgifter för ”{asked}”."
STAT_UNKNOWN_OCCUPATION = "Jag hittar inget yrke som motsvarar ”{asked}” i tabellerna."
STAT_OCCUPATION_ABSENT = "Tabellerna har ingen uppgift om {asked}."
STAT_NO_DIFFERENCE = "Det är ingen skillnad mellan dem."
STAT_PICKED = "”{asked}” kan vara flera yrken; svaret gäller {given}, som har flest annonser av dem."
STAT_WHICH_OCCUPATION = "Frågan kan gälla flera yrken. Vilket menar du?"
STAT_NEEDS_OCCUPATION = "Vilket yrke gäller frågan? Tabellen har inget samlat värde för alla yrken."
STAT_NO_FORECAST = "Källorna har inga framskrivningar av det måttet, bara uppgifter om tid som har gått."
STAT_INVALID_MEAN = (
    "Medianer och medelvärden för olika grupper går inte att lägga ihop till ett gemensamt värde."
)
STAT_INVALID_SUM = "Andelar och procenttal för olika grupper går inte att summera."
STAT_INVALID_OVERLAP = (
    "De områdena överlappar varandra, så deras tal går inte att lägga ihop utan att räkna dubbelt."
)
STAT_INVALID_STOCK = (
    "Tabellen räknar hur många det är vid varje tidpunkt. Sådana tal går inte att lägga ihop över tid, "
    "eftersom samma person räknas flera gånger."
)
STAT_INVALID_DEFINITIONS = (
    "Måtten {first} och {second} räknar olika saker och går inte att dra från eller dela med varandra."
)
STAT_NO_POPULATION = "Tabellerna har ingen folkmängd för {asked}, så tal per invånare går inte att räkna ut."
STAT_NO_PER_HEAD = "Det måttet går inte att räkna om till tal per invånare för det du frågar om."
STAT_PER_HEAD = "Talet är räknat på hela folkmängden, alla åldrar."
STAT_NONE_BEYOND = "Inget värde ligger bortom den gräns du frågar om; här är det som ligger närmast."
STAT_RANK_CUT = "Fler uppfyller villkoret än de som visas."
STAT_RANK_MISSING = "Grupper där uppgift saknas ingår inte i jämförelsen."
STAT_TIES = "Fler har samma värde som den sista i listan."
STAT_MEDIAN = "Medianen är det mittersta värdet och inte ett medelvärde."
STAT_MEAN = "Det är ett medelvärde, som dras upp av de högsta lönerna och inte är medianen."

# Why a passage was found (rag/retriever.py) ----------------------------------------------------------
REASON_WORDS = "ord: {words}"
REASON_VECTOR = "vektor {cosine}"
REASON_ACT = "lag {act}"
REASON_REGION = "region: {region}"
REASON_OCCUPATION = "yrke: {occupation}"
REASON_NEED = "möter behovet"
REASON_NOT_IN_FORCE = "gäller inte längre"

# Page, Slack, export ---------------------------------------------------------------------------------
PAGE_TITLE = "Datalots"
PAGE_PROMISE = "Fråga om Sveriges arbetsmarknad och få ett svar där varje mening har sin källa."
AI_NOTICE = (
    "Du talar med en AI-tjänst. Varje mening kontrolleras mot källan innan den visas, "
    "men läs källan själv innan du fattar ett beslut."
)
PAGE_INPUT = "Skriv din fråga"
PAGE_EXAMPLES = "Pröva en fråga"
EXAMPLE_QUESTIONS = (
    "Vad är medianlönen för poliser?",
    "Hur är prognosen för systemutvecklare?",
    "Får en myndighet ta betalt för öppna data?",
    "Vilka öppna data finns om platsannonser?",
)
PAGE_SEARCHING = "Söker i källorna …"
PAGE_NEW = "Ny konversation"
PAGE_ABOUT = "Om tjänsten"
PAGE_ABOUT_TEXT = (
    "Datalots svarar bara med det som står i källorna: statistik, yrkesdata, datakatalogen, lagar och "
    "styrdokument. Där källorna inte räcker står det i svaret. Frågor och svar sparas inte."
)
PAGE_UNDERSTOOD = "Jag läste frågan så här: {question}"
PAGE_SOURCES = "Källor"
PAGE_OPEN_SOURCE = "Öppna källan hos utgivaren"
PAGE_PUBLISHER = "Utgivare"
PAGE_AS_OF = "Uppgifter per"
PAGE_LICENCE = "Licens"
PAGE_SECTION = "Avsnitt"
PAGE_CELL = "Cell i tabellen"
PAGE_CALCULATION = "Visa beräkningen"
PAGE_TABLE = "Visa talen i en tabell"
PAGE_MISSING = "uppgift saknas"
PAGE_SUGGESTIONS = "Fråga vidare"
PAGE_DOWNLOAD_MARKDOWN = "Hämta svaret som text (Markdown)"
PAGE_DOWNLOAD_JSON = "Hämta svaret som JSON"
PAGE_DOWNLOADS = "Spara svaret"
PAGE_NEEDS_SCRIPT = "Sidan behöver JavaScript. I terminalen svarar kommandot datalots ask utan."
SUPPORT_LABELS = {
    "verbatim": "ordagrant",
    "figures_checked": "siffra kontrollerad",
    "supported": "stödd",
    "unverified": "ej verifierad",
}
CITATION_KINDS = {
    "passage": "text",
    "brief": "Datalots sammanfattning",
    "cell": "statistik",
    "dataset": "datamängd",
    "concept": "yrkesdata",
}
BRIEF_OF = "Datalots sammanfattning av {section}, lydelse per {as_of}"
EXPORT_AI = (
    "Svaret är sammanställt av AI-tjänsten Datalots (skrivare: {writer}). Kontrollera källorna före beslut."
)
EXPORT_SOURCES = "Källor"
EXPORT_QUESTION = "Fråga"
EXPORT_INDEX = "Index {generation}."
EXPORT_DROPPED = "Struket för att det saknade stöd:"
EXPORT_TIMES = "Tider: {times}"
SLACK_ASK = "Skriv en fråga efter kommandot, till exempel: /datalots Vad är medianlönen för poliser?"
SLACK_HELLO = "Vad vill du veta? Skriv en fråga om Sveriges arbetsmarknad."
SLACK_SEARCHING = "Söker i källorna …"
SLACK_QUESTION = "Fråga: {question}"
SLACK_MORE = "Svaret är kortat här. Ställ samma fråga på webbsidan för att se allt."

# Occupations -----------------------------------------------------------------------------------------
OCCUPATION_GUIDANCE = "Det här är vägledning ur öppna data och inte ett beslut om en person."
OCCUPATION_WHICH = "Titeln ”{asked}” kan betyda flera yrken. Vilket menar du?"
OCCUPATION_MAYBE = "Jag hittar inte titeln ”{asked}” i taxonomin. Menar du något av de här yrkena?"
OCCUPATION_UNKNOWN = "Jag hittar inte det yrket i taxonomin. Prova en annan titel för samma arbete."
OCCUPATION_UNKNOWN_CODE = "Den koden finns inte i SSYK. Kontrollera siffrorna."
OCCUPATION_NO_TITLES = "Taxonomin anger inga andra titlar för {label}."
OCCUPATION_NO_SKILLS = "Taxonomin anger inga kompetenser för {label}."
OCCUPATION_NO_SUBSTITUTES = "Taxonomin anger inga yrken som {label} kan ersätta."
OCCUPATION_NO_SUBSTITUTED_BY = "Taxonomin anger inga yrken som kan ersätta {label}."
OCCUPATION_NO_PAIR = "Taxonomin anger inget släktskap från {first} till {second}."
OCCUPATION_NO_FIELD = "Taxonomin anger inget yrkesområde för {label}."
OCCUPATION_SEVERAL = "Gruppen {label} har flera yrkesbenämningar; svaret visar några av dem."
OCCUPATION_NO_FIGURE = "Tabellerna har ingen uppgift om {label}."
OCCUPATION_FORECAST = (
    "Bedömningen är Arbetsförmedlingens publicerade prognos i Yrkesbarometern och inte en förutsägelse av "
    "Datalots. Källfilen anger inte vilken omgång den kommer från."
)
OCCUPATION_FIT_INTRO = "Yrken som ligger nära det du beskriver eller vars kompetenser du nämner:"
OCCUPATION_FIT_LIMITS = (
    "Listan bygger bara på kompetenser som JobTech Taxonomy knyter till yrkena. Utbildning, intyg och "
    "erfarenhet kan väga tyngre."
)
OCCUPATION_FIGURES = {
    "wage": "Lön",
    "spread": "Lönespridning",
    "sexes": "Lön för kvinnor och män",
    "ads": "Annonser",
    "chances": "Möjligheter till jobb",
    "demand": "Efterfrågan",
}
# Questions that the occupations room puts to the statistics room, one figure each
OCCUPATION_Q_MEDIAN = "Vad är medianlönen för {label} i {region}?"
OCCUPATION_Q_LOW = "Vad är lönen vid percentil 10 för {label} i {region}?"
OCCUPATION_Q_HIGH = "Vad är lönen vid percentil 90 för {label} i {region}?"
OCCUPATION_Q_SEXES = "Hur stor är medellönen för kvinnor och män som är {label} i {region}?"
OCCUPATION_Q_ADS = "Hur många platsannonser fanns det för {label} i {region}?"
OCCUPATION_Q_CHANCES = "Hur är möjligheterna till jobb för {label} i {region}?"
OCCUPATION_Q_DEMAND = "Hur är efterfrågan på fem års sikt för {label} i {region}?"
OCCUPATION_ASK_SKILLS = "Vilka kompetenser hör till {label}?"
OCCUPATION_ASK_SUBSTITUTED_BY = "Vilka yrken kan ersätta {label}?"
OCCUPATION_ASK_SUBSTITUTES = "Vilka yrken kan {label} ersätta?"
OCCUPATION_ASK_CODE = "Vilken SSYK-kod har {label}?"
OCCUPATION_ASK_MEMBERS = "Vilka yrken ingår i gruppen {label}?"
PAGE_SERVED = "Chattsidan finns på http://{host}:{port}. Avsluta med Ctrl-C."
PAGE_PORT_TAKEN = "Porten {port} går inte att använda. Välj en annan med DATALOTS_PAGE_PORT."
PAGE_CHART_ALT = "Diagram: {title}. Samma tal står i tabellen under diagrammet."
PAGE_ARIA = {
    "Send message": "Skicka frågan",
    "Chat message from user": "Din fråga",
    "Chat message from assistant": "Svaret från Datalots",
}
