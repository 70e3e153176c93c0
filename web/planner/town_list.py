"""The list of towns beside the map: what each is named for and holds, sorted and filtered."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from gis.missions import DEFAULT_MISSION
from gis.policy.results import TownRow
from gis.records import Record, records
from web.maps.town_layers import drawn_ids
from web.planner.policy_views import PlannerView
from web.planner.town_views import MOST_COMPARED, SHOWN
from web.shell.template import Frame
from web.shell.words import Words

Look = Callable[[str], str]
"""From a town's id to its style on the map."""
_LABELS = {
    "": "town_list.show.all",
    "unnamed": "town_list.show.unnamed",
    "hubs": "town_list.show.hubs",
    "gap": "town_list.show.gap",
    "unplanned": "town_list.show.unplanned",
    "changed": "town_list.show.changed",
}
_TITLES = {
    "town": "column.town",
    "fields": "column.fields_short",
    "hubs": "column.hubs",
    "carriers": "column.carriers",
    "landmarks": "column.landmarks",
    "gaps": "column.built_gaps",
    "people": "column.people",
}


@dataclass(frozen=True, slots=True)
class ListedTown:
    """One line of the list.

    Attributes
    ----------
    id, name, other
        The unit, and its name in the page's language and in the other.
    key
        The key of its area on the map; empty where none is drawn.
    href
        Its card.
    look
        Its style on the map.
    numbers
        What is counted, by column.
    people
        Its residents in words.
    flags
        The words of :data:`web.planner.town_views.SHOWN` that keep it.
    listed
        Whether the filters keep it.
    picked
        Whether its card is open.
    compared, compare_href
        Whether it is compared, and the address that changes that; empty where it cannot.
    """

    id: str
    name: str
    other: str
    key: str
    href: str
    look: str
    numbers: Mapping[str, float]
    people: str
    flags: tuple[str, ...]
    listed: bool
    picked: bool
    compared: bool
    compare_href: str


def town_list(view: PlannerView, words: Words, frame: Frame, look: Look) -> dict[str, Any]:
    """Return what the list of towns prints.

    Parameters
    ----------
    view, words, frame
        The page.
    look
        How the map colours a town.
    """
    t, listing = words.t, view.listing
    lines = _Lines(view, words, frame, look)
    towns = [lines.line(row) for row in view.rows]
    column, down = listing.sort.removeprefix("-"), listing.sort.startswith("-")
    if column in ("", "town"):
        towns = towns[::-1] if down else towns
    else:
        towns.sort(key=lambda one: one.numbers[column], reverse=down)
    numbers = Counter(flag for one in towns for flag in one.flags)
    return {
        "towns": towns,
        "shown": sum(one.listed for one in towns),
        "columns": [(word, t(key), _sorted(listing.sort, word)) for word, key in _TITLES.items()],
        "chips": [
            (
                word,
                t(_LABELS[word]),
                numbers[word] if word else len(towns),
                frame.link("/planners/towns", **address(view, show=word)),
                word == listing.show,
            )
            for word in ("", *SHOWN)
            if word != "changed" or view.shell.scenario is not None
        ],
        "kept": {key: value for key, value in address(view).items() if key not in ("name", "sort")},
        "beside": {
            key: value
            for key, value in address(view).items()
            if key not in ("document", "year", "field")
        },
        "name": listing.name,
        "sort": listing.sort,
    }


def _sorted(sort: str, column: str) -> str:
    if sort.removeprefix("-") != column:
        return ""
    return "descending" if sort.startswith("-") else "ascending"


def card_address(frame: Frame, town: str, **query: str) -> str:
    """Return the address of a unit's card, with the scenario that the page shows."""
    scenario = frame.shell.scenario
    kept = {} if scenario is None else {"scenario": scenario.id}
    return frame.link(f"/planners/towns/{quote(town, safe='')}", **query, **kept)


