"""Around an answer: honest silence, refusals, notices, and why a passage was found."""

MODEL_UNAVAILABLE = "Språkmodellen svarar inte just nu. Svaret nedan är hämtat ur källorna utan modell."
MODEL_UNSUPPORTED = (
    "Modellens text hade inte stöd i källorna. Svaret nedan är hämtat ur källorna utan modell."
)
MODEL_STOPPED = (
    "Språkmodellen slutade svara mitt i. Det som hade visats står kvar, "
    "och resten är hämtat ur källorna utan modell."
)
SOURCES_CONFLICT = (
    "Källorna skiljer sig åt: jämför {first} med {second}, och läs båda innan du använder uppgiften."
)
SOURCE_NOT_IN_FORCE = "Källa [{n}], ”{title}”, handlar om regler som inte längre gäller."
EASY_NOTE = "Meningarna är kortade. Hela lydelsen står i källan."
ENGLISH_READ = "Din fråga är på engelska. Jag läser den med svenska ord och svarar på svenska."
VECTORS_UNAVAILABLE = "Sökningen på betydelse är ur funktion. Svaret bygger på ordsökning."

# Refused, whatever the sources hold
REFUSED_PERSONAL = "Jag svarar inte på frågor om enskilda personer. Fråga gärna vilka regler som gäller."
REFUSED_OPINION = "Jag har inga egna åsikter. Fråga gärna vilka regler som gäller eller vad siffrorna säger."
REFUSED_PREDICTION = (
    "Jag gör inga egna prognoser, och källorna säger inget om framtiden här. "
    "Fråga gärna om de senaste siffrorna, eller om utsikterna för ett yrke."
)
REFUSED_UNSAFE = "Det hjälper jag inte till med. Fråga gärna vilka regler som gäller."

# Honest silence
OUT_OF_SCOPE = (
    "Frågan ligger utanför det jag har källor om. Jag svarar på frågor om arbetsmarknaden i Sverige: "
    "statistik, yrken, öppna data och regler."
)
NO_EVIDENCE = "Jag hittar inget svar på det i källorna."
NO_PROVISION = "{provision} som du frågar efter finns inte bland källorna."
NEAREST_SOURCES = "Närmast kommer: {titles}."
SMALLTALK = (
    "Hej! Jag är Datalots, en AI-tjänst som svarar med källor på frågor om Sveriges arbetsmarknadsdata. "
    "Fråga till exempel om löner, arbetslöshet, yrken, öppna data eller regler i arbetslivet."
)
ABOUT = (
    "Jag är Datalots, en AI-tjänst som svarar med källor. Jag har tabeller med löner, anställda, "
    "platsannonser, arbetslöshet, varsel, folkmängd, priser och BNP, Arbetsförmedlingens bedömningar av "
    "möjligheterna till jobb, yrken med koder och kompetenser, en katalog över öppna data och "
    "sammanfattningar av regler i arbetslivet. Kommandot ”datalots sources” visar alla källor. "
    "Fråga till exempel: Vad tjänar en lokförare? Vad kan en kock byta till? Var finns öppna data om varsel? "
    "Hur lång är uppsägningstiden?"
)
THANKED = "Varsågod! Fråga gärna mer."

# Why a passage was found (rag/retriever.py)
REASON_WORDS = "ord: {words}"
REASON_VECTOR = "vektor {cosine}"
REASON_ACT = "lag {act}"
REASON_REGION = "region: {region}"
REASON_OCCUPATION = "yrke: {occupation}"
REASON_NEED = "möter behovet"
REASON_GOES_ON = "samtalet gäller källan"
REASON_NOT_IN_FORCE = "gäller inte längre"
