"""The closed vocabularies of the policy record: each word once, in Chinese and English."""

from gis.schema import Term
from gis.vocabulary import CLUSTERS

BASES = (
    Term("stated", "原文所述", "Stated"),
    Term("inferred", "推断", "Inferred"),
)
DOCUMENT_KINDS = (
    Term("plan", "规划或方案", "Plan"),
    Term("letter", "复函", "Letter of reply"),
)
DOCUMENT_PARTS = (
    Term("title", "标题", "Title"),
    Term("number", "文号", "Number"),
    Term("issuer", "发文机关", "Issuer"),
    Term("date", "日期", "Date"),
    Term("period", "期限", "Period"),
)
SECTION_KINDS = (
    Term("front", "文首", "Front matter"),
    Term("contents", "目录", "Contents"),
    Term("chapter", "章", "Chapter"),
    Term("section", "节", "Section"),
    Term("box", "专栏", "Box"),
    Term("table", "图表", "Table or figure"),
    Term("annex", "附件", "Annex"),
    Term("closing", "文尾", "Closing"),
)
TOPIC_KINDS = (
    Term("goal", "目标", "Goal"),
    Term("domain", "领域", "Domain"),
    Term("direction", "方向", "Direction"),
    Term("task", "任务", "Task"),
    Term("guarantee", "保障措施", "Guarantee"),
    Term("mechanism", "机制", "Mechanism"),
    Term("landmark", "地标", "Landmark"),
    Term("cluster", "战略性新兴产业集群", "Strategic cluster"),
    Term("future_industry", "未来产业", "Future industry"),
    Term("core", "核", "Core"),
    Term("belt", "带", "Belt"),
    Term("area", "集聚区", "Concentration area"),
    Term("area_part", "集聚区之一部", "Part of an area"),
    Term("field", "新兴领域", "Emerging field"),
    Term("industry", "产业", "Industry"),
    Term("action", "行动", "Action"),
    Term("project", "工程", "Programme of works"),
    Term("digitalisation", "集群数字化", "Cluster digitalisation"),
    Term("layout", "空间布局", "Layout"),
    Term("function", "功能", "Function"),
    Term("element", "要素", "Element of a system"),
    Term("index", "评价指标", "Index"),
    Term("principle", "原则", "Principle"),
    Term("measure", "举措", "Measure"),
    Term("problem", "问题", "Problem"),
    Term("progress", "进展", "Progress reported"),
)
CLUSTER_FIELDS = (
    *CLUSTERS,
    Term("food_beverage", "食品饮料", "Food and beverages"),
    Term("textiles", "纺织服装", "Textiles and apparel"),
    Term("furniture", "家具", "Furniture"),
    Term("moulds", "模具", "Moulds"),
    Term("designer_toys", "潮玩", "Designer toys"),
    Term("autonomous_driving", "无人驾驶", "Autonomous driving"),
    Term("e_commerce", "电子商务", "E-commerce"),
    Term("logistics", "物流", "Logistics"),
    Term("digital_economy", "数字经济与数据", "Digital economy and data"),
    Term("science", "前沿科技", "Frontier science"),
    Term("government", "智慧政务", "Smart government"),
    Term("city_care", "智慧治理", "Smart city care"),
    Term("culture", "文创文旅", "Culture and tourism"),
    Term("trade", "数字贸易与外贸", "Digital and foreign trade"),
)
"""What a place can be named for: the clusters of 2024, then what the other documents name."""
ROLES = (
    Term("lead", "牵头", "Lead"),
    Term("suggested_lead", "建议牵头", "Suggested lead"),
    Term("responsible", "负责", "Responsible"),
    Term("division", "按职责分工负责", "Responsible by division of duties"),
    Term("local", "属地责任", "Local responsibility"),
    Term("member", "成员单位", "Member"),
    Term("office", "办公室所在", "Hosts the office"),
    Term("cooperating", "配合", "Cooperating"),
)
FIGURE_KINDS = (
    Term("target", "目标", "Target"),
    Term("actual", "现状", "Actual"),
    Term("expected", "预计", "Expected"),
    Term("limit", "限额", "Limit"),
    Term("threshold", "门槛", "Threshold"),
    Term("structure", "结构数", "Number of parts"),
    Term("period", "期限", "Period"),
    Term("rank", "位次", "Rank"),
    Term("elsewhere", "外地", "Of another place"),
)
OPERATORS = (
    Term("eq", "=", "="),
    Term("ge", "≥", "≥"),
    Term("gt", ">", ">"),
    Term("le", "≤", "≤"),
    Term("lt", "<", "<"),
    Term("about", "≈", "≈"),
    Term("nearly", "近", "nearly"),
)
"""以上、不少于、不低于 are ``ge``; 超过、突破 and 多、余 are ``gt``; 最高、不超过 are ``le``."""
NAME_KINDS = (
    Term("park", "园区", "Park"),
    Term("base", "基地", "Base"),
    Term("building", "楼宇", "Building"),
    Term("facility", "设施", "Facility"),
    Term("laboratory", "实验室", "Laboratory"),
    Term("platform", "平台", "Platform"),
    Term("institute", "研究机构", "Research institute"),
    Term("university", "高校", "University"),
    Term("firm", "企业", "Firm"),
    Term("project", "项目", "Project"),
    Term("route", "航线", "Route"),
    Term("road", "道路", "Road"),
    Term("hub", "枢纽", "Hub"),
    Term("zone", "功能区", "Zone"),
    Term("small_town", "特色小镇", "Themed district"),
    Term("policy", "文件", "Policy document"),
    Term("programme", "计划或行动", "Programme"),
    Term("system", "信息系统", "Information system"),
    Term("event", "活动", "Event"),
    Term("body", "机构", "Body"),
    Term("association", "联盟或联合体", "Alliance"),
    Term("title", "称号", "Title"),
    Term("brand", "品牌", "Brand"),
    Term("term", "引号用语", "Quoted term"),
    Term("site", "景点或文保单位", "Site"),
)
ASPECTS = (
    Term("carrier", "载体", "Carrier"),
    Term("low_altitude", "低空", "Low altitude"),
    Term("autonomous_driving", "自动驾驶", "Autonomous driving"),
    Term("smart_road", "智慧道路", "Smart road"),
    Term("smart_logistics", "智慧物流", "Smart logistics"),
    Term("e_commerce", "电子商务", "E-commerce"),
    Term("science", "科研", "Science"),
    Term("industry", "产业", "Industry"),
    Term("digital", "数字化", "Digital"),
    Term("culture", "文旅", "Culture"),
    Term("public_service", "公共服务", "Public service"),
    Term("talent", "人才", "Talent"),
    Term("finance", "资金", "Finance"),
    Term("region", "区域", "Region"),
)
NAMED_STATUSES = (
    Term("named", "点名，未述状态", "Named, state not stated"),
    Term("encouraged", "支持或鼓励", "Encouraged"),
    Term("planned", "规划", "Planned"),
    Term("building", "在建", "Under construction"),
    Term("in_use", "已有", "In being"),
)
LIST_KINDS = (
    Term("scenarios", "场景", "Scenarios"),
    Term("technologies", "技术", "Technologies"),
    Term("products", "产品", "Products"),
    Term("firms", "企业", "Firms"),
    Term("industries", "产业", "Industries"),
    Term("applications", "应用领域", "Fields of application"),
    Term("services", "服务", "Services"),
    Term("facilities", "设施", "Facilities"),
    Term("measures", "举措", "Measures"),
    Term("functions", "功能", "Functions"),
    Term("bodies", "机构", "Bodies"),
    Term("documents", "文件", "Documents"),
    Term("elements", "要素", "Elements"),
    Term("places", "地点", "Places"),
)
PLACE_FORMS = (
    Term("town", "镇街", "Town"),
    Term("functional", "功能区", "Functional area"),
    Term("group", "片区", "Group of towns"),
    Term("site", "基地或园区", "Base or park"),
    Term("outside", "市外", "Outside the city"),
    Term("unresolved", "无法对应", "Cannot be resolved"),
)
PLACE_RELATIONS = (
    Term("is", "即该镇街（园区）", "Is this unit"),
    Term("contains", "含这些镇街", "Contains these towns"),
    Term("lies_in", "位于其中", "Lies in"),
    Term("overlaps", "与其相交", "Overlaps"),
    Term("none", "不对应", "None"),
)
CONFLICT_KINDS = (
    Term("figures_differ", "数字不一", "Figures differ"),
    Term("operator_differs", "界限不一", "Bounds differ"),
    Term("no_such_place", "无此地点", "No such place"),
    Term("two_names", "一物两名", "Two names"),
    Term("not_listed", "称有而未列", "Counted, never listed"),
    Term("count_differs", "所列与所称之数不一", "Number listed differs from number stated"),
    Term("misprint", "疑似讹误", "Apparent misprint"),
    Term("unclear", "含义不明", "Unclear"),
)
