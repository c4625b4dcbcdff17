"""How well the catalogue describes a dataset: points, obstacles and their sums."""

QUALITY_POINTS = {
    "title": "titel",
    "description": "beskrivning",
    "publisher": "utgivare",
    "address": "adress till varje fil eller API",
    "format": "format för varje fil eller API",
    "contact": "kontakt",
    "keywords": "nyckelord",
    "theme": "tema",
    "issued": "utgivningsdatum",
    "standard": "standard som följs",
    "place": "geografisk täckning",
    "period": "tidsperiod",
    "access": "åtkomst",
    "licence": "licens",
    "machine": "maskinläsbart format",
    "fetchable": "kontrollerad adress till data",
    "open": "öppen licens",
    "fresh": "uppdaterad i sin egen takt",
    "identifier": "beständig identifierare",
    "documentation": "dokumentation",
}
QUALITY_OBSTACLES = {
    "standards": "standarder",
    "quality": "kvalitet",
    "legal": "juridik",
    "incentives": "incitament",
    "technical": "teknik",
}
QUALITY_INTRO = "Så är den här datamängden beskriven i katalogen:"
QUALITY_SUM = "Beskrivningen får {given} av {highest} poäng, en för varje sak som finns:"
QUALITY_GROUPS = {
    "mandatory": "Obligatoriska fält i DCAT-AP-SE",
    "recommended": "Rekommenderade fält",
    "use": "Hur data går att använda",
}
QUALITY_HAS = "Finns: {names}."
QUALITY_LACKS = "Saknas: {names}."
QUALITY_SIGNS = "Det är tecken på hinder som gäller {names}."
QUALITY_OURS = "Poängen gäller Datalots beskrivning av datamängden, som utgivaren inte har granskat."
QUALITY_PUBLISHERS = "Utgivare med minst tre datamängder, efter poäng i snitt av {highest} möjliga:"
QUALITY_PUBLISHER = "{rank} {name}: {mean}, {number} datamängder"
