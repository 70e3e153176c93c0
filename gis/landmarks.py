"""Landmark cards: what a landmark is, how well its position is known, and what is near it."""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd

from gis.crs import to_metric
from gis.feature_distances import distance_bounds, measurable
from gis.records import Record, records
from gis.results import Interval
from gis.results_places import FacilityCard, LandmarkCard, Nearby, PositionClass

EXACT_WITHIN_M = 25.0
"""A position known this well is called exact: a building's own size."""
STATION_KINDS = ("rail_station", "bus_station")
HOSPITAL_KINDS = ("hospital",)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The layers that a card looks for neighbours in.

    Attributes
    ----------
    facilities, places, takeoff_points, road_segments
        Frames of those layers, in EPSG:4490 or EPSG:4547.
    """

    facilities: gpd.GeoDataFrame
    places: gpd.GeoDataFrame
    takeoff_points: gpd.GeoDataFrame
    road_segments: gpd.GeoDataFrame


def landmark_cards(
    landmarks: gpd.GeoDataFrame, around: Surroundings, *, nearest: int = 3
) -> tuple[LandmarkCard, ...]:
    """Return a card for each landmark, by its number.

    Parameters
    ----------
    landmarks
        Frame of the landmarks layer, in EPSG:4490 or EPSG:4547.
    around
        The layers to look for facilities and neighbours in.
    nearest
        How many neighbours of each sort a card lists at most.

    Notes
    -----
    Distances are straight lines in EPSG:4547 from the nearest of the landmark's facilities (from
    its own points where no facility of it has a position), as in :mod:`gis.feature_distances`; of
    several facilities the least bounds hold. Roads that a landmark itself rests on are in ``roads``
    and not among its neighbours.
    """
    facilities = _metric_records(around.facilities)
    searches = _Searches(
        stations=_of_kinds(around.places, STATION_KINDS),
        hospitals=_of_kinds(around.places, HOSPITAL_KINDS),
        takeoff_points=_metric_records(around.takeoff_points),
        road_segments=_metric_records(around.road_segments),
    )
    rows = sorted(_metric_records(landmarks), key=lambda row: (row["number"], row["id"]))
    return tuple(_card(row, facilities, searches, nearest) for row in rows)


def position_class(basis: str, accuracy_m: float | None, *, placed: bool) -> PositionClass:
    """Return in words how well a position is known.

    Parameters
    ----------
    basis
        The feature's ``geometry_basis``.
    accuracy_m
        Its accuracy in metres, if known.
    placed
        Whether it has a geometry at all.
    """
    if not placed or accuracy_m is None or basis == "unknown":
        return PositionClass.UNKNOWN
    if basis in {"town", "schematic"}:
        return PositionClass.TOWN
    if accuracy_m <= EXACT_WITHIN_M:
        return PositionClass.EXACT
    return PositionClass.ABOUT


@dataclass(frozen=True, slots=True)
class _Searches:
    stations: Sequence[Record]
    hospitals: Sequence[Record]
    takeoff_points: Sequence[Record]
    road_segments: Sequence[Record]


def _metric_records(frame: gpd.GeoDataFrame) -> list[Record]:
    return list(records(to_metric(frame)))


def _of_kinds(places: gpd.GeoDataFrame, kinds: Sequence[str]) -> list[Record]:
    return [row for row in _metric_records(places) if row["kind"] in kinds]


def _card(
    row: Record, facilities: Sequence[Record], searches: _Searches, nearest: int
) -> LandmarkCard:
    own = [facility for facility in facilities if facility["landmark"] == row["id"]]
    origins = [facility for facility in own if measurable(facility)]
    from_itself = not origins
    if from_itself:
        origins = [row] if measurable(row) else []

    def near(layer: str, found: Sequence[Record]) -> tuple[Nearby, ...]:
        return _nearest(layer, origins, found, nearest, from_itself=from_itself)

    return LandmarkCard(
        landmark=row["id"],
        number=int(row["number"]),
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        status=row["status"],
        source=row["source"],
        as_of=row["as_of"],
        place_zh=row["place_zh"],
        place_en=row["place_en"],
        towns=row["towns"] or (),
        sub_scenarios_zh=row["sub_scenarios_zh"] or (),
        sub_scenarios_en=row["sub_scenarios_en"] or (),
        lead_zh=row["lead_zh"],
        lead_en=row["lead_en"],
        vehicles=row["vehicles"] or (),
        roads=row["roads"] or (),
        position=_position(row),
        accuracy_m=row["accuracy_m"],
        facilities=tuple(_facility(facility) for facility in own),
        stations=near("places", searches.stations),
        hospitals=near("places", searches.hospitals),
        takeoff_points=near("takeoff_points", searches.takeoff_points),
        road_segments=near("road_segments", _of_others(searches.road_segments, row)),
    )


def _of_others(segments: Sequence[Record], landmark: Record) -> list[Record]:
    """Leave out the roads that the landmark itself rests on: it is on them, not near them."""
    own = landmark["roads"] or ()
    return [segment for segment in segments if segment["road_zh"] not in own]


def _position(row: Record) -> PositionClass:
    placed = row["geometry"] is not None and not row["geometry"].is_empty
    return position_class(row["geometry_basis"], row["accuracy_m"], placed=placed)


def _facility(row: Record) -> FacilityCard:
    return FacilityCard(
        facility=row["id"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        town=row["town"],
        status=row["status"],
        source=row["source"],
        position=_position(row),
        accuracy_m=row["accuracy_m"],
    )


def _nearest(
    layer: str,
    origins: Sequence[Record],
    found: Sequence[Record],
    nearest: int,
    *,
    from_itself: bool,
) -> tuple[Nearby, ...]:
    targets = [row for row in found if measurable(row)]
    if not origins or not targets:
        return ()
    least, most = distance_bounds(origins, targets)
    low, high, closest = least.min(axis=0), most.min(axis=0), most.argmin(axis=0)
    order = sorted(range(len(targets)), key=lambda i: (high[i], low[i], targets[i]["id"]))
    return tuple(
        Nearby(
            layer=layer,
            feature=targets[i]["id"],
            kind=targets[i].get("kind", ""),
            name_zh=targets[i]["name_zh"],
            name_en=targets[i]["name_en"],
            status=targets[i]["status"],
            distance_m=Interval(float(low[i]), float(high[i])),
            facility=None if from_itself else origins[closest[i]]["id"],
        )
        for i in order[:nearest]
    )
