"""The form that a scenario is made with in a browser: read into a scenario's file, or told why not.

Sites are added on the operator's page, where they are seen; this form opens roads, adds roads and
carriers. Made from a scenario, it starts from that one's changes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
from pydantic import ValidationError

from api.scenario_file import ScenarioFile
from api.scenario_problems import told
from gis.missions import DEFAULT_MISSION
from gis.records import records
from gis.scenario.model import Changes, Scenario, Settings, document
from gis.scenario.town_place import anywhere_in
from web.scenario.form_views import CARRIER_ROWS
from web.scenario.problem_words import FormProblem

Given = Mapping[str, Sequence[str]]
"""What the form sent: every field's texts."""
Values = dict[str, Any]


@dataclass(slots=True)
class _Reading:
    """A form as far as it is read.

    Attributes
    ----------
    given
        What was sent.
    problems
        What cannot be read.
    at
        Parts of the file to the field of the form that they come from.
    """

    given: Given
    problems: list[FormProblem] = field(default_factory=list)
    at: dict[tuple[int | str, ...], str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return next(iter(self.given.get(name, ())), "").strip()

    def number(self, name: str) -> float | None:
        text = self.text(name)
        if not text:
            return None
        try:
            return float(text)
        except ValueError:
            self.problems.append(FormProblem(name, "number", f"{text[:40]!r} is no number"))
            return None

    def needed(self, name: str) -> float:
        number = self.number(name)
        if number is None and not any(one.field == name for one in self.problems):
            self.problems.append(FormProblem(name, "missing", "a number is needed"))
        return number or 0.0


def read_form(
    given: Given, parent: Scenario | None, parent_id: str | None, towns: gpd.GeoDataFrame
) -> tuple[ScenarioFile | None, tuple[FormProblem, ...]]:
    """Return the scenario that a form describes, or everything that is wrong with it, by field.

    Parameters
    ----------
    given
        What the form sent.
    parent, parent_id
        The scenario it is a version of, if any.
    towns
        The towns, for carriers of which only the town is known.
    """
    reading = _Reading(given)
    base = document(parent)["changes"] if parent else _nothing()
    roads, carriers = base["road_segments"], base["carriers"]
    roads["open"] = sorted(set(given.get("open", ())))
    roads["add"] = _kept(roads["add"], given.get("keep_road", ())) + _road(reading, roads)
    carriers["add"] = _kept(carriers["add"], given.get("keep_carrier", ()))
    carriers["add"] += _carriers(reading, len(carriers["add"]), towns)
    settings = document(parent)["settings"] if parent else {}
    settings["mission"] = reading.text("mission")
    settings["radius_m"] = reading.number("radius_m")
    values = {
        "title": reading.text("title"),
        "parent": parent_id,
        "settings": settings,
        "changes": base,
    }
    if reading.problems:
        return None, tuple(reading.problems)
    try:
        return ScenarioFile.model_validate(values), ()
    except ValidationError as error:
        return None, tuple(told(error, _field_of(reading.at)))


def given_by(parent: Scenario | None, town: str) -> dict[str, tuple[str, ...]]:
    """Return what the form holds at first: a parent's changes, or nothing but a town.

    Parameters
    ----------
    parent
        The scenario it is to be a version of, if any.
    town
        The town that the first carrier stands in; empty for none.
    """
    given: dict[str, tuple[str, ...]] = {"carrier_town_1": (town,)} if town else {}
    if parent is None:
        return given
    changes, radius = parent.changes, parent.settings.radius_m
    return given | {
        "title": (parent.title,),
        "mission": (parent.settings.mission,),
        "radius_m": () if radius is None else (f"{radius:g}",),
        "open": tuple(changes.open_segments),
        "keep_road": tuple(str(i) for i in range(len(changes.add_segments))),
        "keep_carrier": tuple(str(i) for i in range(len(changes.add_carriers))),
    }


def _nothing() -> Values:
    none: Values = document(Scenario("", Settings(DEFAULT_MISSION), Changes(), ""))["changes"]
    return none


def _kept(parts: list[Values], chosen: Sequence[str]) -> list[Values]:
    return [part for number, part in enumerate(parts) if str(number) in chosen]


def _road(reading: _Reading, roads: Values) -> list[Values]:
    text = reading.text("road_line")
    if not text:
        return []
    line = []
    for row, written in enumerate(filter(None, map(str.strip, text.splitlines())), start=1):
        pair = written.replace("\uff0c", ",").split(",")
        try:
            lon, lat = (float(part) for part in pair)
        except ValueError:
            detail = f"line {row}: {written[:40]!r} is not longitude,latitude"
            reading.problems.append(FormProblem("road_line", "pair", detail, row))
            return []
        line.append([lon, lat])
    place = ("changes", "road_segments", "add", len(roads["add"]))
    reading.at |= {
        (*place, "line"): "road_line",
        (*place, "accuracy_m"): "road_accuracy_m",
        (*place, "name"): "road_name",
    }
    accuracy = reading.needed("road_accuracy_m")
    return [{"name": reading.text("road_name"), "line": line, "accuracy_m": accuracy}]


def _carriers(reading: _Reading, kept: int, towns: gpd.GeoDataFrame) -> list[Values]:
    by_id = {row["id"]: row for row in records(towns)}
    found: list[Values] = []
    for row in range(1, CARRIER_ROWS + 1):
        names = {part: f"carrier_{part}_{row}" for part in ("name", "kind", "town", "cluster")}
        lon, lat = f"carrier_lon_{row}", f"carrier_lat_{row}"
        if not any(reading.text(one) for one in (names["name"], lon, lat)):
            continue
        place = ("changes", "carriers", "add", kept + len(found))
        reading.at |= {(*place, part): name for part, name in names.items()}
        reading.at[*place, "clusters"] = names["cluster"]
        for part, name in (("lon", lon), ("lat", lat), ("accuracy_m", f"carrier_accuracy_m_{row}")):
            reading.at[*place, "place", part] = name
        town = reading.text(names["town"])
        found.append(
            {
                "name": reading.text(names["name"]),
                "kind": reading.text(names["kind"]),
                "town": town,
                "clusters": [one for one in reading.given.get(names["cluster"], ()) if one],
                "place": _place(reading, row, by_id.get(town)),
            }
        )
    return found


def _place(reading: _Reading, row: int, town: Mapping[str, Any] | None) -> Values | None:
    names = [f"carrier_{part}_{row}" for part in ("lon", "lat", "accuracy_m")]
    if any(reading.text(name) for name in names[:2]):
        lon, lat, accuracy = (reading.needed(name) for name in names)
        return {"lon": lon, "lat": lat, "accuracy_m": accuracy}
    if town is None:
        return None
    place = anywhere_in(town["geometry"], town["accuracy_m"] or 0.0)
    if place is None:
        return None
    return {"lon": place.lon, "lat": place.lat, "accuracy_m": round(place.accuracy_m)}


def _field_of(at: Mapping[tuple[int | str, ...], str]) -> Callable[[tuple[int | str, ...]], str]:
    def field_of(place: tuple[int | str, ...]) -> str:
        for length in range(len(place), 0, -1):
            if place[:length] in at:
                return at[place[:length]]
        if place == ("changes",):
            return "changes"
        if place[:3] == ("changes", "road_segments", "open"):
            return "open"
        return str(place[-1]) if place else ""

    return field_of
