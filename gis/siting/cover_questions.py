"""Questions of covering: from frames of layers to a choice that can be certified."""

from collections.abc import Callable
from dataclasses import replace
from math import fsum, inf
from typing import Any

import numpy as np

from gis.discs import Floats
from gis.errors import InvalidInputError
from gis.progress import Progress, part
from gis.siting.answers import Clock, answered
from gis.siting.backup import backup_cover, backup_value
from gis.siting.build_order import build_order
from gis.siting.capacitated import capacitated_cover
from gis.siting.certificate import Certificate, certify_fewest, certify_maximal
from gis.siting.certificate_values import certify_value
from gis.siting.conditions import refuse_slow
from gis.siting.connected import connected_cover, links_within
from gis.siting.demand import SitingDemand, demand_per_m2, siting_demand
from gis.siting.fewest import beyond, fewest_sites
from gis.siting.greedy import choose
from gis.siting.own_demand import own_covered
from gis.siting.patterns import Patterns
from gis.siting.picked import in_greedy_order
from gis.siting.plan import MAX_COUNT
from gis.siting.questions import (
    WITH_EXISTING,
    Frames,
    Offer,
    Pick,
    Problem,
    Question,
    Solved,
)
from gis.siting.search import best_cover


def by_cover(question: Question, frames: Frames, clock: Clock, report: Progress) -> Solved:
    """Solve a question of covering.

    Parameters
    ----------
    question, frames
        What is asked, and of what.
    clock, report
        The time, and whom to tell.
    """
    found = siting_demand(
        frames.sites,
        frames.towns,
        frames.candidates,
        radius_m=question.radius_m,
        mission=question.mission,
        demand=question.demand if question.points is None else question.points,
        with_existing=question.problem in WITH_EXISTING,
        around=frames.around,
        on_progress=part(report, 0.0, 0.2),
    )
    refuse_slow(question, len(found.patterns.covering), clock)
    return _SOLVERS[question.problem](question, found, clock, part(report, 0.2, 1.0))


def _offer(found: SitingDemand) -> Offer:
    names = tuple(found.before.sites.names[number] for number in found.staying.tolist())
    return Offer(
        found.rows,
        found.kept,
        names,
        found.before,
        found.unplaced,
        found.too_uncertain,
        found.barred,
    )


def _certified(report: Progress, *question: Any, **named: Any) -> Callable[[float], Certificate]:
    return lambda seconds: certify_value(
        *question, **named, time_limit_s=seconds, on_progress=report
    )


def _ordered(patterns: Patterns, chosen: tuple[int, ...]) -> tuple[Pick, ...]:
    """Return a choice in greedy order with the demand that each newly covers; all of them."""
    ordered = choose(patterns, patterns.by_candidate(), max(1, len(chosen)), among=chosen)
    idle = [one for one in chosen if one not in ordered.chosen]
    adds = zip(ordered.chosen, ordered.adds, strict=True)
    return (*(Pick(one, gain) for one, gain in adds), *(Pick(one, 0.0) for one in idle))


def _weight(patterns: Patterns) -> float:
    return fsum(patterns.weights.tolist())


def _maximal(question: Question, found: SitingDemand, clock: Clock, report: Progress) -> Solved:
    if not 1 <= question.count <= MAX_COUNT:
        raise InvalidInputError(
            f"between 1 and {MAX_COUNT} new sites can be asked for, not {question.count}",
            field="count",
        )
    best = best_cover(found.patterns, question.count, time_limit_s=clock.left(), on_progress=report)
    answer = answered("maximal_covering", best.chosen, best.value, best.bound, clock)
    picks = tuple(Pick(*pair) for pair in zip(best.chosen, best.adds, strict=True))
    return Solved(
        answer,
        picks,
        _offer(found),
        len(found.patterns),
        _weight(found.patterns),
        lambda seconds: certify_maximal(
            found.patterns, best.chosen, question.count, time_limit_s=seconds, on_progress=report
        ),
    )


def _fewest(question: Question, found: SitingDemand, clock: Clock, report: Progress) -> Solved:
    needed = _needed(question, found) if question.problem is Problem.PARTIAL else None
    answer = fewest_sites(
        found.patterns, needed=needed, time_limit_s=clock.left(), on_progress=report
    )
    return Solved(
        answer,
        _ordered(found.patterns, answer.chosen),
        _offer(found),
        len(found.patterns),
        _weight(found.patterns),
        lambda seconds: certify_fewest(
            found.patterns,
            answer.chosen,
            needed=needed,
            hoped=round(answer.bound),
            time_limit_s=seconds,
            on_progress=report,
        ),
    )


