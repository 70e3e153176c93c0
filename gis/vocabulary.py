"""The closed vocabularies of the layers: each word once, with its Chinese and English title."""

from gis.schema import Term

CURRENT = (Term("current", "现行", "Current"),)

SOURCE_KINDS = (
    Term("policy", "政策文件", "Policy document"),
    Term("publication", "公开发布", "Publication"),
    Term("dataset", "公开数据", "Public data set"),
    Term("computed", "由本系统计算", "Computed by Guantu"),
    Term("assumption", "规划假设", "Planning assumption"),
    Term("user", "用户导入", "Imported by the user"),
)
TOWN_KINDS = (
    Term("town", "镇", "Town"),
    Term("subdistrict", "街道", "Subdistrict"),
    Term("functional", "功能区", "Functional area"),
)
PLAN_STATUSES = (
    Term("planned", "规划", "Planned"),
    Term("building", "在建", "Under construction"),
    Term("in_use", "在用", "In use"),
    Term("unknown", "状态不明", "Not known"),
)
DESIGNATED = (Term("designated", "已划定", "Designated"),)
CLUSTERS = (
    Term("electronics", "新一代电子信息", "New-generation electronics"),
    Term("equipment", "高端装备", "Advanced equipment"),
    Term("semiconductors", "半导体及集成电路", "Semiconductors and integrated circuits"),
    Term("materials", "新材料", "New materials"),
    Term("new_energy", "新能源", "New energy"),
    Term("biomedicine", "生物医药及高端医疗器械", "Biomedicine and medical devices"),
    Term("artificial_intelligence", "人工智能", "Artificial intelligence"),
    Term("low_altitude", "低空经济", "Low-altitude economy"),
    Term("mobile_6g", "下一代移动通信（6G）", "Next-generation mobile (6G)"),
    Term("frontier_materials", "前沿新材料", "Frontier materials"),
    Term("embodied_intelligence", "具身智能", "Embodied intelligence"),
    Term("life_health", "未来生命健康", "Future life and health"),
)
CARRIER_KINDS = (
    Term("park", "园区", "Park"),
    Term("base", "基地", "Base"),
    Term("building", "楼宇", "Building"),
    Term("facility", "设施", "Facility"),
    Term("laboratory", "实验室", "Laboratory"),
    Term("platform", "平台", "Platform"),
)
TAKEOFF_KINDS = (
    Term("helicopter_point", "直升机起降点", "Helicopter point"),
    Term("drone_depot", "无人机基地", "Drone depot"),
    Term("vertiport", "起降点", "Vertiport"),
    Term("integrated_base", "综合起降基地", "Integrated base"),
)
TAKEOFF_STATUSES = (
    Term("in_use", "在用", "In use"),
    Term("building", "在建", "Under construction"),
    Term("planned", "规划", "Planned"),
    Term("candidate", "候选", "Candidate"),
    Term("unknown", "状态不明", "Not known"),
)
EVIDENCE_CLASSES = (
    Term("plan_text", "规划文本", "Plan text"),
    Term("official_notice", "官方公告", "Official notice"),
    Term("news", "新闻报道", "News report"),
    Term("user_survey", "用户查勘", "User's survey"),
)
EVIDENCE_STATUSES = (
    Term("planned", "规划", "Planned"),
    Term("building", "在建", "Under construction"),
    Term("testing", "测试", "Testing"),
    Term("in_use", "在用", "In use"),
    Term("suspended", "暂停", "Suspended"),
    Term("unknown", "状态不明", "Not known"),
)
SERVING_STATUSES = ("in_use",)
"""Statuses of a takeoff point that serves today."""
COMING_STATUSES = ("building", "planned")
"""Statuses of a takeoff point that will serve if it opens."""
VEHICLE_CLASSES = (
    Term("sanitation", "无人环卫车", "Driverless sanitation vehicle"),
    Term("passenger", "无人乘用车", "Driverless passenger car"),
    Term("bus", "智能网联巴士", "Connected bus"),
    Term("delivery", "无人配送车", "Driverless delivery vehicle"),
    Term("patrol", "无人巡逻车", "Driverless patrol vehicle"),
)
ROAD_STATUSES = (
    Term("planned", "规划", "Planned"),
    Term("testing", "测试", "Testing"),
    Term("open", "开放", "Open"),
    Term("suspended", "暂停", "Suspended"),
)
DIRECTIONS = (
    Term("both", "双向", "Both ways"),
    Term("forward", "起点至终点", "From start to end"),
    Term("backward", "终点至起点", "From end to start"),
    Term("unknown", "未说明", "Not stated"),
)
ZONE_STATUSES = (
    Term("in_force", "有效", "In force"),
    Term("advisory", "仅供参考", "Advisory"),
    Term("expired", "已失效", "Expired"),
)
RESTRICTIONS = (
    Term("prohibited", "禁飞", "Prohibited"),
    Term("authorisation", "须经许可", "Authorisation required"),
    Term("conditional", "有条件", "Conditional"),
    Term("height_limit", "限高", "Height limit"),
    Term("no_restriction", "无限制", "No restriction"),
)
VERTICAL_REFERENCES = (
    Term("ground", "真高", "Above ground"),
    Term("sea_level", "海拔", "Above mean sea level"),
    Term("ellipsoid", "大地高", "Above the WGS84 ellipsoid"),
    Term("not_stated", "未说明", "Not stated"),
)
PLACE_KINDS = (
    Term("rail_station", "铁路车站", "Railway station"),
    Term("bus_station", "汽车站", "Bus station"),
    Term("hospital", "医院", "Hospital"),
    Term("government", "政府驻地", "Government seat"),
    Term("airport", "机场", "Airport"),
)
PLACE_STATUSES = (
    Term("in_use", "在用", "In use"),
    Term("unknown", "状态不明", "Not known"),
)
CENTRE_ROLES = (
    Term("main", "市级主中心", "City main centre"),
    Term("branch", "镇街（园区）分中心", "Town or park branch centre"),
)
QUALIFIERS = (
    Term("exact", "等于", "Exactly"),
    Term("about", "约", "About"),
    Term("under", "近", "Nearly"),
    Term("over", "超过", "More than"),
    Term("at_least", "不少于", "At least"),
)
