"""Fetching of live sources: what a publisher's server did, and what came of it."""

FETCH_ADDRESS = "Adressen {host} hör inte till källan eller går till ett slutet nät, så den hämtas inte."
FETCH_UNREACHABLE = "{host} går inte att nå. Kontrollera nätet och försök igen senare."
FETCH_CERTIFICATE = "{host} har ett certifikat som inte går att lita på, så inget hämtas därifrån."
FETCH_TIMEOUT = "{host} svarade för långsamt."
FETCH_BUSY = "{host} ber oss vänta. Försök igen om {wait}."
FETCH_DOWN = "{host} har fel hos sig just nu (svar {status}). Försök igen senare."
FETCH_REFUSED = "{host} lämnar inte ut det här (svar {status})."
FETCH_TOO_LARGE = "Svaret från {host} är för stort (högst {limit} MB)."
FETCH_BUDGET = "Hämtningen har nått gränsen för en körning ({limit} MB). Kör igen för resten."
FETCH_CONTENT = "{host} svarade med något annat än väntat, till exempel en inloggningssida."
FETCH_BROKEN = "Svaret från {host} tog slut för tidigt eller är skadat."
FETCH_REDIRECT = "{host} skickar vidare till en adress som inte hör till källan."
FETCH_ROBOTS = "{host} vill inte att sidan hämtas av program (robots.txt)."
FETCH_BOMB = "Arkivet packas upp till orimligt mycket, så det läses inte."
FETCH_SHAPE = "Svaret från {host} har ändrat form och går inte att läsa."

FETCH_FIELD_MISSING = "Fältet {field} saknas i svaren från källan ({n} poster)."
FETCH_FIELD_TYPE = "Fältet {field} har bytt form i svaren från källan ({n} poster)."
FETCH_SHRUNK = (
    "Källan gav bara {left} av {known} poster, så inget togs bort. "
    "Stämmer det? Kör datalots ingest --fetch --source {id} --allow-removals."
)
FETCH_ITEM = "{name}: {why}"
FETCH_UNCHECKED = "{name} går inte att läsa och togs inte in: {why}"
FETCH_UNKNOWN_CONNECTOR = "Källan {id} har ingen känd koppling: {connector}."

FETCH_DONE = "{title}: {new} nya, {changed} ändrade, {unchanged} oförändrade och {removed} borttagna filer."
FETCH_FAILED = "{title}: hämtades inte. {why}"
FETCH_NOTHING_DUE = "Ingen källa är dags att hämta. Ange en med --source för att hämta den ändå."

SOURCE_STATES = {
    "bundled": "medföljer",
    "own": "egen",
    "fetched": "hämtad",
    "partial": "delvis hämtad",
    "failed": "gick inte att hämta",
    "never": "inte hämtad",
}
SOURCE_LAST = "senast {day}"
SOURCE_NEVER = "aldrig inläst"
SOURCE_NEXT = "nästa {day}"
SOURCE_DUE = "dags att hämta"
SOURCE_PROBLEM = "Obs: {problem}"

FETCH_SECTIONS = (
    "SFS {act}: bara {found} paragrafer gick att läsa (förut {known}), så den förra lydelsen står kvar."
)
FETCH_NOTHING = "Källan gav inga poster."
FETCH_WAITING = "Sidor som återstår: {n}. Kör igen för att hämta dem."
FETCH_FEWER = "{name}: sökningen gav {found} av {total} annonser."
FETCH_ENDED = "{name}: listan tog slut efter {found} av {total} poster."
FETCH_NO_FIGURE = "{name}: nyckeltalet finns inte hos källan."
FETCH_NO_VALUES = "{name}: källan har inga värden för åren {first}–{last}."
FETCH_UNTITLED = "Poster utan titel på den plats där vi läser den: {n}."
