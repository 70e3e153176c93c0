"""Certificates: what is true is accepted, what was tampered with is not, and no lie ever is."""

import ast
import json
import subprocess
import sys
from copy import deepcopy
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gis.siting.verify
from gis.siting.backup import backup_cover
from gis.siting.build_order import build_order
from gis.siting.capacitated import capacitated_cover
from gis.siting.centers import p_center
from gis.siting.certificate import certify_fewest, certify_maximal
from gis.siting.certificate_values import certify_distance, certify_value
from gis.siting.connected import connected_cover, links_within
from gis.siting.distances import distances
from gis.siting.fewest import fewest_sites
from gis.siting.medians import p_median
from gis.siting.search import best_cover
from gis.siting.verify import digest_of, verify
from tests.unit.test_siting import discs_instance, enumerated, instances, merged


def resealed(data):
    """The certificate with digests that fit, as a forger would make them."""
    sealed = {name: value for name, value in data.items() if name != "digest"}
    sealed["model_digest"] = digest_of(sealed["model"])
    sealed["digest"] = digest_of(sealed)
    return sealed


def leaves(data, path=()):
    """The path of every value in the document."""
    items = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for key, value in items:
        if isinstance(value, dict | list):
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key)


def mutated(data, path, change):
    changed = deepcopy(data)
    place = changed
    for key in path[:-1]:
        place = place[key]
    old = place[path[-1]]
    if isinstance(old, bool):
        place[path[-1]] = not old
    elif isinstance(old, int):
        place[path[-1]] = old + change
    elif old is None:
        place[path[-1]] = change
    else:
        place[path[-1]] = old + str(change)
    return changed


def maximal(covers, weights, count):
    patterns = merged(covers, weights)
    answer = best_cover(patterns, count, time_limit_s=30.0, on_progress=lambda _: None)
    return patterns, certify_maximal(patterns, answer.chosen, count)


def tangled(seed, *, demand=60, candidates=14):
    """Demand that candidates cover at random: its relaxation leaves gaps that need splits."""
    draw = np.random.default_rng(seed)
    return draw.random((demand, candidates)) < 0.3, draw.integers(1, 9, demand).astype(float)


def every_certificate():
    covers, weights = discs_instance(3, demand=40, candidates=9, radius=8.0)
    patterns = merged(covers, weights)
    draw = np.random.default_rng(4)
    demand = distances(
        draw.uniform(0, 9, (12, 2)), draw.integers(1, 9, 12), draw.uniform(0, 9, (6, 2))
    )
    capacity = np.full(9, 333.25)
    links = links_within(draw.uniform(0, 20, (9, 2)), np.zeros(9), 12.0)
    half = patterns.weights.sum() / 2
    backup = {"count": 3, "times": 2, "backup_share": 0.25}
    return {
        "maximal_covering": maximal(*tangled(3), 4)[1],
        "set_covering": certify_fewest(patterns, fewest_sites(patterns).chosen),
        "partial_covering": certify_fewest(
            patterns, fewest_sites(patterns, needed=half).chosen, needed=half
        ),
        "backup": certify_value(
            patterns, backup_cover(patterns, 3, backup_share=0.25, kept=(1,)), backup, kept=(1,)
        ),
        "build_order": certify_value(
            patterns, build_order(patterns, [1, 2], weights=[2.0, 1.5]), {"counts": [1, 2]}
        ),
        "capacitated": certify_value(
            patterns,
            capacitated_cover(patterns, capacity, 3),
            {"count": 3},
            capacity_per_day=capacity,
        ),
        "connected": certify_value(
            patterns, connected_cover(patterns, links, 3), {"count": 3}, links=links
        ),
        "p_median": certify_distance(demand, p_median(demand, 2), 2),
        "p_center": certify_distance(demand, p_center(demand, 2), 2),
    }


CERTIFICATES = every_certificate()
COVERING = ("maximal_covering", "set_covering", "partial_covering")


@pytest.mark.parametrize("kind", CERTIFICATES)
def test_a_true_certificate_is_accepted_after_its_journey_as_text(kind):
    certificate = CERTIFICATES[kind]
    verdict = verify(json.loads(certificate.document))
    assert verdict.valid, verdict.reason
    assert verdict.problem == certificate.kind == kind
    assert verdict.bound_certified
    assert float(Fraction(verdict.value)) == pytest.approx(certificate.value)
    assert float(Fraction(verdict.bound)) == pytest.approx(certificate.bound)


