"""The operator's page: why nothing is sure, what can be asked, and what went wrong."""

from dataclasses import replace

import pytest

from api.siting_family import BELONGS_TO
from gis.crs import to_metric
from gis.gaps import coverage_and_gaps
from gis.missions import MISSIONS
from gis.siting.questions import PEOPLE_ONLY, Problem
from tests.page_views import NONCE, Frames, PageCase
from tests.pages.markup import Markup
from web.operator.siting_form import FIELDS
from web.operator.trial import Trial
from web.pages import Pages
from web.views import CANDIDATES, DEMANDS, Language, OperatorView
from web.views import Problem as Trouble

Cases = dict[Language, dict[str, PageCase]]


def view(cases: Cases, pack: Frames, language: Language, mission: str) -> OperatorView:
    coverage, gaps = coverage_and_gaps(
        to_metric(pack["takeoff_points"]),
        to_metric(pack["towns"]),
        radius_m=None,
        mission=mission,
    )
    base: OperatorView = cases[language]["operator"].view
    return replace(base, mission=MISSIONS[mission], coverage=coverage, gaps=gaps, suggested=None)


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


def asked(base: OperatorView, **query: str) -> OperatorView:
    return replace(base, trial=Trial(query=query))


def siting_form(found: OperatorView) -> Markup:
    html = Pages().operator(found, NONCE)
    form = html[html.index('data-form="siting"') :]
    return Markup("<form " + form[: form.index("</form>")])


@pytest.mark.parametrize("candidates", CANDIDATES)
@pytest.mark.parametrize("demand", DEMANDS)
def test_the_form_keeps_what_was_asked(cases: Cases, candidates: str, demand: str) -> None:
    base = cases[Language.ZH]["operator"].view
    query = {"mission": "medical", "spacing_m": "2500", "candidates": candidates, "demand": demand}
    page = siting_form(asked(base, **query))
    chosen = [one.attributes["value"] for one in page.all("option") if "selected" in one.attributes]
    assert chosen == ["maximal", candidates, demand]
    offered = [one.attributes["value"] for one in page.all("option")]
    assert offered == [*(str(one) for one in Problem), *CANDIDATES, *DEMANDS]
    values = {one.attributes["name"]: one.attributes.get("value") for one in page.all("input")}
    assert values["spacing_m"] == "2500"
    hidden = [one for one in page.all("input") if one.attributes.get("type") == "hidden"]
    assert [one.attributes["value"] for one in hidden] == ["medical"]


@pytest.mark.parametrize("problem", Problem)
@pytest.mark.parametrize("candidates", CANDIDATES)
def test_a_problem_has_just_the_fields_that_it_needs(
    cases: Cases, problem: Problem, candidates: str
) -> None:
    found = asked(cases[Language.ZH]["operator"].view, problem=str(problem), candidates=candidates)
    boxes = siting_form(found).all("fieldset")
    shown = {
        field.name
        for field, box in zip(FIELDS, boxes, strict=True)
        if not {"hidden", "disabled"} <= box.attributes.keys()
    }
    numbers = {name for name, owners in BELONGS_TO.items() if problem in owners}
    by_default = {"backup_share", "year_weights", "cell_m"}
    needed = {{"count": "new_sites"}.get(name, name) for name in numbers - by_default}
    needed |= {"problem", "candidates"}
    needed |= {"spacing_m"} if candidates == "grid" else set()
    needed |= {"demand"} if problem not in PEOPLE_ONLY else set()
    assert shown == needed


def test_a_problem_is_told_beside_its_field_and_the_rest_stays(cases: Cases) -> None:
    problem = Trouble("candidates", "no candidate would surely serve anything", "use a larger one")
    base = asked(cases[Language.ZH]["operator"].view, candidates="hubs")
    found = replace(base, suggested=None, problem=problem)
    page = Markup(Pages().operator(found, NONCE))
    told = [one.text for one in page.all("fieldset") if "加大服务半径" in one.text]
    assert [text.split()[0] for text in told] == ["建在哪里"]
    assert "no candidate" not in told[0]
    invalid = [one for one in page.all("select") if "aria-invalid" in one.attributes]
    assert [one.attributes["name"] for one in invalid] == ["candidates"]
    assert "gaps" in {table.attributes["id"] for table in page.all("table")}


@pytest.mark.parametrize("field", ["spacing_m", "elsewhere"])
def test_a_problem_without_words_of_its_own_keeps_its_remedy(cases: Cases, field: str) -> None:
    problem = Trouble(field, "too many candidates", "choose a larger spacing")
    found = replace(cases[Language.ZH]["operator"].view, suggested=None, problem=problem)
    html = Pages().operator(found, NONCE)
    assert '<span lang="en">too many candidates choose a larger spacing</span>' in html
    assert html.count('id="siting-error"') == 1
