"""The pages of the policy record: what a search, the overview and the conflicts say."""

from typing import Any

import pytest
from markupsafe import escape

from gis.policy.facts import FactQuery, find_facts
from gis.policy.lookup import RecordLookup, record_lookup
from gis.policy.record import RECORD
from gis.records import Record, records
from tests.page_views import NONCE, Frames, with_texts
from tests.pages.markup import Markup
from tests.pages.test_marked_languages import Unmarked
from web.pages import Pages
from web.record.conflicts_page import conflicts_content
from web.record.fact_words import FactWords
from web.record.record_page import record_content
from web.record.record_views import ConflictsView, RecordView
from web.shell.texts import Texts
from web.views import Language, Shell

HOSTILE = '<script>alert(1)</script>"\' onx="'


def _towns(frames: Frames) -> dict[str, tuple[str, str]]:
    return {row["id"]: (row["name_zh"], row["name_en"]) for row in records(frames["towns"])}


def record_html(
    frames: Frames, language: Language, filters: dict[str, Any], query: FactQuery
) -> str:
    facts = find_facts({spec.name: frames[spec.name] for spec in RECORD}, query)
    view = RecordView(
        Shell(language, "/planners/record", tuple(filters.items()), "7"),
        record_lookup(frames),
        _towns(frames),
        filters,
        facts if filters else (),
        len(facts),
        "next-page",
        begun=True,
    )
    return Pages("/guantu").written(view, NONCE, record_content)


def conflicts_html(frames: Frames, language: Language, kind: str | None = None) -> str:
    known = record_lookup(frames)
    rows = [row for row in known.tables["policy_conflicts"].values() if kind in (None, row["kind"])]
    view = ConflictsView(
        Shell(language, "/planners/conflicts"), known, _towns(frames), kind, None, tuple(rows)
    )
    return Pages("/guantu").written(view, NONCE, conflicts_content)


@pytest.fixture(scope="module")
def known(pack: Frames) -> RecordLookup:
    return record_lookup(pack)


