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
MODEL_UNSUPPORTED = "Modellens text hade inte stöd i källorna. Svaret nedan är hämtat ur källorna utan modell."
VECTORS_UNAVAILABLE = "Sökningen på betydelse är ur funktion. Svaret bygger på ordsökning."

QUESTION_EMPTY = "Skriv en fråga först, till exempel: Vad är medianlönen för poliser?"
QUESTION_TOO_LONG = "Frågan är för lång (högst {limit} tecken). Korta den och skicka igen."
QUESTION_NOT_TEXT = "Frågan innehåller inget läsbart. Skriv den med vanliga ord och skicka igen."

# Honest silence ------------------------------------------------------------------------------------
OUT_OF_SCOPE = (
    "Frågan ligger utanför det jag har källor om. Jag svarar på frågor om arbetsmarknaden i Sverige: "
    "statistik, yrken, öppna data och regler."
)
NO_EVIDENCE = "Jag hittar inget svar på det i källorna."
SMALLTALK = (
    "Hej! Jag är Datalots, en AI-tjänst som svarar med källor på frågor om Sveriges arbetsmarknadsdata. "
    "Fråga till exempel om löner, arbetslöshet, yrken, öppna data eller regler i arbetslivet."
)
