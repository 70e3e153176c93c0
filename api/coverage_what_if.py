"""Use case: how well takeoff points cover the city, as it is or with changed sites."""

import datetime as dt
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from api.answers import WITHOUT_GEOMETRY, CoverageAnswer
from api.snapshot import Snapshot
from gis.crs import STORED, to_metric
from gis.errors import UnknownFeatureError
from gis.gaps import coverage_and_gaps
from gis.results import Coverage, Gap
from layers.overlay_store import OverlayStore
from layers.store import LayerStore, Query

LAYER = "takeoff_points"
SOURCE = "what-if"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a site of a what-if stands: degrees (CRS84), metres of accuracy."""

    lon: float
    lat: float
    accuracy_m: float = 0.0


@dataclass(frozen=True, slots=True)
class AddedSite:
    """A site that does not exist yet; without a radius the mission's is used."""

    place: Place
    name: str = ""
    radius_m: float | None = None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Changes to the takeoff points that are tried and not kept.

    Attributes
    ----------
    add
        New sites, counted as serving.
    drop
        Ids of sites to leave out.
    move
        Id to new place.
    """

    add: tuple[AddedSite, ...] = ()
    drop: tuple[str, ...] = ()
    move: dict[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CoverageFindings:
    """Coverage and gaps, and the sites (EPSG:4490) they are of."""

    coverage: Coverage
    gaps: tuple[Gap, ...]
    sites: gpd.GeoDataFrame


def coverage_today(snapshot: Snapshot, mission: str, radius_m: float | None) -> CoverageFindings:
    """Return coverage and gaps of the takeoff points as stored; computed once per edition.

    Parameters
    ----------
    snapshot
        The layers.
    mission, radius_m
        As in :func:`gis.gaps.coverage_and_gaps`.
    """

    def compute() -> CoverageFindings:
        coverage, gaps = coverage_and_gaps(
            snapshot.metric(LAYER), snapshot.metric("towns"), radius_m=radius_m, mission=mission
        )
        return CoverageFindings(coverage, gaps, snapshot.frame(LAYER))

    return snapshot.answer(("coverage", mission, radius_m), compute)


def coverage_if(
    store: LayerStore, snapshot: Snapshot, mission: str, radius_m: float | None, changes: WhatIf
) -> CoverageFindings:
    """Return coverage and gaps with changed sites; nothing is kept.

    Parameters
    ----------
    store
        The store that holds the takeoff points.
    snapshot
        The layers, for the towns.
    mission, radius_m
        As in :func:`coverage_today`.
    changes
        What is tried.

    Raises
    ------
    gis.errors.InvalidRowsError
        If an added or moved site breaks the layer's schema, such as lying outside the city's box.
    gis.errors.UnknownFeatureError
        If a site to drop or move does not exist.
    """
    sites = changed_sites(store, mission, changes)
    coverage, gaps = coverage_and_gaps(
        to_metric(sites), snapshot.metric("towns"), radius_m=radius_m, mission=mission
    )
    return CoverageFindings(coverage, gaps, sites)


def changed_sites(store: LayerStore, mission: str, changes: WhatIf) -> gpd.GeoDataFrame:
    """Return the takeoff points (EPSG:4490) with the changes of a what-if made."""
    overlay = OverlayStore(store)
    sites = [_added(mission, changes.add)] if changes.add else []
    sites += [_moved(store, changes)] if changes.move else []
    if sites:
        overlay.write({"sources": _source(), LAYER: pd.concat(sites, ignore_index=True)})
    if changes.drop:
        _drop(overlay, changes.drop)
    return overlay.read(Query(LAYER))


def _drop(overlay: OverlayStore, sites: tuple[str, ...]) -> None:
    """Leave sites out, and with them what was said of their state."""
    said = overlay.read(Query("evidence"))
    overlay.drop("evidence", tuple(said.loc[said["takeoff_point"].isin(sites), "id"]))
    overlay.drop(LAYER, sites)


def answer(
    findings: CoverageFindings,
    *,
    edition: str,
    mission: str,
    radius_m: float | None,
    geometry: bool,
) -> CoverageAnswer:
    """Return findings as JSON's shape; geometries only where asked for, for they are large."""
    coverage = findings.coverage
    return CoverageAnswer.model_validate(
        {
            "edition": edition,
            "mission": mission,
            "radius_m": radius_m,
            "gaps": findings.gaps,
            **{name: getattr(coverage, name) for name in _OF_COVERAGE},
        },
        context=None if geometry else WITHOUT_GEOMETRY,
    )


_OF_COVERAGE = (
    "city",
    "towns",
    "sites",
    "coming",
    "not_counted",
    "unplaced",
    "error_m2",
    "surely",
    "possibly",
)


def _source() -> gpd.GeoDataFrame:
    row = {
        "id": SOURCE,
        "name_zh": "假设方案",
        "name_en": "What-if",
        "geometry_basis": "unknown",
        "source": SOURCE,
        "as_of": dt.datetime.now(dt.UTC).date(),
        "status": "current",
        "public": False,
        "kind": "user",
    }
    return gpd.GeoDataFrame([row], geometry=np.array([None], dtype=object), crs=STORED)


def _added(mission: str, added: tuple[AddedSite, ...]) -> gpd.GeoDataFrame:
    rows = [
        {
            "id": f"what-if-{number}",
            "name_zh": site.name.strip() or f"新增点 {number}",
            "name_en": site.name.strip() or f"Added site {number}",
            "accuracy_m": site.place.accuracy_m,
            "geometry_basis": "sourced",
            "source": SOURCE,
            "geometry_source": SOURCE,
            "as_of": dt.datetime.now(dt.UTC).date(),
            "status": "in_use",
            "public": False,
            "kind": "vertiport",
            "service_radius_m": {mission: site.radius_m} if site.radius_m else None,
        }
        for number, site in enumerate(added, start=1)
    ]
    points = [shapely.Point(site.place.lon, site.place.lat) for site in added]
    return gpd.GeoDataFrame(rows, geometry=points, crs=STORED)


def _moved(store: LayerStore, changes: WhatIf) -> gpd.GeoDataFrame:
    moved = store.read(Query(LAYER, ids=frozenset(changes.move)))
    unknown = changes.move.keys() - set(moved["id"])
    if unknown:
        raise UnknownFeatureError(f"layer {LAYER!r} has no feature {min(unknown)!r}")
    places = [changes.move[name] for name in moved["id"]]
    moved["accuracy_m"] = [place.accuracy_m for place in places]
    moved["geometry_basis"] = "sourced"
    moved["geometry_source"] = SOURCE
    points = shapely.points([(place.lon, place.lat) for place in places])
    return moved.set_geometry(gpd.GeoSeries(points, crs=STORED))