def _needed(question: Question, found: SitingDemand) -> float:
    """Return the demand that new sites must cover for a share of the city's to be covered."""
    if not 0 < question.share <= 1:
        raise InvalidInputError(
            f"the share must be above 0 and at most 1, not {question.share:g}", field="share"
        )
    before = found.before
    if question.points is not None:
        all_demand = fsum(question.points.weights.tolist())
        return max(0.0, question.share * all_demand - own_covered(question.points, before).low)
    weights = demand_per_m2(before, question.demand)[before.faces.town] * before.faces.area_m2
    return max(0.0, question.share * fsum(weights) - fsum(weights[before.sure > 0]))


def _backup(question: Question, found: SitingDemand, clock: Clock, report: Progress) -> Solved:
    patterns, shares = found.patterns, (1 - question.backup_share, question.backup_share)
    answer = backup_cover(
        patterns,
        question.count,
        times=question.times,
        backup_share=question.backup_share,
        kept=found.kept,
        time_limit_s=clock.left(),
        on_progress=report,
    )
    index = patterns.by_candidate()

    def value(chosen: tuple[int, ...]) -> float:
        return backup_value(patterns, index, (*chosen, *found.kept), question.times, shares)

    problem = {
        "count": question.count,
        "times": question.times,
        "backup_share": question.backup_share,
    }
    return Solved(
        answer,
        in_greedy_order(answer.chosen, value),
        _offer(found),
        len(patterns),
        _weight(patterns),
        _certified(report, patterns, answer, problem, kept=found.kept),
    )


def _capacitated(question: Question, found: SitingDemand, clock: Clock, report: Progress) -> Solved:
    rate = question.movements_per_person_day
    if not 0 < rate < inf:
        raise InvalidInputError(
            f"movements per person and day must be above 0, not {rate:g}",
            field="movements_per_person_day",
        )
    patterns = replace(found.patterns, weights=found.patterns.weights * rate)
    capacity = _capacities(question, found)
    solved = capacitated_cover(
        patterns,
        capacity,
        question.count,
        kept=found.kept,
        time_limit_s=clock.left(),
        on_progress=report,
    )
    loads = sorted((-float(solved.load[one]), one) for one in solved.answer.chosen)
    return Solved(
        solved.answer,
        tuple(Pick(one, -load) for load, one in loads),
        _offer(found),
        len(patterns),
        _weight(patterns),
        _certified(
            report,
            patterns,
            solved,
            {"count": question.count},
            kept=found.kept,
            capacity_per_day=capacity,
        ),
    )


def _capacities(question: Question, found: SitingDemand) -> Floats:
    """Return each candidate's and existing site's movements a day: its own where it states them."""
    stated = found.before.sites.capacities_per_day[found.staying]
    own = np.concatenate((np.full(len(found.rows), np.nan), stated))
    return np.where(np.isnan(own), question.capacity_per_day, own)


def _build_order(question: Question, found: SitingDemand, clock: Clock, report: Progress) -> Solved:
    patterns = found.patterns
    if not question.counts:
        raise InvalidInputError(
            "a build order needs the number of new sites of each year", field="counts"
        )
    plan = build_order(
        patterns,
        question.counts,
        weights=question.year_weights or None,
        time_limit_s=clock.left(),
        on_progress=report,
    )
    picks: list[Pick] = []
    left = patterns
    for number, year in enumerate(plan.years, start=1):
        picks += [replace(pick, year=number) for pick in _ordered(left, year.opened)]
        left = beyond(patterns, tuple(pick.candidate for pick in picks))
    return Solved(
        plan.answer,
        tuple(picks),
        _offer(found),
        len(patterns),
        _weight(patterns),
        _certified(report, patterns, plan, {"counts": list(question.counts)}),
        years=plan.years,
    )


def _connected(question: Question, found: SitingDemand, clock: Clock, report: Progress) -> Solved:
    links = links_within(found.centres, found.accuracies_m, question.flight_m)
    answer = connected_cover(
        found.patterns,
        links,
        question.count,
        kept=found.kept,
        time_limit_s=clock.left(),
        on_progress=report,
    )
    open_demand = beyond(found.patterns, found.kept)
    return Solved(
        answer,
        _ordered(open_demand, answer.chosen),
        _offer(found),
        len(open_demand),
        _weight(open_demand),
        _certified(
            report, open_demand, answer, {"count": question.count}, kept=found.kept, links=links
        ),
    )


_SOLVERS: dict[Problem, Callable[[Question, SitingDemand, Clock, Progress], Solved]] = {
    Problem.MAXIMAL: _maximal,
    Problem.FEWEST: _fewest,
    Problem.PARTIAL: _fewest,
    Problem.BACKUP: _backup,
    Problem.CAPACITATED: _capacitated,
    Problem.BUILD_ORDER: _build_order,
    Problem.CONNECTED: _connected,
}
