"""A tessellation from facts: a partition with the areas and the seats asked for, or a refusal."""

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, Polygon, box

from gis.errors import InvalidInputError
from gis.tessellation import CellFacts, tessellate

SIDE = 10_000.0
RESOLUTION = 200.0
SQUARE = box(0, 0, SIDE, SIDE)
HALVES = [CellFacts((2_500, 5_000), 1.0), CellFacts((7_500, 5_000), 1.0)]


@st.composite
def towns(draw: st.DrawFn) -> tuple[Polygon, list[CellFacts]]:
    """A star-shaped region and the facts of a partition it really has: nearest of random points."""
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    angles = np.linspace(0, 2 * np.pi, draw(st.integers(5, 24)), endpoint=False)
    reach = random.uniform(0.7, 1.0, len(angles)) * SIDE
    outline = Polygon(np.column_stack([reach * np.cos(angles), reach * np.sin(angles)]))
    count = draw(st.integers(2, 7))
    points: list[Point] = []
    while len(points) < count:
        point = Point(*random.uniform(-SIDE, SIDE, 2))
        if outline.buffer(-4 * RESOLUTION).contains(point) and all(
            point.distance(other) > SIDE / 5 for other in points
        ):
            points.append(point)
    nearest = shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=outline.buffer(SIDE))
    cells = [cell.intersection(outline) for cell in nearest.geoms]
    facts = []
    for cell in cells:
        seat = next(point for point in points if cell.contains(point))
        facts.append(
            CellFacts(
                (cell.centroid.x, cell.centroid.y),
                cell.area / 1e6,
                (seat.x, seat.y) if draw(st.booleans()) else None,
            )
        )
    return outline, facts


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(towns())
def test_cells_partition_the_outline_with_areas_and_seats_met(
    town: tuple[Polygon, list[CellFacts]],
) -> None:
    outline, facts = town
    cells = tessellate(outline, facts, resolution_m=RESOLUTION)
    assert len(cells) == len(facts)
    assert shapely.coverage_is_valid(cells)
    assert all(cell.is_valid and not cell.is_empty for cell in cells)
    assert shapely.union_all(cells).symmetric_difference(outline).area < 1e-6 * outline.area
    assert sum(cell.area for cell in cells) == pytest.approx(outline.area, rel=1e-9)
    total = sum(fact.area for fact in facts)
    for cell, fact in zip(cells, facts, strict=True):
        wanted = fact.area / total * outline.area
        # A row of pixels along half the border is the most that tracing may take or give.
        assert abs(cell.area - wanted) <= max(0.01 * wanted, RESOLUTION * cell.length / 2)
        assert fact.seat is None or cell.contains(Point(fact.seat))


def test_two_equal_halves_of_a_square_are_found() -> None:
    west, east = tessellate(SQUARE, HALVES, resolution_m=RESOLUTION)
    assert west.area == pytest.approx(SQUARE.area / 2, rel=0.01)
    assert west.intersection(box(0, 0, SIDE / 2, SIDE)).area > 0.98 * SQUARE.area / 2
    assert east.intersection(box(SIDE / 2, 0, SIDE, SIDE)).area > 0.98 * SQUARE.area / 2


def test_the_centroid_decides_where_the_area_lies() -> None:
    """A narrow strip and the rest: a diagram of the nearest centre would cut elsewhere."""
    facts = [CellFacts((5_000, 1_000), 0.2), CellFacts((5_000, 6_000), 0.8)]
    strip, _ = tessellate(SQUARE, facts, resolution_m=RESOLUTION)
    assert strip.intersection(box(0, 0, SIDE, 2_000)).area > 0.97 * 0.2 * SQUARE.area


def test_a_seat_moves_the_border_to_its_town() -> None:
    seat = (5_600.0, 5_000.0)
    west, _ = tessellate(SQUARE, HALVES, resolution_m=RESOLUTION)
    assert not west.contains(Point(seat))
    facts = [CellFacts(HALVES[0].centre, 1.0, seat), HALVES[1]]
    west, _ = tessellate(SQUARE, facts, resolution_m=RESOLUTION)
    assert west.contains(Point(seat))


def test_one_cell_is_the_whole_outline() -> None:
    (cell,) = tessellate(SQUARE, [CellFacts((5_000, 5_000), 3.0)], resolution_m=RESOLUTION)
    assert cell.equals(SQUARE)


def test_an_outline_of_islands_with_a_lake_is_covered() -> None:
    lake = box(4_000, 4_000, 6_000, 6_000)
    outline = MultiPolygon([SQUARE.difference(lake), box(12_000, 0, 16_000, 10_000)])
    facts = [CellFacts((5_000, 5_000), 96.0), CellFacts((14_000, 5_000), 40.0)]
    cells = tessellate(outline, facts, resolution_m=RESOLUTION)
    assert shapely.coverage_is_valid(cells)
    assert shapely.union_all(cells).symmetric_difference(outline).area < 1.0


def test_the_same_facts_give_the_same_vertices() -> None:
    first = tessellate(SQUARE, HALVES, resolution_m=RESOLUTION)
    again = tessellate(SQUARE, HALVES, resolution_m=RESOLUTION)
    assert [cell.wkb for cell in first] == [cell.wkb for cell in again]


@pytest.mark.parametrize(
    ("outline", "facts", "resolution_m", "field"),
    [
        (SQUARE, [], RESOLUTION, "facts"),
        (Polygon(), HALVES, RESOLUTION, "outline"),
        (Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), HALVES, RESOLUTION, "outline"),
        (SQUARE, HALVES, 0.0, "resolution_m"),
        (SQUARE, HALVES, float("nan"), "resolution_m"),
        (SQUARE, HALVES, 1.0, "resolution_m"),
        (SQUARE, HALVES, 2_000.0, "resolution_m"),
        (SQUARE, [CellFacts((5_000, 5_000), 0.0)], RESOLUTION, "area"),
        (SQUARE, [CellFacts((5_000, 5_000), float("inf"))], RESOLUTION, "area"),
        (SQUARE, [CellFacts((float("nan"), 5_000), 1.0)], RESOLUTION, "centre"),
        (SQUARE, [CellFacts((15_000, 5_000), 1.0)], RESOLUTION, "centre"),
        (SQUARE, [CellFacts((5_000, 5_000), 1.0, (-1.0, 0.0))], RESOLUTION, "seat"),
        (
            SQUARE,
            [CellFacts(fact.centre, 1.0, (5_000.0, 5_000.0)) for fact in HALVES],
            RESOLUTION,
            "seat",
        ),
        (SQUARE, [CellFacts((3_000, 5_000), 1.0), HALVES[1]], RESOLUTION, "facts"),
        (
            SQUARE,
            [CellFacts((100.0, 5_000.0), 1.0), CellFacts((9_900.0, 5_000.0), 1.0)],
            RESOLUTION,
            "facts",
        ),
    ],
)
def test_facts_that_cannot_be_met_are_refused(
    outline: Polygon, facts: list[CellFacts], resolution_m: float, field: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        tessellate(outline, facts, resolution_m=resolution_m)
    assert refused.value.field == field
