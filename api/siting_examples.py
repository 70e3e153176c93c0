"""Examples of the siting family for the API's definition: one question for each problem."""

from typing import Any

from fastapi.openapi.models import Example as Shown

from api.airspace_examples import NO_DATA
from api.examples import Example

_SMALL: Example = {"mission": "delivery", "spacing_m": 10_000.0, "seconds": 5.0}


def _asks(summary: str, **numbers: Any) -> Shown:
    return Shown(summary=summary, value=_SMALL | numbers)


QUESTIONS: dict[str, Shown] = {
    "maximal": _asks("Three sites that cover the most people", problem="maximal", count=3),
    "fewest": _asks("The fewest sites for all that can be covered", problem="fewest"),
    "partial": _asks("The fewest sites for half of the people", problem="partial", share=0.5),
    "backup": _asks(
        "Four sites that cover the most people twice",
        problem="backup",
        count=4,
        times=2,
        backup_share=0.5,
    ),
    "capacitated": _asks(
        "Three sites that serve the most movements a day",
        problem="capacitated",
        count=3,
        capacity_per_day=3_000.0,
        movements_per_person_day=0.01,
    ),
    "build_order": _asks("One site this year, two the next", problem="build_order", counts=[1, 2]),
    "median": _asks(
        "Three sites with the least distance to people", problem="median", count=3, cell_m=5_000.0
    ),
    "center": _asks(
        "Three sites with the least greatest distance", problem="center", count=3, cell_m=5_000.0
    ),
    "connected": _asks(
        "Three sites that flights of 12 km join", problem="connected", count=3, flight_m=12_000.0
    ),
    "own points, a forbidden area and a certificate": _asks(
        "One of the user's own points, outside an area, with a certificate",
        problem="maximal",
        count=1,
        candidates="points",
        points={
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": place},
                    "properties": {"name": name, "accuracy_m": 50.0},
                }
                for name, place in (("甲", [113.75, 23.02]), ("乙", [113.80, 22.80]))
            ],
        },
        forbidden={
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "geometry": {
                        "type": "Polygon",
                        "coordinates": [
                            [[113.7, 23.0], [113.77, 23.0], [113.77, 23.05], [113.7, 23.0]]
                        ],
                    },
                }
            ],
        },
        certificate=True,
    ),
    "circles": _asks(
        "New sites anywhere for own demand points",
        problem="maximal",
        candidates="circles",
        demand_points={
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": place},
                    "properties": {"weight": weight, "accuracy_m": 50},
                }
                for place, weight in (
                    ([113.75, 23.02], 120),
                    ([113.78, 23.03], 80),
                    ([113.81, 22.95], 60),
                )
            ],
        },
        count=1,
        certificate=True,
    ),
}
"""Every question is answered by a test."""
_CERTIFICATE: Example = {
    "bound": 60,
    "bound_certified": True,
    "chosen": [0],
    "digest": "023efe0161281446f84009827fed929c72d3de960d7dd021ad9639acab669ed9",
    "format": "guantu-siting-certificate/2",
    "model": {
        "candidates": 2,
        "covering": [[0], [1], [0, 1]],
        "unit": "1",
        "weights": [40, 30, 20],
    },
    "model_digest": "32f199548eaa0e44e27137257f836c6a7793acfaade014cd1eae96945e771eee",
    "problem": {"count": 1, "kind": "maximal_covering"},
    "proof": {
        "count": 1,
        "denominator": 1048576,
        "dominated": [],
        "prices": [[37748736, 31457280, 13346194]],
        "steps": [["close", 0]],
    },
    "value": 60,
}
CERTIFICATES: dict[str, Shown] = {
    "two candidates": Shown(
        summary="Of two candidates the better one, with its proof", value=_CERTIFICATE
    )
}
VERDICT: Example = {
    "valid": True,
    "reason": "",
    "problem": "maximal_covering",
    "value": "60",
    "bound": "60",
    "unit": "1",
    "bound_certified": True,
}
FAMILY: Example = {
    "edition": "1",
    "problem": "connected",
    "mission": "delivery",
    "radius_m": None,
    "demand": "people",
    "unit": "people",
    "sites": [
        {
            "order": 1,
            "candidate": "grid-0034",
            "number": 33,
            "name_zh": "网格点 34",
            "name_en": "Grid point 34",
            "lon": 113.761374,
            "lat": 22.802918,
            "accuracy_m": 0.0,
            "town": "changan",
            "year": None,
            "adds": 583000.0,
        }
    ],
    "years": [],
    "existing": [],
    "value": 583000.0,
    "bound": 583000.0,
    "gap": 0.0,
    "seconds": 0.3,
    "status": "proven",
    "before": {"low": 0.0, "high": 4049000.0},
    "after": {"low": 583000.0, "high": 4338000.0},
    "total": 10466625.0,
    "counted": 9980000.0,
    "candidates": 44,
    "demands": 205,
    "demand_unplaced": 0.0,
    "demand_accuracy_m": None,
    "forbidden": [{"candidate": "grid-0012", "area": "area-1", "surely": True}],
    "unplaced": [],
    "too_uncertain": [],
    "barred": [],
    "airspace": NO_DATA,
    "straight": [],
    "bound_certified": None,
    "solver_bound": None,
    "certificate": None,
}
