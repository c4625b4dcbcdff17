"""Ads, registered unemployed, labour market status, notices and population.

Raw rows:
    ads          P7Ay_ooF_pri,8329,"Övriga bil-, motorcykel- och cykelförare",15nx_Vut_GrH,Värmdö,kommun,23
    unemployed   2022-12,Västra Götalands län,Trollhättan,2615
    status       20,Dalarna,totalt,20-64 år,totalt,2022,4.3
    notices      1992-01,Dalarna,490,1992,jan,…  and  2023,Mars,Dalarnas län,C,Tillverkning,10,45
    population   Upplands Väsby,0,men,190,224
"""

from __future__ import annotations

from collections.abc import Mapping

from ingest.corpus.build.statistics_forecasts import barometer
from ingest.corpus.build.statistics_raw import (
    AF,
    CC0,
    SCB,
    SEX,
    SEX_CODES,
    Raw,
    codes_of,
    period,
    region,
    table,
)
from rag.schema import Dimension, Measure, Table, TableInfo

AF_STATISTICS = "https://arbetsformedlingen.se/statistik"
BAS = "Befolkningens arbetsmarknadsstatus (BAS)"
# Names that the population file has machine-translated; they stand where the kommun stands in code order.
MISTRANSLATED = {"Skamlösa": "Åre", "äng": "Årjäng"}


def labour(raw: Raw) -> list[Table]:
    return [
        _ads(raw),
        _unemployed(raw),
        _status_year(raw),
        _status_month(raw),
        _notices(raw),
        _notices_by_industry(raw),
        barometer(raw),
        _population(raw),
    ]


def _ads(raw: Raw) -> Table:
    lan, kommuner, ssyk = raw.lan(), raw.kommuner(), raw.ssyk()
    codes = {"riket": {"Riket": "00"}, "lan": codes_of(lan), "kommun": codes_of(kommuner)}
    measure = Measure(
        id="ads",
        label="Antal platsannonser",
        unit="ads",
        statistic="count",
        definition="Antal annonser i Platsbanken under året. "
        "Det är ett annat mått än antalet lediga platser, eftersom en annons kan gälla flera.",
        population="annonser i Platsbanken",
        names=("platsannonser", "platsannons", "annonser", "jobbannonser", "platsbanksannonser",
               "platsbanksannonserna", "utannonseringar", "utlysningar", "antal annonser", "annonserades",
               "lediga jobb", "lediga platser", "lediga tjänster", "jobb utannonserades", "job ads",
               "vacancies"),
    )  # fmt: skip
    info = TableInfo(
        id="ads_2024",
        title="Platsannonser 2024 efter yrke, län och kommun",
        publisher=AF,
        url="https://data.arbetsformedlingen.se/",
        licence=CC0,
        updated="2026-02-05",
        description="Annonser i Platsbanken 2024, räknade per yrkesgrupp och plats.",
        dimensions=(
            region({"00": "riket"} | lan | kommuner, additive=True),
            Dimension(
                id="occupation", label="yrke (SSYK 2012)", role="occupation", codes=dict(sorted(ssyk.items()))
            ),
            period(("2024",), "år"),
        ),
        measures=(measure,),
        coverage=(
            "Tabellen räknar annonser, inte lediga platser.",
            "Platser utan annonser i ett yrke har ingen rad i källan.",
            "Bara år 2024 ingår.",
        ),
    )
    rows = (
        (codes[row["niva"]][row["plats"]], row["ssyk2012"], "2024", row["antal_annonser"])
        for row in raw.rows("ads/annonser_2024_per_ssyk_region_kommun.csv.gz")
    )
    return table(info, rows)


