"""Siting against spopt: its San Francisco case, out of its own package, and random questions.

spopt is no dependency (docs/decisions): with `pip install spopt` these tests run.
"""

from importlib.resources import files

import numpy as np
import pandas as pd
import pytest

from gis.siting.backup import backup_cover
from gis.siting.centers import p_center
from gis.siting.certificate import certify_fewest, certify_maximal
from gis.siting.certificate_values import certify_distance, certify_value
from gis.siting.distances import Distances
from gis.siting.fewest import fewest_sites
from gis.siting.medians import p_median
from gis.siting.search import best_cover
from tests.unit.test_siting import merged

spopt = pytest.importorskip("spopt.locate", reason="spopt is not installed")
pulp = pytest.importorskip("pulp", reason="spopt is not installed")

RANGE_M, SITES = 5_000.0, 4
MEAN_DISTANCE_M = 2982.1268579890657
SHARE_OF_TRACTS = 89.75609756097561
"""Both as spopt's own tests have them, for four stores and five kilometres."""


def san_francisco():
    """Distances from 205 census tracts to 16 stores along the streets, and the tracts' people."""
    folder = files("spopt") / "tests" / "test_locate" / "data"
    along = pd.read_csv(
        folder / "SF_network_distance_candidateStore_16_censusTract_205_new.csv"
    ).pivot_table(values="distance", index="DestinationName", columns="name")
    tracts = pd.read_csv(folder / "SF_demand_205_centroid_uniform_weight.csv").sort_values("NAME")
    return along.to_numpy(), tracts["POP2000"].to_numpy(dtype=float), RANGE_M, SITES


def random(seed):
    draw = np.random.default_rng(seed)
    points, sites = draw.uniform(0, 100, (60, 2)), draw.uniform(0, 100, (15, 2))
    apart = np.hypot(*(points[:, None] - sites[None]).transpose(2, 0, 1))
    return apart, draw.integers(1, 100, 60).astype(float), float(apart.min(axis=1).max()) + 9, 4


CASES = {"san francisco": san_francisco, **{f"seed {n}": lambda n=n: random(n) for n in range(4)}}


def solved(model):
    model.solve(pulp.PULP_CBC_CMD(msg=False))
    assert model.problem.status == pulp.LpStatusOptimal
    return model


@pytest.mark.parametrize("name", CASES)
def test_spopt_finds_the_same_values_of_covering(name):
    cost, people, range_m, count = CASES[name]()
    patterns = merged(cost <= range_m, people)
    most = best_cover(patterns, count, time_limit_s=20.0, on_progress=lambda _: None)
    theirs = solved(spopt.MCLP.from_cost_matrix(cost, people, range_m, count))
    assert most.value == pytest.approx(pulp.value(theirs.problem.objective))
    certificate = certify_maximal(patterns, most.chosen, count)
    assert certificate.bound == most.value
    everywhere = float(cost.min(axis=1).max()) + 1.0
    all_ = merged(cost <= everywhere, np.ones(len(people)))
    few = fewest_sites(all_)
    fewest = solved(spopt.LSCP.from_cost_matrix(cost, everywhere))
    assert few.value == few.bound == pulp.value(fewest.problem.objective)
    assert certify_fewest(all_, few.chosen).bound == few.value


@pytest.mark.parametrize("name", CASES)
def test_spopt_finds_no_better_backup(name):
    cost, people, _, _ = CASES[name]()
    everywhere = float(cost.min(axis=1).max()) * 1.2
    theirs = spopt.LSCPB.from_cost_matrix(cost, everywhere, pulp.PULP_CBC_CMD(msg=False))
    chosen = [place for place, one in enumerate(solved(theirs).fac_vars) if one.value() > 0.5]
    times = (cost[:, chosen] <= everywhere).sum(axis=1)
    assert (times > 0).all()
    patterns = merged(cost <= everywhere, np.ones(len(people)))
    count = round(fewest_sites(patterns).value)
    assert len(chosen) == count
    # Once counts so much more than twice that all is covered once first.
    share = 1 / 1024
    found = backup_cover(patterns, count, backup_share=share)
    # spopt counts what is covered three times as two, so that its objective is no bound here.
    least = (1 - share) * len(people) + share * int((times > 1).sum())
    assert found.value >= least - 1e-9
    problem = {"count": count, "times": 2, "backup_share": share}
    assert certify_value(patterns, found, problem).bound == pytest.approx(found.value, abs=1e-9)
    if name != "san francisco":
        assert found.value == pytest.approx(least, abs=1e-9)


@pytest.mark.parametrize("name", CASES)
def test_spopt_finds_the_same_distances(name):
    cost, people, _, count = CASES[name]()
    demand = Distances(cost, people)
    median, center = p_median(demand, count), p_center(demand, count)
    theirs = solved(spopt.PMedian.from_cost_matrix(cost, people, count))
    assert median.value == pytest.approx(pulp.value(theirs.problem.objective), rel=1e-6)
    farthest = solved(spopt.PCenter.from_cost_matrix(cost, count))
    assert center.value == pytest.approx(pulp.value(farthest.problem.objective), rel=1e-6)
    for answer in (median, center):
        proven = certify_distance(demand, answer, count)
        assert proven.bound == pytest.approx(answer.value, rel=1e-4 if cost.max() < 999 else 1e-6)


def test_the_figures_that_spopt_publishes_of_san_francisco_come_out():
    cost, people, range_m, count = san_francisco()
    best = best_cover(
        merged(cost <= range_m, people), count, time_limit_s=20.0, on_progress=lambda _: None
    )
    reached = (cost[:, list(best.chosen)] <= range_m).any(axis=1)
    assert 100 * reached.mean() == pytest.approx(SHARE_OF_TRACTS)
    median = p_median(Distances(cost, people), count)
    assert median.value / people.sum() == pytest.approx(MEAN_DISTANCE_M)
