"""Use case: how much of a user's own demand points the takeoff points reach."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from api.access_answers import DemandAnswer, DemandTownAnswer, UnplacedAnswer
from api.changed_sites import WhatIf, changed_sites
from api.snapshot import Snapshot
from gis.crs import to_metric
from gis.demand_points import demand_coverage, read_demand
from gis.partition import partition
from gis.progress import Progress, part, unheard
from gis.results_demand import DemandCoverage, DemandRow
from gis.sites import read_sites
from layers.store import LayerStore

IN_NO_TOWN = ("不在任何镇街", "In no town")


@dataclass(frozen=True, slots=True)
class DemandFindings:
    """One coverage with every point's weight, one with every point counted as 1.

    Attributes
    ----------
    by_weight, by_count
        The two.
    serving
        How many sites serve.
    """

    by_weight: DemandCoverage
    by_count: DemandCoverage
    serving: int


def demand_reached(
    store: LayerStore,
    snapshot: Snapshot,
    points: gpd.GeoDataFrame,
    mission: str,
    radius_m: float | None,
    changes: WhatIf,
    on_progress: Progress | None = None,
) -> DemandFindings:
    """Return how much demand the sites reach, by weight and by count.

    Parameters
    ----------
    store, snapshot, mission, radius_m, changes
        As in :func:`api.coverage_what_if.coverage_if`.
    points
        Demand points in EPSG:4490, as :func:`layers.importers.own_features.own_points` returns
        them. One without a stated town counts in the town its stated position lies in.
    on_progress
        Told the share of the work done, 0 to 1; what it raises ends the run.
    """
    frame = changed_sites(store, mission, changes)
    sites = read_sites(to_metric(frame), radius_m=radius_m, mission=mission)
    placed = _with_towns(to_metric(points), snapshot.metric("towns"))
    report = on_progress or unheard
    by_weight, by_count = (
        demand_coverage(read_demand(points), sites, on_progress=part(report, begin, begin + 0.5))
        for begin, points in ((0.0, placed), (0.5, placed.assign(weight=1.0)))
    )
    return DemandFindings(
        by_weight,
        by_count,
        int(sites.serving.sum()),
    )


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


def answer(
    findings: DemandFindings,
    snapshot: Snapshot,
    *,
    mission: str,
    radius_m: float | None,
) -> DemandAnswer:
    """Return findings as JSON's shape, rows with the towns' names."""
    weight, count = findings.by_weight, findings.by_count
    towns = snapshot.frame("towns")
    names = {
        town: (zh, en)
        for town, zh, en in zip(towns["id"], towns["name_zh"], towns["name_en"], strict=True)
    } | {"": IN_NO_TOWN, "city": ("全部", "All demand")}
    return DemandAnswer(
        edition=snapshot.edition,
        mission=mission,
        radius_m=radius_m,
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
