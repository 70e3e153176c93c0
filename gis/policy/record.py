"""The tables of the policy record, one :class:`~gis.schema.LayerSpec` each, in loading order.

A fact is a feature without a position. In place of a source it carries its own citation: document,
section, lines of the text, an anchor that stands in those lines, and the digest of the normalised
quote (:mod:`gis.quotes`).
"""

from gis.policy import vocabulary as words
from gis.schema import Column, GeometryKind, Kind, LayerSpec, Term


def fact_columns() -> tuple[Column, ...]:
    """Return the columns that every fact shares."""
    return (
        Column("id", Kind.TEXT, "编号", "Id", required=True),
        Column("name_zh", Kind.TEXT, "名称", "Name (Chinese)", required=True),
        Column("name_en", Kind.TEXT, "英文名称", "Name (English)", required=True),
        _reference("document", "文件", "Document", "policy_documents", required=True),
        _reference("section", "章节", "Section", "policy_sections", required=True),
        Column("line", Kind.INTEGER, "行", "Line", required=True, minimum=1),
        Column("last_line", Kind.INTEGER, "止行", "Last line", required=True, minimum=1),
        Column("anchor", Kind.TEXT, "关键词", "Anchor", required=True),
        Column("digest", Kind.TEXT, "引文摘要值", "Digest of the quote", required=True),
        Column("basis", Kind.TEXT, "依据", "Basis", vocabulary=words.BASES, required=True),
        Column("note_zh", Kind.TEXT, "说明", "Note (Chinese)"),
        Column("note_en", Kind.TEXT, "英文说明", "Note (English)"),
        Column("version", Kind.INTEGER, "版本", "Version", minimum=1),
        Column("updated_at", Kind.TIMESTAMP, "更新时间", "Updated at"),
    )


def _reference(name: str, zh: str, en: str, layer: str, *, required: bool = False) -> Column:
    return Column(name, Kind.TEXT, zh, en, references=layer, required=required)


def _word(
    name: str, zh: str, en: str, vocabulary: tuple[Term, ...], *, required: bool = True
) -> Column:
    return Column(name, Kind.TEXT, zh, en, vocabulary=vocabulary, required=required)


def _text(name: str, zh: str, en: str, *, required: bool = False) -> Column:
    return Column(name, Kind.TEXT, zh, en, required=required)


_TOPIC = _reference("topic", "主题", "Topic", "policy_topics")
_PLACE = _reference("place", "地点", "Place", "policy_places")
_OPEN = Column("open_list", Kind.BOOLEAN, "列举未尽（等）", "Open list", required=True)


def _facts(name: str, titles: tuple[str, str], about: tuple[str, str], *own: Column) -> LayerSpec:
    return LayerSpec(
        name, *titles, *about, GeometryKind.NONE, statuses=(), own=own, shared=fact_columns()
    )


