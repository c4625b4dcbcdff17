"""Statistics: what a table has, lacks and cannot be asked to do."""

TABLE_TWICE = "Tabellen har två olika värden för samma rad; det går inte att avgöra vilket som gäller."
TABLE_EMPTY = "Tabellen innehåller inga värden."
PX_WRONG = "PX-filen är fel: {what} saknas eller stämmer inte med resten av filen."
PX_QUOTES = "PX-filen är fel: citattecknen i {what} går inte ihop."
JSON_NO_TABLE = (
    "JSON-filen innehåller varken en tabell (JSON-stat eller PxWeb-JSON) eller en lista med rader."
)
TABLE_WITHOUT_CELLS = "Tabellen {name} saknar sin CSV-fil."
STAT_ONLY_WIDER = "Tabellen har ingen uppgift för {asked}, bara för {given}."
STAT_REGION_WIDER = "Uppgiften gäller {given}, eftersom tabellen inte har {asked}."
STAT_REGION_OTHER = "Tabellen har bara {given}, inte {asked}."
STAT_REGION_ONLY = "Tabellen har bara {given}."
STAT_PLACE_BY_RANK = "Med ”{asked}” menas här {given}, efter {measure}."
STAT_REGION_SUM = "Talet för {given} är summan av kommunernas tal."
STAT_PERIOD_NEAREST = "Tabellen har ingen uppgift för {asked}; närmast finns {given}."
STAT_PERIOD_FINER = "Tabellen har inget värde för hela {asked}; svaret gäller {given}."
STAT_NO_MEAN_OVER_TIME = (
    "Tabellen har inget genomsnitt för {asked}, och procenttal eller index för olika tider går inte att slå "
    "ihop till ett."
)
STAT_PERIOD_PARTS = "Tabellen har inget värde för hela {asked}, bara för delarna var för sig."
STAT_PERIOD_COARSER = "Tabellen har inte {asked}; svaret gäller hela {given}."
STAT_PERIOD_PARTLY = "Tabellen täcker inte hela den tid du frågar om; svaret gäller {given}."
STAT_PERIOD_ABSENT = "Tabellen har ingen uppgift för {asked}."
STAT_HOLDS = "Tabellen har uppgifter för {given}."
STAT_LATEST_MONTH = "Du nämner inget år; här är det senaste i tabellen, {given}."
STAT_NOT_NOW = "Det är den senaste uppgiften i tabellen. Hur det är just nu står inte där."
STAT_LATEST = "Det är den senaste uppgiften i tabellen."
STAT_NO_TOTAL_SEX = "Tabellen har inget gemensamt värde för kvinnor och män."
STAT_NO_REGION = "Tabellen har ingen uppdelning på regioner."
STAT_WHICH_GROUP = "Tabellen är uppdelad efter {label} och har inget samlat värde. Vilket menar du?"
STAT_NO_SEX = "Tabellen har ingen uppdelning på kvinnor och män."
STAT_NO_AGE = "Tabellen har ingen uppdelning efter ålder."
STAT_AGES_MEANT = "Tabellen är uppdelad efter ålder; här räknas ”{asked}” som {given}."
STAT_NO_DEFINITION = "Tabellerna har inget mått enligt {asked}. Närmast finns {given}."
STAT_OTHER_UNIT = "Tabellen har löner per månad i kronor, inte ”{asked}”."
STAT_NO_SHARE = "Tabellen har antal och inga andelar."
STAT_UNKNOWN_PLACE = "Tabellerna har ingen uppgift om platsen ”{asked}”; de har riket, län och kommuner."
STAT_SUPPRESSED = "För {asked} saknas uppgift i källan."
STAT_UNKNOWN_TERM = "Tabellen har inte den indelning du frågar om."
STAT_UNKNOWN_GROUP = "Tabellen har inga egna uppgifter för ”{asked}”."
STAT_UNSURE_GROUP = "Tabellen säger inget särskilt om ”{asked}”; svaret tar ingen hänsyn till det."
STAT_NOT_DIVIDED = "Tabellen är inte uppdelad efter {kind} och har inga egna uppgifter för ”{asked}”."
STAT_UNKNOWN_OCCUPATION = "Jag hittar inget yrke som motsvarar ”{asked}” i tabellerna."
STAT_OCCUPATION_ABSENT = "Tabellerna har ingen uppgift om {measure} för {asked}."
STAT_MEDIAN_INSTEAD = "Tabellen med {measure} har ingen uppgift om {asked}. Svaret är {given} i stället."
STAT_OCCUPATION_ELSEWHERE = "Tabellen med {measure} har ingen uppgift om {asked}. Däremot finns {given}."
STAT_COUNTED_ELSEWHERE = (
    "Tabellerna har ingen uppgift om {rate} för varje {one}. Däremot finns {count} för varje {one}."
)
STAT_OTHER_MEASURE = "Däremot finns {given}."
STAT_DIVIDED_ELSEWHERE = "Den uppdelningen finns i tabellen ”{title}”, men den har inte {asked}."
STAT_OF_WHAT = (
    "Vad är det du vill ha en siffra på? Skriv vad frågan gäller, till exempel arbetslösa, lön, annonser "
    "eller invånare."
)
STAT_WHICH_OCCUPATION = "Frågan kan gälla flera yrken. Vilket menar du?"
STAT_PICKED = "”{asked}” kan vara flera yrken; svaret gäller {given}, som har flest annonser av dem."
STAT_EDGE_PAY = "Tabellerna har inte den lägsta eller högsta lönen; närmast kommer lönen vid en percentil."
STAT_ONE_OF_SEVERAL = "”{asked}” kan vara flera yrken; tabellen har bara {given}."
STAT_NO_DIFFERENCE = "Det är ingen skillnad mellan dem."
STAT_NEEDS_OCCUPATION = "Vilket yrke gäller frågan? Tabellen har inget samlat värde för alla yrken."
STAT_NO_FORECAST = "Källorna har inga framskrivningar av det måttet, bara uppgifter om tid som har gått."
STAT_INVALID_MEAN = (
    "Medianer och medelvärden för olika grupper går inte att lägga ihop till ett gemensamt värde."
)
STAT_INVALID_SUM = "Andelar och procenttal för olika grupper går inte att summera."
STAT_NO_OPERATION = (
    "Jag räknar inte ut {asked}: jag visar tabellernas tal, skillnader, andelar, summor och ordning."
)
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
STAT_PER_HEAD = "Talet är räknat på hela folkmängden, alla åldrar."
STAT_NO_PER_HEAD = "Det måttet går inte att räkna om till tal per invånare för det du frågar om."
STAT_NONE_BEYOND = "Inget värde ligger bortom den gräns du frågar om; här är det som ligger närmast."
STAT_ONE_TIME = "Tabellen har bara en tidpunkt för det du frågar om, så ingen förändring går att räkna ut."
STAT_RANK_CUT = "Fler uppfyller villkoret än de som visas."
STAT_RANK_MISSING = "Grupper där uppgift saknas ingår inte i jämförelsen."
STAT_SAME_ASSESSMENT = (
    "De har alla samma bedömning, fler har den också, och källan rangordnar dem inte sinsemellan."
)
STAT_TIE = "Det är inte ensamt om det värdet."
STAT_TIES = "Fler har samma värde som den sista i listan."
STAT_MEDIAN = "Medianen är det mittersta värdet och inte ett medelvärde."
STAT_ASSESSMENT = (
    "Det är {publisher}s bedömning i ord ({title}, filen uppdaterad {updated}), inte en beräkning och inte "
    "Datalots egen prognos."
)
STAT_MEAN = "Det är ett medelvärde, som dras upp av de högsta lönerna och inte är medianen."
STAT_UNWEIGHTED = "Genomsnittet är ovägt: tidpunkternas tal räknas lika mycket var."
STAT_ONE_OF_TWO = "Jag förstod inte allt som skulle jämföras."
STAT_UNTIL = "Tabellens sista tal är för {given}."
