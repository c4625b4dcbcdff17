"""Makes `marks.txt.gz`: which word with å, ä or ö is meant by one written without them, by its neighbours.

    python -m rag.swedish.build_marks --texts FILE.jsonl.gz [...] --phrases FOLDER [...]

Counts of words and of pairs of words, from pages of public authorities and guides (a line of JSON
with texts anywhere in it), and from our own phrases, which are as people ask and count `PHRASE` times as
much. What is rare is left out: no sentence of the sources can be told from it. Run by a maintainer.

A line is `plain form:count …` with every form that is written so without its marks, or, behind "<" or ">",
the same counts beside the word (without marks) that stands before or after.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from rag.swedish.build_words import texts_in
from rag.swedish.words import folded_words

PLAIN = str.maketrans("åäöé", "aaoe")
PHRASE = 60
"""Weight of a phrase of ours beside a line of the sources: what people ask is said in other words."""
MIN_COUNT = 6
MIN_PAIR = 8
"""Rarer pairs are left out."""
TELLING = 0.7
"""How far a neighbour must move the odds of two forms, in nats, to be kept."""
RARE = 0.002
"""Share of a plain form's words below which a form is a misprint."""
MAX_LETTERS = 24
_MARKED = re.compile("[åäö]")
_SENTENCE = re.compile(r"[.!?\n]+")

Counts = Mapping[str, Counter[str]]
"""Plain form → how often each form that is written so without its marks is meant."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="jsonl.gz")
    parser.add_argument("--phrases", type=Path, nargs="+", required=True, help="folders of md and tsv")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("marks.txt.gz"))
    args = parser.parse_args()
    own = list(_phrases(args.phrases))
    forms = _forms(args.texts, own)
    beside = _beside(args.texts, own, {plain for plain, counts in forms.items() if _is_ambiguous(counts)})
    args.out.write_bytes(gzip.compress("\n".join(_lines(forms, beside)).encode(), mtime=0))


def _forms(paths: Iterable[Path], phrases: Iterable[str]) -> dict[str, Counter[str]]:
    """The forms of each plain form, where at least one of them has marks."""
    words: Counter[str] = Counter()
    for text in _texts(paths):
        words.update(folded_words(text))
    for phrase in phrases:
        for word in folded_words(phrase):
            words[word] += PHRASE
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for word, n in words.items():
        if n >= MIN_COUNT and word.isalpha() and 2 <= len(word) <= MAX_LETTERS:
            forms[word.translate(PLAIN)][word] = n
    for counts in forms.values():
        least = RARE * counts.total()
        for word in [word for word, n in counts.items() if n < least]:
            del counts[word]
    return {p: counts for p, counts in forms.items() if any(_MARKED.search(word) for word in counts)}


def _beside(
    paths: Iterable[Path], phrases: Iterable[str], asked: set[str]
) -> dict[tuple[str, str], Counter[str]]:
    """Forms of the ambiguous beside the plain word before ("<word") or after them (">word")."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for text, weight in _weighed(paths, phrases):
        for sentence in _SENTENCE.split(text):
            words = folded_words(sentence)
            plain = [word.translate(PLAIN) for word in words]
            for at, (word, bare) in enumerate(zip(words, plain, strict=True)):
                if bare in asked:
                    found[bare, "<" + _beside_word(plain, at - 1)][word] += weight
                    found[bare, ">" + _beside_word(plain, at + 1)][word] += weight
    return found


def _beside_word(words: Sequence[str], at: int) -> str:
    """The word there, as it stands in a line of the file; "" beyond the ends."""
    return words[at].replace(" ", "") if 0 <= at < len(words) else ""


def _is_ambiguous(counts: Counter[str]) -> bool:
    return len(counts) > 1


def _lines(forms: Counts, beside: Mapping[tuple[str, str], Counter[str]]) -> Iterator[str]:
    yield f"# datalots-marks 1 words={len(forms)}"
    near: dict[str, list[str]] = defaultdict(list)
    for (plain, neighbour), counts in sorted(beside.items()):
        kept = Counter({word: n for word, n in counts.items() if word in forms[plain]})
        if kept.total() >= MIN_PAIR and _tells(kept, forms[plain]):
            near[plain].append(_line(neighbour, kept))
    for plain, counts in sorted(forms.items()):
        yield _line(plain, counts)
        yield from near[plain]


def _tells(counts: Counter[str], usual: Counter[str]) -> bool:
    """Whether the commonest forms are more or less usual here than elsewhere."""
    return any(
        abs(math.log((counts[word] + 1) / (counts.total() + 1) * usual.total() / usual[word])) > TELLING
        for word, _ in usual.most_common(2)
    )


def _line(key: str, counts: Counter[str]) -> str:
    return " ".join([key, *(f"{word}:{n}" for word, n in sorted(counts.items()))])


def _weighed(paths: Iterable[Path], phrases: Iterable[str]) -> Iterator[tuple[str, int]]:
    yield from ((text, 1) for text in _texts(paths))
    yield from ((phrase, PHRASE) for phrase in phrases)


def _phrases(folders: Iterable[Path]) -> Iterator[str]:
    """Our own lines that are written with their marks."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".md", ".tsv"}:
                for line in path.read_text(encoding="utf-8").splitlines():
                    yield from (part for part in line.split("\t") if _MARKED.search(part))


def _texts(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield from texts_in(json.loads(line))


if __name__ == "__main__":
    main()
