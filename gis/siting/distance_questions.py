"""Questions of distance: people counted at points, from frames of layers to a choice."""

import numpy as np
import shapely

from gis.crs import require_metric
from gis.demand_points import town_demand
from gis.errors import InvalidInputError
from gis.progress import Progress, part
from gis.service_areas import service_areas
from gis.sites import positioned
from gis.siting.answers import Clock
from gis.siting.centers import farthest, p_center
from gis.siting.certificate_values import certify_distance
from gis.siting.distances import Distances, distances
from gis.siting.medians import p_median, weighted
from gis.siting.picked import in_greedy_order
from gis.siting.questions import Frames, Offer, Problem, Question, Solved
from gis.siting.round_zones import free_to_stand, names_of


def by_distance(question: Question, frames: Frames, clock: Clock, report: Progress) -> Solved:
    """Solve a p-median or p-center question.

    A site whose position is an estimate counts with its distance and its accuracy together: the
    most that the distance could be. Service radii play no part. Distances are straight, round no
    zone; but no candidate is offered that may stand in one.

    Parameters
    ----------
    question, frames
        What is asked, and of what.
    clock, report
        The time, and whom to tell.
    """
    offer = _offer(question, frames)
    people = question.points
    if people is None:
        people = town_demand(frames.towns, cell_m=question.cell_m)
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


def _offer(question: Question, frames: Frames) -> Offer:
    candidates, around = frames.candidates, frames.around
    require_metric(candidates, "candidates")
    placed = positioned(candidates)
    rows = candidates[placed]
    if rows.empty:
        raise InvalidInputError("no candidate has a position", field="candidates")
    free, barred = free_to_stand(rows, around.space)
    rows = rows[free]
    before = service_areas(
        frames.sites,
        frames.towns,
        radius_m=question.radius_m,
        mission=question.mission,
        space=around.space,
        known=around.known,
    )
    standing = np.flatnonzero(before.sites.serving)
    return Offer(
        rows,
        tuple(range(len(rows), len(rows) + len(standing))),
        tuple(before.sites.names[number] for number in standing.tolist()),
        before,
        names_of(candidates[~placed]),
        (),
        barred,
    )
