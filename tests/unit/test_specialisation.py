"""Location quotients and standings, against the formulae written out and their own laws."""

import random
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import rankdata

from gis.policy.results_specialisation import (
    Band,
    IndustryRow,
    Measure,
    NoFigure,
    Quotient,
    Reading,
    Specialisation,
    YieldIndex,
)
from gis.policy.specialisation import INDICES, MEASURES, rounded, specialisation

FIRMS, TAX, RD = Measure.FIRMS, YieldIndex.TAX_PER_MU, YieldIndex.RD_SHARE
TOWNS, INDUSTRIES = ("humen", "changan", "dalang"), ("电子", "服装", "家具")
amounts = st.integers(0, 10**6)
cells = st.lists(st.one_of(st.none(), amounts), min_size=len(TOWNS) * 3, max_size=len(TOWNS) * 3)


def grid(values: Sequence[int | None], year: int | None = None) -> list[IndustryRow]:
    pairs = [(town, industry) for town in TOWNS for industry in INDUSTRIES]
    return [
        IndustryRow(town, industry, year, {FIRMS: value}, {})
        for (town, industry), value in zip(pairs, values, strict=True)
    ]


def ranked(values: Sequence[float | None], index: YieldIndex = TAX) -> list[IndustryRow]:
    return [
        IndustryRow(f"town-{place}", "电子", None, {}, {index: value})
        for place, value in enumerate(values)
    ]


def quotients(found: Specialisation) -> list[float | None]:
    return [row.quotients[FIRMS].value for row in found.rows]


