"""Examples of the town by field matrix and of the layout, as those of :mod:`api.examples`."""

from api.examples import Example

TOWNS: Example = {
    "edition": "1",
    "document": "d004",
    "field": "low_altitude",
    "year": None,
    "towns": [
        {
            "town": "xiegang",
            "name_zh": "谢岗镇",
            "name_en": "Xiegang",
            "kind": "town",
            "named": True,
            "named_directly": True,
            "fields": ["low_altitude"],
            "namings": [
                {
                    "field": "low_altitude",
                    "document": "d004",
                    "year": 2024,
                    "clause": {
                        "section": "d004-s221",
                        "number": "二（一）8",
                        "name_zh": "低空经济产业集群",
                        "name_en": "Low-altitude economy cluster",
                        "line": 231,
                    },
                    "topic": "d004-cluster-08",
                    "topic_kind": "cluster",
                    "topic_zh": "低空经济产业集群",
                    "topic_en": "Low-altitude economy cluster",
                    "role_zh": "重点建设集聚区",
                    "role_en": "Priority concentration area",
                    "designation": "d004-231-cluster-08-xiegang",
                    "place": "xiegang",
                    "place_zh": "谢岗",
                    "via": None,
                    "inferred": False,
                    "open_list": True,
                }
            ],
            "mentioned_in": ["d003", "d001", "d004"],
            "carriers": {"building": 1},
            "landmarks": {},
            "takeoff_points": {},
        }
    ],
    "unmentioned": [
        {
            "town": "wanjiang",
            "name_zh": "万江街道",
            "name_en": "Wanjiang",
            "around": [{"place": "main-urban", "name_zh": "主城区", "name_en": "Main urban area"}],
        }
    ],
}
TOWN: Example = {
    "edition": "1",
    "mission": "delivery",
    "population_2020": 130000,
    "area_km2": 91.6,
    "accuracy_m": 3200.0,
    "geometry_basis": "schematic",
    "row": TOWNS["towns"][0],
    "histories": [
        {
            "field": "low_altitude",
            "unit": "xiegang",
            "name_zh": "谢岗镇",
            "name_en": "Xiegang",
            "plans": {"d003": "not_addressed", "d004": "direct"},
        }
    ],
    "features": [],
    "hubs": ["d004-low_altitude-xiegang"],
    "road_segments": [],
    "gaps": [
        {
            "kind": "nothing_located",
            "town": "xiegang",
            "name_zh": "谢岗镇",
            "name_en": "Xiegang",
            "field": "low_altitude",
            "designations": ["d004-231-cluster-08-xiegang"],
            "carriers": [],
            "through_area": False,
        }
    ],
    "coverage": None,
    "uncovered": [],
}
AREAS: Example = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": "d003-core",
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [[113.85, 22.88], [113.95, 22.88], [113.9, 22.97], [113.85, 22.88]]
                ],
            },
            "properties": {
                "name_zh": "重点产业发展核心区",
                "name_en": "Core of key industrial development",
                "kind": "core",
                "number": None,
                "document": "d003",
                "year": 2018,
                "section": "d003-s364",
                "line": 366,
                "units": ["songshanhu"],
                "places_zh": ["松山湖片区：创新创造集聚功能"],
                "places_en": ["Songshan Lake district: concentration of innovation and creation"],
                "designations": ["d003-366-core-songshanhu-district"],
                "schematic": True,
                "inferred": True,
                "note_zh": "没有文件公布边界。",
                "note_en": "No document publishes a boundary.",
            },
        }
    ],
}
