"""What can be done at a landmark, by kind: told by the words that the document itself writes.

The kinds are Guantu's, so that residents can choose among dozens of sub-scenarios; which of them is
of which kind follows from its own words alone. One may be of several kinds, or of none.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """One kind of thing that can be done.

    Attributes
    ----------
    id, zh, en
        The kind and its titles.
    words
        A sub-scenario whose Chinese title holds one of these is of this kind.
    """

    id: str
    zh: str
    en: str
    words: tuple[str, ...]


ACTIVITY_KINDS = (
    ActivityKind("ride", "乘坐出行", "Getting around", ("乘用车", "巴士", "的士", "出行", "接驳")),
    ActivityKind(
        "visit", "游玩体验", "Visits and experiences", ("体验", "观光", "街区", "展销", "试衣")
    ),
    ActivityKind(
        "service", "公共服务", "Public services", ("导办", "通办", "联办", "审批", "医疗")
    ),
    ActivityKind("flight", "低空飞行", "Drones and flights", ("无人机", "空中", "低空")),
    ActivityKind("delivery", "配送物流", "Deliveries", ("配送", "物流")),
    ActivityKind(
        "upkeep", "城市管理", "Care of the city", ("环卫", "巡逻", "巡查", "监测", "应急")
    ),
    ActivityKind(
        "production",
        "智能生产",
        "Smart production",
        (
            *("制造", "工厂", "工艺", "设计", "打版", "缝制", "排产", "供应链", "质量", "检测"),
            *("智能体", "智能终端", "农业"),
        ),
    ),
    ActivityKind("science", "前沿科研", "Frontier science", ("验证", "解析")),
)


def kinds_of(sub_scenarios_zh: Iterable[str]) -> frozenset[str]:
    """Return the ids of the kinds that some sub-scenarios are of.

    Parameters
    ----------
    sub_scenarios_zh
        Their Chinese titles, as the document writes them.
    """
    titles = tuple(sub_scenarios_zh)
    return frozenset(
        kind.id
        for kind in ACTIVITY_KINDS
        if any(word in title for word in kind.words for title in titles)
    )
