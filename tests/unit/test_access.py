"""Two-step floating catchments: definition, displacements, conservation, closed forms."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.access import Supply, access, read_supply, town_access
from gis.decay import Gaussian, Steps
from gis.demand_reach import Demand
from gis.errors import InvalidInputError
from tests.made_city import irregular_towns, made_sites, square_towns

DECAYS = (
    Steps((2_500.0,)),
    Steps((1_000.0, 2_000.0, 3_500.0), (1.0, 0.68, 0.22)),
    Gaussian(3_500.0),
)


def by_definition(places, people, centres, capacities, decay):
    """The two steps, written with loops."""
    offset = places[:, None] - centres[None]
    weight = decay.weights(np.hypot(offset[..., 0], offset[..., 1]))
    score = np.zeros(len(people))
    for j, capacity in enumerate(capacities):
        wanted = sum(people[k] * weight[k, j] for k in range(len(people)))
        if wanted > 0:
            for i in range(len(people)):
                score[i] += 1_000 * capacity / wanted * weight[i, j]
    return score


def made_case(seed, *, points=25, sites=5, accuracies=(0, 100, 600)):
    draw = np.random.default_rng(seed)
    demand = Demand(
        draw.uniform(0, 8_000, (points, 2)),
        draw.integers(1, 900, points).astype(float),
        draw.choice(accuracies, points).astype(float),
        draw.integers(0, 3, points),
        ("a", "b", "c"),
    )
    supply = Supply(
        draw.uniform(0, 8_000, (sites, 2)),
        draw.choice(accuracies, sites).astype(float),
        draw.uniform(1, 9, sites),
    )
    return supply, demand


@pytest.mark.parametrize("decay", DECAYS)
@pytest.mark.parametrize("seed", range(3))
def test_exact_positions_give_the_two_steps(seed, decay):
    supply, demand = made_case(seed, accuracies=(0,))
    answer = access(supply, demand, decay)
    score = by_definition(demand.places, demand.weights, supply.centres, supply.capacities, decay)
    assert answer.low == pytest.approx(score)
    assert answer.high == pytest.approx(score)
    for row in answer.towns:
        mine = demand.town == "abc".index(row.town)
        mean = np.average(score[mine], weights=demand.weights[mine])
        assert (row.per_thousand.low, row.per_thousand.high) == pytest.approx((mean, mean))


@pytest.mark.parametrize("decay", DECAYS)
@pytest.mark.parametrize("seed", range(4))
def test_truth_is_in_the_interval_for_10000_displacements(seed, decay):
    supply, demand = made_case(seed)
    answer = access(supply, demand, decay)
    assert (answer.low < answer.high).any()
    draw = np.random.default_rng(seed)
    for turn in range(834):
        sides = []
        for places, accuracies in (
            (demand.places, demand.accuracies_m),
            (supply.centres, supply.accuracies_m),
        ):
            share = 1.0 if turn % 2 else np.sqrt(draw.uniform(0, 1, len(places)))
            angle = draw.uniform(0, 2 * np.pi, len(places))
            way = share * accuracies
            sides.append(places + np.column_stack((way * np.cos(angle), way * np.sin(angle))))
        offset = sides[0][:, None] - sides[1][None]
        weighted = demand.weights[:, None] * decay.weights(np.hypot(*np.moveaxis(offset, 2, 0)))
        wanted = weighted.sum(axis=0)
        rate = np.divide(supply.capacities, wanted, out=np.zeros_like(wanted), where=wanted > 0)
        falls = 1_000 * weighted @ rate
        score = falls / demand.weights
        assert (answer.low <= score + 1e-9).all()
        assert (score <= answer.high + 1e-9).all()
        for row in answer.towns:
            mine = demand.town == "abc".index(row.town)
            mean = falls[mine].sum() / row.people
            assert row.per_thousand.low - 1e-9 <= mean <= row.per_thousand.high + 1e-9
            missed = demand.weights[mine & (weighted.sum(axis=1) == 0)].sum()
            assert row.out_of_reach.low <= missed <= row.out_of_reach.high
        total = falls.sum() / demand.weights.sum()
        assert answer.city.per_thousand.low - 1e-9 <= total
        assert total <= answer.city.per_thousand.high + 1e-9


@given(st.integers(0, 2**32 - 1), st.sampled_from(DECAYS))
@settings(max_examples=30, deadline=None)
def test_all_capacity_that_surely_reaches_anybody_is_shared_out(seed, decay):
    supply, demand = made_case(seed)
    answer = access(supply, demand, decay)
    offset = demand.places[:, None] - supply.centres[None]
    away = np.hypot(offset[..., 0], offset[..., 1])
    doubt = np.add.outer(demand.accuracies_m, supply.accuracies_m)
    reach = [decay.weights(np.maximum(0, side)) > 0 for side in (away + doubt, away - doubt)]
    low, high = (supply.capacities[side.any(axis=0)].sum() for side in reach)
    people = demand.weights.sum()
    assert answer.city.per_thousand.low == pytest.approx(1_000 * low / people)
    assert answer.city.per_thousand.high == pytest.approx(1_000 * high / people)


def test_one_site_in_the_middle_of_one_town_serves_all_alike():
    towns = square_towns(1, 4_000)
    supply = read_supply(made_sites([(2_000, 2_000)]), capacity=None)
    answer = town_access(supply, towns, Steps((9_000.0,)), cell_m=500)
    assert answer.city.per_thousand.low == pytest.approx(1.0)  # 1 site for 1,000 people
    assert answer.city.per_thousand.high == pytest.approx(1.0)
    assert (answer.city.out_of_reach.low, answer.city.out_of_reach.high) == (0.0, 0.0)


def test_smaller_cells_give_closer_bounds_of_the_same_truth():
    towns = irregular_towns(5, 15_000, 2)
    supply = read_supply(made_sites([(5_000, 5_000), (9_000, 8_000)]), capacity=None)
    rough, fine = (
        town_access(supply, towns, Gaussian(6_000.0), cell_m=side) for side in (2_000, 500)
    )
    assert len(rough.towns) == len(towns) - 1
    assert rough.towns_without_people == fine.towns_without_people == (towns.id.iloc[-1],)
    widths = []
    for one, other in zip(rough.towns, fine.towns, strict=True):
        assert one.per_thousand.low <= other.per_thousand.high
        assert other.per_thousand.low <= one.per_thousand.high
        widths.append(
            (one.per_thousand.high - one.per_thousand.low,
             other.per_thousand.high - other.per_thousand.low)
        )  # fmt: skip
    assert sum(fine for _, fine in widths) < 0.5 * sum(rough for rough, _ in widths)


def test_weights():
    steps = Steps((100.0, 200.0), (1.0, 0.5))
    assert steps.weights(np.array([0, 100, 100.1, 200, 201])).tolist() == [1, 1, 0.5, 0.5, 0]
    bell = Gaussian(1_000.0)
    at = bell.weights(np.array([0.0, 500.0, 1_000.0, 2_000.0]))
    half = (np.exp(-0.125) - np.exp(-0.5)) / (1 - np.exp(-0.5))
    assert at == pytest.approx([1, half, 0, 0])
    for wrong in (((), ()), ((2.0, 1.0), (1.0, 0.5)), ((1.0, 2.0), (0.5, 1.0)), ((1.0,), (2.0,))):
        with pytest.raises(InvalidInputError):
            Steps(*wrong)
    with pytest.raises(InvalidInputError):
        Gaussian(0.0)


def test_sites_without_capacity_or_position_are_named():
    frame = made_sites(np.zeros((4, 2)), accuracy_m=[0, 0, 0, np.nan])
    frame["capacity_per_day"] = pd.Series([4.0, None, 0.0, 2.0], dtype="Float64")
    supply = read_supply(frame, capacity="capacity_per_day")
    assert supply.capacities.tolist() == [4.0]
    assert [site.site for site in supply.without_capacity] == ["s001", "s002"]
    assert [site.site for site in supply.unplaced] == ["s003"]
