"""The register of road segments, in figures."""

from math import fsum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString

from gis.results_places import RoadTally
from gis.roads import road_register
from tests.made_frames import made_frame

LINE = LineString([(113.7, 22.8), (113.8, 22.8)])
SEGMENTS: list[dict[str, Any]] = [
    {
        "id": "a",
        "status": "open",
        "towns": ["humen"],
        "vehicle_classes": ["bus", "delivery"],
        "length_km": 2.5,
        "level": "L4",
    },
    {
        "id": "b",
        "status": "planned",
        "towns": ["humen", "changan"],
        "vehicle_classes": ["bus"],
        "length_km": 4.0,
    },
    {"id": "c", "status": "planned", "geometry": LINE, "accuracy_m": 3000.0},
]


def by_key(tallies: tuple[RoadTally, ...]) -> dict[str | None, tuple[int, int, float | None]]:
    return {tally.key: (tally.segments, tally.with_length, tally.km) for tally in tallies}


def test_groups() -> None:
    register = road_register(made_frame("road_segments", *SEGMENTS))
    assert register.total == RoadTally(None, 3, 2, 6.5)
    assert by_key(register.by_status) == {"open": (1, 1, 2.5), "planned": (2, 1, 4.0)}
    assert by_key(register.by_vehicle_class) == {
        "bus": (2, 2, 6.5),
        "delivery": (1, 1, 2.5),
        None: (1, 0, None),
    }
    assert by_key(register.by_level) == {"L4": (1, 1, 2.5), None: (2, 1, 4.0)}


def test_a_length_is_not_shared_out_between_towns() -> None:
    register = road_register(made_frame("road_segments", *SEGMENTS))
    assert by_key(register.by_town) == {
        "changan": (1, 0, None),
        "humen": (2, 1, 2.5),
        None: (1, 0, None),
    }


def test_a_drawn_length_is_never_counted() -> None:
    register = road_register(made_frame("road_segments", SEGMENTS[2]))
    assert register.total.km is None


def test_statuses_choose() -> None:
    register = road_register(made_frame("road_segments", *SEGMENTS), statuses={"open"})
    assert register.total == RoadTally(None, 1, 1, 2.5)
    assert by_key(register.by_town) == {"humen": (1, 1, 2.5)}


def test_no_segments() -> None:
    register = road_register(made_frame("road_segments"))
    assert register.total == RoadTally(None, 0, 0, None)
    assert register.by_town == ()


lengths = st.lists(st.none() | st.floats(0, 500), max_size=12)


@given(lengths)
def test_status_groups_add_up_to_the_total(kms: list[float | None]) -> None:
    statuses = ("open", "planned", "testing", "suspended")
    register = road_register(
        made_frame(
            "road_segments",
            *(
                {"id": f"s{i}", "length_km": km, "status": statuses[i % 4]}
                for i, km in enumerate(kms)
            ),
        )
    )
    assert sum(tally.segments for tally in register.by_status) == len(kms)
    published = [km for km in kms if km is not None]
    assert register.total.km == (fsum(published) if published else None)
    grouped = fsum(tally.km for tally in register.by_status if tally.km is not None)
    assert grouped == pytest.approx(register.total.km or 0.0)