def _unemployed(raw: Raw) -> Table:
    kommuner = raw.kommuner()
    codes = codes_of(kommuner)
    rows = [
        row
        for row in raw.rows("scb/unemployed_municipality.csv.gz")
        if row["municipality"] != "Uppgift saknas"
    ]
    measure = Measure(
        id="unemployed",
        label="Antal inskrivna arbetslösa",
        unit="persons",
        statistic="count",
        definition="Personer som är inskrivna som arbetslösa hos Arbetsförmedlingen. Det är ett annat mått "
        "än arbetslösheten i arbetskraftsundersökningen (AKU).",
        population="inskrivna hos Arbetsförmedlingen",
        names=("inskrivna arbetslösa", "arbetslösa", "antal arbetslösa", "öppet arbetslösa",
               "arbetslöshetskön", "inskrivna",
               "utan jobb", "arbetssökande", "registered unemployed", "unemployed"),
    )  # fmt: skip
    info = TableInfo(
        id="unemployed_kommun",
        title="Inskrivna arbetslösa efter kommun och månad",
        publisher=AF,
        url=AF_STATISTICS,
        licence=CC0,
        updated="2022-12-31",
        description="Antal personer inskrivna som arbetslösa, per kommun och månad.",
        dimensions=(
            region(kommuner, additive=True),
            period((row["period"].replace("-", "M") for row in rows), "månad"),
        ),
        measures=(measure,),
        coverage=(
            "Tabellen har bara åren 2018 och 2022.",
            "Personer utan känd kommun ingår inte.",
            "Källfilen anger inte åldersgrupp.",
            "Talen är antal personer, inte andel av arbetskraften.",
        ),
    )
    kept = (
        (codes[row["municipality"]], row["period"].replace("-", "M"), row["unemployedTotal"]) for row in rows
    )
    return table(info, kept)


STATUS = Measure(
    id="unemployment",
    label="Arbetslöshet (20–64 år)",
    unit="percent",
    decimals=1,
    statistic="share",
    definition="Andel arbetslösa av arbetskraften i åldern 20–64 år enligt "
    f"{BAS}, som bygger på register. "
    "Måttet är ett annat än arbetslösheten i arbetskraftsundersökningen (AKU) "
    "och än antalet inskrivna arbetslösa.",
    population="befolkningen 20–64 år",
    names=("arbetslöshet", "arbetslösheten", "arbetslöshetstal", "andel arbetslösa", "andelen arbetslösa",
           "arbetslöshetsgrad", "procent arbetslösa", "relativ arbetslöshet", "unemployment rate",
           "unemployment"),
)  # fmt: skip
STATUS_COVERAGE = (
    "Tabellen gäller åldern 20–64 år, båda könen tillsammans.",
    "Källfilen anger inte om talen är preliminära eller slutliga.",
)


def _status_year(raw: Raw) -> Table:
    rows = raw.rows("scb/dalarna_arbetsmarknadsstatus_lan.csv")
    info = TableInfo(
        id="labour_status_lan",
        title="Arbetslöshet efter län och år, 20–64 år (BAS)",
        publisher=SCB,
        url="https://www.statistikdatabasen.scb.se/pxweb/sv/ssd/START__AM__AM0210__AM0210A/ArbStatusAr/",
        licence=CC0,
        updated="2022-12-31",
        description=f"{BAS}: arbetslöshet i procent av arbetskraften.",
        dimensions=(region({"00": "riket"} | raw.lan()), period((row["år"] for row in rows), "år")),
        measures=(STATUS,),
        coverage=("Tabellen har bara åren 2020–2022.", *STATUS_COVERAGE),
        source_table="ArbStatusAr",
        query_url="https://api.scb.se/OV0104/v1/doris/sv/ssd/START/AM/AM0210/AM0210A/ArbStatusAr",
    )
    return table(info, ((_place(row), row["år"], row["arbetslöshet"]) for row in rows))


def _status_month(raw: Raw) -> Table:
    rows = raw.rows("scb/dalarna_arbetsmarknadsstatus_tidsserie.csv")
    info = TableInfo(
        id="labour_status_lan_month",
        title="Arbetslöshet efter län och månad, 20–64 år (BAS)",
        publisher=SCB,
        url="https://www.statistikdatabasen.scb.se/pxweb/sv/ssd/START__AM__AM0210__AM0210A/ArbStatusM/",
        licence=CC0,
        updated="2024-01-31",
        description=f"{BAS}: arbetslöshet i procent av arbetskraften, månad för månad.",
        dimensions=(
            region({"00": "riket"} | raw.lan()),
            period((row["Period"].replace("-", "M") for row in rows), "månad"),
        ),
        measures=(STATUS,),
        coverage=("Tabellen har månaderna januari 2020 till januari 2024.", *STATUS_COVERAGE),
        source_table="ArbStatusM",
        query_url="https://api.scb.se/OV0104/v1/doris/sv/ssd/START/AM/AM0210/AM0210A/ArbStatusM",
    )
    return table(info, ((_place(row), row["Period"].replace("-", "M"), row["arbetslöshet"]) for row in rows))


