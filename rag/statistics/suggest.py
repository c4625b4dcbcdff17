"""Follow-up questions that the tables can answer: only what the same table, at other coordinates, has."""

from __future__ import annotations

from collections.abc import Sequence

from rag.entities.regions import by_kind, region
from rag.statistics import wording
from rag.statistics.axis import JOIN
from rag.statistics.execute import label
from rag.statistics.plan import Plan

MAX_SUGGESTIONS = 3


def suggestions(plan: Plan, others: Sequence[Plan] = ()) -> tuple[str, ...]:
    """At most three questions next to the one just answered.

    Args:
        plan: What was answered.
        others: Plans of other measures that the question may have meant; the nearest is offered first.
    """
    if plan.query.operation in {"rank", "place"}:
        return ()
    if plan.measure.statistic == "category":
        return _outlooks(plan)
    what, whom, where = wording.definite(plan.measure), _whom(plan), _where(plan)
    asked = " ".join(part for part in (what, whom) if part)
    found = [f"Vad var {asked_about(other)}?" for other in others[:1] if _is_offered(other)]
    periods = next((d for d in plan.info.dimensions if d.role == "period"), None)
    if periods and len(periods.codes) > 1 and plan.query.operation not in {"series", "change"}:
        found.append(" ".join(f"Hur har {asked} utvecklats {where}".split()) + "?")
    places = next((d for d in plan.info.dimensions if d.role == "region"), None)
    if places is None:
        return tuple(found)
    here = plan.query.selections[places.id]
    if "00" in places.codes and "00" not in here:
        found.append(f"Jämför {asked} {where} med riket")
    if len(by_kind(places.codes, "kommun")) > 1:
        found.append(f"Vilka kommuner har högst {_indefinite(what)}{_spaced(whom)}?")
    elif len(by_kind(places.codes, "lan")) > 1:
        found.append(f"Vilka län har högst {_indefinite(what)}{_spaced(whom)}?")
    if any(d.role == "occupation" for d in plan.info.dimensions):
        found.append(f"Vilka yrken har högst {_indefinite(what)}?")
    return tuple(found[:MAX_SUGGESTIONS])


def asked_about(plan: Plan) -> str:
    """What the plan is about, in running text: "medianlönen för poliser i riket"."""
    what = wording.definite(plan.measure).partition(" (")[0]
    return " ".join(part for part in (what, _whom(plan), _where(plan)) if part)


def _is_offered(plan: Plan) -> bool:
    bare = plan.measure.label.partition(" (")[0]
    return plan.measure.statistic != "category" and not any(char.isdigit() for char in bare)


def _outlooks(plan: Plan) -> tuple[str, ...]:
    other = [measure for measure in plan.info.measures if measure.id != plan.measure.id]
    whom, where = _whom(plan), _where(plan)
    if not other or not whom:
        return ()
    return (f"Hur är {wording.definite(other[0])} {whom} {where}?",)


def _whom(plan: Plan) -> str:
    dimension = next((d for d in plan.info.dimensions if d.role == "occupation"), None)
    if dimension is None or len(plan.query.selections[dimension.id]) != 1:
        return ""
    code = plan.query.selections[dimension.id][0]
    name = label(plan, dimension, code)
    return f"för {wording.lower_first(name)}" if name and code != dimension.total else ""


def _where(plan: Plan) -> str:
    dimension = next((d for d in plan.info.dimensions if d.role == "region"), None)
    if dimension is None:
        return ""
    code = plan.query.selections[dimension.id][0]
    given = plan.names.get(dimension.id, {}).get(code, code)
    return wording.place(given, dimension.codes) if JOIN not in given and region(given) else "i riket"


def _indefinite(what: str) -> str:
    for definite, plain in (
        ("antalet ", "antal "),
        ("andelen ", "andel "),
        ("lönen", "lön"),
        ("heten", "het"),
        ("mängden", "mängd"),
    ):
        if what.startswith(definite) or definite in what.split()[0]:
            return what.replace(definite, plain, 1)
    return what


def _spaced(text: str) -> str:
    return f" {text}" if text else ""
