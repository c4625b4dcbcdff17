"""The table of tried files in docs/sources.md is made by the survey, and kept in its form."""

import re

from ingest.survey import DOCUMENT, END, HEAD, START, Tried, survey, table


def test_a_survey_counts_what_became_of_files(folder):
    rows = table(survey(folder)).splitlines()
    assert "\n".join(rows[:2]) == HEAD
    assert "| . | markdown | 1 | 0 | 1 | 0 |  |" in rows
    assert "| . | none | 1 | 0 | 0 | 1 | Formatet .png stöds inte (1) |" in rows


def test_only_the_commonest_reasons_are_told():
    tried = [Tried("a", "px", False, f"Fel {n}.") for n in (1, 1, 2, 3, 4)]
    assert table(tried).endswith("| a | px | 5 | 0 | 0 | 5 | Fel 1 (2); Fel 2 (1); Fel 3 (1) and others |")


def test_the_published_table_is_whole():
    text = DOCUMENT.read_text(encoding="utf-8")
    made = text.partition(START)[2].partition(END)[0].strip()
    head, rows = made[: len(HEAD)], made[len(HEAD) :].strip().splitlines()
    assert head == HEAD
    assert rows
    for row in rows:
        match = re.fullmatch(r"\| [\w.]+ \| \w+ \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (.*) \|", row)
        assert match, row
        files, *parts = map(int, match.groups()[:4])
        assert files == sum(parts)
        assert bool(match[5]) == bool(parts[2])
