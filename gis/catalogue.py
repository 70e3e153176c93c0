"""The layers of Guantu, one :class:`~gis.schema.LayerSpec` each, in loading order."""

from gis import vocabulary as words
from gis.errors import UnknownLayerError
from gis.policy.record import RECORD
from gis.schema import Catalogue, Column, GeometryKind, Kind, LayerSpec

SOURCES = LayerSpec(
    "sources",
    "出处",
    "Sources",
    "每一条事实与每一个位置的出处：文件、条款与行，或公开发布物与日期。",
    "Where each fact and position comes from: document, clause and line, or a dated publication.",
    GeometryKind.NONE,
    words.CURRENT,
    (
        Column("kind", Kind.TEXT, "类别", "Kind", vocabulary=words.SOURCE_KINDS, required=True),
        Column("document", Kind.TEXT, "文件", "Document"),
        Column("clause", Kind.TEXT, "条款", "Clause"),
        Column("line", Kind.INTEGER, "行", "Line", minimum=1),
        Column("last_line", Kind.INTEGER, "止行", "Last line", minimum=1),
        Column("anchor", Kind.TEXT, "关键词", "Anchor"),
        Column("digest", Kind.TEXT, "引文摘要值", "Digest of the quote"),
        Column("publisher", Kind.TEXT, "发布者", "Publisher"),
        Column("published", Kind.DATE, "发布日期", "Published"),
        Column("licence", Kind.TEXT, "许可", "Licence"),
    ),
)
TOWNS = LayerSpec(
    "towns",
    "镇街（园区）",
    "Towns",
    "28 个镇、4 个街道与功能区。边界为示意，除非导入实测边界。",
    "28 towns, 4 subdistricts and the functional areas. Boundaries are schematic unless imported.",
    GeometryKind.POLYGON,
    words.CURRENT,
    (
        Column("code", Kind.TEXT, "统计代码", "Statistical code"),
        Column("kind", Kind.TEXT, "类型", "Kind", vocabulary=words.TOWN_KINDS, required=True),
        Column("in_partition", Kind.BOOLEAN, "参与分区", "Part of the partition", required=True),
        Column("members", Kind.LIST, "涉及镇街", "Made of or lying in", references="towns"),
        Column("population_2020", Kind.INTEGER, "常住人口（2020）", "Population (2020)", minimum=0),
        Column("area_km2", Kind.NUMBER, "面积", "Area", unit="km2", minimum=0),
        Column("seat_lon", Kind.NUMBER, "驻地经度", "Seat longitude"),
        Column("seat_lat", Kind.NUMBER, "驻地纬度", "Seat latitude"),
    ),
)
LANDMARKS = LayerSpec(
    "landmarks",
    "场景地标",
    "Landmark scenarios",
    "2026 年方案附件所列的十大场景创新城市地标。",
    "The ten landmark scenarios in the annex of the 2026 plan.",
    GeometryKind.POINTS,
    words.PLAN_STATUSES,
    (
        Column("number", Kind.INTEGER, "序号", "Number", required=True, minimum=1),
        Column("place_zh", Kind.TEXT, "镇街（园区）", "Place as written", required=True),
        Column("place_en", Kind.TEXT, "地点（英文）", "Place (English)", required=True),
        Column("towns", Kind.LIST, "所在镇街", "Towns", references="towns"),
        Column("sub_scenarios_zh", Kind.LIST, "子场景", "Sub-scenarios (Chinese)"),
        Column("sub_scenarios_en", Kind.LIST, "子场景（英文）", "Sub-scenarios (English)"),
        Column("lead_zh", Kind.TEXT, "建议牵头部门", "Suggested lead department", required=True),
        Column(
            "lead_en", Kind.TEXT, "牵头部门（英文）", "Lead department (English)", required=True
        ),
        Column("vehicles", Kind.LIST, "无人车类型", "Vehicles", vocabulary=words.VEHICLE_CLASSES),
        Column("roads", Kind.LIST, "重点路段", "Roads"),
    ),
)
FACILITIES = LayerSpec(
    "facilities",
    "地标依托设施",
    "Landmark facilities",
    "每个地标所依托的设施，各有位置与精度。",
    "The facilities each landmark rests on, each with its own position and accuracy.",
    GeometryKind.POINT,
    words.PLAN_STATUSES,
    (
        Column("landmark", Kind.TEXT, "地标", "Landmark", required=True, references="landmarks"),
        Column("town", Kind.TEXT, "镇街", "Town", references="towns"),
    ),
)
HUBS = LayerSpec(
    "hubs",
    "产业集群集聚区",
    "Cluster hubs",
    "文件点名重点建设集聚区的地点与产业集群，一地一集群一行。",
    "Places a plan names as focus areas of a cluster: one feature per cluster and place.",
    GeometryKind.POINT,
    words.DESIGNATED,
    (
        Column(
            "cluster", Kind.TEXT, "产业集群", "Cluster", vocabulary=words.CLUSTERS, required=True
        ),
        Column("place_zh", Kind.TEXT, "文件所写地点", "Place as written", required=True),
        Column("place_en", Kind.TEXT, "地点（英文）", "Place (English)", required=True),
        Column("towns", Kind.LIST, "所指镇街", "Towns meant", references="towns"),
        Column("document", Kind.TEXT, "文件", "Document", required=True),
        Column("year", Kind.INTEGER, "年份", "Year", required=True),
        Column("open_list", Kind.BOOLEAN, "列举未尽（等）", "Open list", required=True),
        Column("lead_zh", Kind.TEXT, "牵头部门", "Lead department"),
        Column("lead_en", Kind.TEXT, "牵头部门（英文）", "Lead department (English)"),
    ),
)
CARRIERS = LayerSpec(
    "carriers",
    "产业载体",
    "Carriers",
    "文件点名的园区、基地、设施、实验室与平台。",
    "Parks, bases, facilities, laboratories and platforms that the documents name.",
    GeometryKind.POINT,
    words.PLAN_STATUSES,
    (
        Column("kind", Kind.TEXT, "类型", "Kind", vocabulary=words.CARRIER_KINDS, required=True),
        Column("place_zh", Kind.TEXT, "文件所写地点", "Place as written"),
        Column("place_en", Kind.TEXT, "地点（英文）", "Place (English)"),
        Column("towns", Kind.LIST, "所在镇街", "Towns", references="towns"),
        Column("clusters", Kind.LIST, "产业集群", "Clusters", vocabulary=words.CLUSTERS),
        Column("floor_area_m2", Kind.NUMBER, "建筑面积", "Floor area", unit="m2", minimum=0),
        Column("land_area_m2", Kind.NUMBER, "用地面积", "Land area", unit="m2", minimum=0),
        Column("area_qualifier", Kind.TEXT, "面积限定", "Qualifier", vocabulary=words.QUALIFIERS),
        Column("counts", Kind.MAPPING, "所述数量", "Counts stated"),
    ),
)
TAKEOFF_POINTS = LayerSpec(
    "takeoff_points",
    "低空起降点",
    "Takeoff points",
    "公开报道或文件点名的直升机与无人机起降点。",
    "Helicopter and drone takeoff and landing points named in notices, news or plans.",
    GeometryKind.POINT,
    words.TAKEOFF_STATUSES,
    (
        Column("kind", Kind.TEXT, "类型", "Kind", vocabulary=words.TAKEOFF_KINDS, required=True),
        Column(
            "service_radius_m",
            Kind.MAPPING,
            "服务半径（按任务）",
            "Service radius by mission",
            unit="m",
        ),
        Column(
            "capacity_per_day",
            Kind.NUMBER,
            "日起降能力",
            "Movements a day",
            minimum=0,
        ),
        Column("operator", Kind.TEXT, "运营单位", "Operator"),
        Column("town", Kind.TEXT, "镇街", "Town", references="towns"),
    ),
)
ROAD_SEGMENTS = LayerSpec(
    "road_segments",
    "自动驾驶路段",
    "Autonomous-driving segments",
    "文件点名的自动驾驶路段；未测绘前线位为示意。",
    "Road segments named for autonomous driving; lines are schematic until surveyed.",
    GeometryKind.LINE,
    words.ROAD_STATUSES,
    (
        Column("road_zh", Kind.TEXT, "道路", "Road", required=True),
        Column("road_en", Kind.TEXT, "道路（英文）", "Road (English)", required=True),
        Column("from_zh", Kind.TEXT, "起点", "From"),
        Column("to_zh", Kind.TEXT, "终点", "To"),
        Column("batch", Kind.TEXT, "批次", "Batch"),
        Column("vehicle_classes", Kind.LIST, "车型", "Vehicles", vocabulary=words.VEHICLE_CLASSES),
        Column("level", Kind.TEXT, "自动驾驶等级", "Automation level"),
        Column(
            "direction", Kind.TEXT, "方向", "Direction", vocabulary=words.DIRECTIONS, required=True
        ),
        Column("length_km", Kind.NUMBER, "公布长度", "Published length", unit="km", minimum=0),
        Column("towns", Kind.LIST, "经过镇街", "Towns", references="towns"),
    ),
)
GEOZONES = LayerSpec(
    "geozones",
    "空域地理区",
    "Airspace geozones",
    "空域地理区，含底高、顶高、时段、管理单位与版本。未导入即无数据，不等于无限制。",
    "Airspace zones with floor, ceiling, hours, authority and edition. "
    "None imported means no data, never no restriction.",
    GeometryKind.POLYGON,
    words.ZONE_STATUSES,
    (
        Column(
            "restriction",
            Kind.TEXT,
            "限制",
            "Restriction",
            vocabulary=words.RESTRICTIONS,
            required=True,
        ),
        Column("floor_m", Kind.NUMBER, "底高", "Floor", unit="m"),
        Column("ceiling_m", Kind.NUMBER, "顶高", "Ceiling", unit="m"),
        Column(
            "vertical_reference",
            Kind.TEXT,
            "高度基准",
            "Vertical reference",
            vocabulary=words.VERTICAL_REFERENCES,
            required=True,
        ),
        Column("hours", Kind.TEXT, "时段", "Hours"),
        Column("authority", Kind.TEXT, "管理单位", "Authority"),
        Column("edition", Kind.TEXT, "版本", "Edition"),
    ),
)
PLACES = LayerSpec(
    "places",
    "公共场所",
    "Public places",
    "车站、医院、政府驻地与机场。",
    "Stations, hospitals, government seats and the airport.",
    GeometryKind.POINT,
    words.PLACE_STATUSES,
    (
        Column("kind", Kind.TEXT, "类型", "Kind", vocabulary=words.PLACE_KINDS, required=True),
        Column("town", Kind.TEXT, "镇街", "Town", references="towns"),
    ),
)
DISPLAY_CENTRES = LayerSpec(
    "display_centres",
    "场景创新展示中心",
    "Display centres",
    "2026 年方案提出的“1+N”展示中心。",
    "The 1 + N scenario display centres of the 2026 plan.",
    GeometryKind.POINT,
    words.PLAN_STATUSES,
    (
        Column("role", Kind.TEXT, "层级", "Role", vocabulary=words.CENTRE_ROLES, required=True),
        Column("town", Kind.TEXT, "镇街", "Town", references="towns"),
    ),
)

