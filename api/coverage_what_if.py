"""Use case: how well takeoff points cover the city, as it is or with changed sites."""

import datetime as dt
from dataclasses import dataclass, field

import geopandas as gpd

from api.answers import WITHOUT_GEOMETRY, CoverageAnswer
from api.snapshot import Snapshot
from gis.crs import to_metric
from gis.gaps import coverage_and_gaps
from gis.results import Coverage, Gap
from gis.scenario.frames import PLAIN
from gis.scenario.model import AddedSite, Changes, Place
from layers.scenario_overlay import overlaid
from layers.store import LayerStore, Query

LAYER = "takeoff_points"

__all__ = [
    "AddedSite",
    "CoverageFindings",
    "Place",
    "WhatIf",
    "answer",
    "changed_sites",
    "coverage_if",
    "coverage_today",
]


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
    made = Changes(add_sites=changes.add, drop_sites=changes.drop, move_sites=changes.move)
    today = dt.datetime.now(dt.UTC).date()
    return overlaid(store, made, mission, today, PLAIN).read(Query(LAYER))


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
