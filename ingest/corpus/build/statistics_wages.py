"""Wages by occupation (SCB, wage structure statistics).

Raw rows: `Sweden,all sectors,Chemists,men,Monthly salary,2023,48500.0` and `2113,Kemister,36400,46500,70300`.
The mean of the dispersion file equals the salary of the region file for Sweden in all 200 pairs, so it is
carried over once. The middle column of the third file is named "medellon" but is the median: for every
occupation in both files it lies between the medians of women and men.
"""

from __future__ import annotations

from ingest.corpus.build.statistics_raw import (
    CC0,
    RIKSOMRADEN,
    SCB,
    SEX,
    SEX_CODES,
    Raw,
    period,
    pivot,
    region,
    table,
    whole,
)
from rag.schema import Dimension, Measure, Table, TableInfo

FETCHED = "2026-01-22"
PERCENTILES_FETCHED = "2026-02-05"
PAGE = "https://www.statistikdatabasen.scb.se/pxweb/sv/ssd/START__AM__AM0110__AM0110A/"
QUERY = "https://api.scb.se/OV0104/v1/doris/sv/ssd/START/AM/AM0110/AM0110A/"

REGIONS = {
    "Sweden": "00",
    "Stockholm": "SE11",
    "East-Central Sweden": "SE12",
    "Småland and islands": "SE21",
    "South Sweden": "SE22",
    "West Sweden": "SE23",
    "North-Central Sweden": "SE31",
    "Central Norrland": "SE32",
    "Upper Norrland": "SE33",
}
# English labels of SSYK 2012 as SCB writes them. Each code was checked against the third file: its
# percentile 10, median and percentile 90 lie between those of women and men. Managers have a level in their
# fourth digit.
OCCUPATIONS = {
    "Non-commissioned armed forces officers": "0210",
    "Senior officials of special-interest organisations": "1113",
    "Directors and chief executives": "1120",
    "Finance managers, level 1": "1211",
    "Finance managers, level 2": "1212",
    "Human resource managers, level 2": "1222",
    "Administration and planning managers": "1230",
    "Information, communication and public relations managers, level 1": "1241",
    "Information, communication and public relations managers, level 2": "1242",
    "Sales and marketing managers, level 2": "1252",
    "Information and communications technology service managers, level 2": "1312",
    "Research and development managers, level 1": "1331",
    "Research and development managers, level 2": "1332",
    "Real estate and head of administration managers, level 1": "1351",
    "Real estate and head of administration managers, level 2": "1352",
    "Production managers in construction and mining, level 1": "1361",
    "Primary and secondary schools and adult education managers, level 1": "1411",
    "Department managers in pre-school, level 1": "1421",
    "Department and unit managers in health care, level 2": "1512",
    "Department managers in elderly care, level 1": "1531",
    "Unit managers in elderly care, level 2": "1532",
    "Managers and leaders within religious bodies": "1540",
    "Financial and insurance managers, level 1": "1611",
    "Hotel and conference managers, level 1": "1711",
    "Retail and wholesale trade managers, level 2": "1732",
    "Sports, leisure and wellness managers, level 1": "1741",
    "Sports, leisure and wellness managers, level 2": "1742",
    "Other services managers not elsewhere classified, level 1": "1791",
    "Other services managers not elsewhere classified, level 2": "1792",
    "Chemists": "2113",
    "Pharmacologists and related professionals": "2133",
    "Forestry professionals": "2135",
    "Engineering professionals in logistics and production": "2141",
    "Engineering professionals not elsewhere classified": "2149",
    "Professional nurses": "2221",
    "Psychiatry nurses": "2225",
    "Nurses - school": "2233",
    "Psychologists": "2241",
    "Psychotherapists": "2242",
    "Pharmacists": "2281",
    "Opticians": "2284",
    "PhD Students": "2314",
    "Primary school teachers": "2341",
    "Recreation leaders": "2342",
    "Special teachers and special needs teachers": "2351",
    "Policy administration professionals": "2422",
    "Public relations professionals": "2432",
    "System testers and test managers": "2514",
    "ICT-specialist professionals not elsewhere classified": "2519",
}
WITHOUT_CODE = {"Other professions"}

FULL_TIME = "Månadslön före skatt; deltidslöner är omräknade till heltid."
POPULATION = "anställda i alla sektorer"
LONE = ("lön", "löner", "tjänar", "tjäna", "tjänade", "förtjänar", "månadslön", "inkomst", "betalt",
        "löneläge", "lönenivå", "löneskillnad", "löneskillnader", "lönegap", "löneutveckling", "salary",
        "wage", "wages", "earn")  # fmt: skip
