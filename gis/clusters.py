"""Which town is named for which industrial cluster, by which plan, and what stands there."""

from collections import Counter
from collections.abc import Iterable, Mapping

import geopandas as gpd

from gis.records import Record, records
from gis.results_places import Naming, TownClusters
from gis.vocabulary import CLUSTERS

_ORDER = {term.id: place for place, term in enumerate(CLUSTERS)}


def town_clusters(
    towns: gpd.GeoDataFrame,
    *,
    hubs: gpd.GeoDataFrame,
    carriers: gpd.GeoDataFrame,
    landmarks: gpd.GeoDataFrame,
    takeoff_points: gpd.GeoDataFrame,
) -> tuple[TownClusters, ...]:
    """Return the town x cluster matrix, one row a unit, in the order of ``towns``.

    Parameters
    ----------
    towns
        Every unit, functional areas included. A feature that names a unit which is not among
        them is not counted anywhere.
    hubs, carriers, landmarks, takeoff_points
        Frames of those layers; geometries are not used.

    Notes
    -----
    A town is named ``via`` an area that is made of it, among others, or lies in it (水乡经济区,
    滨海湾新区). An area that is part of the partition itself (松山湖) has its own ground, none of
    it its neighbours', so nothing is passed on from it.
    """
    units = list(records(towns))
    named = _namings(list(records(hubs)), _areas_of(units))
    counted = {
        "carriers": _by_status(records(carriers)),
        "landmarks": _by_status(records(landmarks)),
        "takeoff_points": _by_status(records(takeoff_points)),
    }
    return tuple(
        TownClusters(
            town=unit["id"],
            name_zh=unit["name_zh"],
            name_en=unit["name_en"],
            kind=unit["kind"],
            namings=tuple(named.get(unit["id"], ())),
            **{layer: dict(counts.get(unit["id"], {})) for layer, counts in counted.items()},
        )
        for unit in units
    )


def _areas_of(units: Iterable[Record]) -> dict[str, list[str]]:
    """Return, for each town, the areas outside the partition that list it as a member."""
    areas: dict[str, list[str]] = {}
    for unit in units:
        if not unit["in_partition"]:
            for member in unit["members"] or ():
                areas.setdefault(member, []).append(unit["id"])
    return areas


def _namings(hubs: Iterable[Record], areas_of: Mapping[str, list[str]]) -> dict[str, list[Naming]]:
    members_of: dict[str, list[str]] = {}
    for town, areas in areas_of.items():
        for area in areas:
            members_of.setdefault(area, []).append(town)
    named: dict[str, list[Naming]] = {}
    for hub in sorted(hubs, key=lambda hub: (_ORDER[hub["cluster"]], hub["year"], hub["id"])):
        meant = hub["towns"] or ()
        for unit in meant:
            named.setdefault(unit, []).append(_naming(hub, None))
            for town in members_of.get(unit, ()):
                if town not in meant:
                    named.setdefault(town, []).append(_naming(hub, unit))
    return named


def _naming(hub: Record, via: str | None) -> Naming:
    return Naming(
        cluster=hub["cluster"],
        hub=hub["id"],
        document=hub["document"],
        year=int(hub["year"]),
        source=hub["source"],
        via=via,
        open_list=bool(hub["open_list"]),
    )


def _by_status(features: Iterable[Record]) -> dict[str, Counter[str]]:
    """Count features by the unit they are placed in and their status."""
    counts: dict[str, Counter[str]] = {}
    for feature in features:
        units = feature["towns"] if "towns" in feature else [feature["town"]]
        for unit in set(units or ()):
            if unit is not None:
                counts.setdefault(unit, Counter())[feature["status"]] += 1
    return counts
