"""The page, Slack and exported answers."""

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
PAGE_EASY = "Lättläst"
PAGE_EASY_HELP = "Svara med kortare meningar där källorna tillåter det."
PAGE_NEW = "Ny konversation"
PAGE_ABOUT = "Om tjänsten"
PAGE_ABOUT_TEXT = (
    "Datalots svarar bara med det som står i källorna: statistik, yrkesdata, datakatalogen, lagar och "
    "styrdokument. Där källorna inte räcker står det i svaret. Frågor och svar sparas inte."
)
PAGE_UNDERSTOOD = "Jag läste frågan så här: {question}"
PAGE_SOURCES = "Källor"
PAGE_MORE_SOURCES = "{number} källor till"
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

# Exported answers
EXPORT_AI = (
    "Svaret är sammanställt av AI-tjänsten Datalots {version} (skrivare: {writer}). "
    "Kontrollera källorna före beslut."
)
EXPORT_SOURCES = "Källor"
EXPORT_QUESTION = "Fråga"
EXPORT_INDEX = "Index {generation}."
EXPORT_DROPPED = "Struket för att det saknade stöd:"
EXPORT_TIMES = "Tider: {times}"

# Slack
SLACK_ASK = "Skriv en fråga efter kommandot, till exempel: /datalots Vad är medianlönen för poliser?"
SLACK_HELLO = "Vad vill du veta? Skriv en fråga om Sveriges arbetsmarknad."
SLACK_SEARCHING = "Söker i källorna …"
SLACK_QUESTION = "Fråga: {question}"
SLACK_MORE = "Svaret är kortat här. Ställ samma fråga på webbsidan för att se allt."

# The server, and labels that Streamlit leaves in English
PAGE_SERVED = "Chattsidan finns på http://{host}:{port}. Avsluta med Ctrl-C."
PAGE_PORT_TAKEN = "Porten {port} går inte att använda. Välj en annan med DATALOTS_PAGE_PORT."
PAGE_CHART_ALT = "Diagram: {title}. Samma tal står i tabellen under diagrammet."
PAGE_ARIA = {
    "Send message": "Skicka frågan",
    "Chat message from user": "Din fråga",
    "Chat message from assistant": "Svaret från Datalots",
}
