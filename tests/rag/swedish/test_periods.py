from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.swedish.bare_months import bare_month
from rag.swedish.periods import find_periods, format_period, month_range

TODAY = "2026-01-29"

# Text, then (first, last) of each period or range it names.
SPANS = [
    ("2024", [("2024", "2024")]),
    ("Hur var det 2018?", [("2018", "2018")]),
    ("år 2018 och 2022", [("2018", "2018"), ("2022", "2022")]),
    ("i år", [("2026", "2026")]),
    ("förra året", [("2025", "2025")]),
    ("i fjol", [("2025", "2025")]),
    ("mars 2023", [("2023M03", "2023M03")]),
    ("i December 2022", [("2022M12", "2022M12")]),
    ("jan 2023", [("2023M01", "2023M01")]),
    ("2023-03", [("2023M03", "2023M03")]),
    ("2023M03", [("2023M03", "2023M03")]),
    ("03/2023", [("2023M03", "2023M03")]),
    ("den tredje månaden 2023", [("2023M03", "2023M03")]),
    ("årets tre första månader 2023", [("2023M01", "2023M03")]),
    ("mars i år", [("2026M03", "2026M03")]),
    ("mars förra året", [("2025M03", "2025M03")]),
    ("March 2023", [("2023M03", "2023M03")]),
    ("K3 2023", [("2023K3", "2023K3")]),
    ("2023K3", [("2023K3", "2023K3")]),
    ("Q3 2023", [("2023K3", "2023K3")]),
    ("tredje kvartalet 2023", [("2023K3", "2023K3")]),
    ("kvartal 3 2023", [("2023K3", "2023K3")]),
    ("3:e kvartalet 2023", [("2023K3", "2023K3")]),
    ("första halvåret 2024", [("2024H1", "2024H1")]),
    ("sedan 2019", [("2019", "")]),
    ("från och med 2019", [("2019", "")]),
    ("fram till 2019", [("", "2019")]),
    ("mellan 2018 och 2022", [("2018", "2022")]),
    ("från 2018 till 2022", [("2018", "2022")]),
    ("dec 22", [("2022M12", "2022M12")]),
    ("januari -24", [("2024M01", "2024M01")]),
    ("Q4 -23", [("2023K4", "2023K4")]),
    ("dec 22 till dec 23", [("2022M12", "2023M12")]),
    ("helåret 2022", [("2022", "2022")]),
    ("hösten 2022", [("2022M09", "2022M11")]),
    ("i slutet av 2021", [("2021M10", "2021M12")]),
    ("årsskiftet 2022/23", [("2022M12", "2022M12")]),
    ("för tre år sedan", [("2023", "2023")]),
    ("på 90-talet", [("1990", "1999")]),
    ("under 2000-talet", [("2000", "")]),
    ("under 2010-talet", [("2010", "2019")]),
    ("2018–22", [("2018", "2022")]),
    ("2019K4 -> 2020K2", [("2019K4", "2020K2")]),
    ("tjugohundranitton", [("2019", "2019")]),
    ("mars tjugohundra tjugotre", [("2023M03", "2023M03")]),
    ("mellan nittonhundranittio och tvåtusenfem", [("1990", "2005")]),
    ("sommaren var bra tjugotjugotvå", [("2022", "2022")]),
    ("tjugohundra personer", []),
    ("tvåtusen kronor", []),
    ("i höstas", [("2025M09", "2025M11")]),
    ("i somras", [("2025M06", "2025M08")]),
    ("i våras", [("2025M03", "2025M05")]),
    ("förra sommaren", [("2025M06", "2025M08")]),
    ("våren 2020, mellan mars och juni", [("2020M03", "2020M06")]),
    ("under 2022, från mars till oktober", [("2022M03", "2022M10")]),
    ("mars 2023 mot ett år tidigare", [("2023M03", "2023M03"), ("2022M03", "2022M03")]),
    ("K4 2023 mot samma kvartal året innan", [("2023K4", "2023K4"), ("2022K4", "2022K4")]),
    ("K2 2020 mot kvartalet innan", [("2020K2", "2020K2"), ("2020K1", "2020K1")]),
    ("i mars 12 personer", []),
    ("jan 25 kronor", []),
    ("de senaste åren", [("", "")]),
    ("2018–2022", [("2018", "2022")]),
    ("2018-2022", [("2018", "2022")]),
    ("mars 2020 till januari 2024", [("2020M03", "2024M01")]),
    ("under 2010-talet", [("2010", "2019")]),
]
NOT_PERIODS = [
    "2 023 individer",
    "2000 kronor",
    "2000 personer",
    "10 551 707",
    "lag 2022:818",
    "SSYK 2012",
    "SNI 2007",
    "2022-12-31",
    "12345",
    "mars är en månad",
]