EVIDENCE = LayerSpec(
    "evidence",
    "现状证据",
    "Evidence of state",
    "谁在何时说某个要素处于什么状态；互相矛盾的并列保留。",
    "Who said when in what state a feature is; contradicting statements are all kept.",
    GeometryKind.NONE,
    words.EVIDENCE_STATUSES,
    (
        Column(
            "evidence_class",
            Kind.TEXT,
            "证据类别",
            "Class of evidence",
            vocabulary=words.EVIDENCE_CLASSES,
            required=True,
        ),
        Column("carrier", Kind.TEXT, "产业载体", "Carrier", references="carriers"),
        Column("takeoff_point", Kind.TEXT, "起降点", "Takeoff point", references="takeoff_points"),
        Column("road_segment", Kind.TEXT, "路段", "Road segment", references="road_segments"),
        Column("landmark", Kind.TEXT, "地标", "Landmark", references="landmarks"),
        Column("facility", Kind.TEXT, "设施", "Facility", references="facilities"),
    ),
)

LAYERS = Catalogue(
    SOURCES,
    TOWNS,
    LANDMARKS,
    FACILITIES,
    HUBS,
    CARRIERS,
    TAKEOFF_POINTS,
    ROAD_SEGMENTS,
    GEOZONES,
    PLACES,
    DISPLAY_CENTRES,
    EVIDENCE,
    *RECORD,
)
"""Every layer and every table of the policy record by name, each after those it references."""


def layer_spec(name: str) -> LayerSpec:
    """Return the layer called ``name``.

    Raises
    ------
    gis.errors.UnknownLayerError
        If there is none.
    """
    if name not in LAYERS:
        raise UnknownLayerError(
            f"there is no layer {name!r}", remedy="Layers: " + ", ".join(LAYERS)
        )
    return LAYERS[name]
