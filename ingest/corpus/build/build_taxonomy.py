"""Make `ingest/corpus/taxonomy/taxonomy.jsonl` from files of JobTech Taxonomy: run when the raw files change.

    python -m ingest.corpus.build.build_taxonomy --data DIR --out ingest/corpus/taxonomy

Labels, codes and relations are carried over as published; definitions and guide texts are not. The groups of
SSYK 2012 come first, then the occupations. Everyday names that nobody publishes and what people say that they
do at work are Datalots' own, from `everyday.tsv` and `doings.tsv` beside the output. The same input gives the
same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

URL = "https://data.arbetsformedlingen.se/data/dataset/jobtech-taxonomy/"
_LEVELS = {f"ssyk-level-{level}": level for level in (1, 2, 3, 4)}
_ENGLISH_ROW = re.compile(r'"(\d{3}) ([A-Z][^"]{3,90})"')

Json = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> None:
    raw_text = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw_text)
    parser.add_argument("--data", type=Path, required=True, help="folder with taxonomy/ and scb/")
    parser.add_argument("--out", type=Path, required=True, help="folder of the bundled taxonomy")
    options = parser.parse_args(arguments)
    raw = Raw(options.data)
    places = _places(raw)
    everyday = _everyday(options.out / "everyday.tsv", places)
    groups = _groups(raw, places, everyday, _doings(options.out / "doings.tsv", places))
    occupations = _occupations(raw, places)
    _write(options.out, groups, occupations)
    print(f"{len(groups)} groups, {len(occupations)} occupations → {options.out}")


@dataclass(frozen=True, slots=True)
class Raw:
    """The folder of raw files."""

    root: Path

    def concepts(self, name: str) -> list[Json]:
        """The concepts of a GraphQL dump."""
        found: list[Json] = self.json(name)["data"]["concepts"]
        return found

    def json(self, name: str) -> Any:
        path = self.root / "taxonomy" / name
        data = path.read_bytes()
        return json.loads(gzip.decompress(data) if path.suffix == ".gz" else data)


@dataclass(frozen=True, slots=True)
class Places:
    """Where in SSYK 2012 everything stands."""

    labels: Mapping[str, str]
    """Code of any level to label."""
    codes: Mapping[str, str]
    """Concept id of a group to code."""
    occupations: Mapping[str, str]
    """Concept id of an occupation to the code of its group."""
    names: Mapping[str, str]
    """Concept id of an occupation to label."""


def _places(raw: Raw) -> Places:
    labels: dict[str, str] = {}
    occupations: dict[str, str] = {}
    names: dict[str, str] = {}
    published = {}
    for level in (1, 2, 4):
        for group in raw.concepts(f"nordiqflow/ssyk-level-{level}-groups.json"):
            published[group["id"]] = str(group["ssyk_code_2012"])

    def walk(node: Json, parent: str) -> None:
        if node["type"] == "occupation-name":
            occupations[node["id"]], names[node["id"]] = parent, node["preferred_label"].strip()
            return
        code = str(node.get("ssyk_code_2012") or published[node["id"]])
        published[node["id"]] = code
        labels[code] = node["preferred_label"].strip()
        for child in node.get("narrower", ()):
            walk(child, code)

    for top in raw.concepts("nordiqflow/the-ssyk-hierarchy-with-occupations.json.gz"):
        walk(top, "")
    return Places(labels, published, occupations, names)


# ------------------------------------------------------------------ groups


def _everyday(path: Path, places: Places) -> dict[str, list[str]]:
    """Our own everyday names by SSYK code; lines "name<TAB>code code"."""
    names: dict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        name, tab, codes = line.partition("\t")
        for code in codes.split() if tab and not line.startswith("#") else ():
            if code not in places.labels:
                raise ValueError(f"{path}: {name!r} names {code}, which is no group of SSYK 2012")
            names[code].append(name)
    return names


def _doings(path: Path, places: Places) -> dict[str, list[str]]:
    """What people say that they do, by SSYK code; lines "code<TAB>phrase; phrase"."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        code, tab, phrases = line.partition("\t")
        if tab and not line.startswith("#"):
            if code not in places.labels:
                raise ValueError(f"{path}: {code} is no group of SSYK 2012")
            found[code] = [phrase.strip() for phrase in phrases.split(";") if phrase.strip()]
    return found


def _groups(
    raw: Raw, places: Places, everyday: Mapping[str, list[str]], doings: Mapping[str, list[str]]
) -> list[Json]:
    isco = _isco(raw)
    fields = _fields(raw, places)
    english = _english(raw.root / "scb" / "pxweb_csv_latin1", places)
    older = _older_names(raw, places)
    concepts = {code: concept for concept, code in places.codes.items()}
    return [
        _slim(
            {
                "type": "group",
                "id": concepts[code],
                "code": code,
                "label": label,
                "english": english.get(code, ""),
                "field": fields.get(code, ""),
                "isco": isco.get(code, []),
                "older": sorted(older.get(code, set()) - {label}),
                "everyday": sorted(everyday.get(code, ())),
                "doings": doings.get(code, []),
            }
        )
        for code, label in sorted(places.labels.items())
    ]


