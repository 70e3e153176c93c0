"""Examples of the policy record's answers for the API's definition."""

from api.examples import Example

_D004_ZH = "关于壮大战略性新兴产业集群和培育未来产业加快发展新质生产力的实施方案"
_D004_EN = "Dongguan implementation plan for strategic emerging clusters and future industries"
FACTS: Example = {
    "edition": "1",
    "matched": 1,
    "returned": 1,
    "facts": [
        {
            "table": "policy_designations",
            "id": "d004-231-cluster-08-shuixiang-short",
            "citation": {
                "document": "d004",
                "document_name_zh": _D004_ZH,
                "document_name_en": _D004_EN,
                "year": 2024,
                "section": "d004-s221",
                "section_number": "二（一）8",
                "section_name_zh": "低空经济产业集群",
                "section_name_en": "Low-altitude economy cluster",
                "line": 231,
                "last_line": 231,
                "anchor": "水乡",
            },
            "basis": "stated",
            "name_zh": "低空经济·水乡",
            "name_en": "Low-altitude economy: the Water Towns",
            "note_zh": None,
            "note_en": None,
            "values": {
                "topic": "d004-cluster-08",
                "place": "shuixiang-short",
                "place_zh": "水乡",
                "role_zh": "重点建设集聚区",
                "role_en": "Priority concentration area",
                "open_list": True,
            },
        }
    ],
    "links": [
        {
            "href": "/planners/record?text=低空&document=d004&limit=1",
            "rel": "self",
            "type": "application/json",
        }
    ],
}
CONFLICTS: Example = {
    "edition": "1",
    "matched": 120,
    "conflicts": [
        {
            "id": "d001-40-figure-1",
            "kind": "not_listed",
            "citation": {
                "document": "d001",
                "document_name_zh": "数字经济发展规划（文中无标题）",
                "document_name_en": "Plan for the digital economy (the text has no title)",
                "year": 2022,
                "section": "d001-s40",
                "section_number": "二（三）图表1",
                "section_name_zh": "东莞市数字经济发展体系",
                "section_name_en": "Development system of Dongguan's digital economy",
                "line": 40,
                "last_line": 40,
                "anchor": "东莞市数字经济发展体系",
            },
            "basis": "stated",
            "name_zh": "图表1只有标题",
            "name_en": "Figure 1 is a title only",
            "note_zh": "第40行有图表1标题，其后为正文段落，文本中没有图。",
            "note_en": "Line 40 has the title of figure 1; paragraphs follow and "
            "no figure is in the text.",
            "facts": [
                {
                    "table": "policy_sections",
                    "id": "d001-s40",
                    "citation": {
                        "document": "d001",
                        "document_name_zh": "数字经济发展规划（文中无标题）",
                        "document_name_en": "Plan for the digital economy (the text has no title)",
                        "year": 2022,
                        "section": "d001-s40",
                        "section_number": "二（三）图表1",
                        "section_name_zh": "东莞市数字经济发展体系",
                        "section_name_en": "Development system of Dongguan's digital economy",
                        "line": 40,
                        "last_line": 40,
                        "anchor": "东莞市数字经济发展体系",
                    },
                    "cited_zh": "2022年规划 二（三）图表1 · 第 40 行",
                    "cited_en": "2022 plan 二（三）图表1 · line 40",
                    "basis": "stated",
                    "said_zh": "二（三）图表1 东莞市数字经济发展体系",
                    "said_en": "二（三）图表1 Development system of Dongguan's digital economy",
                }
            ],
            "also_at": [
                {
                    "document": "d001",
                    "document_name_zh": "数字经济发展规划（文中无标题）",
                    "document_name_en": "Plan for the digital economy (the text has no title)",
                    "year": 2022,
                    "section": "d001-s36",
                    "section_number": "二（三）",
                    "section_name_zh": "发展体系",
                    "section_name_en": "Development system",
                    "line": 41,
                    "last_line": 41,
                    "anchor": None,
                }
            ],
        }
    ],
}
RECORD_FILE: Example = {
    "policy_documents": [
        {
            "id": "d001",
            "name_zh": "数字经济发展规划（文中无标题）",
            "name_en": "Plan for the digital economy (the text has no title)",
            "document": "d001",
            "section": "d001-s1",
            "line": 3,
            "last_line": 3,
            "anchor": "规划期限为2022－2025年",
            "digest": "5ebf8341c28a2d684d59ced7fed5713693f01ad03f3bcddd260dcc2a0448e985",
            "basis": "stated",
            "note_zh": "文中没有标题、文号、机关与日期，只写规划期限；"
            "名称为编者所拟，年份取期限之首年。",
            "note_en": "The text has no title, number, issuer or date, only the period; "
            "the name is ours, the year is the first of the period.",
            "kind": "plan",
            "number": None,
            "issuer_zh": None,
            "issuer_en": None,
            "published": None,
            "published_as_written": None,
            "year": 2022,
            "period_from": 2022,
            "period_to": 2025,
            "states": ["period"],
        }
    ]
}
"""The first rows of the first table; the file has every row of all ten."""