MEAN = Measure(
    id="mean",
    label="Medellön",
    unit="SEK/month",
    statistic="mean",
    definition=f"Genomsnittlig månadslön. {FULL_TIME} "
    "Ett medelvärde dras upp av de högsta lönerna, till skillnad från medianen.",
    population=POPULATION,
    names=("medellön", "genomsnittslön", "genomsnittlig lön", "genomsnittliga lön", "snittlön",
           "medelinkomst", "genomsnittlig månadslön", "i snitt", "i genomsnitt", "average salary",
           "mean salary", *LONE),
)  # fmt: skip
EMPLOYEES = Measure(
    id="employees",
    label="Antal anställda",
    unit="persons",
    statistic="count",
    definition="Antal anställda i yrket enligt lönestrukturstatistiken, avrundat av SCB.",
    population=POPULATION,
    names=(
        "antal anställda",
        "anställda",
        "hur många jobbar",
        "hur många arbetar",
        "arbetar som",
        "jobbar som",
        "number of employees",
    ),
)
MEDIAN = Measure(
    id="median",
    label="Medianlön",
    unit="SEK/month",
    statistic="median",
    definition=f"Den mittersta månadslönen: hälften tjänar mer och hälften mindre. {FULL_TIME} "
    "En median är inte ett medelvärde.",
    population=POPULATION,
    names=("medianlön", "medianen", "median", "mittenlön", "lön i mitten", "median salary", *LONE),
)


def _percentile(rank: int, words: tuple[str, ...]) -> Measure:
    share = 100 - rank
    return Measure(
        id=f"p{rank}",
        label=f"Lön vid percentil {rank}",
        unit="SEK/month",
        statistic="percentile",
        definition=f"{rank} procent av de anställda tjänar mindre och {share} procent mer. {FULL_TIME}",
        population=POPULATION,
        names=(f"p{rank}", f"percentil {rank}", f"{rank}:e percentilen", *words),
    )


P10 = _percentile(10, ("tionde percentilen", "lägsta lönerna", "lägst betalda", "lågavlönade"))
P25 = _percentile(25, ("undre kvartilen", "nedre kvartilen"))
P75 = _percentile(75, ("övre kvartilen",))
P90 = _percentile(90, ("nittionde percentilen", "högsta lönerna", "högst betalda", "högavlönade"))


def wages(raw: Raw) -> list[Table]:
    ssyk = _labels(raw.ssyk())
    return [_by_region(raw, ssyk), _dispersion(raw, ssyk), _percentiles(raw)]


def _labels(groups: dict[str, str]) -> dict[str, str]:
    """The 49 occupations with Swedish labels; a manager's level is the fourth digit of the code."""
    labels = {}
    for code in sorted(OCCUPATIONS.values()):
        labels[code] = groups[code] if code in groups else f"{groups[code[:3] + '0']}, nivå {code[3]}"
    return labels


def _occupation(labels: dict[str, str]) -> Dimension:
    english = {code: name for name, code in OCCUPATIONS.items()}
    # Not additive: the occupations are a selection, so their sum would stand for nothing.
    return Dimension(
        id="occupation",
        label="yrke (SSYK 2012)",
        role="occupation",
        codes=labels,
        codes_en=english,
        additive=False,
    )


def _by_region(raw: Raw, ssyk: dict[str, str]) -> Table:
    measures = (MEAN, EMPLOYEES)
    names = {"Monthly salary": "mean", "Number of employees": "employees"}
    info = TableInfo(
        id="wages_ssyk",
        title="Genomsnittlig månadslön och antal anställda efter riksområde, yrke och kön",
        publisher=SCB,
        url=f"{PAGE}LonYrkeRegion4AN/",
        licence=CC0,
        updated=FETCHED,
        description="Lönestrukturstatistik, hela ekonomin: alla sektorer tillsammans.",
        dimensions=(
            region({"00": "riket"} | RIKSOMRADEN),
            _occupation(ssyk),
            SEX,
            period(("2023", "2024"), "år"),
        ),
        measures=measures,
        coverage=(
            "Utdraget har bara ett urval av yrkena i SSYK 2012.",
            "Lönerna redovisas för kvinnor och män var för sig; ett gemensamt värde för båda könen saknas.",
            "Regionerna är riksområden, inte län eller kommuner.",
            "Många uppgifter saknas därför att underlaget är för litet eller osäkert.",
            "En rad utan SSYK-kod (”Other professions”) är utelämnad.",
        ),
        source_table="LonYrkeRegion4AN",
        query_url=f"{QUERY}LonYrkeRegion4AN",
    )
    cells = (
        (_key(row, REGIONS[row["region"]]), names[row["observations"]], whole(row["value"]))
        for row in raw.rows("scb/scb_income_ssyk2012_2023-2024.csv.gz")
        if _occupation_name(row) not in WITHOUT_CODE
    )
    return table(info, pivot(cells, measures))


