"""Up to four units side by side: bars of one scale, and the same as numbers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from gis.policy.vocabulary import CLUSTER_FIELDS
from gis.records import records
from gis.results import CoverageRow, Interval
from web.planner.clauses import Clauses, surest_way
from web.planner.policy_views import PlannerView
from web.planner.town_list import address, card_address
from web.planner.town_views import TownFacts
from web.shell.template import Frame
from web.shell.words import Words

_CITY_KM2 = 1e-6


@dataclass(frozen=True, slots=True)
class Bar:
    """One unit in one measure.

    Attributes
    ----------
    name
        The unit.
    share
        Of the measure's scale (0 to 1); ``None`` where it is not known.
    said
        The figure in words.
    """

    name: str
    share: Interval | None
    said: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of all units compared.

    Attributes
    ----------
    title
        What is measured.
    bars
        One a unit, all of one scale.
    interval
        Whether the figures are surely and possibly, drawn in the colours of coverage.
    """

    title: str
    bars: tuple[Bar, ...]
    interval: bool = False


def comparison(
    view: PlannerView, words: Words, clauses: Clauses, frame: Frame
) -> dict[str, Any] | None:
    """Return what the comparison prints; ``None`` where nothing is compared.

    Parameters
    ----------
    view
        The units compared.
    words, clauses, frame
        The page.
    """
    if not view.compared:
        return None
    t = words.t
    mission = t.pick(view.mission.name_zh, view.mission.name_en)
    return {
        "towns": [_head(facts, view, words, frame) for facts in view.compared],
        "measures": [
            *_of_documents(view, words, clauses),
            *_of_counts(view.compared, words),
            *_of_size(view.compared, words),
            *_of_coverage(view.compared, words),
        ],
        "fields": list(_fields(view.compared, words)),
        "title": t("side_by_side.title", mission=mission),
    }


def _head(facts: TownFacts, view: PlannerView, words: Words, frame: Frame) -> tuple[str, str, str]:
    """Return name, card and the address that compares the others only."""
    left = ",".join(one for one in view.listing.compare if one != facts.row.town)
    card = card_address(frame, facts.row.town, mission=view.mission.id)
    return _name(facts, words), card, frame.link("/planners/towns", **address(view, compare=left))


def _name(facts: TownFacts, words: Words) -> str:
    return words.t.pick(facts.row.name_zh, facts.row.name_en)


def _measure(
    title: str,
    towns: Sequence[TownFacts],
    words: Words,
    number: Callable[[TownFacts], float | None],
    said: Callable[[float | None], str],
    scale: float | None = None,
) -> Measure:
    numbers = [number(one) for one in towns]
    most = scale or max((one for one in numbers if one is not None), default=0.0)
    bars = tuple(
        Bar(_name(facts, words), _share(value, most), said(value))
        for facts, value in zip(towns, numbers, strict=True)
    )
    return Measure(title, bars)


def _share(value: float | None, most: float) -> Interval | None:
    if value is None:
        return None
    share = value / most if most else 0.0
    return Interval(share, share)


def _whole(value: float | None) -> str:
    return "0" if not value else f"{value:.0f}"


def _of_documents(view: PlannerView, words: Words, clauses: Clauses) -> Iterator[Measure]:
    """Yield the fields that each document names the units for, all of one scale."""
    documents = sorted(records(view.documents), key=lambda row: (row["year"], row["id"]))

    def named(facts: TownFacts, document: str) -> int:
        return len({one.field for one in facts.row.namings if one.document == document})

    most = max((named(facts, row["id"]) for facts in view.compared for row in documents), default=0)
    for row in documents:
        title = words.t("side_by_side.fields_of", document=clauses.document(row["id"]))
        yield _measure(title, view.compared, words, partial(_named, row["id"]), _whole, most)


def _named(document: str, facts: TownFacts) -> int:
    return len({one.field for one in facts.row.namings if one.document == document})


def _standing(layer: str, facts: TownFacts) -> int:
    return sum(one.layer == layer for one in facts.states)


def _of_counts(towns: Sequence[TownFacts], words: Words) -> Iterator[Measure]:
    t = words.t
    for layer, key in (("carriers", "column.carriers"), ("landmarks", "column.landmarks")):
        yield _measure(t(key), towns, words, partial(_standing, layer), _whole)
    yield _measure(t("column.hubs"), towns, words, lambda facts: len(facts.hubs), _whole)
    yield _measure(
        t("side_by_side.gaps"),
        towns,
        words,
        lambda facts: sum(one.kind == "nothing_located" for one in facts.gaps),
        _whole,
    )


def _of_size(towns: Sequence[TownFacts], words: Words) -> Iterator[Measure]:
    t = words.t

    def number(column: str) -> Callable[[TownFacts], float | None]:
        return lambda facts: None if facts.unit[column] is None else float(facts.unit[column])

    yield _measure(t("town.population"), towns, words, number("population_2020"), words.people)
    yield _measure(
        t("column.area"),
        towns,
        words,
        number("area_km2"),
        lambda km2: t("none.people") if km2 is None else words.area(km2 / _CITY_KM2),
    )


def _of_coverage(towns: Sequence[TownFacts], words: Words) -> Iterator[Measure]:
    t = words.t
    for title, share in (
        (t("column.covered_area"), _by_area),
        (t("column.covered_people"), _by_people),
    ):
        bars = []
        for facts in towns:
            part = None if facts.coverage is None else share(facts.coverage)
            said = t("side_by_side.unknown") if part is None else words.share(part)
            bars.append(Bar(_name(facts, words), part, said))
        yield Measure(title, tuple(bars), interval=True)


def _by_area(row: CoverageRow) -> Interval:
    return row.covered_m2.share_of(row.area_m2)


def _by_people(row: CoverageRow) -> Interval | None:
    if row.people is None or row.covered_people is None:
        return None
    return row.covered_people.share_of(row.people)


def _fields(
    towns: Sequence[TownFacts], words: Words
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each field that any of them is named for, with how surely each is."""
    t = words.t
    for term in CLUSTER_FIELDS:
        cells = [facts.row.cell(term.id) for facts in towns]
        if any(cells):
            ways = [surest_way(namings) if namings else "" for namings in cells]
            said = [t(f"planner.mark.{way}") if way else t("drift.none") for way in ways]
            yield t.pick(term.zh, term.en), list(zip(ways, said, strict=True))