def address(view: PlannerView, **changed: str) -> dict[str, str]:
    """Return the parameters of this very page, with some changed; an empty one is left out."""
    listing = view.listing
    own = {
        "document": view.document or "",
        "field": view.field or "",
        "year": view.year,
        "town": listing.town or "",
        "show": listing.show,
        "name": listing.name,
        "sort": listing.sort,
        "compare": ",".join(listing.compare),
        "scenario": "" if view.shell.scenario is None else view.shell.scenario.id,
        "mission": "" if listing.mission == DEFAULT_MISSION else listing.mission,
        "layers": "" if listing.layers is None else ",".join(listing.layers),
    }
    return {key: value for key, value in (own | changed).items() if value}


class _Lines:
    """Writes lines."""

    def __init__(self, view: PlannerView, words: Words, frame: Frame, look: Look) -> None:
        self._view, self._words, self._frame, self._look = view, words, frame, look
        self._units = {row["id"]: row for row in records(view.towns)}
        self._drawn = drawn_ids(view.towns)
        self._hubs = Counter(
            town for row in _of_choice(records(view.hubs), view) for town in row["towns"] or ()
        )
        self._gaps = {
            kind: Counter(
                one.town
                for one in view.gaps
                if one.kind == kind and view.field in (None, one.field)
            )
            for kind in ("nothing_located", "nowhere_designated")
        }

    def line(self, row: TownRow) -> ListedTown:
        """Return one town's line."""
        unit, listing = self._units[row.town], self._view.listing
        flags = tuple(self._flags(row))
        named = listing.name.casefold()
        return ListedTown(
            id=row.town,
            name=self._words.t.pick(row.name_zh, row.name_en),
            other=self._words.t.pick(row.name_en, row.name_zh),
            key=f"towns:{row.town}" if row.town in self._drawn else "",
            href=card_address(self._frame, row.town),
            look=self._look(row.town) if row.town in self._drawn else "",
            numbers=self._numbers(row, unit),
            people=self._people(_number(unit["population_2020"])),
            flags=flags,
            listed=(not listing.show or listing.show in flags)
            and (named in row.name_zh or named in f"{row.name_en} {row.town}".casefold()),
            picked=row.town == listing.town,
            compared=row.town in listing.compare,
            compare_href=self._compare(row.town),
        )

    def _people(self, number: float | None) -> str:
        """Return residents in few words: the column says what they are."""
        t = self._words.t
        if number is None:
            return t("none.value")
        return t.pick(f"{number / 1e4:.1f} 万", f"{round(number, -2):,.0f}")

    def _numbers(self, row: TownRow, unit: Record) -> dict[str, float]:
        return {
            "fields": len(row.fields),
            "hubs": self._hubs[row.town],
            "carriers": sum(row.carriers.values()),
            "landmarks": sum(row.landmarks.values()),
            "gaps": self._gaps["nothing_located"][row.town],
            "people": _number(unit["population_2020"]) or 0,
        }

    def _flags(self, row: TownRow) -> Iterable[str]:
        if not row.named:
            yield "unnamed"
        if self._hubs[row.town]:
            yield "hubs"
        if self._gaps["nothing_located"][row.town]:
            yield "gap"
        if self._gaps["nowhere_designated"][row.town]:
            yield "unplanned"
        if row.town in self._view.changed:
            yield "changed"

    def _compare(self, town: str) -> str:
        chosen = self._view.listing.compare
        if town in chosen:
            left = tuple(one for one in chosen if one != town)
        elif len(chosen) < MOST_COMPARED:
            left = (*chosen, town)
        else:
            return ""
        link = self._frame.link("/planners/towns", **address(self._view, compare=",".join(left)))
        return f"{link}#compare"


def _of_choice(rows: Iterable[Record], view: PlannerView) -> Iterable[Record]:
    return (
        row
        for row in rows
        if view.field in (None, row["cluster"])
        and (view.chosen is None or row["document"] in view.chosen)
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
