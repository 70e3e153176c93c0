"""Examples of demand, surveys, bands, access and road links for the API's definition."""

from api.airspace_examples import NO_DATA
from api.examples import Example


def only_json(example: Example) -> dict[int | str, Example]:
    """Return a route's ``responses``: an example of its answer, which is never a page."""
    return {200: {"content": {"application/json": {"example": example}}}}


def _quantiles(low: float, middle: float, high: float) -> Example:
    return {"low": low, "middle": middle, "middle_most": middle, "high": high}


DEMAND_BODY: Example = {
    "mission": "delivery",
    "points": {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [113.75, 23.02]},
                "properties": {"weight": 120, "accuracy_m": 250},
            }
        ],
    },
    "datum": "cgcs2000",
    "add": [{"lon": 113.75, "lat": 23.02, "accuracy_m": 50, "name": "试点"}],
}
ACCESS_BODY: Example = {
    "supply": {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [113.75, 23.02]},
                "properties": {"name": "甲", "capacity": 40, "accuracy_m": 100},
            }
        ],
    },
    "method": "e2sfca",
    "rings": [{"reach_m": 3000, "weight": 1}, {"reach_m": 9000, "weight": 0.3}],
}
ROAD_BODY: Example = {
    "lines": {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {
                    "type": "LineString",
                    "coordinates": [[113.65, 22.78], [113.67, 22.8]],
                },
                "properties": {"name": "甲路", "accuracy_m": 20, "status": "open"},
            },
            {
                "type": "Feature",
                "geometry": {
                    "type": "LineString",
                    "coordinates": [[113.7, 22.82], [113.72, 22.83]],
                },
                "properties": {"name": "乙路", "accuracy_m": 20, "status": "open"},
            },
        ],
    },
    "walk_m": 500,
}
DEMAND: Example = {
    "edition": "1",
    "mission": "delivery",
    "radius_m": None,
    "airspace": NO_DATA,
    "serving_sites": 4,
    "city": {
        "town": "city",
        "name_zh": "全部",
        "name_en": "All demand",
        "points": 1,
        "weight": 120.0,
        "points_reached": [
            {"low": 1.0, "high": 1.0},
            {"low": 0.0, "high": 1.0},
            {"low": 0.0, "high": 1.0},
        ],
        "weight_reached": [
            {"low": 120.0, "high": 120.0},
            {"low": 0.0, "high": 120.0},
            {"low": 0.0, "high": 120.0},
        ],
        "points_with_planned": {"low": 1.0, "high": 1.0},
        "weight_with_planned": {"low": 120.0, "high": 120.0},
    },
    "towns": [
        {
            "town": "nancheng",
            "name_zh": "南城街道",
            "name_en": "Nancheng",
            "points": 1,
            "weight": 120.0,
            "points_reached": [
                {"low": 1.0, "high": 1.0},
                {"low": 0.0, "high": 1.0},
                {"low": 0.0, "high": 1.0},
            ],
            "weight_reached": [
                {"low": 120.0, "high": 120.0},
                {"low": 0.0, "high": 120.0},
                {"low": 0.0, "high": 120.0},
            ],
            "points_with_planned": {"low": 1.0, "high": 1.0},
            "weight_with_planned": {"low": 120.0, "high": 120.0},
        }
    ],
    "unplaced": {"points": 0, "weight": 0.0},
    "farthest_m": {"low": 0.0, "high": 300.0},
}
SURVEY: Example = {
    "edition": "1",
    "mission": "delivery",
    "radius_m": None,
    "airspace": NO_DATA,
    "unit": "area_m2",
    "width": 775400000.0,
    "rows": [
        {
            "rank": 1,
            "site": "takeoff-songshanhu-youlanli",
            "name_zh": "松山湖悠兰里起降点",
            "name_en": "Songshan Lake Youlanli helicopter point",
            "accuracy_m": 7100.0,
            "shrink": {"low": 322900000.0, "high": 427300000.0},
            "settled_by_search": True,
        }
    ],
}
BAND: Example = {
    "edition": "1",
    "mission": "delivery",
    "radius_m": None,
    "airspace": NO_DATA,
    "guaranteed": {
        "covered_m2": {"low": 0.0, "high": 775400000.0},
        "covered_people": {"low": 0.0, "high": 4038000.0},
    },
    "sampled_band": {
        "displacement": "independent",
        "supposed_zh": "假设：各点彼此独立，在其精度圆内均匀分布；没有文件说明位置误差的分布。",
        "supposed_en": "Supposed: each site by itself, evenly over its accuracy "
        "disc; no document states how.",
        "draws": 200,
        "seed": 1,
        "generator": "PCG64",
        "share": 0.95,
        "covered_m2": {
            "low": 164300000.0,
            "middle": 212200000.0,
            "middle_most": 212200000.0,
            "high": 235600000.0,
        },
        "covered_people": {
            "low": 839100.0,
            "middle": 1140000.0,
            "middle_most": 1140000.0,
            "high": 1388000.0,
        },
    },
}
ACCESS: Example = {
    "edition": "1",
    "supply": "hospitals",
    "capacity_basis": "assumed_one",
    "method": "2sfca",
    "reach_m": 10000.0,
    "rings": [{"reach_m": 10000.0, "weight": 1.0}],
    "cell_m": 1000.0,
    "capacity": 8.0,
    "city": {
        "town": "city",
        "name_zh": "全市",
        "name_en": "Whole city",
        "people": 10470000.0,
        "per_thousand": {"low": 0.0007643, "high": 0.0007643},
        "out_of_reach": {"low": 4837000.0, "high": 5757000.0},
    },
    "towns": [
        {
            "town": "humen",
            "name_zh": "虎门镇",
            "name_en": "Humen",
            "people": 838100.0,
            "per_thousand": {"low": 0.001193, "high": 0.001603},
            "out_of_reach": {"low": 30350.0, "high": 98720.0},
        }
    ],
    "inequality": [
        {
            "measure": "gini",
            "low": 0.4865,
            "high": 0.6633,
            "low_is": "attained",
            "high_is": "enclosing",
            "reached": 0.6422,
        },
        {
            "measure": "palma",
            "low": 11.14,
            "high": 180.4,
            "low_is": "attained",
            "high_is": "enclosing",
            "reached": 120.3,
        },
        {
            "measure": "theil",
            "low": 0.5035,
            "high": 0.8194,
            "low_is": "attained",
            "high_is": "enclosing",
            "reached": 0.7787,
        },
    ],
    "without_capacity": [],
    "unplaced": [],
    "towns_without_people": ["ecopark", "port"],
}
ROAD_LINKS: Example = {
    "edition": "1",
    "network": "own",
    "walk_m": 500.0,
    "join_m": 50.0,
    "statuses": ["open"],
    "hubs": False,
    "reach": {
        "verdict": "said",
        "segments": 2,
        "city": {
            "town": "city",
            "name_zh": "全市",
            "name_en": "Whole city",
            "area_m2": 2459000000.0,
            "people": 10470000.0,
            "reached_m2": {"low": 6586000.0, "high": 7267000.0},
            "reached_people": {"low": 32110.0, "high": 35420.0},
            "features": {
                "hubs": {"low": 0.0, "high": 8.0},
                "landmarks": {"low": 0.0, "high": 4.0},
                "stations": {"low": 0.0, "high": 0.0},
            },
        },
        "towns": [
            {
                "town": "changan",
                "name_zh": "长安镇",
                "name_en": "Chang'an",
                "area_m2": 94250000.0,
                "people": 807400.0,
                "reached_m2": {"low": 0.0, "high": 0.0},
                "reached_people": {"low": 0.0, "high": 0.0},
                "features": {
                    "hubs": {"low": 0.0, "high": 2.0},
                    "landmarks": {"low": 0.0, "high": 1.0},
                    "stations": {"low": 0.0, "high": 0.0},
                },
            }
        ],
        "features": [
            {
                "layer": "landmarks",
                "feature": "landmark-10",
                "name_zh": "虎门衣流时尚产业园智慧时尚场景",
                "name_en": "Smart fashion at the Humen Yiliu Fashion Industrial Park",
                "distance_m": {"low": 0.0, "high": 4030.0},
                "surely": False,
            }
        ],
        "schematic": [],
        "unplaced": [],
        "surely": None,
        "possibly": None,
    },
    "links": {
        "verdict": "said",
        "parts": {"low": 2.0, "high": 2.0},
        "surely_joined": [["own-1"], ["own-2"]],
        "links": [
            {
                "rank": 1,
                "start": "own-1",
                "end": "own-2",
                "km": {"low": 3.754, "high": 3.834},
                "people_gained": 29860.0,
                "km_per_thousand": 0.1284,
                "line": {"type": "LineString", "coordinates": [[113.67, 22.8], [113.7, 22.82]]},
            }
        ],
        "total_km": {"low": 3.754, "high": 3.834},
        "schematic": [],
        "unplaced": [],
    },
}