@pytest.mark.parametrize("kind", CERTIFICATES)
@given(st.data())
@settings(max_examples=100, deadline=None)
def test_any_tampered_value_is_rejected(kind, data):
    document = CERTIFICATES[kind].data()
    path = data.draw(st.sampled_from(list(leaves(document))))
    change = data.draw(st.sampled_from([-3, -1, 1, 2, 1_000_000]))
    assert not verify(mutated(document, path, change)).valid


def test_every_single_value_of_a_certificate_counts():
    document = CERTIFICATES["maximal_covering"].data()
    for path in leaves(document):
        assert not verify(mutated(document, path, 1)).valid, path


def claims_hold(document):
    """Whether a covering certificate's claims are true, by enumeration."""
    model, problem = document["model"], document["problem"]
    covers = np.zeros((len(model["weights"]), model["candidates"]), dtype=bool)
    for row, covering in enumerate(model["covering"]):
        covers[row, covering] = True
    covers = covers[:, covers.any(axis=0)]
    weights = np.array(model["weights"], dtype=float)
    if problem["kind"] == "maximal_covering":
        best = enumerated(covers, weights, problem["count"])
        return document["value"] <= best <= document["bound"]
    needed = weights.sum() if problem["kind"] == "set_covering" else problem["needed"]
    fewer = document["bound"] - 1
    return fewer < 0 or (enumerated(covers, weights, fewer) if fewer else 0) < needed


@given(
    st.sampled_from(COVERING), st.lists(st.integers(0, 10**9), min_size=1, max_size=3), st.data()
)
@settings(max_examples=400, deadline=None)
def test_what_a_forger_seals_is_accepted_only_if_it_is_true(kind, places, data):
    document = CERTIFICATES[kind].data()
    paths = [path for path in leaves(document) if "digest" not in path[0]]
    for place in places:
        change = data.draw(st.sampled_from([-50, -2, -1, 1, 2, 50]))
        document = mutated(document, paths[place % len(paths)], change)
    document = resealed(document)
    if verify(document).valid:
        assert claims_hold(document)


@pytest.mark.parametrize("kind", COVERING)
def test_a_better_value_or_bound_than_the_true_one_is_rejected_even_sealed(kind):
    document = CERTIFICATES[kind].data()
    better = {"maximal_covering": -1, "set_covering": 1, "partial_covering": 1}[kind]
    assert verify(resealed(document)).valid
    assert not verify(resealed(document | {"bound": document["bound"] + better})).valid
    assert not verify(resealed(document | {"value": document["value"] - better})).valid


def test_a_proof_without_a_branch_is_rejected_even_sealed():
    document = CERTIFICATES["maximal_covering"].data()
    steps = document["proof"]["steps"]
    assert len(steps) > 2
    for cut in range(len(steps)):
        fewer = deepcopy(document)
        del fewer["proof"]["steps"][cut]
        assert not verify(resealed(fewer)).valid


@pytest.mark.parametrize("odd", [{}, {"format": 1}, {"digest": "x"}, [], None, 3])
def test_what_is_no_certificate_is_rejected(odd):
    assert not verify(odd).valid


@given(instances(candidates=8, demand=20), st.integers(1, 4))
@settings(max_examples=150, deadline=None)
def test_the_certified_bound_is_the_true_optimum(instance, count):
    covers, weights = instance
    _, certificate = maximal(covers, weights, count)
    best = enumerated(covers, weights, count)
    assert certificate.value == certificate.bound == best
    assert verify(certificate.data()).valid


CHECKER = (
    "verify",
    "verify_centers",
    "verify_counts",
    "verify_cover",
    "verify_profits",
    "verify_tree",
    "verify_values",
)


@pytest.mark.parametrize("module", CHECKER)
def test_the_checker_imports_nothing_of_the_solvers_side(module):
    source = Path(gis.siting.verify.__file__).with_name(f"{module}.py")
    tree = ast.parse(source.read_text())
    names = {
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    standard = {"collections.abc", "dataclasses", "fractions", "hashlib", "itertools", "json"}
    of_the_checker = {f"gis.siting.{name}" for name in CHECKER} | {"gis.siting"}
    assert names <= standard | {"math", "typing"} | of_the_checker


def test_the_whole_checker_loads_without_numpy_and_the_solver():
    code = (
        "import sys; sys.modules.update(numpy=None, highspy=None, scipy=None, shapely=None);"
        "import gis.siting.verify"
    )
    root = Path(gis.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
