"""Use case: how well takeoff points cover the city round its zones, as it is or changed."""

from dataclasses import dataclass, replace

import geopandas as gpd

from api.answers import WITHOUT_GEOMETRY, CoverageAnswer
from api.changed_sites import LAYER, WhatIf, changed_sites
from api.flights import ANY_FLIGHT, ChangedZones, FlightAsked, MetAirspace, met_airspace
from api.snapshot import Snapshot
from gis.coverage import coverage_of
from gis.crs import to_metric
from gis.gaps import gaps_of
from gis.progress import Progress
from gis.results import Coverage, Gap
from gis.service_areas import ServiceAreas, service_areas
from layers.store import LayerStore


@dataclass(frozen=True, slots=True)
class CoverageQuestion:
    """What is asked for.

    Attributes
    ----------
    mission, radius_m, movements_per_person_day
        As in :func:`gis.service_areas.service_areas`.
    flight
        How high and when.
    """

    mission: str
    radius_m: float | None = None
    flight: FlightAsked = ANY_FLIGHT
    movements_per_person_day: float | None = None


@dataclass(frozen=True, slots=True)
class CoverageFindings:
    """Coverage and gaps, the sites (EPSG:4490) they are of, and the airspace they were met in."""

    coverage: Coverage
    gaps: tuple[Gap, ...]
    sites: gpd.GeoDataFrame
    airspace: MetAirspace


def coverage_today(snapshot: Snapshot, question: CoverageQuestion) -> CoverageFindings:
    """Return coverage and gaps of the takeoff points as stored; computed once per edition."""

    def compute() -> CoverageFindings:
        areas, met = areas_round_zones(snapshot, question, snapshot.metric(LAYER))
        return CoverageFindings(coverage_of(areas), gaps_of(areas), snapshot.frame(LAYER), met)

    return snapshot.answer(("coverage", question), compute)


def coverage_if(
    store: LayerStore,
    snapshot: Snapshot,
    question: CoverageQuestion,
    changes: WhatIf,
    zones: ChangedZones | None = None,
    *,
    on_progress: Progress | None = None,
) -> CoverageFindings:
    """Return coverage and gaps with changed sites and zones; nothing is kept.

    Parameters
    ----------
    store
        The store that holds the takeoff points.
    snapshot
        The layers, for the towns.
    question
        What is asked for.
    changes, zones
        What is tried.
    on_progress
        Told the share of the sites done; what it raises ends the run.

    Raises
    ------
    gis.errors.InvalidRowsError
        If an added or moved site breaks the layer's schema, such as lying outside the city's box.
    gis.errors.UnknownFeatureError
        If a site to drop or move does not exist.
    """
    sites = changed_sites(store, question.mission, changes)
    areas, met = areas_round_zones(
        snapshot, question, to_metric(sites), zones, on_progress=on_progress
    )
    return CoverageFindings(coverage_of(areas), gaps_of(areas), sites, met)


def areas_round_zones(
    snapshot: Snapshot,
    question: CoverageQuestion,
    sites: gpd.GeoDataFrame,
    zones: ChangedZones | None = None,
    *,
    on_progress: Progress | None = None,
) -> tuple[ServiceAreas, MetAirspace]:
    """Lay sites' service areas over the towns, round the zones where there are any.

    Parameters
    ----------
    snapshot
        The layers.
    question
        What is asked for.
    sites
        The takeoff points in EPSG:4547. Those that were asked about before round the same zones
        are not computed again.
    zones, on_progress
        As in :func:`coverage_if`.
    """
    met = met_airspace(snapshot, question.mission, question.flight, zones)
    areas = service_areas(
        sites,
        snapshot.metric("towns"),
        radius_m=question.radius_m,
        mission=question.mission,
        space=met.zones,
        known=met.regions.latest(),
        movements_per_person_day=question.movements_per_person_day,
        on_progress=on_progress,
    )
    if areas.regions is not None:
        met.regions.keep(areas.regions)
    return replace(areas, kept=snapshot.kept), met


def answer(
    findings: CoverageFindings, question: CoverageQuestion, *, edition: str, geometry: bool
) -> CoverageAnswer:
    """Return findings as JSON's shape; geometries only where asked for, for they are large."""
    coverage = findings.coverage
    return CoverageAnswer.model_validate(
        {
            "edition": edition,
            "mission": question.mission,
            "radius_m": question.radius_m,
            "movements_per_person_day": question.movements_per_person_day,
            "airspace": findings.airspace.answer(),
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