def by_hand(values: Sequence[int | None], place: int) -> Fraction | None:
    """The formula as it is written, in exact fractions and without any of the module's sums."""
    town, industry = divmod(place, 3)
    known = {k: Fraction(v) for k, v in enumerate(values) if v is not None}
    of_town = sum((v for k, v in known.items() if k // 3 == town), Fraction())
    of_industry = sum((v for k, v in known.items() if k % 3 == industry), Fraction())
    if place not in known or not of_town or not of_industry:
        return None
    return (known[place] / of_town) / (of_industry / sum(known.values(), Fraction()))


@given(cells)
def test_the_quotient_is_the_formula(values: list[int | None]) -> None:
    for place, found in enumerate(quotients(specialisation(grid(values)))):
        expected = by_hand(values, place)
        assert (found is None) == (expected is None)
        if expected is not None:
            assert found == pytest.approx(float(expected), rel=1e-12)


@given(st.lists(amounts, min_size=9, max_size=9))
def test_weighted_by_shares_the_quotients_of_an_industry_average_to_one(values: list[int]) -> None:
    assume(sum(values) > 0)
    rows = grid(values)
    found = quotients(specialisation(rows))
    for industry in range(3):
        of = range(industry, 9, 3)
        if not sum(values[place] for place in of):
            continue
        town_shares = [sum(values[place // 3 * 3 : place // 3 * 3 + 3]) for place in of]
        mean = sum(
            share * (found[place] or 0.0) for share, place in zip(town_shares, of, strict=True)
        )
        assert mean / sum(values) == pytest.approx(1)


@given(cells, st.sampled_from([2, 1000, 10**4]))
def test_the_unit_does_not_matter(values: list[int | None], factor: int) -> None:
    scaled = [None if value is None else value * factor for value in values]
    for one, other in zip(
        quotients(specialisation(grid(values))),
        quotients(specialisation(grid(scaled))),
        strict=True,
    ):
        assert (one is None) == (other is None)
        if one is not None:
            assert other == pytest.approx(one, rel=1e-12)


@given(cells, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(
    values: list[int | None], shuffler: random.Random
) -> None:
    rows = [
        IndustryRow(row.town, row.industry, None, row.measures, {TAX: row.measures[FIRMS]})
        for row in grid(values)
    ]
    shuffled = rows.copy()
    shuffler.shuffle(shuffled)
    first, second = specialisation(rows), specialisation(shuffled)
    key = [(row.town, row.industry) for row in first.rows]
    assert sorted(second.rows, key=lambda row: key.index((row.town, row.industry))) == list(
        first.rows
    )
    assert first.extents == second.extents


@given(cells, st.lists(amounts, min_size=9, max_size=9))
def test_a_quotient_beside_blanks_keeps_its_word_whatever_the_blanks_hold(
    values: list[int | None], filling: list[int]
) -> None:
    told = specialisation(grid(values)).rows
    full = [fill if value is None else value for value, fill in zip(values, filling, strict=True)]
    for place, row in enumerate(told):
        stated = by_hand(values, place)
        if stated is None:
            continue
        true = by_hand(full, place)
        assert true is not None
        reading = row.quotients[FIRMS].reading
        holds = {
            Reading.EXACT: true == stated,
            Reading.AT_LEAST: true >= stated,
            Reading.AT_MOST: true <= stated,
            Reading.EITHER_WAY: None in values,
        }
        assert reading is not None
        assert holds[reading]
        assert (reading is Reading.EXACT) == (None not in values)


def test_every_reading_occurs() -> None:
    """With 电子 of 虎门 blank: its own town and industry read too high, the rest too low."""
    one = specialisation(grid([None, 2, 3, 4, 5, 6, 7, 8, 9]))
    readings = [row.quotients[FIRMS].reading for row in one.rows]
    most, least = Reading.AT_MOST, Reading.AT_LEAST
    assert readings == [None, most, most, most, least, least, most, least, least]
    two = specialisation(grid([None, 2, 3, 4, None, 6, 7, 8, 9]))
    assert two.rows[2].quotients[FIRMS].reading is Reading.EITHER_WAY
    assert two.extents[0].blanks == {FIRMS: 2}
    assert two.extents[0].totals == {FIRMS: 39}


@pytest.mark.parametrize(
    ("values", "place", "why"),
    [
        ([None, 2, 3, 4, 5, 6, 7, 8, 9], 0, NoFigure.BLANK),
        ([0, 0, 0, 4, 5, 6, 7, 8, 9], 1, NoFigure.TOWN_TOTAL_ZERO),
        ([0, None, 0, 4, 5, 6, 7, 8, 9], 0, NoFigure.TOWN_TOTAL_ZERO),
        ([0, 2, 3, 0, 5, 6, 0, 8, 9], 3, NoFigure.INDUSTRY_TOTAL_ZERO),
        ([0] * 9, 4, NoFigure.TOWN_TOTAL_ZERO),
    ],
)
def test_no_quotient_says_why(values: list[int | None], place: int, why: NoFigure) -> None:
    found = specialisation(grid(values)).rows[place].quotients[FIRMS]
    assert (found.value, found.reading, found.missing) == (None, None, why)


def test_a_stated_nothing_is_a_quotient_of_nothing() -> None:
    found = specialisation(grid([0, 2, 3, 4, 5, 6, 7, 8, 9])).rows[0].quotients[FIRMS]
    assert (found.value, found.reading) == (0.0, Reading.EXACT)


def test_years_are_not_mixed() -> None:
    old, new = [1, 2, 3, 4, 5, 6, 7, 8, 9], [9, 8, 7, 6, 5, 4, 3, 2, 1]
    both = specialisation(grid(new, 2023) + grid(old, 2022))
    assert quotients(both)[:9] == quotients(specialisation(grid(new)))
    assert quotients(both)[9:] == quotients(specialisation(grid(old)))
    assert [one.year for one in both.extents] == [2022, 2023]


def test_pairs_without_a_row_are_counted() -> None:
    rows = grid(range(1, 10))
    found = specialisation(rows[:7])
    (extent,) = found.extents
    assert (extent.rows, extent.towns, extent.industries) == (7, 3, 3)
    assert extent.pairs_without_row == 2


@given(st.lists(st.one_of(st.none(), st.integers(-50, 50)), min_size=0, max_size=40))
def test_the_percentile_is_hazens_with_middle_ranks(values: list[int | None]) -> None:
    known = [value for value in values if value is not None]
    expected = iter(100 * (rankdata(known, method="average") - 0.5) / len(known) if known else ())
    for value, row in zip(values, specialisation(ranked(values)).rows, strict=True):
        standing = row.standings[TAX]
        assert (standing.value, standing.among) == (value, len(known))
        if value is None:
            assert standing.missing is NoFigure.BLANK
            continue
        hazen = next(expected)
        if len(known) < 5:
            assert (standing.percentile, standing.missing) == (None, NoFigure.TOO_FEW)
        else:
            assert standing.percentile == pytest.approx(hazen)


@given(st.lists(st.integers(-50, 50), min_size=5, max_size=60))
def test_bands_follow_the_values(values: list[int]) -> None:
    rows = specialisation(ranked(values)).rows
    found = sorted(zip(values, (row.standings[TAX].band for row in rows), strict=True))
    bands = [band for _, band in found]
    assert bands == sorted(bands, reverse=True)
    assert len(set(found)) == len(set(values)), "equal values stand in one band"
    best = bands.count(Band.A) / len(values)
    worst = bands.count(Band.D) / len(values)
    if len(set(values)) == len(values):
        assert abs(best - 0.2) <= 1 / len(values)
        assert abs(worst - 0.2) <= 1 / len(values)


def test_the_bands_of_five_and_of_one_value_only() -> None:
    def bands(values: list[float | None]) -> list[Band | None]:
        return [row.standings[TAX].band for row in specialisation(ranked(values)).rows]

    assert bands([1, 2, 3, 4, 5]) == [Band.D, Band.C, Band.B, Band.B, Band.A]
    assert bands([7] * 6) == [Band.B] * 6
    assert bands([1, 2, 3, 4, None]) == [None] * 5


def test_standings_stay_within_an_industry_and_a_year() -> None:
    rows = ranked([1, 2, 3, 4, 5])
    other = [IndustryRow(row.town, "服装", None, {}, {TAX: 100.0}) for row in rows]
    later = [IndustryRow(row.town, "电子", 2024, {}, {TAX: 0.0}) for row in rows]
    alone = [row.standings for row in specialisation(rows).rows]
    assert [row.standings for row in specialisation([*rows, *other, *later]).rows][:5] == alone


def test_the_score_is_the_mean_of_the_percentiles_there_are() -> None:
    rows = [
        IndustryRow(f"town-{n}", "电子", None, {}, {TAX: float(n), RD: None if n == 4 else -n})
        for n in range(6)
    ]
    found = specialisation(rows).rows
    assert found[4].score is not None
    assert (found[4].score.value, found[4].score.of) == (found[4].standings[TAX].percentile, 1)
    best = found[5]
    assert best.score is not None
    assert best.score.of == 2
    assert best.score.value == pytest.approx((100 * 5.5 / 6 + 100 * 0.5 / 5) / 2)
    few = specialisation(rows[:4]).rows
    assert {row.score for row in few} == {None}


def test_only_the_columns_there_are_are_answered() -> None:
    found = specialisation(grid([1] * 9))
    assert (found.measures, found.indices) == ((FIRMS,), ())
    assert found.rows[0].standings == {}
    empty = specialisation([])
    assert (empty.rows, empty.extents, empty.measures) == ((), (), ())


def test_every_column_has_its_title() -> None:
    assert [term.id for term in MEASURES] == list(Measure)
    assert [term.id for term in INDICES] == list(YieldIndex)


@given(st.floats(0, 1e6), st.sampled_from(list(Reading)))
def test_rounding_keeps_the_reading_true(value: float, reading: Reading) -> None:
    said = rounded(Quotient(value, reading))
    assert said is not None
    assert abs(said - value) <= 0.0101
    assert said <= value + 1e-9 or reading is not Reading.AT_LEAST
    assert said >= value - 1e-9 or reading is not Reading.AT_MOST


def test_there_is_nothing_to_round_where_there_is_no_quotient() -> None:
    assert rounded(Quotient(None, missing=NoFigure.BLANK)) is None
