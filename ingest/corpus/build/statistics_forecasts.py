"""Yrkesbarometern: Arbetsförmedlingen's assessments of occupations.

Raw record: `"PDNm_NZ2_WRh": {"i46j_HmG_v64": ["små", "vara oförändrad"], "CifL_Rzy_Mku": […], …}`. The names
of the occupations stand in another file; an occupation without assessment has no regions.
"""

from __future__ import annotations

import gzip
import json

from ingest.corpus.build.statistics_raw import AF, CC0, Raw, codes_of, region, table
from rag.schema import Dimension, Measure, Table, TableInfo

OPPORTUNITIES = {"små": "1", "medelstora": "2", "stora": "3"}
OUTLOOK = {"minska": "1", "vara oförändrad": "2", "öka": "3"}
# The file does not tell its round. It is not 2025-2: of 118 assessments known from that round only 13 agree.
ROUND = "0000"


def barometer(raw: Raw) -> Table:
    assessed = raw.json("forecasts/barometer_regional.json")
    assert isinstance(assessed, dict)
    places = {str(i): code for i, code in _barometer_places(raw).items()}
    names = _barometer_names(raw)
    kept = {code: by_place for code, by_place in assessed.items() if code in names}
    info = TableInfo(
        id="barometer",
        title="Yrkesbarometern: möjligheter till jobb och efterfrågan på fem års sikt, efter yrke och län",
        publisher=AF,
        url="https://data.arbetsformedlingen.se/data/dataset/yrkesbarometer/",
        licence=CC0,
        updated="2026-02-05",
        description="Arbetsförmedlingens bedömningar av yrken.",
        dimensions=(
            region({"00": "riket"} | raw.lan()),
            Dimension(
                id="occupation",
                label="yrke (Yrkesbarometern)",
                role="occupation",
                codes={code: names[code] for code in sorted(kept, key=lambda code: names[code])},
                additive=False,
            ),
            Dimension(
                id="period", label="omgång", role="period", codes={ROUND: "okänd omgång"}, additive=False
            ),
        ),
        measures=_barometer_measures(),
        coverage=(
            "Källfilen anger inte vilken omgång av Yrkesbarometern bedömningarna kommer från.",
            "Yrken där underlaget är för litet har ingen bedömning.",
            "Texterna och rekryteringssituationen ingår inte.",
        ),
    )
    rows = (
        (place, code, ROUND, *_assessment(by_place.get(concept)))
        for code, by_place in kept.items()
        for concept, place in places.items()
    )
    return table(info, rows)


def _barometer_measures() -> tuple[Measure, Measure]:
    population = "Arbetsförmedlingens bedömning"
    return (
        Measure(
            id="opportunities",
            label="Möjligheterna till jobb",
            unit="category",
            statistic="category",
            definition="Bedömning av hur stora möjligheterna är att få jobb i yrket.",
            population=population,
            names=("jobbmöjligheter", "möjlighet att få jobb", "möjligheter att få jobb",
                   "möjligheter till jobb", "möjligheterna till jobb", "möjligheter till arbete",
                   "möjligheterna att få jobb", "lätt att få jobb", "svårt att få jobb", "få jobb",
                   "arbetsmarknaden för", "chansen att få jobb", "chanser att få jobb", "job opportunities"),
            categories={code: f"vara {label}" for label, code in OPPORTUNITIES.items()},
        ),
        Measure(
            id="outlook",
            label="Efterfrågan på fem års sikt",
            unit="category",
            statistic="category",
            definition="Bedömning av hur efterfrågan på yrket ändras på fem års sikt.",
            population=population,
            names=("efterfrågan", "framtidsutsikter", "framtidsutsikterna", "prognos", "prognosen",
                   "om fem år", "på fem års sikt", "framtiden för", "framtiden", "ser framtiden ut",
                   "behovet av", "outlook", "demand"),
            categories={code: label for label, code in OUTLOOK.items()},
        ),
    )  # fmt: skip


def _barometer_places(raw: Raw) -> dict[str, str]:
    lan = codes_of(raw.lan())
    concepts = raw.json("forecasts/region_name_id.json")
    assert isinstance(concepts, dict)
    return {"i46j_HmG_v64": "00"} | {concept: lan[name] for name, concept in concepts.items()}


def _barometer_names(raw: Raw) -> dict[str, str]:
    path = raw.root / "occupations/valid_occupations_with_info_v25.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return {r["barometer_id"]: r["barometer_name"] for r in records if r.get("barometer_id")}


def _assessment(found: list[str] | None) -> tuple[str, str]:
    return (OPPORTUNITIES[found[0]], OUTLOOK[found[1]]) if found else ("..", "..")
