"""Certified bounds of every problem: true by enumeration, met with time, and never forged."""

from copy import deepcopy
from fractions import Fraction
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.errors import InvalidInputError
from gis.siting.backup import backup_cover
from gis.siting.build_order import build_order
from gis.siting.capacitated import capacitated_cover
from gis.siting.centers import p_center
from gis.siting.certificate_values import certify_distance, certify_value
from gis.siting.connected import connected_cover, links_within
from gis.siting.distances import distances
from gis.siting.medians import p_median
from gis.siting.verify import FIRST_FORMAT, verify
from gis.siting.verify_effort import checked
from gis.siting.verify_values import Rejected, recomputed
from tests.unit.test_siting import merged
from tests.unit.test_siting_certificate import CERTIFICATES, COVERING, leaves, mutated, resealed
from tests.unit.test_siting_family import kept_instances, most_served

OTHERS = tuple(kind for kind in CERTIFICATES if kind not in COVERING)
LEAST = ("p_median", "p_center")


def plans(document):
    """Every choice that a certificate's question allows, each as a problem and its sites."""
    model, problem = document["model"], document["problem"]
    number = model["candidates"] if "candidates" in model else len(model["sites"])
    offered = [one for one in range(number) if one not in problem["kept"]]
    if problem["kind"] == "build_order":
        ends = np.cumsum(problem["counts"]).tolist()
        for order in permutations(offered, min(ends[-1], len(offered))):
            years = [sorted(order[a:b]) for a, b in zip([0, *ends[:-1]], ends, strict=True)]
            yield problem | {"years": years}, sorted(order)
        return
    for size in range(min(problem["count"], len(offered)) + 1):
        for choice in combinations(offered, size):
            yield problem, list(choice)


def optimum(document):
    """The best value of a certificate's own question, by trying every choice."""
    model, kind = document["model"], document["problem"]["kind"]
    best = Fraction(10**30) if kind in LEAST else Fraction(0)
    for problem, choice in plans(document):
        if kind == "capacitated":
            covers = np.zeros((len(model["weights"]), model["candidates"]), dtype=bool)
            for row, covering in enumerate(model["covering"]):
                covers[row, covering] = True
            rooms = np.array([float(Fraction(one)) for one in model["capacity_per_day"]])
            sites = (*choice, *problem["kept"])
            value = Fraction(most_served(covers, np.array(model["weights"]), rooms, sites))
        elif kind in LEAST and not (choice or problem["kept"]):
            continue
        else:
            try:
                value = Fraction(recomputed(problem, model, choice))
            except Rejected:
                continue
        best = min(best, value) if kind in LEAST else max(best, value)
    return best


def is_true(document):
    """Whether no choice of the certificate's own question is better than its bound."""
    bound, best = Fraction(document["bound"]), optimum(document)
    if document["problem"]["kind"] == "capacitated":
        return bound >= best - Fraction(1, 10**6)
    return bound <= best if document["problem"]["kind"] in LEAST else bound >= best


def made(kind, instance, count, draw, **time):
    """A question's answer and what certifies it."""
    covers, weights, kept = instance
    sites = covers.shape[1]
    count = min(count, sites - len(kept))
    patterns = merged(covers, weights)
    if kind == "backup":
        share, times = draw.choice([0.0, 0.4, 1.0]), int(draw.integers(2, 4))
        answer = backup_cover(patterns, count, times=times, backup_share=share, kept=kept)
        problem = {"count": count, "times": times, "backup_share": share}
        return answer, certify_value(patterns, answer, problem, kept=kept, **time)
    if kind == "build_order":
        counts = draw.integers(0, 2, 3).tolist()
        counts = counts if 1 <= sum(counts) <= sites else [1]
        worth = draw.choice([0.5, 1.0, 1.7], len(counts)).tolist()
        plan = build_order(patterns, counts, weights=worth)
        return plan.answer, certify_value(patterns, plan, {"counts": counts}, **time)
    if kind == "capacitated":
        rooms = draw.integers(0, 60, sites) + draw.choice([0.0, 0.25], sites)
        found = capacitated_cover(patterns, rooms, count, kept=kept)
        problem = {"count": count}
        return found.answer, certify_value(
            patterns, found, problem, kept=kept, capacity_per_day=rooms, **time
        )
    if kind == "connected":
        links = links_within(draw.uniform(0, 20, (sites, 2)), np.zeros(sites), 9.0)
        # What kept sites cover is left out of the demand.
        left = ~covers[:, list(kept)].any(axis=1)
        open_ = merged(covers[left], weights[left])
        answer = connected_cover(open_, links, count, kept=kept)
        return answer, certify_value(
            open_, answer, {"count": count}, kept=kept, links=links, **time
        )
    far = distances(
        draw.uniform(0, 9, (8, 2)), draw.integers(1, 9, 8), draw.uniform(0, 9, (sites, 2))
    )
    answer = (p_median if kind == "p_median" else p_center)(far, count, kept=kept)
    return answer, certify_distance(far, answer, count, kept=kept, **time)


