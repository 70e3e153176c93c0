"""A siting question answered: from frames of layers to a choice, its proof and its certificate."""

from dataclasses import replace
from math import fsum

import geopandas as gpd

from gis.errors import InvalidInputError
from gis.progress import Progress, never_back, part, unheard
from gis.results import Interval
from gis.service_areas import ServiceAreas, service_areas
from gis.siting.answers import AnswerStatus, Clock, with_proof
from gis.siting.cover_questions import by_cover
from gis.siting.demand import demand_per_m2
from gis.siting.distance_questions import by_distance
from gis.siting.forbidden import Dropped, outside
from gis.siting.opened import covered, towns_of, with_open
from gis.siting.own_demand import own_covered
from gis.siting.questions import DISTANCE_PROBLEMS, PEOPLE_ONLY, Finding, Frames, Question
from gis.siting.round_zones import FREE_AIR, Around, known_with

MAX_CANDIDATES = 2_000
"""More candidates than this are refused: tables of candidate by candidate would fill the memory."""
_SOLVING = 0.6
"""Share of the time that solving may take where a certificate is wanted, too."""


def ask(  # noqa: PLR0913 - each is a thing its user may want to set
    question: Question,
    sites: gpd.GeoDataFrame,
    towns: gpd.GeoDataFrame,
    candidates: gpd.GeoDataFrame,
    *,
    forbidden: gpd.GeoDataFrame | None = None,
    time_limit_s: float = 20.0,
    certificate: bool = False,
    around: Around = FREE_AIR,
    on_progress: Progress | None = None,
) -> Finding:
    """Answer a siting question. Existing serving sites always stay.

    Parameters
    ----------
    question
        What is asked.
    sites, towns, candidates
        As in :func:`gis.siting.plan.best_new_sites`.
    forbidden
        Polygons in EPSG:4547 with an ``id`` where nothing may stand.
    time_limit_s
        Seconds for the whole answer, the certificate included; the arrangement of service areas
        before it is bounded by its size instead.
    certificate
        Whether to write a certificate.
    around
        The airspace: what candidates and sites surely serve goes round its zones, while distances
        (median, center) and flights between sites (connected) stay straight.
    on_progress
        Told the share of the work done; what it raises ends the run.

    Raises
    ------
    WrongReferenceSystemError
        If a frame is not in EPSG:4547.
    InvalidInputError
        If a parameter is out of range, or the question is too large for its time.
    SolverError
        If the solver fails.
    """
    clock = Clock(time_limit_s)
    if question.problem in PEOPLE_ONLY and question.demand != "people":
        raise InvalidInputError(
            f"the problem {question.problem.value} counts people, not area",
            field="demand",
            remedy="Ask for people.",
        )
    solver = by_distance if question.problem in DISTANCE_PROBLEMS else by_cover
    report = never_back(on_progress or unheard)
    report(0.0)
    dropped: tuple[Dropped, ...] = ()
    if forbidden is not None:
        candidates, dropped = outside(candidates, forbidden)
    _check_candidates(len(candidates), len(dropped))
    # Solving may leave time for the proof; the layers after it take little.
    solving = Clock(time_limit_s * (_SOLVING if certificate else 1.0))
    frames = Frames(sites, towns, candidates, around)
    solved = solver(question, frames, solving, part(report, 0.0, 0.7))
    written = None
    if certificate and solved.answer.status is not AnswerStatus.INFEASIBLE:
        report(0.75)
        written = solved.certify(clock.left())
        proven = with_proof(solved.answer, written.value, written.bound)
        solved = replace(solved, answer=proven)
    offer = solved.offer
    chosen = offer.rows.iloc[[pick.candidate for pick in solved.picks]]
    report(0.95)
    before = offer.before
    after = service_areas(
        with_open(sites, chosen),
        towns,
        radius_m=question.radius_m,
        mission=question.mission,
        space=around.space,
        known=known_with(around, before),
    )
    report(1.0)
    return Finding(
        question,
        solved,
        towns_of(chosen, before.partition),
        _covered(before, question),
        _covered(after, question),
        _all_demand(before, question),
        dropped,
        clock.seconds(),
        written,
    )


def _covered(areas: ServiceAreas, question: Question) -> Interval:
    if question.points is not None:
        return own_covered(question.points, areas)
    return covered(areas, question.demand)


def _all_demand(areas: ServiceAreas, question: Question) -> float:
    if question.points is not None:
        return fsum(question.points.weights.tolist())
    density = demand_per_m2(areas, question.demand)
    return fsum(density[areas.faces.town] * areas.faces.area_m2)


def _check_candidates(left: int, dropped: int) -> None:
    if not left:
        reason = (
            "every candidate stands in a forbidden area" if dropped else "there is no candidate"
        )
        raise InvalidInputError(
            reason,
            field="forbidden" if dropped else "candidates",
            remedy="Offer other candidates, or a grid with a smaller spacing.",
        )
    if left > MAX_CANDIDATES:
        raise InvalidInputError(
            f"{left:,} candidates are more than {MAX_CANDIDATES:,}",
            field="candidates",
            remedy="Use a larger spacing or fewer points.",
        )
