"""Occupations: titles, kinship, figures and guidance."""

OCCUPATION_GUIDANCE = "Det här är vägledning ur öppna data och inte ett beslut om en person."
OCCUPATION_BEHIND = "Jag är inte säker på vad du vill veta om yrket. Det här finns i källorna:"
OCCUPATION_NEAREST = "Du nämner ingen titel. Av det du berättar att döma ligger det här närmast:"
OCCUPATION_WHICH = "Titeln ”{asked}” kan betyda flera yrken. Vilket menar du?"
OCCUPATION_MAYBE = "Jag hittar inte titeln ”{asked}” i taxonomin. Menar du något av de här yrkena?"
OCCUPATION_UNKNOWN = "Jag hittar inte det yrket i taxonomin. Prova en annan titel för samma arbete."
OCCUPATION_UNKNOWN_CODE = "Den koden finns inte i SSYK. Kontrollera siffrorna."
OCCUPATION_NO_TITLES = "Taxonomin anger inga andra titlar för {label}."
OCCUPATION_NO_SKILLS = "Taxonomin anger inga kompetenser för {label}."
OCCUPATION_NO_SUBSTITUTES = "Taxonomin anger inga yrken som {label} kan ersätta."
OCCUPATION_NO_SUBSTITUTED_BY = "Taxonomin anger inga yrken som kan ersätta {label}."
OCCUPATION_NO_PAIR = (
    "Taxonomin anger inget släktskap från {first} till {second}. Det säger bara att yrkena inte räknas "
    "som nära; "
    "vägen kan gå genom utbildning."
)
OCCUPATION_ALIKE = (
    "Taxonomin anger inget släktskap. Yrkena ovan är de som delar flest kompetenser med {label}; det är "
    "Datalots "
    "egen räkning."
)
OCCUPATION_NO_LENGTH = (
    "Källorna säger inte hur lång utbildningen är. Utbildningar och deras längd finns i Susa-navet "
    "hos Skolverket."
)
OCCUPATION_TRAINING = (
    "Taxonomin säger vilka kompetenser som hör till yrket, inte vad en lag eller en arbetsgivare kräver."
)
OCCUPATION_NO_TRAINING = (
    "Taxonomin anger ingen utbildning, legitimation eller liknande för {label}. Det betyder inte att inget "
    "krävs: vad en lag eller en arbetsgivare kräver står inte där."
)
OCCUPATION_SKEWED = (
    "Könsfördelningen i gruppen är sned. Uppgifter om yrket speglar därför mest den större gruppen och säger "
    "inget om vem yrket passar."
)
OCCUPATION_WITHHELD = (
    "Antalet anställda kvinnor eller män i gruppen är inte publicerat, så det går inte att se om uppgifterna "
    "om yrket speglar båda."
)
OCCUPATION_Q_STAFF = "Hur stort är antalet anställda kvinnor och män som är {label} i {region}?"
OCCUPATION_NO_FIELD = "Taxonomin anger inget yrkesområde för {label}."
OCCUPATION_SEVERAL = "Gruppen {label} har flera yrkesbenämningar; svaret visar några av dem."
OCCUPATION_NO_FIGURE = "Tabellerna har ingen uppgift om {label}."
OCCUPATION_SHORTAGE = (
    "Källan säger inte om det råder brist på folk, bara hur stora möjligheterna till jobb bedöms vara."
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
