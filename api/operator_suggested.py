"""The answer of a siting question as the operator's page shows it."""

from typing import Any

from api.siting_answers import FamilyAnswer
from api.snapshot import Snapshot
from gis.records import records
from web.operator.suggestion import Suggested, SuggestedSite

_SAME = ("unit", "demand", "value", "bound", "gap", "seconds", "before", "after", "total")
_COUNTED = ("candidates", "demands", "bound_certified")


def suggested(answer: FamilyAnswer, snapshot: Snapshot) -> Suggested:
    """Return an answer as the page shows it, its towns by name."""
    towns = {
        row["id"]: (row["name_zh"], row["name_en"]) for row in records(snapshot.frame("towns"))
    }
    known: dict[str, Any] = {name: getattr(answer, name) for name in (*_SAME, *_COUNTED)}
    sites = tuple(
        SuggestedSite(
            order=site.order,
            name_zh=site.name_zh,
            name_en=site.name_en,
            lon=site.lon,
            lat=site.lat,
            accuracy_m=site.accuracy_m,
            town=towns.get(site.town, ("", "")),
            year=site.year,
            adds=site.adds,
        )
        for site in answer.sites
    )
    return Suggested(problem=answer.problem.value, sites=sites, status=answer.status.value, **known)
