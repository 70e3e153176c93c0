"""Commands about what the policy documents say: facts, conflicts, the whole record, its check."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import (
    NOTES,
    AsJson,
    DatabaseUrl,
    DataDir,
    Lang,
    Language,
    print_json,
    progress,
    write_out,
)
from api.cli.policy_tables import AsCsv, Form, asked_for, language, latest, show_table
from api.plans_answers import csv_file
from api.plans_asked import town_names
from api.policy_answers import CheckAnswer
from api.policy_record import facts as find_facts
from api.policy_record import record_frames
from api.record_answers import ConflictsAnswer, FactsAnswer, RecordAnswers
from api.record_query import (
    MAX_TEXT,
    TABLES,
    ConflictParameters,
    RecordParameters,
    checked_query,
    lookup,
)
from api.record_query import conflicts as find_conflicts
from api.record_tables import conflicts_csv, facts_csv
from api.snapshot import Snapshot
from gis.catalogue import LAYERS
from gis.errors import InvalidInputError
from gis.policy.record import CONFLICTS, DOCUMENTS, RECORD
from layers.exporters import write_whole
from layers.policy_check import FaultKind, RecordFault, record_faults, text_faults
from layers.policy_files import RecordFormat, export_record
from web.record.fact_words import FactWords
from web.shell.citations import citation
from web.shell.texts import Texts

Document = Annotated[str | None, typer.Option(help="Id of a document, as d004.")]
_FAULTS = {
    FaultKind.SCHEMA: ("不合表的规定", "Breaks the table's schema"),
    FaultKind.REFERENCE: ("所指不存在", "Refers to nothing"),
    FaultKind.SECTION: ("不在所写章节之内", "Not in the section named"),
    FaultKind.NO_TEXT: ("没有这份文件的原文", "No text of this document"),
    FaultKind.DIGEST: ("引文与原文不同", "The quote is not the text"),
    FaultKind.ANCHOR: ("关键词不在所引各行", "The anchor is not in the lines"),
    FaultKind.MENTIONS: ("出现处不同", "Mentions differ"),
    FaultKind.MISSING: ("原文有，记录无", "In the text, not in the record"),
}


def _short(table: str) -> str:
    return table.removeprefix("policy_")


def add_to(policy: typer.Typer) -> None:
    """Add these commands."""
    policy.command()(facts)
    policy.command()(conflicts)
    policy.command("export")(export)
    policy.command("check")(check)


def facts(
    words: Annotated[
        list[str] | None, typer.Argument(help="Words, each of which must stand in the fact.")
    ] = None,
    document: Document = None,
    table: Annotated[
        str | None, typer.Option(help="A table: " + ", ".join(_short(one) for one in TABLES))
    ] = None,
    line: Annotated[
        int | None, typer.Option(min=1, max=1_000_000, help="Facts that cite this line.")
    ] = None,
    place: Annotated[str | None, typer.Option(help="Id of a place (table places).")] = None,
    most: Annotated[int, typer.Option(min=1, help="Rows of the table printed.")] = 50,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Find facts: who is named for what, figures, names, lists, each with its lines.

    JSON and CSV have every fact that matches.
    """
    form = Form.of(as_json=as_json, as_csv=as_csv)
    asked = asked_for(
        RecordParameters,
        text=" ".join(words or ())[: MAX_TEXT + 1],
        document=document,
        table=_long(table),
        line=line,
        place=place,
    )
    snapshot = latest(database_url, data_dir)
    found = find_facts(snapshot, checked_query(snapshot, asked))
    if form is Form.CSV:
        write_out(facts_csv(found, lookup(snapshot)))
        return
    if form is Form.JSON:
        listed = RecordAnswers(lookup(snapshot), town_names(snapshot)).facts(found)
        print_json(
            FactsAnswer(
                edition=snapshot.edition,
                matched=len(found),
                returned=len(found),
                facts=listed,
                links=(),
            )
        )
        return
    t = Texts(language(lang))
    said = FactWords(t, lookup(snapshot), town_names(snapshot))
    show_table(
        t.pick(f"政策记录：{len(found)} 条", f"Policy record: {len(found)} facts"),
        t.pick("出处|表|内容", "Where|Table|What it says").split("|"),
        [
            [
                _cited(t, snapshot, one.record["document"], one.record["section"], one.record),
                t.pick(TABLES[one.table].zh, TABLES[one.table].en),
                said.sentence(one.table, one.record),
            ]
            for one in found[:most]
        ],
    )
    if len(found) > most:
        NOTES.print(f"{len(found) - most} more: --most, --json or --csv", highlight=False)


def _long(table: str | None) -> str | None:
    """Return the name of a table that may be given without its prefix."""
    return f"policy_{table}" if table is not None and f"policy_{table}" in TABLES else table


