"""The command `datalots`: its lines in a terminal."""

CLI_DESCRIPTION = "Datalots svarar på svenska, med källor, på frågor om Sveriges öppna arbetsmarknadsdata."
REMEDY = "Gör så här: {remedy}"
INTERRUPTED = "Avbrutet. Inget har gått förlorat."
CHAT_WELCOME = "Du talar med en AI-tjänst som svarar med källor. Skriv en fråga per rad; avsluta med Ctrl-D."
CHAT_LINE_UNREADABLE = (
    'Raden går inte att läsa. Skriv ett JSON-objekt, till exempel {"question": "Vad tjänar en polis?"}.'
)
SEARCH_EMPTY = "Inga träffar. Pröva andra ord eller färre filter."
INGEST_DONE = (
    "Klart: {added} nya, {changed} ändrade, {unchanged} oförändrade och {removed} borttagna dokument."
)
INGEST_REFUSED = "Gick inte att läsa: {path} – {why}"
INGEST_ERASED = (
    "Raderat från disken: {count} dokument. De läses inte in igen. Säkerhetskopior raderar du själv."
)
RUN_DONE = "{added} nya, {changed} ändrade, {unchanged} oförändrade, {removed} borttagna, {refused} oläsbara"
RUN_FAILED = "avbröts: {why}"
RUN_STARTED = "blev inte klar, eller pågår fortfarande"
RUNS_NONE = "Ingen inläsning har gjorts här."
SOURCE_REMOVED = "Källan {id} läses inte längre. Kör datalots ingest så försvinner den ur svaren."
CLUSTER_UNUSED = "används inte; inläsningen räknar på den här datorn."
CLUSTER_READY = "{url} svarar: {workers} arbetare med {threads} trådar, samma version som här."
INDEX_ROLLED_BACK = "Indexet är nu {id}."
STAGES = {
    "fetch": "Hämtar källor",
    "read": "Läser källor",
    "analyse": "Analyserar text",
    "embed": "Beräknar vektorer",
    "build": "Bygger index",
    "prove": "Prövar index",
}
