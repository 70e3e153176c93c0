"""Targets against what the store can count."""

import operator

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.catalogue import LAYERS
from gis.policy.results import Met, TargetState
from gis.policy.targets import COUNTS, target_states

LANDMARKS = "d000-26-city-card-scenarios"
CENTRES = "d000-112-main-centres"
OPERATORS = {
    "eq": operator.eq,
    "ge": operator.ge,
    "gt": operator.gt,
    "le": operator.le,
    "lt": operator.lt,
}


def figure(id_: str, sign: str, value: float, high: float | None = None, **more: object) -> dict:
    plain = {
        "kind": "target",
        "name_zh": "指标",
        "name_en": "indicator",
        "document": id_.partition("-")[0],
        "section": "s",
        "line": 1,
        "unit_zh": "个",
        "unit_en": None,
        "as_written": "若干",
        "year": 2028,
    }
    return {**plain, "id": id_, "operator": sign, "value": value, "high": high, **more}


def states(
    figures: list[dict], *, landmarks: int = 0, main: int = 0, branches: int = 0
) -> dict[str, TargetState]:
    """Return the targets by id in a store with so many features in use, and others beside them."""
    marks = pd.DataFrame(
        {
            "id": [f"landmark-{n}" for n in range(landmarks + 1)],
            "status": ["in_use"] * landmarks + ["planned"],
        }
    )
    centres = pd.DataFrame(
        {
            "id": [f"main-{n}" for n in range(main)] + [f"branch-{n}" for n in range(branches)],
            "status": ["in_use"] * (main + branches),
            "role": ["main"] * main + ["branch"] * branches,
        }
    )
    found = target_states(pd.DataFrame(figures), {"landmarks": marks, "display_centres": centres})
    return {one.figure: one for one in found}


@given(
    st.sampled_from(sorted(OPERATORS)),
    st.integers(0, 8),
    st.integers(0, 8),
)
def test_a_count_is_held_against_the_operator(sign: str, value: int, main: int) -> None:
    one = states([figure(CENTRES, sign, value)], main=main)[CENTRES]
    assert one.current == main == len(one.counted)
    assert (one.met is Met.YES) == OPERATORS[sign](main, value)
    assert one.met is not Met.NO_DATA


@given(
    st.sampled_from(sorted(OPERATORS)),
    st.integers(0, 8),
    st.integers(0, 8),
)
def test_a_count_that_may_be_too_high_decides_only_what_every_lower_count_does(
    sign: str, value: int, landmarks: int
) -> None:
    one = states([figure(LANDMARKS, sign, value)], landmarks=landmarks)[LANDMARKS]
    possible = [OPERATORS[sign](number, value) for number in range(landmarks + 1)]
    expected = Met.YES if all(possible) else Met.NO_DATA if any(possible) else Met.NOT_YET
    assert one.met is expected
    assert one.current == landmarks


@pytest.mark.parametrize(("main", "met"), [(1, "not_yet"), (2, "yes"), (5, "yes"), (6, "not_yet")])
def test_a_range_has_two_ends(main: int, met: str) -> None:
    assert states([figure(CENTRES, "eq", 2, 5)], main=main)[CENTRES].met == met


@pytest.mark.parametrize("sign", ["about", "nearly"])
def test_a_word_without_a_bound_decides_nothing(sign: str) -> None:
    one = states([figure(CENTRES, sign, 2)], main=2)[CENTRES]
    assert (one.current, one.met) == (2, Met.NO_DATA)


def test_branches_are_no_main_centres() -> None:
    one = states([figure(CENTRES, "eq", 1)], main=0, branches=3)[CENTRES]
    assert (one.current, one.met) == (0, Met.NOT_YET)


def test_what_the_store_cannot_count_has_no_figure() -> None:
    one = states([figure("d001-114-scale", "gt", 1.3)], landmarks=9)["d001-114-scale"]
    assert (one.current, one.counted, one.met) == (None, (), Met.NO_DATA)
    assert one.how_zh
    assert one.how_en


def test_only_targets_are_answered_the_latest_due_first() -> None:
    found = states(
        [
            figure("d001-1-a", "eq", 1, year=None),
            figure("d001-2-b", "eq", 1, year=2025, line=9),
            figure("d001-3-c", "eq", 1, year=2025, line=2),
            figure("d000-4-d", "eq", 1, year=2028),
            figure("d000-5-e", "eq", 1, year=2028, kind="actual"),
        ]
    )
    assert list(found) == ["d000-4-d", "d001-3-c", "d001-2-b", "d001-1-a"]
    assert [one.due for one in found.values()] == [2028, 2025, 2025, None]


def test_what_is_counted_can_be_counted() -> None:
    for count in COUNTS.values():
        spec = LAYERS[count.layer]
        assert count.statuses <= {term.id for term in spec.column("status").vocabulary}
        for column, value in count.only.items():
            assert value in {term.id for term in spec.column(column).vocabulary}