DOCUMENTS = _facts(
    "policy_documents",
    ("政策文件", "Policy documents"),
    (
        "五份政策文件：只记文中写明的标题、文号、机关、日期与期限。",
        "The five documents: title, number, issuer, date and period only where the text has them.",
    ),
    _word("kind", "类别", "Kind", words.DOCUMENT_KINDS),
    _text("number", "文号", "Number"),
    _text("issuer_zh", "发文机关", "Issuer"),
    _text("issuer_en", "发文机关（英文）", "Issuer (English)"),
    Column("published", Kind.DATE, "日期", "Date"),
    _text("published_as_written", "所写日期", "Date as written"),
    Column("year", Kind.INTEGER, "年份", "Year", required=True),
    Column("period_from", Kind.INTEGER, "期限起", "Period from"),
    Column("period_to", Kind.INTEGER, "期限止", "Period to"),
    Column("states", Kind.LIST, "文中写明", "The text states", vocabulary=words.DOCUMENT_PARTS),
)
SECTIONS = _facts(
    "policy_sections",
    ("章节", "Sections"),
    ("每份文件的章、节、专栏与图表，及其起止行。", "Chapters, sections, boxes and tables."),
    _word("kind", "类别", "Kind", words.SECTION_KINDS),
    _text("number", "序号", "Number"),
    _reference("parent", "上级", "Part of", "policy_sections"),
)
PLACES = _facts(
    "policy_places",
    ("文件所写地点", "Places as written"),
    (
        "文件所写的地点与今天的镇街（园区）如何对应；含糊的写明含糊。",
        "How places as written relate to today's units; what is unclear is said to be.",
    ),
    _word("kind", "类别", "Kind", words.PLACE_FORMS),
    Column("forms", Kind.LIST, "写法", "Forms in the texts", required=True),
    _word("relation", "对应关系", "Relation", words.PLACE_RELATIONS),
    Column("towns", Kind.LIST, "镇街（园区）", "Units", references="towns"),
    Column("not_same", Kind.LIST, "勿混同", "Not the same as", references="policy_places"),
    Column("mentions", Kind.LIST, "出现处（文件:行）", "Mentions (document:line)"),
)
TOPICS = _facts(
    "policy_topics",
    ("主题", "Topics"),
    (
        "文件所列的领域、方向、任务、集群、片区、工程与机制。",
        "Domains, directions, tasks, clusters, areas, works and mechanisms.",
    ),
    _word("kind", "类别", "Kind", words.TOPIC_KINDS),
    _text("number", "序号", "Number"),
    _reference("parent", "上级", "Part of", "policy_topics"),
    Column("clusters", Kind.LIST, "对应集群", "Clusters meant", vocabulary=words.CLUSTER_FIELDS),
)
DESIGNATIONS = _facts(
    "policy_designations",
    ("点名", "Designations"),
    ("哪份文件在哪一条为何点名何地。", "Which place a document names for which topic."),
    _reference("topic", "主题", "Topic", "policy_topics", required=True),
    _reference("place", "地点", "Place", "policy_places", required=True),
    _text("place_zh", "文件所写", "As written", required=True),
    _text("role_zh", "角色", "Role"),
    _text("role_en", "角色（英文）", "Role (English)"),
    _OPEN,
)
RESPONSIBILITIES = _facts(
    "policy_responsibilities",
    ("责任单位", "Responsible bodies"),
    ("每项任务、方向与集群的牵头或负责单位。", "Who leads or answers for which topic."),
    _reference("topic", "主题", "Topic", "policy_topics", required=True),
    _text("body_zh", "单位", "Body", required=True),
    _text("body_en", "单位（英文）", "Body (English)", required=True),
    _word("role", "角色", "Role", words.ROLES),
)
FIGURES = _facts(
    "policy_figures",
    ("数字", "Figures"),
    (
        "文中的每个数字：指标、界限、数值、单位与年份。",
        "Every figure: indicator, operator, value, unit and year.",
    ),
    _word("kind", "类别", "Kind", words.FIGURE_KINDS),
    _word("operator", "界限", "Operator", words.OPERATORS),
    Column("value", Kind.NUMBER, "数值", "Value", required=True),
    Column("high", Kind.NUMBER, "上限", "Upper value"),
    _text("unit_zh", "单位", "Unit"),
    _text("unit_en", "单位（英文）", "Unit (English)"),
    _text("as_written", "原写法", "As written", required=True),
    Column("year", Kind.INTEGER, "年份", "Year"),
    _TOPIC,
    _PLACE,
)
NAMES = _facts(
    "policy_names",
    ("名称", "Names"),
    (
        "文中点名的载体、平台、机构、项目、文件、品牌与带引号的用语。",
        "Carriers, platforms, bodies, projects, documents, brands and quoted terms.",
    ),
    _word("kind", "类别", "Kind", words.NAME_KINDS),
    Column("aspects", Kind.LIST, "方面", "Aspects", vocabulary=words.ASPECTS),
    _word("status", "文中所述状态", "State as written", words.NAMED_STATUSES),
    _TOPIC,
    _PLACE,
    _text("place_zh", "文件所写地点", "Place as written"),
    _text("feature", "图层要素", "Feature in a layer"),
)
LISTS = _facts(
    "policy_lists",
    ("列举", "Lists"),
    ("文中每一处列举，逐项。", "Every enumeration, item by item."),
    _word("kind", "类别", "Kind", words.LIST_KINDS),
    _TOPIC,
    Column("items_zh", Kind.LIST, "各项", "Items", required=True),
    Column("items_en", Kind.LIST, "各项（英文）", "Items (English)", required=True),
    _OPEN,
)
CONFLICTS = _facts(
    "policy_conflicts",
    ("矛盾与瑕疵", "Conflicts and defects"),
    (
        "文件之间或文内的矛盾、讹误与缺漏：并列陈示，不作裁定。",
        "Contradictions, misprints and omissions, shown side by side and never settled.",
    ),
    _word("kind", "类别", "Kind", words.CONFLICT_KINDS),
    Column("facts", Kind.LIST, "相关事实", "Facts concerned"),
    Column("also_at", Kind.LIST, "另见（文件:行）", "Also at (document:line)"),
)

RECORD = (
    DOCUMENTS,
    SECTIONS,
    PLACES,
    TOPICS,
    DESIGNATIONS,
    RESPONSIBILITIES,
    FIGURES,
    NAMES,
    LISTS,
    CONFLICTS,
)
"""Every table of the record, in loading order."""