def _cited(t: Texts, snapshot: Snapshot, document: str, section: str, row: dict[str, int]) -> str:
    known = lookup(snapshot)
    return citation(
        t,
        known.row(DOCUMENTS.name, document),
        known.row("policy_sections", section),
        row["line"],
        row["last_line"],
    )


def conflicts(
    document: Document = None,
    kind: Annotated[
        str | None,
        typer.Option(
            help="A kind: " + ", ".join(term.id for term in CONFLICTS.column("kind").vocabulary)
        ),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Show where the documents contradict each other or themselves; nothing is settled."""
    form = Form.of(as_json=as_json, as_csv=as_csv)
    asked = asked_for(ConflictParameters, document=document, kind=kind)
    snapshot = latest(database_url, data_dir)
    rows = find_conflicts(snapshot, asked)
    if form is not Form.TABLE:
        found = RecordAnswers(lookup(snapshot), town_names(snapshot)).conflicts(rows)
        if form is Form.CSV:
            write_out(conflicts_csv(found))
        else:
            print_json(
                ConflictsAnswer(edition=snapshot.edition, matched=len(found), conflicts=found)
            )
        return
    t = Texts(language(lang))
    kinds = {term.id: t.pick(term.zh, term.en) for term in CONFLICTS.column("kind").vocabulary}
    show_table(
        t.pick(f"矛盾与瑕疵：{len(rows)} 处", f"Conflicts and defects: {len(rows)}"),
        t.pick("出处|类别|内容|说明", "Where|Kind|What|Note").split("|"),
        [
            [
                _cited(t, snapshot, row["document"], row["section"], row),
                kinds[row["kind"]],
                t.pick(row["name_zh"], row["name_en"]),
                t.pick(row["note_zh"], row["note_en"]),
            ]
            for row in rows
        ],
    )


def export(
    file: Path,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Write the whole record to FILE: .json, .gpkg or .zip (CSV files)."""
    kinds = {kind.extension: kind for kind in RecordFormat}
    kind = kinds.get(file.suffix.lower().removeprefix("."))
    if kind is None:
        raise InvalidInputError(
            f"cannot tell the format of {file.name}",
            field="file",
            remedy="Let its name end in " + ", ".join(f".{one}" for one in kinds),
        )
    snapshot = latest(database_url, data_dir)
    with progress(f"Writing {file.name}"):
        content = export_record(record_frames(snapshot), kind)
        write_whole(file, content)
    NOTES.print(f"{file}: {_facts(snapshot)} facts, {len(content):,} bytes", highlight=False)


def _facts(snapshot: Snapshot) -> int:
    return sum(map(len, record_frames(snapshot).values()))


def check(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[SEEDS_FOLDER]", help="Folder of the documents' texts."),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Check the record in the store; with the texts, every quote and that nothing is missing.

    The exit code is 1 if anything is wrong.
    """
    form = Form.of(as_json=as_json, as_csv=as_csv)
    snapshot = latest(database_url, data_dir)
    frames = {name: snapshot.frame(name) for name in LAYERS}
    found = tuple(record_faults(frames))
    if folder is not None:
        found += tuple(text_faults(frames, folder))
    if form is Form.JSON:
        print_json(
            CheckAnswer(
                edition=snapshot.edition,
                facts=_facts(snapshot),
                with_texts=folder is not None,
                faults=found,
            )
        )
    elif form is Form.CSV:
        names = ("kind", "table", "fact", "document", "line", "detail")
        write_out(csv_file(names, ([str(one.kind), *_of(one)] for one in found)))
    else:
        _show(found, snapshot, Texts(language(lang)), with_texts=folder is not None)
    if found:
        raise typer.Exit(1)


def _of(fault: RecordFault) -> tuple[str | int | None, ...]:
    return (fault.table, fault.fact, fault.document, fault.line, fault.detail)


def _show(
    found: tuple[RecordFault, ...], snapshot: Snapshot, t: Texts, *, with_texts: bool
) -> None:
    if found:
        show_table(
            t.pick(f"政策记录：{len(found)} 处有误", f"Policy record: {len(found)} faults"),
            t.pick("问题|事实|文件:行|所在", "Fault|Fact|Document:line|Detail").split("|"),
            [
                [
                    t.pick(*_FAULTS[one.kind]),
                    f"{_short(one.table)}/{one.fact}" if one.table else "–",
                    f"{one.document or ''}:{one.line or ''}",
                    one.detail,
                ]
                for one in found
            ],
        )
    texts = t.pick("，已与原文逐条核对", ", compared with the texts") if with_texts else ""
    tables = t.pick(f"{len(RECORD)} 张表", f"{len(RECORD)} tables")
    facts = t.pick(f"{_facts(snapshot)} 条事实", f"{_facts(snapshot)} facts")
    wrong = t.pick(f"{len(found)} 处有误", f"{len(found)} faults")
    comma = t.pick("，", ", ")
    NOTES.print(f"{comma.join((tables, facts))}{texts}{comma}{wrong}", highlight=False)
