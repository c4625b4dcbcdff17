"""Checks the briefs of the bundled corpus against their form and against the statutes they sum up.

A brief is a Markdown file with YAML front matter and a body in our own words. One with `sfs` stands for
paragraphs of an act and is compared with the act; one without (a policy brief) is compared with the texts in
`--source-dir`.

    python ingest/corpus/build/check_briefs.py --corpus ingest/corpus/law ingest/corpus/policy --law-dir LAW

`--law-dir` holds `curated/<year>_<number>.md` and any `*.jsonl.gz` with one act a line
(`{"sfs": "1982:80", "text": …}` or `{"id": "1982:80", "provisions": [{"section": "7", "content": …}]}`).
Exit status 0: no faults. 1: faults, one a line. Advice (never a fault) is printed with `--advice`.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

RUN = 8
"""So many words in a row from the source count as copied."""

COMMON_FIELDS = ("id", "title", "url", "publisher", "licence", "as_of", "topics", "keywords")
LAW_FIELDS = ("act", "sfs", "section", "short_names", "in_force", "replaced_by")
UNITS = (
    "noll en två tre fyra fem sex sju åtta nio tio elva tolv "
    "tretton fjorton femton sexton sjutton arton nitton"
).split()
TENS = "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio".split()
LEANING = re.compile(
    r"^(Detta|Dessa|Denna|Då|Därefter|De[nt]? (också|även|gäller|är|ska|får|kan|måste|har)\b)"
)
"""A sentence that begins so leans on the one before it and cannot be quoted alone."""
REFERENCE = re.compile(
    r"\d+(?: [a-z])?(?:\s*(?:[,–-]|och|samt|eller|till)\s*\d+(?: [a-z])?)*\s*(?:kap\.|§§?)"
    r"|\(?\d{4}:\d+\)?|\(EU\) \d+/\d+|artikel [\d.]+|artiklarna [\d–]+ och [\d–]+"
)
"""Chapter and paragraph numbers, SFS numbers and EU numbers: not figures of the rule."""
WORD = re.compile(r"[0-9a-zåäöéü]+(?:,\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One brief as read from its file."""

    path: Path
    meta: dict[str, Any]
    body: str

    @property
    def sfs(self) -> str | None:
        """The SFS number of its act, None for a policy brief."""
        return str(self.meta["sfs"]) if self.meta.get("sfs") else None

    @property
    def acts(self) -> tuple[str, ...]:
        """Its act and the act that replaced it: a brief on a repealed act tells of both."""
        return tuple(str(self.meta[name]) for name in ("sfs", "replaced_by") if self.meta.get(name))


