"""Personal data is masked in ads before anything is stored; recall is measured, held-out forms apart."""

import json
import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ingest import personal_data
from rag.swedish.personal_data import find, mask

TEMPLATES = Path(__file__).parents[1] / "fixtures" / "ingest" / "ads" / "templates.json"
FIRST = "Anna Erik Fatima Lars-Göran Åsa Zlatko Märta Jean-Pierre Mohammed Ulla-Britt Per Ömer Li".split()
LAST = (
    "Berg Svensson Håkansson af-Ugglas Lindqvist Al-Masri Öberg Nguyen Ek Wallin-Strand Kowalska Sjö".split()
)
PHONES = (
    "070-{d}{d}{d} {d}{d} {d}{d}", "070{d}{d}{d}{d}{d}{d}{d}", "073 {d}{d}{d} {d}{d} {d}{d}",
    "08-{d}{d}{d} {d}{d} {d}{d}",
    "+46 70 {d}{d}{d} {d}{d} {d}{d}", "+46(0)76-{d}{d}{d}{d}{d}{d}{d}", "0480-{d}{d} {d}{d} {d}{d}",
    "060 - {d}{d} {d}{d} {d}{d}",
    "(031) {d}{d}{d} {d}{d} {d}{d}", "010/{d}{d}{d} {d}{d} {d}{d}", "072.{d}{d}{d}.{d}{d}.{d}{d}",
    "0046 70 {d}{d}{d} {d}{d} {d}{d}",
    "076\u2013{d}{d}{d}\u00a0{d}{d}\u00a0{d}{d}", "0920-{d}{d}{d} {d}{d}",
)  # fmt: skip
EMAILS = (
    "{f}.{l}@foretaget.se", "{f}@bolag.com", "jobb@kommun.se", "{f}.{l}@mail.region-nord.se",
    "rekrytering-26@xn.nu",
    "{f}.{l} (at) skolan.se", "{f}.{l}[at]bygg.se", "{F}.{L}@Kommunen.SE", "{f}_{l}99@hotmail.com",
    "{f}.{l}@åkeriet.se",
    "{f}.{l} @ firman.se", "{f} snabel-a firman.se", "{f}+jobb@start.io",
)  # fmt: skip


def spellings(number: str) -> tuple[str, ...]:
    """Twelve ways to write a personnummer of twelve digits."""
    century, year, month, day, last = number[:2], number[2:4], number[4:6], number[6:8], number[8:]
    short = f"{year}{month}{day}"
    return (
        number, f"{century}{short}-{last}", f"{century}{short} {last}", f"{short}{last}", f"{short}-{last}",
        f"{short} {last}", f"{short}+{last}", f"{century}{year}-{month}-{day}-{last}",
        f"{century}{year} {month} {day} {last}", f"{short}\u2013{last}",
        "".join(chr(0xFF10 + int(digit)) for digit in number), f"{century}{short}\u00a0-\u00a0{last}",
    )  # fmt: skip


def with_check_digit(digits: str) -> str:
    """Eight digits of a date and three of a serial number, with the check digit that Luhn gives."""
    for last in "0123456789":
        doubled = [int(d) * (2 - place % 2) for place, d in enumerate(digits[2:] + last)]
        if sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0:
            return digits + last
    raise AssertionError


def is_found(number: str) -> bool:
    text = f"Hej {number}, tack."
    return any(found == (4, 4 + len(number), "identity_number") for found in find(text))


# ------------------------------------------------------------------ identity numbers


@pytest.mark.parametrize("spelling", range(12))
@pytest.mark.parametrize(
    "digits",
    ["19800101987", "19121212987", "20050630981", "19750061238", "19700091981", "20000168239", "19640083987"],
)
def test_an_identity_number_is_found_in_twelve_spellings(digits, spelling):
    """The last four are samordningsnummer: month 00, day 60 to 91."""
    assert is_found(spellings(with_check_digit(digits))[spelling])


def test_a_provisional_number_is_found():
    assert mask("Nummer 000101-T220 gäller.") == "Nummer [personnummer] gäller."


def test_a_number_with_a_slip_is_masked_where_the_words_say_what_it_is():
    right = with_check_digit("19800101987")
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    assert mask(f"Personnummer: {wrong}") == "Personnummer: [personnummer]"
    assert mask(f"Tal {wrong}") == f"Tal {wrong}"


