"""The work of an arrangement, estimated, against arrangements that were made."""

import numpy as np
import pytest
import shapely

from gis.discs import Discs
from gis.errors import InvalidInputError
from gis.faces import arrange
from gis.siting.effort import expected_work, refuse_too_much

BOX = (500_000.0, 2_500_000.0, 540_000.0, 2_540_000.0)


def grid(spacing: float, radius: float) -> Discs:
    x, y = np.meshgrid(np.arange(BOX[0], BOX[2], spacing), np.arange(BOX[1], BOX[3], spacing))
    x = x + np.where(np.arange(len(y))[:, None] % 2, spacing / 2, 0.0)
    centres = np.column_stack((x.ravel(), y.ravel())).astype(np.float64)
    return Discs.inscribed(centres, np.full(len(centres), radius))


@pytest.mark.parametrize(
    ("spacing", "radius"), [(4_000.0, 3_000.0), (4_000.0, 8_000.0), (2_500.0, 4_300.0)]
)
def test_the_estimate_is_near_what_comes(spacing: float, radius: float) -> None:
    discs = grid(spacing, radius)
    faces = arrange(np.array([shapely.box(*BOX)], dtype=object), discs)
    expected, memberships = expected_work(discs, BOX, 1.0)
    assert 1 / 3 < expected / len(faces) < 3
    assert 1 / 3 < memberships / len(faces.pair_face) < 3


def test_discs_that_do_not_meet_are_no_work() -> None:
    assert expected_work(grid(4_000.0, 1_000.0), BOX, 1.0) == (0.0, 0.0)
    assert expected_work(grid(4_000.0, 90_000.0), BOX, 1.0)[0] == 0.0


def test_the_same_disc_many_times_is_little_work() -> None:
    same = Discs.inscribed(np.full((3_000, 2), BOX[:2]), np.full(3_000, 9_000.0))
    assert expected_work(same, BOX, 1.0) == (0.0, 0.0)


def test_what_no_machine_could_do_in_time_is_refused_at_once() -> None:
    refuse_too_much(grid(2_000.0, 5_000.0), BOX, 1.0)
    with pytest.raises(InvalidInputError) as caught:
        refuse_too_much(grid(700.0, 6_000.0), BOX, 1.0)
    assert "spacing" in caught.value.remedy
