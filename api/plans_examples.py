"""Examples of drift, plan against built and targets for the API's definition."""

from api.examples import Example

_CLAUSE: Example = {
    "designation": "d001-197-electronics-humen",
    "document": "d001",
    "year": 2022,
    "section": "d001-s190",
    "line": 197,
    "place": "humen",
    "place_zh": "虎门",
    "topic_zh": "电子信息",
    "topic_en": "Electronics",
    "via": None,
    "inferred": False,
    "open_list": False,
}
DRIFT: Example = {
    "edition": "1",
    "basis": "inferred",
    "rule_zh": "逐个领域……",
    "rule_en": "Field by field ...",
    "plans": [{"document": "d003", "year": 2018}, {"document": "d001", "year": 2022}],
    "addressed": {"electronics": ["d003", "d001"]},
    "counts": {"added": 1, "kept": 0, "dropped": 0, "not_repeated": 0},
    "histories": [
        {
            "field": "electronics",
            "unit": "humen",
            "name_zh": "虎门镇",
            "name_en": "Humen",
            "plans": {"d003": "not_named", "d001": "direct"},
        }
    ],
    "changes": [
        {
            "field": "electronics",
            "unit": "humen",
            "name_zh": "虎门镇",
            "name_en": "Humen",
            "level": "town",
            "before": "d003",
            "after": "d001",
            "year_before": 2018,
            "year_after": 2022,
            "change": "added",
            "through_area": False,
            "open_list": False,
            "clauses_before": [],
            "clauses_after": [_CLAUSE],
        }
    ],
}
_SAID: Example = {
    "evidence_class": "news",
    "status": "in_use",
    "on": "2026-02-02",
    "year": 2026,
    "source": "news-2026-02-02",
    "fact": None,
    "document": None,
    "line": None,
    "name_zh": "首批十个起降点启用",
    "name_en": "First ten points reported opened",
    "note_zh": "报道称首批十个启用，未逐一说明。",
    "note_en": "The report says that the first ten are open, not one by one.",
}
BUILT: Example = {
    "edition": "1",
    "counts": {"takeoff_points": {"building": 2, "in_use": 3, "planned": 3, "unknown": 4}},
    "plan_text_only": 86,
    "contradicted": 3,
    "unsupported": 18,
    "features": [
        {
            "layer": "takeoff_points",
            "feature": "takeoff-nancheng-botanical-garden",
            "name_zh": "东莞植物园起降点",
            "name_en": "Dongguan Botanical Garden helicopter point",
            "towns": ["nancheng"],
            "status": "building",
            "as_of": "2026-03-03",
            "evidence": [
                _SAID,
                _SAID
                | {
                    "status": "building",
                    "on": "2026-03-03",
                    "source": "news-2026-03-03",
                    "name_zh": "南城另外三个正在规划建设",
                    "name_en": "The other three of Nancheng being planned and built",
                    "note_zh": None,
                    "note_en": None,
                },
            ],
            "contradicted": True,
            "proposed": False,
        }
    ],
    "gaps": [
        {
            "kind": "nowhere_designated",
            "town": "fenggang",
            "name_zh": "凤岗镇",
            "name_en": "Fenggang",
            "field": "electronics",
            "designations": [],
            "carriers": ["carrier-fenggang-jd-innovation-centre"],
            "through_area": False,
        }
    ],
    "unlocated": [
        {"carrier": "carrier-laser-valley", "name_zh": "激光谷", "name_en": "Laser Valley"}
    ],
}
TARGETS: Example = {
    "edition": "1",
    "today": "2026-11-21",
    "total": 94,
    "countable": 2,
    "counts": {"yes": 0, "not_yet": 2, "no_data": 92},
    "targets": [
        {
            "figure": "d000-26-city-card-scenarios",
            "name_zh": "“城市名片级”重大场景数",
            "name_en": "“City calling card” major scenarios",
            "document": "d000",
            "section": "d000-s26",
            "line": 26,
            "operator": "ge",
            "value": 5.0,
            "high": None,
            "unit_zh": "个",
            "unit_en": "scenarios",
            "as_written": "5个以上",
            "due": 2028,
            "past_due": False,
            "current": 0,
            "counted": [],
            "how_zh": "计状态为“在用”的十大地标，视为至多数：是否具有全国影响力，无从计数。",
            "how_en": "Landmarks in use are counted, as the most there can be: whether one is "
            "known nationwide cannot be counted.",
            "met": "not_yet",
        }
    ],
}
