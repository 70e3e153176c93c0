"""Examples about airspace for the API's definition, with one invented zone.

A test holds each against the answer's own shape.
"""

from typing import Any

Example = dict[str, Any]

ZONES: Example = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": "invented",
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [
                        [113.79, 22.93],
                        [113.83, 22.93],
                        [113.83, 22.967],
                        [113.79, 22.967],
                        [113.79, 22.93],
                    ]
                ],
            },
            "properties": {
                "name_zh": "虚构禁飞区",
                "name_en": "Invented zone",
                "restriction": "prohibited",
                "accuracy_m": 100,
            },
        }
    ],
}
"""An invented zone: no authority has published one like it."""
WHAT_IF: Example = {
    "mission": "delivery",
    "radius_m": 5000,
    "height_m": 120,
    "at": "2026-05-01T09:00:00+08:00",
    "permitted": False,
    "add": [{"lon": 113.75, "lat": 23.02, "accuracy_m": 20, "name": "试点"}],
    "drop": [],
    "move": [],
    "zones": ZONES,
    "drop_zones": [],
}
LOSSES_BODY: Example = {"mission": "logistics", "zones": ZONES}
REACH_BODY: Example = {"mission": "logistics", "site": "what-if-1", "add": WHAT_IF["add"]}
ROUTE_BODY: Example = {
    "start": "takeoff-nancheng-guesthouse",
    "end": {"lon": 113.89, "lat": 22.93, "accuracy_m": 50},
    "zones": ZONES,
}
HOSPITALS_BODY: Example = {"range_m": 20000, "drop": ["takeoff-nancheng-guesthouse"]}

_ZONE: Example = {"zone": "what-if.invented", "name_zh": "虚构禁飞区", "name_en": "Invented zone"}
NO_DATA: Example = {
    "basis": "no_data",
    "height_m": 120.0,
    "height_basis": "assumed",
    "at": None,
    "permitted": False,
    "zones": [],
    "undrawn": [],
}
AIRSPACE: Example = NO_DATA | {
    "basis": "imported",
    "zones": [
        {
            "name": _ZONE,
            "restriction": "prohibited",
            "status": "in_force",
            "floor_m": None,
            "ceiling_m": None,
            "vertical_reference": "not_stated",
            "hours": "24/7",
            "authority": None,
            "edition": None,
            "effect": "bars",
            "unstated": [],
        }
    ],
}
_LOSS: Example = {
    "zone": _ZONE,
    "effect": "bars",
    "surely_m2": 867_000_000.0,
    "possibly_m2": 14_400_000.0,
    "surely_people": 4_450_000.0,
    "possibly_people": 61_000.0,
    "towns": [
        {
            "town": "songshanhu",
            "name_zh": "松山湖",
            "name_en": "Songshan Lake",
            "surely_m2": 90_000_000.0,
            "possibly_m2": 1_200_000.0,
            "surely_people": 400_000.0,
            "possibly_people": 5_300.0,
        }
    ],
}
LOSSES: Example = {
    "edition": "1",
    "mission": "logistics",
    "radius_m": None,
    "airspace": AIRSPACE,
    "together": _LOSS | {"zone": None, "effect": None},
    "zones": [_LOSS],
}
REACH: Example = {
    "edition": "1",
    "mission": "logistics",
    "site": {
        "site": "takeoff-nancheng-botanical-garden",
        "name_zh": "东莞植物园起降点",
        "name_en": "Dongguan Botanical Garden helicopter point",
        "status": "building",
    },
    "lon": 113.7454,
    "lat": 22.9891,
    "accuracy_m": 2000.0,
    "radius_m": 20000.0,
    "radius_basis": "assumed",
    "airspace": AIRSPACE,
    "free_m2": {"low": 1_017_800_000.0, "high": 1_520_600_000.0},
    "reach_m2": {"low": 995_900_000.0, "high": 1_505_200_000.0},
    "surely": None,
    "possibly": None,
}
_FROM: Example = {
    "layer": "takeoff_points",
    "id": "takeoff-nancheng-guesthouse",
    "name_zh": "东莞迎宾馆起降点",
    "name_en": "Dongguan Guesthouse helicopter point",
    "lon": 113.7486,
    "lat": 22.9935,
    "accuracy_m": 7000.0,
}
ROUTE: Example = {
    "edition": "1",
    "mission": "delivery",
    "start": _FROM,
    "end": {
        "layer": None,
        "id": None,
        "name_zh": None,
        "name_en": None,
        "lon": 113.89,
        "lat": 22.93,
        "accuracy_m": 50.0,
    },
    "airspace": AIRSPACE,
    "straight_m": {"low": 9_050.0, "high": 23_150.0},
    "least_m": 9_050.0,
    "most_m": None,
    "round_all": True,
    "legs": [{"start": [113.7486, 22.9935], "end": [113.89, 22.93], "length_m": 16_100.0}],
    "heights": [
        {
            "from_m": 4_000.0,
            "to_m": 6_000.0,
            "above_m": None,
            "below_m": 100.0,
            "zones": [_ZONE],
            "unknown": [],
        }
    ],
    "line": {"type": "LineString", "coordinates": [[113.7486, 22.9935], [113.89, 22.93]]},
}
HOSPITALS: Example = {
    "edition": "1",
    "mission": "medical",
    "range_m": None,
    "airspace": NO_DATA,
    "hospitals": [
        {
            "hospital": "hospital-peoples",
            "name_zh": "东莞市人民医院",
            "name_en": "Dongguan People's Hospital",
            "accuracy_m": 230.0,
            "surely": {
                "site": {
                    "site": "takeoff-nancheng-guesthouse",
                    "name_zh": "东莞迎宾馆起降点",
                    "name_en": "Dongguan Guesthouse helicopter point",
                    "status": "in_use",
                },
                "least_m": 0.0,
                "most_m": 14_200.0,
            },
            "possibly": None,
        }
    ],
    "left_out": [],
}
