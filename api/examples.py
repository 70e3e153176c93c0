"""Examples for the API's definition. A test holds each against the answer's own shape."""

from typing import Any

from api.airspace_examples import NO_DATA

Example = dict[str, Any]

_CITY: Example = {
    "town": "city",
    "name_zh": "全市",
    "name_en": "Whole city",
    "area_m2": 2459000000.0,
    "people": 10466625.0,
    "covered_m2": {"low": 867100000.0, "high": 2134500000.0},
    "covered_people": {"low": 4450000.0, "high": 9470000.0},
    "k_covered_m2": [
        {"low": 867100000.0, "high": 2134500000.0},
        {"low": 529000000.0, "high": 1625000000.0},
        {"low": 143000000.0, "high": 1281000000.0},
    ],
    "with_planned_m2": {"low": 1560000000.0, "high": 2270000000.0},
}
COVERAGE: Example = {
    "edition": "1",
    "mission": "logistics",
    "radius_m": None,
    "movements_per_person_day": None,
    "airspace": NO_DATA,
    "city": _CITY,
    "towns": [_CITY | {"town": "changan", "name_zh": "长安镇", "name_en": "Chang'an"}],
    "sites": [
        {
            "site": "takeoff-songshanhu-youlanli",
            "name_zh": "松山湖悠兰里起降点",
            "name_en": "Songshan Lake Youlanli helicopter point",
            "radius_m": 20000.0,
            "radius_basis": "assumed",
            "accuracy_m": 7100.0,
            "reach_m2": {"low": 480000000.0, "high": 1700000000.0},
            "alone_m2": {"low": 0.0, "high": 310000000.0},
        }
    ],
    "coming": [],
    "not_counted": [],
    "unplaced": [],
    "gaps": [
        {
            "rank": 1,
            "town": "fenggang",
            "name_zh": "凤岗镇",
            "name_en": "Fenggang",
            "reason": "out_of_range",
            "area_m2": 82500000.0,
            "people": 417430.0,
            "nearest_site": "takeoff-songshanhu-youlanli",
            "nearest_name_zh": "松山湖悠兰里起降点",
            "nearest_name_en": "Songshan Lake Youlanli helicopter point",
            "distance_m": {"low": 27000.0, "high": 41200.0},
            "zones": [],
            "geometry": None,
        }
    ],
    "error_m2": 220000.0,
    "surely": None,
    "possibly": None,
}
SITING: Example = {
    "edition": "1",
    "mission": "delivery",
    "radius_m": None,
    "demand": "people",
    "sites": [
        {
            "order": 1,
            "candidate": "grid-0034",
            "name_zh": "网格点 34",
            "name_en": "Grid point 34",
            "lon": 113.761374,
            "lat": 22.802918,
            "accuracy_m": 0.0,
            "town": "changan",
            "adds": 583000.0,
        }
    ],
    "value": 583000.0,
    "bound": 583000.0,
    "gap": 0.0,
    "seconds": 0.3,
    "status": "proven",
    "before": {"low": 0.0, "high": 4049000.0},
    "after": {"low": 583000.0, "high": 4338000.0},
    "total": 10466625.0,
    "candidates": 316,
    "patterns": 8758,
    "unplaced": [],
    "too_uncertain": [],
    "barred": [],
    "airspace": NO_DATA,
}
_TALLY: Example = {"key": None, "segments": 5, "with_length": 0, "km": None}
ROADS: Example = {
    "edition": "1",
    "segments": {
        "total": _TALLY,
        "by_status": [_TALLY | {"key": "planned"}],
        "by_town": [_TALLY | {"key": "binhaiwan"}],
        "by_vehicle_class": [_TALLY | {"key": "bus"}],
        "by_level": [_TALLY],
    },
}
LANDMARK: Example = {
    "landmark": "landmark-07",
    "number": 7,
    "name_zh": "东莞西站“空铁联运”低空场景",
    "name_en": "Air-rail low-altitude scenario at Dongguan West",
    "status": "planned",
    "source": "d000-annex-07",
    "as_of": "2026-03-22",
    "place_zh": "水乡经济区",
    "place_en": "Shuixiang Economic Zone",
    "towns": ["shuixiang"],
    "sub_scenarios_zh": ["空中的士接驳"],
    "sub_scenarios_en": ["Air-taxi shuttle"],
    "lead_zh": "市发展改革局",
    "lead_en": "Dongguan Development and Reform Bureau",
    "vehicles": [],
    "roads": [],
    "position": "about",
    "accuracy_m": 700.0,
    "facilities": [
        {
            "facility": "facility-07-dongguan-west",
            "name_zh": "东莞西站",
            "name_en": "Dongguan West Railway Station",
            "town": "wangniudun",
            "status": "in_use",
            "source": "d000-annex-07",
            "position": "about",
            "accuracy_m": 700.0,
        }
    ],
    "stations": [
        {
            "layer": "places",
            "feature": "station-dongguan-west",
            "kind": "rail_station",
            "name_zh": "东莞西站",
            "name_en": "Dongguan West Railway Station",
            "status": "in_use",
            "distance_m": {"low": 0.0, "high": 1400.0},
            "facility": "facility-07-dongguan-west",
        }
    ],
    "hospitals": [],
    "takeoff_points": [],
    "road_segments": [],
}
LANDMARKS: Example = {
    "edition": "1",
    "landmarks": [LANDMARK],
    "found": [
        {
            "landmark": "landmark-07",
            "certainty": "surely",
            "near": {"roads": "no", "takeoff": "possibly", "stations": "surely"},
            "matched": [
                {"part": "facility", "zh": "东莞西站", "en": "Dongguan West Railway Station"}
            ],
        }
    ],
}

TABLE_FORMAT: Example = {
    "columns": [
        {
            "field": "town",
            "zh": "镇街",
            "en": "Town",
            "required": True,
            "others": ["镇街名称"],
        }
    ],
    "most_rows": 20000,
}
OWN_TABLE = "town,industry,firms\r\nhumen,A,30\r\nhumen,B,10\r\nchangan,A,10\r\n"
"""A table with invented numbers."""
SPECIALISATION: Example = {
    "form": "utf-8",
    "source": "D003:472",
    "units": {},
    "left_out": [],
    "overlaps": [],
    "measures": ["firms"],
    "indices": ["tax_per_mu"],
    "extents": [
        {
            "year": None,
            "rows": 3,
            "towns": 2,
            "industries": 2,
            "pairs_without_row": 1,
            "totals": {"firms": 50.0},
            "blanks": {"firms": 0},
        }
    ],
    "rows": [
        {
            "town": "humen",
            "name_zh": "虎门镇",
            "name_en": "Humen",
            "industry": "A",
            "year": None,
            "quotients": {"firms": {"value": 0.9375, "reading": "exact", "missing": None}},
            "standings": {
                "tax_per_mu": {
                    "value": 20.0,
                    "percentile": None,
                    "band": None,
                    "among": 2,
                    "missing": "too_few",
                }
            },
            "score": None,
        }
    ],
}


ALSO_A_PAGE: dict[int | str, Example] = {200: {"content": {"text/html": {}}}}
"""The ``responses`` of a route whose JSON is also there as a page."""


def shown(example: Example, media_type: str = "application/json") -> dict[int | str, Example]:
    """Return a route's ``responses``: an example of its answer, which is also there as a page."""
    return {200: {"content": {media_type: {"example": example}, "text/html": {}}}}
