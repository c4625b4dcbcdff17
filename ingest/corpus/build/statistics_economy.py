"""Prices and gross domestic product: the two series of the economy around the labour market.

Raw rows: `2024M03,260.53,0.1,2.2,2024,mars,2024-03,Inflation` and
`- BNP till marknadspris,kvartal fyra,1587109.0,1486816.0,-0.1,2023,2023K4`.
The changes were checked against the levels: every one follows from them.
"""

from __future__ import annotations

from ingest.corpus.build.statistics_raw import CC0, SCB, Raw, period, region, table, whole
from rag.schema import Measure, Table, TableInfo

INFLATION = (
    "inflation",
    "inflationen",
    "inflationstakt",
    "kpif",
    "prisökning",
    "prisökningar",
    "inflation rate",
)


def economy(raw: Raw) -> list[Table]:
    return [_prices(raw), _product(raw)]


def _prices(raw: Raw) -> Table:
    rows = raw.rows("scb/dalarna_KPI.csv")
    measures = (
        Measure(
            id="year_change",
            label="Inflation enligt KPIF",
            unit="percent",
            decimals=1,
            statistic="share",
            definition="Förändring av konsumentprisindex med fast ränta (KPIF) på tolv månader.",
            population="KPIF, tolvmånadersförändring",
            names=INFLATION,
        ),
        Measure(
            id="month_change",
            label="Månadsförändring av KPIF",
            unit="percent",
            decimals=1,
            statistic="share",
            definition="Förändring av KPIF sedan månaden innan.",
            population="KPIF, förändring sedan månaden innan",
            names=("kpif månadsförändring", "månadsinflation", "kpif sedan månaden innan"),
        ),
        Measure(
            id="level",
            label="Index för KPIF",
            unit="index",
            decimals=2,
            statistic="index",
            definition="Konsumentprisindex med fast ränta, där 1987 är 100.",
            population="KPIF, 1987=100",
            names=(
                "kpif-index",
                "index för kpif",
                "konsumentprisindex med fast ränta",
                "prisindexet med fast ränta",
                "prisindex med fast ränta",
                "kpif index",
            ),
        ),
    )
    info = TableInfo(
        id="kpif",
        title="Konsumentprisindex med fast ränta (KPIF) per månad, 1987=100",
        publisher=SCB,
        url="https://www.statistikdatabasen.scb.se/pxweb/sv/ssd/START__PR__PR0101__PR0101G/KPIF/",
        licence=CC0,
        updated="2024-03-31",
        description="KPIF: index och förändring, per månad sedan 1987.",
        dimensions=(region({"00": "riket"}), period((row["månad"] for row in rows), "månad")),
        measures=measures,
        coverage=(
            "Serien har basåret 1987 och slutar i mars 2024; SCB räknar numera KPIF med ett nyare basår.",
            "Tabellen gäller KPIF, inte KPI.",
        ),
        source_table="KPIF",
        query_url="https://api.scb.se/OV0104/v1/doris/sv/ssd/START/PR/PR0101/PR0101G/KPIF",
    )
    kept = (
        ("00", row["månad"], _or_none(row["KPIF"]), _or_none(row["KPIF, månadsförändring, 1987=100"]),
         row["KPIF, index, 1987=100"])
        for row in rows
    )  # fmt: skip
    return table(info, kept)


def _or_none(value: str) -> str | None:
    """The first twelve months have no earlier month to compare with: no such cell."""
    return value or None


def _product(raw: Raw) -> Table:
    rows = [
        row for row in raw.rows("scb/dalarna_BNP.csv.gz") if row["användning"] == "- BNP till marknadspris"
    ]
    measures = (
        Measure(
            id="quarter_change",
            label="Förändring av BNP sedan kvartalet innan",
            unit="percent",
            decimals=1,
            statistic="share",
            definition="Säsongrensad volymförändring sedan kvartalet innan.",
            population="BNP till marknadspris, säsongrensad, fasta priser",
            names=(
                "bnp-tillväxt",
                "bnp-tillväxten",
                "tillväxt",
                "tillväxten",
                "kvartalstillväxt",
                "kvartalstillväxten",
                "bnp växte",
                "gdp growth",
            ),
        ),
        Measure(
            id="current_prices",
            label="BNP i löpande priser",
            unit="MSEK",
            statistic="sum",
            definition="BNP till marknadspris, säsongrensad, i löpande priser.",
            population="BNP till marknadspris, säsongrensad, löpande priser",
            names=(
                "bnp",
                "bruttonationalprodukt",
                "bruttonationalprodukten",
                "bnp i löpande priser",
                "ekonomin i löpande priser",
                "samlade produktion",
                "samlad produktion",
                "gdp",
            ),
        ),
        Measure(
            id="fixed_prices",
            label="BNP i fasta priser",
            unit="MSEK",
            statistic="sum",
            definition="BNP till marknadspris, säsongrensad, i fasta priser med referensår 2022.",
            population="BNP till marknadspris, säsongrensad, fasta priser, referensår 2022",
            names=("bnp i fasta priser", "real bnp", "volym bnp"),
        ),
    )
    info = TableInfo(
        id="bnp",
        title="Bruttonationalprodukten (BNP) per kvartal, säsongrensad",
        publisher=SCB,
        url="https://www.statistikdatabasen.scb.se/pxweb/sv/ssd/START__NR__NR0103__NR0103B/NR0103ENS2010T10SKv/",
        licence=CC0,
        updated="2023-12-31",
        description="BNP till marknadspris, säsongrensad, i löpande och fasta priser.",
        dimensions=(region({"00": "riket"}), period((row["ar_kvartal"] for row in rows), "kvartal")),
        measures=measures,
        coverage=("Tabellen slutar med fjärde kvartalet 2023.", "Bara BNP till marknadspris ingår."),
        source_table="NR0103ENS2010T10SKv",
        query_url="https://api.scb.se/OV0104/v1/doris/sv/ssd/START/NR/NR0103/NR0103B/NR0103ENS2010T10SKv",
    )
    current, fixed = "Säsongrensad, löpande priser, mnkr", "Säsongrensad, fasta priser referensår 2022, mnkr"
    kept = (
        ("00", row["ar_kvartal"], _or_none(row["Sasongsransad_forandring"]), _amount(row[current]),
         _amount(row[fixed]))
        for row in rows
    )  # fmt: skip
    return table(info, kept)


def _amount(value: str) -> str | None:
    return whole(value) if value else None