def _place(row: Mapping[str, str]) -> str:
    return row["regionkod"].zfill(2)


NOTICES = Measure(
    id="notices",
    label="Antal varslade personer",
    unit="persons",
    statistic="count",
    definition="Antal personer som arbetsgivare har varslat om uppsägning hos Arbetsförmedlingen.",
    population="varslade om uppsägning",
    names=("varslade", "varslades", "varsel", "varslats", "varslad", "varslade personer", "antal varslade",
           "notices", "redundancy notices"),
)  # fmt: skip


def _notices(raw: Raw) -> Table:
    rows = raw.rows("scb/dalarna_varsel_manad.csv")
    info = TableInfo(
        id="varsel_dalarna",
        title="Varslade personer i Dalarnas län per månad",
        publisher=AF,
        url=AF_STATISTICS,
        licence=CC0,
        updated="2024-01-31",
        description="Antal personer som berörs av varsel om uppsägning, per månad sedan 1992.",
        dimensions=(
            region({"20": "Dalarnas län"}),
            period((row["tid"].replace("-", "M") for row in rows), "månad", additive=True),
        ),
        measures=(NOTICES,),
        coverage=("Tabellen har bara Dalarnas län.", "Sista månaden är januari 2024."),
    )
    return table(info, (("20", row["tid"].replace("-", "M"), row["antal"]) for row in rows))


def _notices_by_industry(raw: Raw) -> Table:
    rows = raw.rows("scb/dalarna_varsel_bransch_manad.csv")
    info = TableInfo(
        id="varsel_bransch",
        title="Varslade personer i Dalarnas län efter bransch, mars 2023",
        publisher=AF,
        url=AF_STATISTICS,
        licence=CC0,
        updated="2023-03-31",
        description="Antal varslade personer efter näringsgren enligt SNI, en enda månad.",
        dimensions=(
            region({"20": "Dalarnas län"}),
            Dimension(
                id="industry",
                label="bransch (SNI)",
                role="sector",
                codes={row["SNIKod"]: row["Näringsgren"] for row in rows},
                additive=False,
            ),
            period(("2023M03",), "månad"),
        ),
        measures=(NOTICES,),
        coverage=(
            "Tabellen har bara Dalarnas län och mars 2023.",
            "Bara de branscher som hade varsel och som källfilen namnger ingår.",
        ),
    )
    return table(info, (("20", row["SNIKod"], "2023M03", row["Antal_varslade"]) for row in rows))


def _population(raw: Raw) -> Table:
    kommuner = raw.kommuner()
    codes = codes_of(kommuner)
    measure = Measure(
        id="population",
        label="Folkmängd",
        unit="persons",
        statistic="count",
        definition="Antal folkbokförda invånare.",
        population="folkbokförda",
        names=("folkmängd", "invånare", "befolkning", "hur många bor", "bor", "bodde", "invånarna",
               "antal invånare", "invånarantal", "folkbokförda", "population", "inhabitants"),
    )  # fmt: skip
    ages = {str(age): f"{age} år" for age in range(100)} | {"100": "100 år eller äldre"}
    info = TableInfo(
        id="population_kommun",
        title="Folkmängd efter kommun, ålder och kön",
        publisher=SCB,
        url="https://www.statistikdatabasen.scb.se/pxweb/sv/ssd/START__BE__BE0101__BE0101A/",
        licence=CC0,
        updated="2022-12-31",
        description="Folkmängd i ettårsklasser, per kommun och kön.",
        dimensions=(
            region(kommuner, additive=True),
            Dimension(id="age", label="ålder", role="age", codes=ages),
            SEX,
            period(("2018", "2022"), "år"),
        ),
        measures=(measure,),
        coverage=(
            "Tabellen har bara åren 2018 och 2022.",
            "Källfilen anger inte vilket datum under året folkmängden gäller.",
            "Tal för län, riket, båda könen och åldersgrupper är summor av kommunernas tal.",
        ),
    )
    rows = (
        (codes[_kommun_name(row)], row["age"], SEX_CODES[row["gender"]], year, row[f"population{year}"])
        for row in raw.rows("scb/population_municipality.csv.gz")
        for year in ("2018", "2022")
    )
    return table(info, rows)


def _kommun_name(row: Mapping[str, str]) -> str:
    return MISTRANSLATED.get(row["municipality"], row["municipality"])
