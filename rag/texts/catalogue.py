"""Datasets: finding, joining and fetching them, and the gaps between them."""

DATASET_ONE = "Ja, den här datamängden ligger närmast:"
DATASET_ENTRY = "Så står det i katalogen om ”{title}”:"
DATASETS_NAMED = "Flera datamängder har det namnet:"
DATASET_LACKS = "Katalogen säger inte {what}. Fråga utgivaren."
DATASET_PROPERTIES = {
    "licence": "vilken licens datamängden har",
    "format": "vilket format datamängden har",
    "frequency": "hur ofta datamängden uppdateras",
    "period": "vilka år datamängden täcker",
    "publisher": "vem som ger ut datamängden",
    "access": "hur datamängden hämtas",
    "detail": "hur datamängden är indelad",
    "contact": "vem som svarar på frågor om datamängden",
}
DATASETS_SEVERAL = "Ja, de här datamängderna ligger närmast:"
NO_DATASET = "Jag hittar ingen öppen datamängd om det i katalogen."
DATASETS_UNSURE = "Jag är inte säker på att någon datamängd svarar på just det. Närmast ligger:"
DATASETS_HAVE = "Svaret har jag inte själv, men den här datamängden ska ha det:"
DATASETS_POINTED = "Jag har inget eget svar på det. I katalogen ligger det här närmast:"
DATASETS_ELSEWHERE = "Om det inte räcker: uppgifterna ägs troligen av {owner}."
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
