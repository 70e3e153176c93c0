"""The pages of drift, of plan against built and of targets."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from api.plans_asked import (
    BuiltParameters,
    DriftParameters,
    TargetsParameters,
    carrier_names,
    find_built,
    find_drift,
    find_targets,
    town_names,
)
from api.policy_record import record_frames, targets
from api.snapshot import Snapshot
from gis.policy.built import EVIDENCE_COLUMNS, unsupported
from gis.policy.lookup import record_lookup
from gis.policy.results import Change, Met, TargetState
from gis.records import records
from tests.page_views import NONCE, Frames, with_texts
from tests.pages.markup import Markup
from web.pages import Pages
from web.planner.built_page import built_content
from web.planner.drift_page import drift_content
from web.planner.plans_views import BuiltView, DriftView, TargetsView
from web.planner.targets_page import aim, targets_content
from web.shell.texts import Texts
from web.views import Language, Shell

NAMES = ("drift", "built", "targets")
HOSTILE = "<img src=x onerror=alert(1)></script>{{7*7}}"
CONTENT: dict[str, Callable[..., Any]] = {
    "drift": drift_content,
    "built": built_content,
    "targets": targets_content,
}
every_page = pytest.mark.parametrize("name", NAMES)
every_language = pytest.mark.parametrize("language", list(Language))


@dataclass(frozen=True)
class Made:
    """Views of one set of frames, as the application makes them."""

    snapshot: Snapshot

    def view(self, name: str, language: Language, **asked: str) -> Any:
        shell = Shell(language, f"/planners/{name}", (), "7")
        return getattr(self, f"_{name}")(shell, asked)

    def _drift(self, shell: Shell, asked: dict[str, str]) -> DriftView:
        parameters = DriftParameters(**asked)
        found = find_drift(self.snapshot, parameters)
        return DriftView(
            shell,
            parameters.asked | {"level": found.level},
            found.report,
            found.changes,
            found.histories,
            found.changes,
            self.snapshot.frame("towns"),
            found.namings,
            town_names(self.snapshot),
            record_lookup(record_frames(self.snapshot)),
        )

    def _built(self, shell: Shell, asked: dict[str, str]) -> BuiltView:
        parameters = BuiltParameters(**asked)
        found = find_built(self.snapshot, parameters)
        return BuiltView(
            shell,
            parameters.asked,
            found.every,
            found.features,
            found.gaps,
            found.unlocated,
            carrier_names(self.snapshot),
            {row["id"]: row for row in records(self.snapshot.frame("sources"))},
            {layer: self.snapshot.frame(layer) for layer in ("towns", *EVIDENCE_COLUMNS)},
            town_names(self.snapshot),
            record_lookup(record_frames(self.snapshot)),
        )

    def _targets(self, shell: Shell, asked: dict[str, str]) -> TargetsView:
        parameters = TargetsParameters(**asked)
        return TargetsView(
            shell,
            parameters.asked,
            dt.date(2026, 11, 21),
            targets(self.snapshot),
            find_targets(self.snapshot, parameters),
            record_lookup(record_frames(self.snapshot)),
        )

    def page(self, name: str, language: Language = Language.ZH, **asked: str) -> Markup:
        view = self.view(name, language, **asked)
        pages = Pages("/below")
        draw = pages.written if name == "targets" else pages.mapped
        return Markup(draw(view, NONCE, CONTENT[name]))


@pytest.fixture(scope="module")
def made(pack: Frames) -> Made:
    return Made(Snapshot("7", pack))


@every_page
@every_language
def test_well_formed_and_self_sufficient(made: Made, name: str, language: Language) -> None:
    page = made.page(name, language)
    assert page.unclosed == []
    ids = Counter(one.attributes["id"] for one in page.elements if "id" in one.attributes)
    assert [id_ for id_, number in ids.items() if number > 1] == []
    assert len(page.all("h1")) == len(page.all("main")) == 1
    for one in page.elements:
        for attribute in ("href", "src", "action"):
            address = one.attributes.get(attribute, "/below/")
            assert address.startswith(("/below/", "/below?", "#")), address
        assert "style" not in one.attributes
    scripts = [
        one for one in page.all("script") if one.attributes.get("type") != "application/json"
    ]
    assert {one.attributes.get("nonce") for one in scripts} == {NONCE}


@every_page
@every_language
def test_no_text_of_a_document_becomes_markup(pack: Frames, name: str, language: Language) -> None:
    html = Made(Snapshot("7", with_texts(pack, HOSTILE))).page(name, language).html
    assert "<img" not in html
    assert "&lt;img src=x" in html


@every_page
def test_every_table_has_a_caption_and_every_field_a_label(made: Made, name: str) -> None:
    page = made.page(name)
    assert len(page.all("caption")) == len(page.all("table"))
    labelled = {one.attributes.get("for") for one in page.all("label")}
    assert {one.attributes["id"] for one in page.all("select")} <= labelled


def test_the_rule_stands_on_top_as_an_inference(made: Made) -> None:
    html = made.page("drift").html
    assert html.index("推断") < html.index("<form")
    assert "没有文件写明取消了哪个镇街" in html
    assert "Inference" in made.page("drift", Language.EN).html


def test_the_matrix_marks_what_the_histories_say(made: Made) -> None:
    view = made.view("drift", Language.ZH)
    compared = [one for one in view.histories if len(view.report.addressed[one.field]) > 1]
    html = made.page("drift").html
    matrix = html.split('id="drift-matrix"')[1].split("</table>")[0]
    expected = Counter(str(mark) for one in compared for mark in one.plans.values())
    assert Counter(re.findall(r'class="dot dot-(\w+)"', matrix)) == expected


def test_one_field_has_a_column_for_each_plan(made: Made) -> None:
    page = made.page("drift", field="materials")
    matrix = page.html.split('id="drift-matrix"')[1].split("</table>")[0]
    units = {one.unit for one in made.view("drift", Language.ZH, field="materials").histories}
    assert matrix.count('<th scope="row">') == len(units)
    assert matrix.count("dot-not_addressed") == 2 * len(units)
    assert "dropped" in matrix
    changes = page.html.split('id="changes"')[1]
    assert changes.count('class="change change-dropped"') == sum(
        one.change is Change.DROPPED
        for one in made.view("drift", Language.ZH, field="materials").changes
    )


def test_clauses_lead_to_the_record(made: Made) -> None:
    links = [one.attributes["href"] for one in made.page("drift").all("a")]
    clauses = {link for link in links if link.startswith("/below/planners/record?")}
    assert len(clauses) > 30
    assert all(re.search(r"document=d\d{3}&line=\d+$", link) for link in clauses)
    english = made.page("drift", Language.EN, field="electronics")
    assert all(
        one.attributes["href"].endswith("lang=en")
        for one in english.all("a")
        if "/record?document" in one.attributes["href"]
    )


def test_contradicting_statements_stand_side_by_side(made: Made) -> None:
    page = made.page("built")
    articles = page.all("article")
    assert len(articles) == 3
    for one in articles:
        text = " ".join(one.text.split())
        assert text.index("在用 · 2026年2月2日") < text.index("在建 · 2026年3月3日")
        assert "报道称首批十个启用，未逐一说明。" in text
    assert page.html.index("<article") < page.html.index('id="states-carriers"')


def test_a_year_is_not_shown_as_a_day(made: Made) -> None:
    text = made.page("built", layer="carriers").html
    assert "2022年（只知年份）" in text
    assert "2022年1月1日" not in text


def test_a_state_that_nobody_states_is_marked_as_inferred(made: Made) -> None:
    bare = [one for one in made.view("built", Language.ZH).every if unsupported(one)]
    page = made.page("built")
    assert page.html.count("推断：没有证据说的是这个状态") == len(bare) > 0
    assert all(one.name_zh in page.html for one in bare)


def test_gaps_say_what_they_rest_on(made: Made) -> None:
    page = made.page("built")
    view = made.view("built", Language.ZH)
    nothing = [one for one in view.gaps if one.kind == "nothing_located"]
    table = page.html.split('id="nothing-located"')[1].split("</table>")[0]
    assert table.count("/planners/drift?field=") == len(nothing)
    assert "不等于实地没有" in page.html
    for id_ in view.unlocated:
        assert f"/below/collections/carriers/items/{id_}" in page.html


@every_language
def test_nothing_that_cannot_be_counted_is_judged(made: Made, language: Language) -> None:
    t = Texts(language)
    page = made.page("targets", language)
    body = page.html.split("<tbody")[1]
    assert body.count(t("targets.met.no_data")) == 92
    assert body.count(t("targets.met.yes")) == 0
    assert t("targets.countable", n=2, total=94) in page.html
    past = [one for one in made.view("targets", language).every if (one.due or 9999) < 2026]
    assert body.count(f'<span class="minor">{t("targets.past")}</span>') == len(past)


def target(**given: Any) -> TargetState:
    plain = TargetState(
        "f", "指标", "indicator", "d000", "s", 1, "ge", 5.0, None, "个", "scenarios", "5个以上",
        2028, None, (), "无", "none", Met.NO_DATA,
    )  # fmt: skip
    return replace(plain, **given)


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        ({}, "≥ 5 个", "≥ 5 scenarios"),
        ({"operator": "gt"}, "> 5 个", "> 5 scenarios"),
        ({"value": 40000.0, "unit_zh": "亿元", "unit_en": "100 million yuan"},
         "≥ 40,000 亿元", "≥ 4 trillion yuan"),
        ({"value": 2.3, "unit_zh": "万座", "unit_en": "10,000 stations"},
         "≥ 2.3 万座", "≥ 23,000 stations"),
        ({"value": 12.5, "high": 1300.0, "unit_zh": "亿元", "unit_en": "100 million yuan"},
         "≥ 12.5–1,300 亿元", "≥ 1.25–130 billion yuan"),
        ({"value": 42.0, "unit_zh": "%", "unit_en": "%"}, "≥ 42%", "≥ 42%"),
        ({"operator": "eq", "value": 1.4, "unit_en": None}, "= 1.4 个", "= 1.4"),
        ({"operator": "eq", "value": 1000.0, "high": 10000.0, "unit_zh": None, "unit_en": None},
         "= 1,000–10,000", "= 1,000–10,000"),
    ],
)  # fmt: skip
def test_a_target_keeps_its_sign_and_unit(given: dict[str, Any], zh: str, en: str) -> None:
    assert aim(target(**given), Texts(Language.ZH)) == zh
    assert aim(target(**given), Texts(Language.EN)) == en
