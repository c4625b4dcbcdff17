"""JobTech Taxonomy: occupations, the groups of SSYK 2012 and how occupations stand in for each other.

Published files below `base`, one real beginning each:

    /the-ssyk-hierarchy-with-occupations/….json → {"data": {"concepts": [{"id": "2xXe_2KC_Nf2",
        "preferred_label": "Yrken inom …", "ssyk_code_2012": "7", "type": "ssyk-level-1", "narrower": […]}]}}
    /substitutability-relations-between-occupations/….json → {"data": {"concepts": [{"id": "17FS_XzU_AQ4",
        "substitutes": [{"id": "BY1K_mZ4_oKj", "substitutability_percentage": 25}], "substituted_by": […]}]}}
    /ssyk-level-4-with-related-isco-level-4-groups/….json → {…, "ssyk_code_2012": "3511",
        "related": [{"type": "isco-level-4", "isco_code_08": "3511", "preferred_label": "…"}]}

and, at `rest`, `/main/versions` → [{"taxonomy/version": 27, …}] and `/main/changes?after-version=26` →
[{"taxonomy/event-type": "DEPRECATED", "taxonomy/changed-concept": {"taxonomy/id": "…", …}}].

The version is the change signal. Titles, skills, keywords and everyday names, which these files do not hold,
are carried over from the bundled taxonomy, whose place this source takes. Occupations that are missing
without having been deprecated are not believed to be gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.connectors.base import Job
from ingest.connectors.shape import Shape, text, within
from ingest.sources import CORPUS
from rag.errors import FetchError

FILE = "taxonomy.jsonl"
_HIERARCHY = "the-ssyk-hierarchy-with-occupations"
_SUBSTITUTES = "substitutability-relations-between-occupations"
_ISCO = "ssyk-level-4-with-related-isco-level-4-groups"
_BELIEVED = 20
"""Occupations that may be missing without being deprecated."""
_CARRIED = {
    "group": ("english", "field", "isco", "older", "everyday", "doings"),
    "occupation": ("older", "titles", "keywords", "skills"),
}
Record = dict[str, Any]


def fetch(job: Job) -> None:
    """Options: `rest`, the address of the API."""
    version = _version(job)
    if version and version == job.checkpoint.get("version") and job.box.has(FILE):
        job.box.keep(FILE)
        return
    bundled = _bundled()
    groups, occupations = _hierarchy(job)
    known = set(job.checkpoint.get("occupations") or (r["id"] for r in bundled if r["type"] == "occupation"))
    missing = known - occupations.keys()
    if len(missing) > _BELIEVED and len(missing - _deprecated(job)) > _BELIEVED:
        raise job.no_shape(f"{len(missing)} occupations are missing that were not deprecated")
    _add_isco(job, groups)
    _add_edges(job, occupations)
    for record in bundled:
        ours = groups.get(record["code"]) if record["type"] == "group" else occupations.get(record["id"])
        for name in _CARRIED[record["type"]] if ours is not None else ():
            if ours is not None and record.get(name):
                ours.setdefault(name, record[name])
    ordered = [*(groups[code] for code in sorted(groups)), *_by_name(occupations)]
    job.box.put(FILE, "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in ordered))
    job.checkpoint.update(version=version, occupations=sorted(occupations))


def _version(job: Job) -> int:
    """The latest version; 0 when it cannot be told, and then the files are fetched and compared."""
    try:
        versions = job.json(f"{job.source.options['rest']}/main/versions")
    except FetchError as error:
        job.warn(error.user_message)
        return 0
    listed = versions if isinstance(versions, list) else []
    return max((v for one in listed if isinstance(v := within(one, "taxonomy/version"), int)), default=0)


def _deprecated(job: Job) -> set[str]:
    """Ids of the concepts that were taken out since the version that we have."""
    after = job.checkpoint.get("version") or int(job.source.options.get("bundled_version", 1))
    changes = job.json(f"{job.source.options['rest']}/main/changes?after-version={after}")
    return {
        text(within(change, "taxonomy/changed-concept", "taxonomy/id"))
        for change in (changes if isinstance(changes, list) else ())
        if within(change, "taxonomy/event-type") == "DEPRECATED"
    }


def _bundled() -> list[Record]:
    lines = (CORPUS / "taxonomy" / FILE).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _concepts(job: Job, slug: str) -> list[Any]:
    concepts = within(job.json(job.url(f"/{slug}/{slug}.json")), "data", "concepts")
    if not isinstance(concepts, list) or not concepts:
        raise job.no_shape(f"{slug}: no data.concepts")
    return concepts


def _hierarchy(job: Job) -> tuple[dict[str, Record], dict[str, Record]]:
    """Groups by SSYK code, occupations by concept id."""
    group_shape = Shape({"id": str, "preferred_label": str, "ssyk_code_2012": str, "narrower": list})
    shape = Shape({"id": str, "preferred_label": str})
    groups: dict[str, Record] = {}
    occupations: dict[str, Record] = {}

    def walk(concepts: list[Any], above: str) -> None:
        for concept in concepts:
            if within(concept, "type") == "occupation-name":
                if shape.fits(concept) and len(above) == 4:
                    label = concept["preferred_label"].strip()
                    occupations.setdefault(
                        concept["id"],
                        {"type": "occupation", "id": concept["id"], "label": label, "ssyk": above},
                    )
            elif group_shape.fits(concept):
                code = concept["ssyk_code_2012"]
                label = concept["preferred_label"].strip()
                groups[code] = {"type": "group", "id": concept["id"], "code": code, "label": label}
                walk(concept["narrower"], code)

    walk(_concepts(job, _HIERARCHY), "")
    group_shape.tell(job)
    shape.tell(job)
    levels = [sum(len(code) == level for code in groups) for level in (1, 2, 3, 4)]
    if (
        not job.complete
        or not all(levels)
        or any(code[:-1] not in groups for code in groups if len(code) > 1)
    ):
        raise job.no_shape(f"groups of SSYK by level: {levels}")
    return groups, occupations


def _add_isco(job: Job, groups: Mapping[str, Record]) -> None:
    for concept in _concepts(job, _ISCO):
        group = groups.get(text(within(concept, "ssyk_code_2012")))
        links = within(concept, "related")
        if group is None or not isinstance(links, list):
            continue
        pairs = sorted(
            [code, text(within(link, "preferred_label"))]
            for link in links
            if within(link, "type") == "isco-level-4" and (code := text(within(link, "isco_code_08")))
        )
        if pairs:
            group["isco"] = pairs


def _add_edges(job: Job, occupations: Mapping[str, Record]) -> None:
    shape = Shape({"id": str}, {"substitutes": list, "substituted_by": list})
    for concept in _concepts(job, _SUBSTITUTES):
        if shape.fits(concept) and concept["id"] in occupations:
            for name in ("substitutes", "substituted_by"):
                edges = list(_edges(concept.get(name), occupations))
                if edges:
                    occupations[concept["id"]][name] = edges
    shape.tell(job)


def _edges(links: Any, occupations: Mapping[str, Record]) -> Iterator[list[str | int]]:
    """Pairs (concept id, percent), the closest first."""
    pairs = []
    for link in links if isinstance(links, list) else ():
        concept, percent = within(link, "id"), within(link, "substitutability_percentage")
        if isinstance(percent, int) and 0 <= percent <= 100 and concept in occupations:
            pairs.append((-percent, occupations[concept]["label"].lower(), concept))
    for percent, _, concept in sorted(pairs):
        yield [concept, -percent]


def _by_name(occupations: Mapping[str, Record]) -> list[Record]:
    return sorted(occupations.values(), key=lambda record: (record["label"].lower(), record["id"]))