@pytest.mark.parametrize("kind", OTHERS)
@given(instance=kept_instances(candidates=6), count=st.integers(1, 3), seed=st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_with_time_the_certified_bound_is_the_optimum(kind, instance, count, seed):
    answer, certificate = made(kind, instance, count, np.random.default_rng(seed))
    document = certificate.data()
    assert verify(document).valid
    assert is_true(document)
    assert certificate.bound == pytest.approx(certificate.value, rel=1e-6, abs=1e-9)
    # Distances are in whole millimetres.
    assert certificate.value == pytest.approx(answer.value, rel=1e-6, abs=0.05)


@pytest.mark.parametrize("kind", OTHERS)
@given(instance=kept_instances(candidates=6), count=st.integers(1, 3), seed=st.integers(0, 99))
@settings(max_examples=10, deadline=None)
def test_without_time_the_certified_bound_is_weaker_and_still_true(kind, instance, count, seed):
    draw = np.random.default_rng(seed)
    _, certificate = made(kind, instance, count, draw, time_limit_s=0.0)
    assert verify(certificate.data()).valid
    assert is_true(certificate.data())


@pytest.mark.parametrize("kind", OTHERS)
def test_every_number_changed_and_sealed_again_is_rejected_or_still_true(kind):
    draw = np.random.default_rng(7)
    covers, weights = draw.random((6, 5)) < 0.5, draw.integers(1, 9, 6).astype(float)
    document = made(kind, (covers, weights, ()), 2, draw)[1].data()
    changed = [
        resealed(mutated(document, path, change))
        for path in leaves(document)
        if "digest" not in path[0]
        for change in (-1, 1)
    ]
    accepted = [forged for forged in changed if verify(forged).valid]
    assert len(accepted) < len(changed)
    assert all(is_true(forged) for forged in accepted)


@pytest.mark.parametrize("kind", OTHERS)
def test_a_better_bound_or_value_is_rejected_even_sealed(kind):
    document = CERTIFICATES[kind].data()
    better = Fraction(1, 1000) if kind in LEAST else Fraction(-1, 1000)
    bound, value = Fraction(document["bound"]), Fraction(document["value"])
    assert verify(resealed(document)).valid
    assert not verify(resealed(document | {"bound": str(bound + better)})).valid
    assert not verify(resealed(document | {"value": str(value - better)})).valid


@pytest.mark.parametrize("kind", [kind for kind in OTHERS if kind != "p_center"])
def test_a_tree_without_one_of_its_steps_proves_nothing(kind):
    document = CERTIFICATES[kind].data()
    steps = document["proof"]["steps"]
    for cut, step in enumerate(steps):
        fewer = deepcopy(document)
        del fewer["proof"]["steps"][cut]
        assert step[0] == "price" or not verify(resealed(fewer)).valid


@pytest.mark.parametrize("kind", [kind for kind in OTHERS if kind != "p_center"])
def test_a_tree_that_would_take_long_to_walk_is_refused_before(kind):
    document = CERTIFICATES[kind].data()
    assert checked(document, most_steps=100_000).valid
    document["proof"]["steps"] = [["price", 0]] * 20_000 + [["close"]]
    with pytest.raises(InvalidInputError, match="steps"):
        checked(resealed(document), most_steps=100_000)


@pytest.mark.parametrize("kind", CERTIFICATES)
def test_certificates_of_the_first_format_are_checked_for_what_they_prove(kind):
    document = CERTIFICATES[kind].data() | {"format": FIRST_FORMAT}
    if kind not in COVERING:
        assert not verify(resealed(document)).valid
        document |= {"bound_certified": False, "proof": None}
    verdict = verify(resealed(document))
    assert verdict.valid, verdict.reason
    assert verdict.bound_certified == (kind in COVERING)
    assert not verify(resealed(document | {"format": "guantu-siting-certificate/3"})).valid
