"""Questions of distance: people counted at points, from frames of layers to a choice."""

import geopandas as gpd
import numpy as np
import shapely

from gis.crs import require_metric
from gis.demand_points import town_demand
from gis.errors import InvalidInputError
from gis.progress import Progress, part
from gis.results import SiteName
from gis.service_areas import service_areas
from gis.sites import positioned
from gis.siting.answers import Clock
from gis.siting.centers import farthest, p_center
from gis.siting.certificate_values import certify_distance
from gis.siting.distances import Distances, distances
from gis.siting.medians import p_median, weighted
from gis.siting.picked import in_greedy_order
from gis.siting.questions import Offer, Problem, Question, Solved


def by_distance(
    question: Question,
    sites: gpd.GeoDataFrame,
    towns: gpd.GeoDataFrame,
    candidates: gpd.GeoDataFrame,
    clock: Clock,
    report: Progress,
) -> Solved:
    """Solve a p-median or p-center question.

    A site whose position is an estimate counts with its distance and its accuracy together: the
    most that the distance could be. Service radii play no part.

    Parameters are those of :func:`gis.siting.asked.ask`, ``clock`` and ``report`` the time and
    whom to tell.
    """
    offer = _offer(question, sites, towns, candidates)
    people = question.points
    if people is None:
        people = town_demand(towns, cell_m=question.cell_m)
    standing = np.flatnonzero(offer.before.sites.serving)
    centres = shapely.get_coordinates(offer.rows.geometry.to_numpy())
    demand = distances(
        people.places,
        people.weights,
        np.concatenate((centres, offer.before.sites.centres[standing])),
        np.concatenate(
            (
                offer.rows["accuracy_m"].to_numpy(dtype=np.float64),
                offer.before.sites.accuracies_m[standing],
            )
        ),
    )
    report(0.2)
    median = question.problem is Problem.MEDIAN
    answer = (p_median if median else p_center)(
        demand,
        question.count,
        kept=offer.kept,
        time_limit_s=clock.left(),
        on_progress=part(report, 0.2, 1.0),
    )

    def better(chosen: tuple[int, ...]) -> float:
        return -_objective(demand, (*chosen, *offer.kept), median=median)

    return Solved(
        answer,
        in_greedy_order(answer.chosen, better, has_start=bool(offer.kept)),
        offer,
        len(demand.weights),
        float(demand.weights.sum()),
        lambda seconds: certify_distance(
            demand,
            answer,
            question.count,
            kept=offer.kept,
            time_limit_s=seconds,
            on_progress=lambda share: report(0.2 + 0.8 * share),
        ),
        demand_accuracy_m=float(people.accuracies_m.max()),
    )


def _objective(demand: Distances, chosen: tuple[int, ...], *, median: bool) -> float:
    return weighted(demand, chosen) if median else farthest(demand, chosen)


def _offer(
    question: Question,
    sites: gpd.GeoDataFrame,
    towns: gpd.GeoDataFrame,
    candidates: gpd.GeoDataFrame,
) -> Offer:
    require_metric(candidates, "candidates")
    placed = positioned(candidates)
    rows = candidates[placed]
    if rows.empty:
        raise InvalidInputError("no candidate has a position", field="candidates")
    before = service_areas(sites, towns, radius_m=question.radius_m, mission=question.mission)
    standing = np.flatnonzero(before.sites.serving)
    columns = (candidates[~placed][name] for name in ("id", "name_zh", "name_en", "status"))
    return Offer(
        rows,
        tuple(range(len(rows), len(rows) + len(standing))),
        tuple(before.sites.names[number] for number in standing.tolist()),
        before,
        tuple(SiteName(*row) for row in zip(*columns, strict=True)),
        (),
    )
