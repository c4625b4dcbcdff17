"""Errors and questions that cannot be read: what went wrong, for whoever asked."""

ERROR_GENERAL = "Något gick fel hos oss. Försök igen om en stund."
ERROR_SETTINGS = "Tjänsten är felinställd. Kontakta den som ansvarar för tjänsten."
ERROR_QUESTION = "Frågan går inte att läsa. Skriv den med vanliga ord och skicka igen."
ERROR_NO_INDEX = "Det finns inga källor att söka i än. Kontakta den som ansvarar för tjänsten."
ERROR_SOURCE = "En källa gick inte att läsa."
ERROR_BUSY = "En inläsning av källor pågår redan. Vänta tills den är klar."
ERROR_STORAGE = "Det går inte att spara på disken just nu."
CLUSTER_UNREACHABLE = "Klustret {url} svarar inte. Inget har gått förlorat."
CLUSTER_DESERTED = "Klustret {url} har inga arbetare. Inget har gått förlorat."
CLUSTER_WORKERS_DIE = "Klustrets arbetare dör när de räknar på källorna. Inget har gått förlorat."
CLUSTER_OTHER_VERSION = (
    "Klustret har en annan version av Datalots, Python eller Dask än den här datorn. Inget har gått förlorat."
)
CLUSTER_NOT_INSTALLED = "Ett kluster är inställt, men det som behövs för att nå det är inte installerat."
QUESTION_EMPTY = "Skriv en fråga först, till exempel: Vad är medianlönen för poliser?"
QUESTION_TOO_LONG = "Frågan är för lång (högst {limit} tecken). Korta den och skicka igen."
QUESTION_NOT_TEXT = "Frågan innehåller inget läsbart. Skriv den med vanliga ord och skicka igen."
