"""Use case: how much of a user's own demand points the takeoff points reach."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from api.access_answers import DemandAnswer, DemandTownAnswer, UnplacedAnswer
from api.changed_sites import WhatIf, changed_sites
from api.flights import ANY_FLIGHT, ChangedZones, FlightAsked, MetAirspace, met_airspace
from api.snapshot import Snapshot
from gis.crs import to_metric
from gis.demand_points import demand_coverage, read_demand
from gis.partition import partition
from gis.progress import Progress, part, unheard
from gis.reach import Regions, keys_of, regions
from gis.results_demand import DemandCoverage, DemandRow
from gis.sites import Sites, read_sites
from layers.store import LayerStore

IN_NO_TOWN = ("不在任何镇街", "In no town")


@dataclass(frozen=True, slots=True)
class DemandQuestion:
    """What is asked for, as in :class:`api.coverage_what_if.CoverageQuestion`."""

    mission: str
    radius_m: float | None = None
    flight: FlightAsked = ANY_FLIGHT


@dataclass(frozen=True, slots=True)
class DemandFindings:
    """One coverage with every point's weight, one with every point counted as 1.

    Attributes
    ----------
    by_weight, by_count
        The two.
    serving
        How many sites serve.
    airspace
        What they were met in.
    """

    by_weight: DemandCoverage
    by_count: DemandCoverage
    serving: int
    airspace: MetAirspace


def demand_reached(
    store: LayerStore,
    snapshot: Snapshot,
    points: gpd.GeoDataFrame,
    question: DemandQuestion,
    changes: WhatIf,
    zones: ChangedZones | None = None,
    *,
    on_progress: Progress | None = None,
) -> DemandFindings:
    """Return how much demand the sites reach round the zones, by weight and by count.

    Parameters
    ----------
    store, snapshot, changes, zones
        As in :func:`api.coverage_what_if.coverage_if`.
    points
        Demand points in EPSG:4490, as :func:`layers.importers.own_features.own_points` returns
        them. One without a stated town counts in the town its stated position lies in.
    question
        What is asked for.
    on_progress
        Told the share of the work done, 0 to 1; what it raises ends the run.
    """
    frame = to_metric(changed_sites(store, question.mission, changes))
    sites = read_sites(frame, radius_m=question.radius_m, mission=question.mission)
    placed = _with_towns(to_metric(points), snapshot.metric("towns"))
    report = on_progress or unheard
    met = met_airspace(snapshot, question.mission, question.flight, zones)
    round_zones = _round_zones(sites, met, part(report, 0.0, 0.4))
    by_weight, by_count = (
        demand_coverage(
            read_demand(points),
            sites,
            round_zones=round_zones,
            on_progress=part(report, begin, begin + 0.3),
        )
        for begin, points in ((0.4, placed), (0.7, placed.assign(weight=1.0)))
    )
    return DemandFindings(by_weight, by_count, int(sites.serving.sum()), met)


def _round_zones(sites: Sites, met: MetAirspace, report: Progress) -> Regions | None:
    if met.zones is None:
        return None
    found = regions(keys_of(sites), met.zones, known=met.regions.latest(), on_progress=report)
    met.regions.keep(found)
    return found


def _with_towns(points: gpd.GeoDataFrame, towns: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    whole = partition(towns)
    shapes = np.asarray(points.geometry.to_numpy(), dtype=object)
    point, town = shapely.STRtree(whole.polygons).query(shapes, predicate="intersects")
    found = np.full(len(points), len(whole))
    # On a border between towns the first of them counts.
    np.minimum.at(found, point, town)
    where = np.array([*whole.ids, ""], dtype=object)[found]
    stated = points["town"].to_numpy(dtype=object)
    return points.assign(town=np.where(stated != "", stated, where))


def answer(findings: DemandFindings, snapshot: Snapshot, question: DemandQuestion) -> DemandAnswer:
    """Return findings as JSON's shape, rows with the towns' names."""
    weight, count = findings.by_weight, findings.by_count
    towns = snapshot.frame("towns")
    names = {
        town: (zh, en)
        for town, zh, en in zip(towns["id"], towns["name_zh"], towns["name_en"], strict=True)
    } | {"": IN_NO_TOWN, "city": ("全部", "All demand")}
    return DemandAnswer(
        edition=snapshot.edition,
        mission=question.mission,
        radius_m=question.radius_m,
        airspace=findings.airspace.answer(),
        serving_sites=findings.serving,
        city=_row(names, weight.city, count.city),
        towns=tuple(
            _row(names, one, other) for one, other in zip(weight.towns, count.towns, strict=True)
        ),
        unplaced=UnplacedAnswer(points=int(count.unplaced), weight=weight.unplaced),
        farthest_m=weight.farthest_m,
    )


def _row(
    names: dict[str, tuple[str, str]], weight: DemandRow, count: DemandRow
) -> DemandTownAnswer:
    zh, en = names[weight.town]
    return DemandTownAnswer(
        town=weight.town,
        name_zh=zh,
        name_en=en,
        points=weight.points,
        weight=weight.demand,
        points_reached=count.k_covered,
        weight_reached=weight.k_covered,
        points_with_planned=count.with_planned,
        weight_with_planned=weight.with_planned,
    )