def _isco(raw: Raw) -> dict[str, list[list[str]]]:
    dump = raw.concepts("nordiqflow/ssyk-level-4-with-related-isco-level-4-groups.json.gz")
    return {
        str(group["ssyk_code_2012"]): sorted(
            [str(link["isco_code_08"]), link["preferred_label"].strip()]
            for link in group["related"]
            if link["type"] == "isco-level-4"
        )
        for group in dump
    }


def _fields(raw: Raw, places: Places) -> dict[str, str]:
    return {
        places.codes[group["id"]]: field["preferred_label"]
        for field in raw.concepts("androjon/info_occupation_fields.json")
        for group in field["narrower"]
        if group["id"] in places.codes
    }


def _english(folder: Path, places: Places) -> dict[str, str]:
    """SCB's English names of the three-digit groups, from tables over SSYK 2012 where they all agree."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(folder.iterdir()):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        text = data.decode("latin-1")
        if "SSYK 2012" in text[:400]:
            for code, label in _ENGLISH_ROW.findall(text):
                found[code].add(label.strip())
    agreed = {code: labels for code, labels in found.items() if len(labels) == 1 and code in places.labels}
    return {code: next(iter(labels)) for code, labels in agreed.items()}


def _older_names(raw: Raw, places: Places) -> dict[str, set[str]]:
    """Names of occupations that the version no longer has, and titles that lead only to such, by code."""
    older: dict[str, set[str]] = defaultdict(set)
    moved: dict[str, str] = {}
    for old in raw.concepts("androjon/info_occupations.json.gz"):
        codes = [places.codes[group["id"]] for group in old["ssyk"] if group["id"] in places.codes]
        if old["id"] not in places.occupations and codes:
            moved[old["id"]] = codes[0]
            older[codes[0]].add(old["preferred_label"].strip())
    for title in raw.concepts("androjon/info_job_titles.json.gz"):
        targets = [link["id"] for link in title["related"]]
        if not any(target in places.occupations for target in targets):
            for code in {moved[target] for target in targets if target in moved}:
                older[code].add(title["preferred_label"].strip())
    _add_legacy(raw, places, older)
    return older


def _add_legacy(raw: Raw, places: Places, older: dict[str, set[str]]) -> None:
    """Names of the legacy occupation register, where its code is still a four-digit group."""
    known = {name.lower() for name in places.names.values()}
    known |= {name.lower() for names in older.values() for name in names}
    names = dict(_pairs(raw.json("jobtech_legacy/occId_2_name.json")))
    for number, code in _pairs(raw.json("jobtech_legacy/occId_2_ssyk2012.json")):
        name = names.get(number, "").strip()
        if len(code) == 4 and code in places.labels and name and name.lower() not in known:
            older[code].add(name)


def _pairs(loaded: Any) -> Iterator[tuple[str, str]]:
    for left, right in loaded.items() if isinstance(loaded, dict) else loaded:
        yield str(left), str(right)


# ------------------------------------------------------------------ occupations


def _occupations(raw: Raw, places: Places) -> list[Json]:
    titles = _titles(raw, places)
    skills = raw.json("androjon/id_taxonomy.json.gz")
    keywords = _keywords(raw, places)
    before = raw.concepts("androjon/info_occupations.json.gz")
    renamed = {old["id"]: old["preferred_label"].strip() for old in before}
    dump = raw.concepts("nordiqflow/substitutability-relations-between-occupations.json.gz")
    edges = {row["id"]: row for row in dump}
    return [
        _slim(
            {
                "type": "occupation",
                "id": concept,
                "label": label,
                "ssyk": places.occupations[concept],
                "older": [renamed[concept]] if renamed.get(concept, label) != label else [],
                "titles": sorted(titles.get(concept, set()) - {label}),
                "keywords": sorted(keywords.get(concept, ())),
                "skills": [skill.rstrip("✓ ") for skill in skills.get(concept, [])],
                "substitutes": _edges(edges[concept]["substitutes"]),
                "substituted_by": _edges(edges[concept]["substituted_by"]),
            }
        )
        for concept, label in sorted(places.names.items(), key=lambda item: (item[1].lower(), item[0]))
    ]


def _titles(raw: Raw, places: Places) -> dict[str, set[str]]:
    titles: dict[str, set[str]] = defaultdict(set)
    for title in raw.concepts("androjon/info_job_titles.json.gz"):
        for link in title["related"]:
            if link["id"] in places.occupations:
                titles[link["id"]].add(title["preferred_label"].strip())
    for old in raw.concepts("androjon/info_occupations.json.gz"):
        if old["id"] in places.occupations:
            titles[old["id"]].update(title["preferred_label"].strip() for title in old["title"])
    return titles


def _keywords(raw: Raw, places: Places) -> dict[str, set[str]]:
    keywords: dict[str, set[str]] = defaultdict(set)
    for keyword in raw.concepts("nordiqflow/keyword-concepts-with-relations.json.gz"):
        for link in keyword["related"]:
            if link["type"] == "occupation-name" and link["id"] in places.occupations:
                keywords[link["id"]].add(keyword["preferred_label"].strip())
    return keywords


def _edges(links: Iterable[Json]) -> list[list[str | int]]:
    """Pairs (concept id, percent), the closest first."""
    pairs = [
        (-int(link["substitutability_percentage"]), link["preferred_label"].lower(), link["id"])
        for link in links
    ]
    return [[concept, -percent] for percent, _, concept in sorted(pairs)]


# ------------------------------------------------------------------ files


def _slim(record: Json) -> Json:
    return {key: value for key, value in record.items() if value not in ("", [])}


def _write(out: Path, groups: Sequence[Json], occupations: Sequence[Json]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    lines = (
        json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in (*groups, *occupations)
    )
    (out / "taxonomy.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    provenance = json.dumps(_provenance(groups, occupations), ensure_ascii=False, indent=1)
    (out / "provenance.json").write_text(provenance + "\n", encoding="utf-8")


def _provenance(groups: Sequence[Json], occupations: Sequence[Json]) -> Json:
    return {
        "source": "taxonomy",
        "title": "JobTech Taxonomy: yrken, yrkesgrupper (SSYK 2012) och släktskap",
        "publisher": "Arbetsförmedlingen (JobTech Development)",
        "url": URL,
        "licence": "CC0 1.0",
        "date": "2025-12-24",
        "version": "the 'latest' export as of 2025-12-24; the files do not state their version number",
        "made_from": [
            _origin(
                "taxonomy/nordiqflow/*",
                "Official GraphQL dumps from data.arbetsformedlingen.se: SSYK hierarchy, occupations, "
                "ISCO-08 links, substitutability, keywords; linneamoritznyc/nordiqflow, commit 2623043",
                "2025-12-24",
            ),
            _origin(
                "taxonomy/androjon/*",
                "Extracts of taxonomy versions 24-25: job titles, skills of occupations, occupation fields; "
                "androjon/taxonomy, commit a6619a8",
                "2024-10-29",
            ),
            _origin(
                "taxonomy/jobtech_legacy/*",
                "Names of the legacy occupation register with SSYK 2012 codes; "
                "JobtechSwe/getting-started-code-examples, commit a3c5d22 (Apache-2.0)",
                "2020",
            ),
            _origin(
                "scb/pxweb_csv_latin1/*",
                "SCB's English names of the three-digit groups; "
                "MikaelLundqvist/SCB-Engineers-Jonkoping, commit db26505",
                "2021-10-24",
            ),
            _origin("everyday.tsv", "Everyday names, written by Datalots (CC0 1.0)", "2026-11-29"),
            _origin("doings.tsv", "What people do at work, written by Datalots (CC0 1.0)", "2026-11-28"),
        ],
        "counts": _counts(groups, occupations),
        "known_limits": [
            "Definitions and guide texts are left out: only labels, codes and relations are carried over.",
            "Titles and skills come from an export a year older than the occupations: 2,062 of the 2,412 "
            "occupations are in it, and the others have neither.",
            "Skills are the at most ten that the older export lists for an occupation; its check marks "
            "behind some of them are not explained there and are left out.",
            "Links to ISCO-08 are published for four-digit groups, not for occupations, and do not say how "
            "exact they are. Their names are Swedish, as JobTech publishes them.",
            "English names exist for three-digit groups only.",
            "Substitutability has two degrees, 75 (high) and 25 (low), is not symmetric, and many "
            "occupations have none.",
            "JobTech's tree of SSYK 2012 differs a little from SCB's: 223 is 'Sjuksköterskor "
            "(fortsättning)', and managers' groups have one four-digit code each, without levels.",
        ],
    }


def _origin(file: str, what: str, as_of: str) -> Json:
    return {"file": file, "what": what, "as_of": as_of}


def _counts(groups: Sequence[Json], occupations: Sequence[Json]) -> Json:
    levels = {f"ssyk_level_{level}": sum(len(g["code"]) == level for g in groups) for level in (1, 2, 3, 4)}
    having = ("titles", "skills", "substitutes", "substituted_by", "keywords")
    return {
        **levels,
        "groups_with_isco": sum("isco" in group for group in groups),
        "groups_with_field": sum("field" in group for group in groups),
        "groups_with_english_name": sum("english" in group for group in groups),
        "older_names": sum(len(group.get("older", ())) for group in groups),
        "occupations": len(occupations),
        **{f"occupations_with_{key}": sum(key in occupation for occupation in occupations) for key in having},
        "titles": len({title for occupation in occupations for title in occupation.get("titles", ())}),
        "skills": len({skill for occupation in occupations for skill in occupation.get("skills", ())}),
        "substitutability_edges": sum(len(occupation.get("substitutes", ())) for occupation in occupations),
    }


if __name__ == "__main__":
    main()
