"""The form that a scenario is made with in a browser: read into a scenario's file, or told why not.

It holds takeoff points, roads and carriers at once. Made from a scenario, or from what is tried on
the operator's page, it starts from those changes.
"""

from collections.abc import Callable, Mapping
from typing import Any

import geopandas as gpd
from pydantic import ValidationError

from api.form_reading import FormReading, Given, Values
from api.scenario_file import ScenarioFile
from api.scenario_form_sites import read_sites
from api.scenario_problems import told
from gis.missions import DEFAULT_MISSION
from gis.records import records
from gis.scenario.model import Changes, Scenario, Settings, document
from gis.scenario.town_place import anywhere_in
from web.scenario.form_views import CARRIER_ROWS
from web.scenario.problem_words import FormProblem


def read_form(
    given: Given, start: Scenario | None, towns: gpd.GeoDataFrame
) -> tuple[ScenarioFile | None, tuple[FormProblem, ...]]:
    """Return the scenario that a form describes, or everything that is wrong with it, by field.

    Parameters
    ----------
    given
        What the form sent.
    start
        What it starts from, if anything: what is ticked of it is kept.
    towns
        The towns, for carriers of which only the town is known.
    """
    reading = FormReading(given)
    base = document(start or _nothing())
    changes, settings = base["changes"], base["settings"]
    roads, carriers = changes["road_segments"], changes["carriers"]
    changes["takeoff_points"] = read_sites(reading, changes["takeoff_points"])
    roads["open"] = sorted(set(given.get("open", ())))
    roads["add"] = reading.chosen(roads["add"], "keep_road")
    roads["add"] += _road(reading, roads)
    carriers["add"] = reading.chosen(carriers["add"], "keep_carrier")
    carriers["add"] += _carriers(reading, len(carriers["add"]), towns)
    settings["mission"] = reading.text("mission")
    settings["radius_m"] = reading.number("radius_m")
    values = {
        "title": reading.text("title"),
        "parent": base["parent"],
        "settings": settings,
        "changes": changes,
    }
    if reading.problems:
        return None, tuple(reading.problems)
    try:
        return ScenarioFile.model_validate(values), ()
    except ValidationError as error:
        return None, tuple(told(error, _field_of(reading.at)))


def given_by(start: Scenario | None, town: str) -> dict[str, tuple[str, ...]]:
    """Return what the form holds at first: the changes it starts from, or nothing but a town.

    Parameters
    ----------
    start
        What it starts from, if anything.
    town
        The town that the first carrier stands in; empty for none.
    """
    given: dict[str, tuple[str, ...]] = {"carrier_town_1": (town,)} if town else {}
    if start is None:
        return given
    changes, radius = start.changes, start.settings.radius_m
    return given | {
        "title": (start.title,),
        "mission": (start.settings.mission,),
        "radius_m": () if radius is None else (f"{radius:g}",),
        "open": tuple(changes.open_segments),
        "keep_road": tuple(str(i) for i in range(len(changes.add_segments))),
        "keep_carrier": tuple(str(i) for i in range(len(changes.add_carriers))),
        "keep_site": tuple(str(i) for i in range(len(changes.add_sites))),
        "keep_move": tuple(changes.move_sites),
        "keep_drop": tuple(changes.drop_sites),
    }


def _nothing() -> Scenario:
    return Scenario("", Settings(DEFAULT_MISSION), Changes(), "")


def _road(reading: FormReading, roads: Values) -> list[Values]:
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


def _carriers(reading: FormReading, kept: int, towns: gpd.GeoDataFrame) -> list[Values]:
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


def _place(reading: FormReading, row: int, town: Mapping[str, Any] | None) -> Values | None:
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
        if place[:2] == ("changes", "takeoff_points"):
            return "drop"
        return str(place[-1]) if place else ""

    return field_of