@pytest.mark.parametrize(("text", "expected"), SPANS, ids=[text for text, _ in SPANS])
def test_a_period_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(span.first, span.last) for span in find_periods(text, TODAY)] == expected


@pytest.mark.parametrize("text", NOT_PERIODS)
def test_what_is_no_period_is_left_alone(text: str) -> None:
    assert find_periods(text, TODAY) == []


@pytest.mark.parametrize(
    ("text", "latest", "unit"),
    [
        ("de senaste fem åren", 5, "Y"),
        ("senaste 3 månaderna", 3, "M"),
        ("de två senaste", 1, ""),
        ("det senaste decenniet", 10, "Y"),
        ("senaste siffran", 1, ""),
        ("just nu", 1, ""),
        ("idag", 1, ""),
    ],
)
def test_the_latest_are_counted(text: str, latest: int, unit: str) -> None:
    (span,) = find_periods(text, TODAY)
    assert (span.latest, span.unit) == (latest, unit)


def test_without_a_date_this_year_is_the_latest_there_is() -> None:
    (span,) = find_periods("i år")
    assert span.latest == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023", ("2023M11", "2023M12")),
        ("december 2023", ("2023M12",)),
        ("sedan december 2023", ("2023M12", "2024M01")),
        ("de senaste 2 månaderna", ("2023M12", "2024M01")),
        ("senaste", ("2024M01",)),
        ("2019", ()),
    ],
)
def test_a_span_picks_its_periods_among_those_of_a_table(text: str, expected: tuple[str, ...]) -> None:
    (span,) = find_periods(text, TODAY)
    assert span.among(["2023M11", "2023M12", "2024M01"]) == expected


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("2024", "2024"),
        ("2024M03", "mars 2024"),
        ("2024K3", "tredje kvartalet 2024"),
        ("2024H2", "andra halvåret 2024"),
        ("omgång", "omgång"),
    ],
)
def test_a_period_is_written_in_swedish(code: str, written: str) -> None:
    assert format_period(code) == written


CODES = st.builds(
    lambda year, part: f"{year}{part}",
    st.integers(1950, 2049),
    st.sampled_from(["", "K1", "K4", "H1", "H2", *(f"M{month:02d}" for month in range(1, 13))]),
)


@given(CODES)
def test_what_is_written_is_read_back(code: str) -> None:
    (span,) = find_periods(f"Det gällde {format_period(code)}.", TODAY)
    assert (span.first, span.last) == (code, code)


@given(CODES)
def test_a_period_has_its_months(code: str) -> None:
    first, last = month_range(code)
    assert last - first + 1 == {"K": 3, "H": 6, "M": 1}.get(code[4:5], 12)


def test_what_is_no_period_has_no_months() -> None:
    with pytest.raises(ValueError, match="not a period"):
        month_range("omgång 2")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "i april, maj och juni 2020",
            [("2020M04", "2020M04"), ("2020M05", "2020M05"), ("2020M06", "2020M06")],
        ),
        ("januari–mars 2023", [("2023M01", "2023M03")]),
        ("mellan januari och mars 2023", [("2023M01", "2023M03")]),
        ("från november till januari 2023", [("2022M11", "2023M01")]),
        ("K1 och K2 2023", [("2023K1", "2023K1"), ("2023K2", "2023K2")]),
        ("december 2023 och december 2024", [("2023M12", "2023M12"), ("2024M12", "2024M12")]),
    ],
)
def test_a_year_that_stands_once_belongs_to_the_whole_list(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(span.first, span.last) for span in find_periods(text, "2026-01-29")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sedan 2015, särskilt i mars", [("2015", "")]),
        ("Omröstningen 2020-15 gällde", [("2020", "2020")]),
        ("2018–22", [("2018", "2022")]),
        ("våren 2020, mellan mars och juni", [("2020M03", "2020M06")]),
    ],
)
def test_an_open_stretch_stays_and_a_turned_one_is_none(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(span.first, span.last) for span in find_periods(text, "2026-01-29")]
    assert found[: len(expected)] == expected or set(expected) <= set(found)


@pytest.mark.parametrize("text", ["Lönen i mars 35 000 kr", "i januari 25 000 arbetslösa"])
def test_an_amount_after_a_month_is_no_year(text: str) -> None:
    assert not [span for span in find_periods(text, "2026-01-29") if span.first[:4] in {"2035", "2025"}]


@pytest.mark.parametrize(
    ("text", "month"),
    [("arbetslösa i juni", "06"), ("från maj till juli", ""), ("mars eller mars", "03"), ("i år", "")],
)
def test_a_month_of_no_year_is_told_by_its_number(text: str, month: str) -> None:
    assert bare_month(text) == month
