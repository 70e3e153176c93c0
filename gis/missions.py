"""Mission classes: what flies, how far from its takeoff point it serves, and how high.

No policy document and no notice in the pack states a service radius or a height of flight. The
radii and heights here are Guantu's own planning assumptions, shown as such wherever they are used,
and every endpoint and page lets its user set another.
"""

from dataclasses import dataclass

from gis.errors import InvalidInputError

MAX_RADIUS_M = 100_000.0


@dataclass(frozen=True, slots=True)
class Mission:
    """One class of mission.

    Attributes
    ----------
    id
        Stable name used in URLs and in a takeoff point's own radii.
    name_zh, name_en
        Titles.
    radius_m
        Assumed service radius in metres round the takeoff point.
    height_m
        Assumed height of flight in metres above ground.
    """

    id: str
    name_zh: str
    name_en: str
    radius_m: float
    height_m: float


MISSIONS = {
    mission.id: mission
    for mission in (
        Mission("inspection", "巡检", "Inspection", 3_000.0, 120.0),
        Mission("delivery", "末端配送", "Delivery", 5_000.0, 120.0),
        Mission("medical", "医疗急救转运", "Medical transfer", 10_000.0, 120.0),
        Mission("logistics", "支线物流", "Feeder logistics", 20_000.0, 120.0),
    )
}
DEFAULT_MISSION = "delivery"


def mission_of(name: str) -> Mission:
    """Return the mission of an id.

    Raises
    ------
    InvalidInputError
        If there is no such mission.
    """
    if name not in MISSIONS:
        raise InvalidInputError(
            f"there is no mission {name[:40]!r}",
            field="mission",
            remedy=f"use one of: {', '.join(MISSIONS)}",
        )
    return MISSIONS[name]
