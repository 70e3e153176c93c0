"""The command that tells which document names which town for which field."""

from collections.abc import Iterable

import typer

from api import town_matrix
from api.cli.console import AsJson, DatabaseUrl, DataDir, Lang, Language, print_json, write_out
from api.cli.policy_tables import (
    AsCsv,
    Document,
    Field,
    Form,
    Town,
    field_names,
    language,
    latest,
    show_table,
)
from api.record_query import lookup
from api.snapshot import Snapshot
from api.towns_asked import TownQuestion
from gis.policy.results import Naming, TownRow
from web.shell.citations import citation, document_words
from web.shell.texts import Texts


def add_to(policy: typer.Typer) -> None:
    """Add this command."""
    policy.command()(towns)


def towns(
    document: Document = None,
    field: Field = None,
    town: Town = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Show which document names which town for which field; of one town or field, each clause."""
    form = Form.of(as_json=as_json, as_csv=as_csv)
    question = TownQuestion(document, field, town)
    snapshot = latest(database_url, data_dir)
    if form is Form.JSON:
        print_json(town_matrix.answer(snapshot, question))
        return
    if form is Form.CSV:
        write_out(town_matrix.as_csv(snapshot, question))
        return
    rows, t = town_matrix.matrix(snapshot, question), Texts(language(lang))
    if field is None and town is None:
        _show_matrix(rows, snapshot, t)
    else:
        _show_clauses(rows, snapshot, t)


def _show_matrix(rows: tuple[TownRow, ...], snapshot: Snapshot, t: Texts) -> None:
    known = lookup(snapshot).tables["policy_documents"]
    named = {one.document: one.year for row in rows for one in row.namings}
    documents = sorted(named, key=lambda one: (named[one], one))
    show_table(
        t.pick(
            "谁为哪个领域点名哪个镇街（* 为推断；--town 看一个镇街的条款）",
            "Who names which town for which field (* inferred; --town shows a town's clauses)",
        ),
        [t.pick("镇街", "Town"), *(document_words(t, known[one]) for one in documents)],
        [
            [
                t.pick(row.name_zh, row.name_en),
                *(
                    _fields([one for one in row.namings if one.document == document], t)
                    for document in documents
                ),
            ]
            for row in rows
        ],
    )


def _fields(namings: Iterable[Naming], t: Texts) -> str:
    """Return the fields of some namings; a field that is only read into them is starred."""
    stated: dict[str, bool] = {}
    for one in namings:
        stated[one.field] = stated.get(one.field, False) or not one.inferred
    names = field_names(t)
    return t("list.comma").join(
        names[field] + ("" if plain else "*") for field, plain in stated.items()
    )


def _show_clauses(rows: tuple[TownRow, ...], snapshot: Snapshot, t: Texts) -> None:
    known, names = lookup(snapshot), field_names(t)
    unnamed = [t.pick(row.name_zh, row.name_en) for row in rows if not row.named]
    title = t.pick(
        "点名镇街的条款（* 为推断，… 列举未尽）",
        "Clauses that name towns (* inferred, … open list)",
    )
    none = t.pick("；没有点名：", "; not named: ") + t("list.comma").join(unnamed)
    show_table(
        title + (none if unnamed else ""),
        t.pick("镇街|领域|出处|为何点名|原文写作", "Town|Field|Where|Named for|Written as").split(
            "|"
        ),
        [
            [
                t.pick(row.name_zh, row.name_en),
                names[one.field] + "*" * one.inferred,
                citation(
                    t,
                    known.row("policy_documents", one.document),
                    known.row("policy_sections", one.section),
                    one.line,
                ),
                t.pick(one.topic_zh, one.topic_en),
                one.place_zh + " …" * one.open_list,
            ]
            for row in rows
            for one in sorted(row.namings, key=lambda one: (one.year, one.line))
        ],
    )
