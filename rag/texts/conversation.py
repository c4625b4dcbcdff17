"""Follow-ups: the questions they are read as, and what is said of earlier answers."""

CONVERSATION_ABOUT = "Om {topic}: "
CONVERSATION_AUTHORITY = "myndigheten"
CONVERSATION_TASKS = {
    "difference": ", och hur stor är skillnaden",
    "change": ", och hur stor är förändringen",
    "percent": ", och hur stor är förändringen i procent",
    "apart": ", och hur många procent skiljer det",
    "highest": ", och vilket är högst",
    "lowest": ", och vilket är lägst",
    "times": ", och hur många gånger större är det första",
    "together": " tillsammans",
    "compare": ", jämfört med varandra",
}
CONVERSATION_SHARE = ", och hur många procent av {whole} är {part}"
CONVERSATION_OF_ALL = ", i procent av alla invånare"
CONVERSATION_OVER_TIME = ", utvecklingen över tid"
CONVERSATION_CHART = "Visa i ett diagram: {question}"
CONVERSATION_OCCUPATIONS = "Vad är skillnaden mellan {names}?"
CONVERSATION_COMPARE_WHAT = "Vad vill du jämföra? Skriv vilka platser, yrken eller år du menar."
CONVERSATION_WHAT = (
    "Vad syftar du på? Skriv frågan med det du menar, till exempel en plats, ett yrke eller en lag."
)
CONVERSATION_NOT_SAID = "Det säger ”{title}” inget om."
CONVERSATION_SOURCES_OF = "Vilka källor bygger svaret på frågan ”{question}” på?"
CONVERSATION_SOURCES = "Källor: {sources}."
CONVERSATION_NO_SOURCES = "Det förra svaret byggde inte på någon källa."
CONVERSATION_SIMPLER_OF = "Vad är det viktigaste i svaret på frågan ”{question}”?"
CONVERSATION_SIMPLER = "Det är svarets första mening, i källans egna ord."
CONVERSATION_WHY_OF = "Vad beror svaret på frågan ”{question}” på?"
CONVERSATION_NO_REASON = "Källan till svaret är en tabell. Den visar hur mycket det är, men inte varför."
CONVERSATION_MEASURE_OF = "Vad är det för mått i svaret på frågan ”{question}”?"
CONVERSATION_MEASURE = "Siffran är {measures}, ur ”{title}”. Mer än tabellen säger om måttet vet jag inte."
CONVERSATION_TABLE_OF = "Visa svaret på frågan ”{question}” i en tabell."
CONVERSATION_NO_FIGURES = "Det förra svaret har inga siffror att ställa upp."
CONVERSATION_MORE_ABOUT = "Berätta mer om {title}."
CONVERSATION_OF_DATASET = "Om datamängden ”{title}”:"
CONVERSATION_KINDS = {"dataset": "datamängden", "brief": "", "passage": "", "concept": "", "cell": "tabellen"}
