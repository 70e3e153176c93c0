"""The answer of a siting question as a part of the operator's page, on the page's present state."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from api.negotiation import shell_of
from api.operator_page import City, page_view
from api.operator_question import OperatorQuestion
from api.settings import Settings
from api.siting_answers import FamilyAnswer
from gis.records import records
from web.operator.suggested import Suggested, SuggestedSite
from web.pages import Pages


def suggested_part(
    request: Request,
    city: City,
    settings: Settings,
    asked: OperatorQuestion,
    answer: FamilyAnswer,
) -> Response:
    """Return the panel and the map layer of an answer that a job gave to the page's script."""
    snapshot = city(asked.scenario)
    view = page_view(city, settings, asked, shell_of(request, snapshot.edition))
    pages: Pages = request.app.state.pages
    towns = {
        row["id"]: (row["name_zh"], row["name_en"]) for row in records(snapshot.frame("towns"))
    }
    content = pages.operator_suggested(view, _suggested(answer, towns))
    return JSONResponse(content, headers={"Cache-Control": "no-store"})


def _suggested(answer: FamilyAnswer, towns: Mapping[str, tuple[str, str]]) -> Suggested:
    known: dict[str, Any] = {
        name: getattr(answer, name)
        for name in ("unit", "value", "bound", "gap", "seconds", "before", "after", "total")
    }
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
    return Suggested(
        problem=answer.problem.value,
        sites=sites,
        status=answer.status.value,
        demand=answer.demand,
        radius_m=answer.radius_m,
        bound_certified=answer.bound_certified,
        **known,
    )
