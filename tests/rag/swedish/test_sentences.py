from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.swedish.sentences import sentences, with_capitals


def split(text: str) -> list[str]:
    return [text[span.start : span.end].strip() for span in sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Statistik redovisas t.ex. över inskrivna arbetslösa, dvs. de som saknar arbete.",
        "Enligt bl.a. Arbetsmiljöverket var ca. 7,5 procent berörda, jfr. AKU.",
        "Se 3 kap. 2 § lagen (2010:538) om avgifter.",
        "Enligt 5 kap. Om avgifter tas ingen avgift ut.",
        "Kl. 09.30 publicerades siffrorna.",
        "Uppdraget gick till A. Lindgren och J. K. Svensson.",
        "Lagen gäller från den 1. januari 2024.",
        "Beslutet finns i prop. 2021/22:225 och i bet. 2021/22:FiU40.",
        "Avtalet gäller fr.o.m. den 1 juli t.o.m. den 31 december.",
        "Det gäller myndigheter m.m. som har data.",
        "Läs mer på www.scb.se och i version 3.0.1 av listan.",
        "”Vad händer nu?” frågade hon.",
        "Priset var 4.500 kr per styck, d.v.s. mer än förut.",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(sentence: str) -> None:
    assert split(f"{sentence} Nästa mening börjar här.") == [sentence, "Nästa mening börjar här."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Det var 2023. År 2024 kom sedan.", ["Det var 2023.", "År 2024 kom sedan."]),
        ("Vad kostar det? Ingenting! Bra.", ["Vad kostar det?", "Ingenting!", "Bra."]),
        ("De sade ”nej.” Sedan gick de.", ["De sade ”nej.”", "Sedan gick de."]),
        (
            "Det gäller kommuner m.fl. Regeringen beslutar.",
            ["Det gäller kommuner m.fl.", "Regeringen beslutar."],
        ),
        ("Lönen är 32 000 kr. Den har stigit.", ["Lönen är 32 000 kr.", "Den har stigit."]),
        ("Detta följer av 5 §. Lag (2022:835).", ["Detta följer av 5 §.", "Lag (2022:835)."]),
        (
            "Myndigheter ska\n- dela data\n- följa lagen\n\nDet är allt.",
            ["Myndigheter ska", "- dela data", "- följa lagen", "Det är allt."],
        ),
        ("1. Första punkten.\n2. Andra punkten.", ["1. Första punkten.", "2. Andra punkten."]),
        (
            "# Rubrik\nText under rubriken\nsom fortsätter.",
            ["# Rubrik", "Text under rubriken\nsom fortsätter."],
        ),
        ("En rad utan punkt\n\nEn till", ["En rad utan punkt", "En till"]),
        ("1 § Lagen gäller.\n2 § Den gäller inte.", ["1 § Lagen gäller.", "2 § Den gäller inte."]),
        ("| a | b |\n| 1 | 2 |", ["| a | b |", "| 1 | 2 |"]),
    ],
)
def test_sentences_items_and_rows_are_told_apart(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_nothing_has_no_sentences() -> None:
    assert sentences("") == []


@given(st.text(alphabet='abcÅ .!?…\n-–*#|1§)"”\t\u00a0', max_size=120))
@example("  \n ")
@example("a.\n\n")
def test_spans_join_back_to_the_text(text: str) -> None:
    spans = sentences(text)
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(span.start < span.end for span in spans)


@given(st.text(max_size=200))
def test_any_text_at_all_joins_back(text: str) -> None:
    assert "".join(text[span.start : span.end] for span in sentences(text)) == text


def test_a_long_text_without_stops_takes_no_longer_than_one_with() -> None:
    assert len(sentences("ord " * 50_000)) == 1
    assert len(sentences("\n" * 50_000)) == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("jag bor i mora. hur många bor här? ange källa", "jag bor i mora. Hur många bor här? Ange källa"),
        ("vad gäller t.ex. kock m.m. i vården", "vad gäller t.ex. kock m.m. i vården"),
        ("enligt 3 kap. arbetsmiljölagen", "enligt 3 kap. arbetsmiljölagen"),
    ],
)
def test_a_sentence_written_in_haste_is_given_its_capital(written: str, meant: str) -> None:
    assert with_capitals(written) == meant