@dataclass(slots=True, kw_only=True)
class Source:
    """What is known of one act: its texts, the paragraphs in them and the chapters that head a line."""

    texts: list[str] = field(default_factory=list)
    paragraphs: set[str] = field(default_factory=set)
    chapters: set[str] = field(default_factory=set)
    numbered_anew: bool = False
    """Whether each chapter begins with its own 1 §, so that a paragraph needs its chapter to be found."""

    def add(self, text: str) -> None:
        """Adds a text of the act and notes its paragraph numbers."""
        plain = re.sub(r"\]\([^)]*\)", "]", text)
        self.texts.append(plain)
        self.paragraphs.update(re.findall(r"(\d+(?: [a-z])?)\s*§", plain))
        self.chapters.update(re.findall(r"^[# ]*(\d+(?: [a-z])?) kap\.[^§]*$", plain, re.MULTILINE))
        first_paragraphs = re.findall(r"^[# ]*1 §", plain, re.MULTILINE)
        self.numbered_anew |= len(self.chapters) > 1 and len(first_paragraphs) > 1


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the checks; prints faults and a summary."""
    arguments = _parser().parse_args(argv)
    faults: list[str] = []
    briefs = list(read_briefs(arguments.corpus, faults))
    sources = read_sources(arguments.law_dir, {sfs for brief in briefs for sfs in brief.acts})
    others = [path for folder in arguments.source_dir for path in sorted(folder.rglob("*.md"))]
    other_runs = [set(runs(words(path.read_text(encoding="utf-8")))) for path in others]
    advice: list[str] = []
    for brief in briefs:
        faults += [f"{brief.path.name}: {fault}" for fault in form_faults(brief)]
        advice += [f"{brief.path.name}: {line}" for line in style_advice(brief)]
        if brief.sfs and brief.sfs in sources:
            faults += [f"{brief.path.name}: {fault}" for fault in law_faults(brief, _joined(brief, sources))]
        elif brief.sfs and arguments.law_dir:
            faults.append(f"{brief.path.name}: no text of {brief.sfs} under {arguments.law_dir}")
        elif not brief.sfs:
            copied = [run for known in other_runs for run in runs(words(brief.body)) if run in known]
            faults += [f"{brief.path.name}: copied: {' '.join(run)}" for run in copied]
    faults += repeated_ids(briefs)
    _report(briefs, faults, advice if arguments.advice else [])
    return 1 if faults else 0


def read_briefs(folders: Iterable[Path], faults: list[str]) -> Iterator[Brief]:
    """Reads every `*.md` in `folders`; a file without readable front matter becomes a fault."""
    for folder in folders:
        for path in sorted(folder.glob("*.md")):
            parts = path.read_text(encoding="utf-8").split("---\n", 2)
            try:
                meta = yaml.safe_load(parts[1]) if len(parts) == 3 and not parts[0] else None
            except yaml.YAMLError as error:
                faults.append(f"{path.name}: front matter is not YAML: {error}")
                continue
            if isinstance(meta, dict):
                yield Brief(path=path, meta=meta, body=parts[2].strip())
            else:
                faults.append(f"{path.name}: no front matter between two lines of ---")


def read_sources(law_dir: Path | None, wanted: set[str]) -> dict[str, Source]:
    """The texts of the `wanted` acts, from every file under `law_dir` that has them."""
    found: dict[str, Source] = {}
    if law_dir is None:
        return found
    for sfs in wanted:
        path = law_dir / "curated" / f"{sfs.replace(':', '_')}.md"
        if path.exists():
            found.setdefault(sfs, Source()).add(path.read_text(encoding="utf-8").split("---\n", 2)[-1])
    for path in sorted(law_dir.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                sfs = record.get("sfs") or record.get("id")
                if sfs in wanted:
                    _add_record(found.setdefault(sfs, Source()), record)
    return found


def form_faults(brief: Brief) -> Iterator[str]:
    """Faults in the front matter and in the body's length."""
    meta = brief.meta
    for name in COMMON_FIELDS + (LAW_FIELDS if brief.sfs else ()):
        if name not in meta:
            yield f"the field {name} is missing"
        elif meta[name] in ("", None) and name != "replaced_by":
            yield f"the field {name} is empty"
    if meta.get("id") != brief.path.stem or not re.fullmatch(r"[a-z0-9-]+", str(meta.get("id"))):
        yield f"id {meta.get('id')!r} should be the file's name, in lower-case ASCII"
    if not 2 <= len(meta.get("topics") or ()) <= 5:
        yield "topics should be 2 to 5"
    if len(meta.get("keywords") or ()) > 8:
        yield "keywords should be at most 8"
    asked = meta.get("asked") or ()
    if len(asked) < 8 or len(set(asked)) < len(asked):
        yield "asked should be at least 8 phrases, none twice"
    try:
        datetime.date.fromisoformat(str(meta.get("as_of")))
    except ValueError:
        yield f"as_of {meta.get('as_of')!r} is not a date"
    if not str(meta.get("url")).startswith("https://"):
        yield f"url {meta.get('url')!r} is not an https address"
    if brief.sfs and meta.get("in_force") is False and not meta.get("replaced_by"):
        yield "an act no longer in force should name what replaced it"
    if not 15 <= len(words(brief.body)) <= 260:
        yield f"the body has {len(words(brief.body))} words, should be 15 to 260"


def law_faults(brief: Brief, source: Source) -> Iterator[str]:
    """Copied runs, figures that the act does not have, paragraphs that do not exist in it."""
    title = words(re.sub(r"^.*?\)", "", str(brief.meta["act"])))
    body = _without(words(brief.body), title)
    known = {run for text in source.texts for run in runs(_without(words(text), title))}
    for run in runs(body):
        if run in known:
            yield f"copied: {' '.join(run)}"
    act_words = {word for text in source.texts for word in words(text)}
    joined = re.sub(r"(?<=\d) (?=\d{3}\b)", "", brief.body)
    for figure in re.findall(r"\d+(?:,\d+)?", REFERENCE.sub(" ", joined)):
        if not act_words & set(_spellings(figure)) and not _grouped(figure, source):
            yield f"the figure {figure} does not stand in {brief.sfs}"
    named = set(re.findall(r"(\d+) kap\.", str(brief.meta["section"])))
    for chapter in sorted(named - source.chapters):
        yield f"{brief.sfs} has no chapter {chapter}"
    if source.numbered_anew and not named and brief.meta["in_force"]:
        yield f"{brief.sfs} numbers its paragraphs by chapter: the section should name one"
    section = re.sub(r"\d+ kap\.|\d{4}:\d+", " ", str(brief.meta["section"]))
    for number in re.findall(r"(\d+(?: [a-z]\b)?)(?=[^;]*§)", section):
        if number not in source.paragraphs:
            yield f"{number} § does not stand in {brief.sfs}"