@pytest.mark.parametrize(
    "text",
    ["Org.nr 556012-5790", "Organisationsnummer 802005-1952", "Dnr 2026/1234",
     "1 234 567 890 kr", "SFS 2022:818",
     "2023-2024", "112 34 Stockholm", "20240115123045", "Bankgiro 5050-1055", "lön 32 500-38 000 kr",
     "08.00-16.30", "kl. 07:00-16:00", "2026-01-01 till 2026-12-31", "01.02.2026",
     "0,05 procent", "SSYK 2512",
     "0-100 000 kr"],
)  # fmt: skip
def test_other_numbers_are_left_alone(text):
    assert mask(text) == text


@pytest.mark.parametrize("sentence", ["{}", "Värde {} i filen.", "Uppdaterad {}.", "{};12;x"])
def test_at_most_one_timestamp_in_twenty_is_taken_for_a_person(sentence):
    random_ = random.Random(7)
    start, minutes = datetime(1990, 1, 1), 37 * 365 * 24 * 60
    stamps = [start + timedelta(minutes=random_.randrange(minutes)) for _ in range(4_000)]
    flagged = sum(bool(find(sentence.format(stamp.strftime("%Y%m%d%H%M")))) for stamp in stamps)
    assert flagged / len(stamps) <= 0.05


# ------------------------------------------------------------------ ads


def ads(part: str, seed: int, count: int):
    """Ads made of whole templates, each with what was put into it by kind."""
    random_ = random.Random(seed)

    def value(kind: str) -> str:
        first, last = random_.choice(FIRST), random_.choice(LAST).replace("af-", "af ")
        if kind == "name":
            return f"{first} {last}"
        if kind == "phone":
            return "".join(str(random_.randrange(1, 10)) if c == "~" else c
                           for c in random_.choice(PHONES).replace("{d}", "~"))  # fmt: skip
        if kind == "email":
            plain = [
                part.lower().replace(" ", "").translate(str.maketrans("åäö", "aao")) for part in (first, last)
            ]
            return random_.choice(EMAILS).format(
                f=plain[0], l=plain[1], F=plain[0].title(), L=plain[1].title()
            )
        day = datetime(1950, 1, 1) + timedelta(days=random_.randrange(20_000))
        return random_.choice(
            spellings(with_check_digit(day.strftime("%Y%m%d") + f"{random_.randrange(1000):03}"))
        )

    for template in json.loads(TEMPLATES.read_text())[part]:
        for _ in range(count):
            text, values = template, []
            for kind in ("name", "phone", "email", "pnr"):
                while f"{{{kind}}}" in text:
                    values.append((kind, value(kind)))
                    text = text.replace(f"{{{kind}}}", values[-1][1], 1)
            yield text, values


def recall(part: str) -> dict[str, float]:
    """Share of what was put into the ads that no longer stands in them, by kind."""
    gone: dict[str, list[bool]] = {}
    for text, values in ads(part, seed=26, count=60):
        masked = personal_data.mask(text)
        for kind, value in values:
            gone.setdefault(kind, []).append(value not in masked)
    return {kind: sum(found) / len(found) for kind, found in gone.items()}


@pytest.mark.parametrize("part", ["written_for", "held_out"])
def test_contacts_in_ads_are_masked(part):
    found = recall(part)
    assert found["email"] >= 0.98
    assert found["phone"] >= 0.95
    assert found["pnr"] >= 0.995
    assert found["name"] >= 0.9


def test_what_is_no_personal_data_stays_in_an_ad():
    for text, values in ads("written_for", seed=3, count=20):
        masked = personal_data.mask(text)
        for _, value in values:
            text = text.replace(value, "\0")
        for rest in filter(None, (piece.strip() for piece in text.split("\0"))):
            assert rest in masked


def test_masking_twice_changes_nothing():
    for text, _ in ads("written_for", seed=4, count=10):
        assert personal_data.mask(personal_data.mask(text)) == personal_data.mask(text)


def test_employers_and_places_are_no_names():
    text = "Kontakta Region Västernorrland eller Åkeri Nord AB. Ring Västra Götalandsregionen."
    assert personal_data.mask(text) == text


# ------------------------------------------------------------------ the published test numbers


@pytest.mark.shared
def test_the_published_test_numbers_are_found_in_twelve_spellings(shared_dir):
    folder = shared_dir / "security" / "pii" / "personnummer_meta"
    numbers = [
        n for name in ("allPins", "allCoords") for n in json.loads((folder / f"{name}.json").read_text())
    ]
    found = sum(is_found(written) for number in numbers for written in spellings(number))
    assert found / (12 * len(numbers)) >= 0.995
    for entry in json.loads((folder / "orgnumber.json").read_text()):
        assert not find(entry["separated_format"])
    for entry in json.loads((folder / "interim.json").read_text()):
        assert not entry["valid"] or is_found(entry["separated_format"])