def _dispersion(raw: Raw, ssyk: dict[str, str]) -> Table:
    measures = (MEDIAN, P10, P25, P75, P90)
    names = {"Median": "median", "10th percentile": "p10", "25th percentile": "p25", "75th percentile": "p75",
             "90th percentile": "p90"}  # fmt: skip
    info = TableInfo(
        id="wage_dispersion",
        title="Lönespridning: medianlön, percentiler och kvartiler efter yrke och kön",
        publisher=SCB,
        url=f"{PAGE}LoneSpridSektYrk4AN/",
        licence=CC0,
        updated=FETCHED,
        description="Lönestrukturstatistik, hela ekonomin: alla sektorer tillsammans.",
        dimensions=(region({"00": "riket"}), _occupation(ssyk), SEX, period(("2023", "2024"), "år")),
        measures=measures,
        coverage=(
            "Utdraget har bara ett urval av yrkena i SSYK 2012.",
            "Värdena redovisas för kvinnor och män var för sig; ett gemensamt värde för båda könen saknas.",
            "Tabellen gäller hela riket och har ingen regional uppdelning.",
            "En rad utan SSYK-kod (”Other professions”) är utelämnad.",
        ),
        source_table="LoneSpridSektYrk4AN",
        query_url=f"{QUERY}LoneSpridSektYrk4AN",
    )
    cells = (
        (_key(row, "00"), names[row["observations"]], whole(row["value"]))
        for row in raw.rows("scb/scb_income_dispersion_ssyk2012_2023-2024.csv")
        if row["observations"] in names and _occupation_name(row) not in WITHOUT_CODE
    )
    return table(info, pivot(cells, measures))


def _key(row: dict[str, str], place: str) -> tuple[str, ...]:
    return (place, OCCUPATIONS[_occupation_name(row)], SEX_CODES[row["sex"]], row["year"])


def _occupation_name(row: dict[str, str]) -> str:
    return row["occupation (SSYK 2012)"].strip()


def _percentiles(raw: Raw) -> Table:
    rows = [row for row in raw.rows("scb/lon_ssyk2012_2023_p10_medel_p90.csv") if _certain(row)]
    labels = {row["ssyk2012"]: "Samtliga yrken" if row["ssyk2012"] == "0000" else row["yrke"] for row in rows}
    measures = (P10, MEDIAN, P90)
    info = TableInfo(
        id="wage_percentiles_ssyk",
        title="Medianlön och lönespridning (percentil 10 och 90) efter yrke",
        publisher=SCB,
        url=f"{PAGE}LoneSpridSektYrk4AN/",
        licence=CC0,
        updated=PERCENTILES_FETCHED,
        description="Lönestrukturstatistik, hela ekonomin: alla sektorer och båda könen tillsammans.",
        dimensions=(
            region({"00": "riket"}),
            Dimension(
                id="occupation",
                label="yrke (SSYK 2012)",
                role="occupation",
                codes=dict(sorted(labels.items())),
                total="0000",
                additive=False,
            ),
            period(("2023",), "år"),
        ),
        measures=measures,
        coverage=(
            "Tabellen gäller båda könen tillsammans och har ingen uppdelning på kvinnor och män.",
            "Tabellen gäller hela riket och har ingen regional uppdelning.",
            "Chefsyrken som SCB delar i nivåer är utelämnade: källfilen säger inte vilken nivå talen gäller.",
        ),
        source_table="LoneSpridSektYrk4AN",
        query_url=f"{QUERY}LoneSpridSektYrk4AN",
    )
    kept = (("00", row["ssyk2012"], "2023", row["p10"], row["medellon"], row["p90"]) for row in rows)
    return table(info, kept)


def _certain(row: dict[str, str]) -> bool:
    """Leaves out rows without an occupation, and managers' groups whose level the file does not tell.

    The groups 121-179 have two levels in SSYK 2012. The file has one row for both, and its figures are those
    of one of them (1220, 1330, 1510 and 1530 equal level 2), so its label would promise more than it holds.
    """
    code = row["ssyk2012"]
    if not row["yrke"]:
        return False
    levelled = code.startswith("1") and code.endswith("0") and code not in {"1120", "1230", "1380", "1540"}
    return not levelled