EVERYTHING: dict[str, Any] = {"document": "d000"}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("filters", [{}, {"text": "低空"}, EVERYTHING, {"text": "珠穆朗玛峰"}])
def test_well_formed_and_marked(pack: Frames, language: Language, filters: dict[str, Any]) -> None:
    html = record_html(pack, language, filters, FactQuery(**filters))
    assert Markup(html).unclosed == []
    if language is Language.EN:
        assert Unmarked(html).found == []
    ids = [one.attributes["id"] for one in Markup(html).elements if "id" in one.attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", list(Language))
def test_conflicts_are_well_formed_and_marked(pack: Frames, language: Language) -> None:
    html = conflicts_html(pack, language)
    assert Markup(html).unclosed == []
    assert language is Language.ZH or Unmarked(html).found == []


def test_the_overview_says_what_each_text_does_not_state(pack: Frames, known: RecordLookup) -> None:
    page = Markup(record_html(pack, Language.ZH, {}, FactQuery()))
    cards = {one.attributes["id"]: one.text for one in page.all("article")}
    documents = known.tables["policy_documents"]
    assert cards.keys() == documents.keys()
    words = {
        "title": "标题",
        "number": "文号",
        "issuer": "发文机关",
        "date": "日期",
        "period": "期限",
    }
    for id_, text in cards.items():
        missing = [zh for word, zh in words.items() if word not in documents[id_]["states"]]
        assert ("文中未写" + "、".join(missing) in text) is bool(missing)
        assert documents[id_]["name_zh"] in text


def test_the_overview_counts_every_fact_and_leads_there(pack: Frames) -> None:
    html = record_html(pack, Language.ZH, {}, FactQuery())
    for spec in RECORD:
        for document in ("d000", "d003"):
            count = int((pack[spec.name]["document"] == document).sum())
            address = f"/guantu/planners/record?table={spec.name}&amp;document={document}"
            assert f'<a href="{address}">{count:,}</a>' in html


def test_the_outline_leads_to_every_section_and_the_places_to_every_place(
    pack: Frames, known: RecordLookup
) -> None:
    html = record_html(pack, Language.ZH, {}, FactQuery())
    for id_, row in known.tables["policy_sections"].items():
        if row["parent"] is not None:
            assert f"section={id_}&" in html or f'section={id_}"' in html
    for id_, row in known.tables["policy_places"].items():
        assert f"/guantu/planners/record?place={id_}" in html
        assert "、".join(row["forms"]) in html


def test_a_search_shows_each_fact_once_with_its_line(pack: Frames) -> None:
    query = FactQuery(document="d000")
    page = Markup(record_html(pack, Language.ZH, EVERYTHING, query))
    facts = find_facts(pack, query)
    shown = [one for one in page.all("li") if "data-fact" in one.attributes]
    assert [one.attributes["data-fact"] for one in shown] == [
        f"{fact.table}/{fact.record['id']}" for fact in facts
    ]
    for one, fact in zip(shown, facts, strict=True):
        assert fact.record["name_zh"] in one.text
        assert f"{fact.record['line']}" in one.text.rpartition("第")[2]
        items = fact.record.get("items_zh") or ()
        assert all(item in one.text for item in items)


@pytest.mark.parametrize(("language", "badge"), [(Language.ZH, "推断"), (Language.EN, "inferred")])
def test_what_is_inferred_says_so_and_nothing_else_does(
    pack: Frames, language: Language, badge: str
) -> None:
    query = FactQuery(document="d001", table="policy_figures")
    html = record_html(pack, language, {"document": "d001", "table": "policy_figures"}, query)
    inferred = {fact.record["id"] for fact in find_facts(pack, query)
                if fact.record["basis"] == "inferred"}  # fmt: skip
    marked = {
        part.partition('"')[0]
        for part in html.split('data-fact="policy_figures/')[1:]
        if f'<span class="inferred">{badge}</span>' in part
    }
    assert marked == inferred
    assert 0 < len(inferred) < 110


def test_the_form_keeps_what_was_asked(pack: Frames) -> None:
    filters: dict[str, Any] = {"text": "低空", "document": "d004", "table": "policy_lists"}
    html = record_html(pack, Language.EN, filters, FactQuery(**filters))
    assert 'value="低空"' in html
    assert '<option value="d004" selected>' in html
    assert '<option value="policy_lists" selected>' in html
    assert '<input type="hidden" name="lang" value="en">' in html
    assert "after=next-page" in html


def test_filters_without_a_field_can_be_taken_off(pack: Frames) -> None:
    filters = {"place": "humen", "section": "d004-s221", "table": "policy_names", "kind": "park"}
    html = record_html(pack, Language.ZH, filters, FactQuery(place="humen"))
    for name in ("place", "section", "kind"):
        rest = "&amp;".join(f"{key}={one}" for key, one in filters.items() if key != name)
        assert f'<a href="/guantu/planners/record?{rest}">去掉</a>' in html


def test_a_conflict_shows_every_side_linked_to_its_line(pack: Frames, known: RecordLookup) -> None:
    html = conflicts_html(pack, Language.ZH)
    for id_, row in known.tables["policy_conflicts"].items():
        shown = html.split(f'<li class="card conflict" id="{id_}">')[1].split(
            '<li class="card conflict"'
        )[0]
        for one in row["facts"] or ():
            found = known.find(one)
            assert found is not None
            cited = found[1]
            address = f"document={cited['document']}&amp;line={cited['line']}"
            assert address in shown, (id_, one)
            assert f'<q lang="zh-CN">{escape(cited["anchor"])}</q>' in shown
        for at in row["also_at"] or ():
            document, _, line = at.partition(":")
            covered = f"document={document}&amp;line={line}" in shown
            assert covered or _covered(known, row, document, int(line)), (id_, at)
    assert "从不替文件裁定" in html


def _covered(known: RecordLookup, row: Record, document: str, line: int) -> bool:
    """Tell whether one of the facts that a conflict concerns cites a line anyway."""
    facts = [known.find(one) for one in row["facts"] or ()]
    return any(
        found is not None
        and found[1]["document"] == document
        and found[1]["line"] <= line <= found[1]["last_line"]
        for found in facts
    ) or (document, line) == (row["document"], row["line"])


def test_a_filtered_page_opens_what_it_found(pack: Frames) -> None:
    html = conflicts_html(pack, Language.ZH, "misprint")
    assert html.count('<details class="kind" open>') == 1
    assert "figures_differ" in html
    assert '<option value="misprint" selected>' in html


@pytest.mark.parametrize("language", list(Language))
def test_hostile_texts_stay_texts(pack: Frames, language: Language) -> None:
    hostile = with_texts(pack, HOSTILE)
    pages = [
        record_html(hostile, language, {}, FactQuery()),
        record_html(hostile, language, {"text": HOSTILE}, FactQuery(document="d000")),
        conflicts_html(hostile, language),
    ]
    for html in pages:
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html
        assert all("onx" not in one.attributes for one in Markup(html).elements)


def test_a_date_that_is_a_month_has_an_english_form(known: RecordLookup) -> None:
    row = known.row("policy_documents", "d003")
    said = {one: FactWords(Texts(one), known, {}).dated(row) for one in Language}
    assert said == {Language.ZH: "2018年7月", Language.EN: "2018-07"}