def style_advice(brief: Brief) -> Iterator[str]:
    """Sentences that lean on the one before, and bodies far from 3 to 8 sentences."""
    sentences = split_sentences(brief.body)
    for sentence in sentences:
        if LEANING.match(sentence):
            yield f"leans on the sentence before: {sentence[:70]}"
    if not 2 <= len(sentences) <= 10:
        yield f"{len(sentences)} sentences"


def repeated_ids(briefs: Sequence[Brief]) -> list[str]:
    """One fault for each id that two files share."""
    counts = Counter(str(brief.meta.get("id")) for brief in briefs)
    return [f"the id {name} stands in {count} files" for name, count in counts.items() if count > 1]


def split_sentences(body: str) -> list[str]:
    """The sentences of a body; an item of a list counts to the sentence that opens it."""
    text = re.sub(r"\n+- ", " ", body).replace("kap. ", "kap.\u00a0")
    return [part.strip() for part in re.split(r"(?<=[.?!])\s+(?=[A-ZÅÄÖ])|\n{2,}", text) if part.strip()]


def words(text: str) -> list[str]:
    """Lower-case words and numbers, hyphens and line breaks gone."""
    return WORD.findall(text.lower())


def runs(sequence: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every run of `RUN` words."""
    return (tuple(sequence[i : i + RUN]) for i in range(len(sequence) - RUN + 1))


def _joined(brief: Brief, sources: dict[str, Source]) -> Source:
    """The sources of a brief's acts as one."""
    parts = [sources[sfs] for sfs in brief.acts if sfs in sources]
    texts = [text for part in parts for text in part.texts]
    return Source(
        texts=texts,
        paragraphs={number for part in parts for number in part.paragraphs},
        chapters={chapter for part in parts for chapter in part.chapters},
        numbered_anew=any(part.numbered_anew for part in parts),
    )


def _without(sequence: list[str], title: list[str]) -> list[str]:
    """The words with the act's title exchanged for one mark wherever it stands: a title is no copied run."""
    if len(title) < 2:
        return sequence
    text = f" {' '.join(sequence)} "
    return text.replace(f" {' '.join(title)} ", " ¤ ").split()


def _spellings(figure: str) -> list[str]:
    """The ways a figure may stand in an act: 36, trettiosex."""
    if not figure.isdigit() or int(figure) >= 100:
        return [figure]
    number = int(figure)
    if number < len(UNITS):
        return [figure, UNITS[number]]
    ten, unit = divmod(number, 10)
    return [figure, TENS[ten - 2] + (UNITS[unit] if unit else "")]


def _grouped(figure: str, source: Source) -> bool:
    """Whether 120000 stands as 120 000 in the act."""
    if not figure.isdigit() or len(figure) < 4:
        return False
    spaced = f"{int(figure):,}".replace(",", " ")
    return any(spaced in text.replace("\u00a0", " ") for text in source.texts)


def _add_record(source: Source, record: dict[str, Any]) -> None:
    """Adds the act in one line of a JSONL file, whichever of the two shapes it has."""
    if "provisions" in record:
        source.add("\n".join(str(item.get("content", "")) for item in record["provisions"]))
        source.paragraphs.update(str(item.get("section", "")) for item in record["provisions"])
    elif record.get("text"):
        source.add(str(record["text"]))


def _report(briefs: Sequence[Brief], faults: Sequence[str], advice: Sequence[str]) -> None:
    """Prints faults, advice and a summary."""
    for line in faults:
        print(f"fault   {line}")
    for line in advice:
        print(f"advice  {line}")
    acts = Counter(brief.sfs for brief in briefs if brief.sfs)
    dates = Counter(str(brief.meta.get("as_of")) for brief in briefs)
    total = sum(len(words(brief.body)) for brief in briefs)
    print(f"{len(briefs)} briefs, {len(acts)} acts, {total} words, {len(faults)} faults")
    print("as of: " + ", ".join(f"{date} ({count})" for date, count in sorted(dates.items())))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Check the briefs of the bundled corpus.")
    parser.add_argument("--corpus", type=Path, nargs="+", required=True, help="folders with briefs (*.md)")
    parser.add_argument("--law-dir", type=Path, help="folder with curated/ and *.jsonl.gz (optional)")
    parser.add_argument("--source-dir", type=Path, nargs="*", default=[], help="texts not to be copied")
    parser.add_argument("--advice", action="store_true", help="print advice on style as well")
    return parser


if __name__ == "__main__":
    sys.exit(main())
