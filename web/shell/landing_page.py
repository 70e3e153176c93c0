"""The first page: what it says today to each of its three users."""

from web.shell.headline import Headline
from web.shell.texts import Texts
from web.shell.words import Words


def headline_words(headline: Headline | None, t: Texts) -> dict[str, tuple[str, str]]:
    """Return a figure and what it is of for each role; nothing where nothing is known."""
    if headline is None:
        return {}
    words = Words(t)
    mission, city = headline.mission, headline.city
    return {
        "planner": (
            f"{headline.towns_named} / {headline.towns}",
            t("landing.planner.figure"),
        ),
        "operator": (
            words.share(city.covered_m2.share_of(city.area_m2)),
            t(
                "landing.operator.figure",
                mission=t.pick(mission.name_zh, mission.name_en),
                radius=words.distance(mission.radius_m),
            ),
        ),
        "resident": (
            str(sum(headline.statuses.values())),
            t("landing.resident.figure", n=headline.statuses.get("in_use", 0)),
        ),
    }
