"""The operator's page: why nothing is sure, what can be asked, and what went wrong."""

from dataclasses import replace

import pytest

from gis.crs import to_metric
from gis.gaps import coverage_and_gaps
from gis.missions import MISSIONS
from tests.page_views import NONCE, Frames, PageCase
from tests.pages.markup import Markup
from web.operator.trial import Trial
from web.pages import Pages
from web.views import CANDIDATES, DEMANDS, Language, OperatorView, Problem

Cases = dict[Language, dict[str, PageCase]]


def view(cases: Cases, pack: Frames, language: Language, mission: str) -> OperatorView:
    coverage, gaps = coverage_and_gaps(
        to_metric(pack["takeoff_points"]),
        to_metric(pack["towns"]),
        radius_m=None,
        mission=mission,
    )
    base: OperatorView = cases[language]["operator"].view
    return replace(
        base, mission=MISSIONS[mission], coverage=coverage, gaps=gaps, plan=None, new_sites=0
    )


def text(found: OperatorView) -> str:
    return Markup(Pages().operator(found, NONCE)).all("main")[0].text


def test_a_low_end_of_nothing_is_explained(cases: Cases, pack: Frames) -> None:
    found = view(cases, pack, Language.ZH, "delivery")
    sites = found.coverage.sites
    limited = sum(one.accuracy_m >= one.radius_m for one in sites)
    assert found.coverage.city.covered_m2.low == 0
    assert limited > 0
    said = text(found)
    assert f"计入的 {len(sites)} 个起降点中，{limited} 个的位置误差不小于服务半径" in said
    assert "测准" in said
    english = text(view(cases, pack, Language.EN, "delivery"))
    assert f"{limited} of the {len(sites)} sites" in english


def test_a_low_end_above_nothing_needs_no_explanation(cases: Cases, pack: Frames) -> None:
    assert "下限是 0" not in text(view(cases, pack, Language.ZH, "logistics"))


def test_no_sites_at_all_is_no_question_of_accuracy(cases: Cases, pack: Frames) -> None:
    found = view(cases, pack, Language.ZH, "delivery")
    without = replace(found, coverage=replace(found.coverage, sites=()))
    assert "下限是 0" not in text(without)


@pytest.mark.parametrize("candidates", CANDIDATES)
@pytest.mark.parametrize("demand", DEMANDS)
def test_the_form_keeps_what_was_asked(cases: Cases, candidates: str, demand: str) -> None:
    base = cases[Language.ZH]["operator"].view
    trial = Trial(query={"spacing_m": "2500", "new_sites": "2"})
    found = replace(base, trial=trial, candidates=candidates, demand=demand)
    html = Pages().operator(found, NONCE)
    page = Markup(html[html.index('data-form="ask"') : html.index("</form>")])
    chosen = [one.attributes["value"] for one in page.all("option") if "selected" in one.attributes]
    assert chosen == [candidates, demand]
    offered = [one.attributes["value"] for one in page.all("option")]
    assert offered == [*CANDIDATES, *DEMANDS]
    hidden = [one for one in page.all("input") if one.attributes.get("type") == "hidden"]
    assert [one.attributes["value"] for one in hidden] == ["2500"]


def test_a_problem_is_told_in_the_pages_language_and_the_rest_stays(cases: Cases) -> None:
    problem = Problem("candidates", "no candidate would surely serve anything", "use a larger one")
    found = replace(cases[Language.ZH]["operator"].view, plan=None, problem=problem)
    page = Markup(Pages().operator(found, NONCE))
    alert = next(one for one in page.all("section") if one.attributes.get("role") == "alert")
    assert "加大服务半径" in alert.text
    assert "no candidate" not in alert.text
    assert "gaps" in {table.attributes["id"] for table in page.all("table")}


def test_a_problem_without_words_of_its_own_keeps_its_remedy(cases: Cases) -> None:
    problem = Problem("spacing_m", "too many candidates", "choose a larger spacing")
    found = replace(cases[Language.ZH]["operator"].view, plan=None, problem=problem)
    html = Pages().operator(found, NONCE)
    assert '<span lang="en">too many candidates</span>' in html
    assert "choose a larger spacing" in html
