"""Commands about what the plans came to: who is named, drift, plan against built, targets."""

from collections.abc import Iterable, Mapping
from typing import Annotated

import typer

from api import plans_answers, town_matrix
from api.cli.console import (
    AsJson,
    DatabaseUrl,
    DataDir,
    Lang,
    Language,
    print_json,
    write_out,
)
from api.cli.policy_tables import AsCsv, Form, asked_for, language, latest, show_table
from api.plans_asked import (
    FIELDS,
    BuiltFound,
    BuiltParameters,
    DriftFound,
    DriftParameters,
    TargetsParameters,
    find_built,
    find_drift,
    find_targets,
)
from api.policy_answers import built_answer, drift_answer, targets_answer, today
from api.record_query import lookup
from api.snapshot import Snapshot
from api.town_matrix import TownQuestion
from gis.catalogue import LAYERS
from gis.policy.built import EVIDENCE_COLUMNS
from gis.policy.results import Change, Drift, Naming, TargetState, TownRow
from gis.policy.vocabulary import CLUSTER_FIELDS
from web.citations import citation, document_words
from web.texts import Texts

Document = Annotated[str | None, typer.Option(help="Id of a document, as d004.")]
Field = Annotated[str | None, typer.Option(help="A field: " + ", ".join(FIELDS))]
Town = Annotated[str | None, typer.Option(help="Id of a town, as tangxia.")]


def add_to(policy: typer.Typer) -> None:
    """Add these commands."""
    policy.command()(towns)
    policy.command()(drift)
    policy.command()(built)
    policy.command()(targets)


def towns(
    document: Document = None,
    field: Field = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Show which document names which town for which field."""
    form = Form.of(as_json=as_json, as_csv=as_csv)
    question = TownQuestion(document, field)
    snapshot = latest(database_url, data_dir)
    if form is Form.JSON:
        print_json(town_matrix.answer(snapshot, question))
    elif form is Form.CSV:
        write_out(town_matrix.as_csv(snapshot, question))
    else:
        _show_towns(town_matrix.matrix(snapshot, question), snapshot, Texts(language(lang)))


def _show_towns(rows: tuple[TownRow, ...], snapshot: Snapshot, t: Texts) -> None:
    known = lookup(snapshot).tables["policy_documents"]
    named = {one.document: one.year for row in rows for one in row.namings}
    documents = sorted(named, key=lambda one: (named[one], one))
    show_table(
        t.pick(
            "谁为哪个领域点名哪个镇街（* 为推断）",
            "Who names which town for which field (* inferred)",
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
    names = _field_names(t)
    return t("list.comma").join(
        names[field] + ("" if plain else "*") for field, plain in stated.items()
    )


def _field_names(t: Texts) -> dict[str, str]:
    return {term.id: t.pick(term.zh, term.en) for term in CLUSTER_FIELDS}


def drift(
    field: Field = None,
    town: Town = None,
    change: Annotated[str | None, typer.Option(help="One of " + ", ".join(Change))] = None,
    level: Annotated[
        str | None, typer.Option(help="town (today's towns, the default) or place (as written).")
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Show what each plan kept, dropped and added: an inference, with its lines."""
    form = Form.of(as_json=as_json, as_csv=as_csv)
    asked = asked_for(DriftParameters, field=field, town=town, change=change, level=level)
    snapshot = latest(database_url, data_dir)
    found = find_drift(snapshot, asked)
    answer = drift_answer(snapshot, found)
    if form is Form.JSON:
        print_json(answer)
    elif form is Form.CSV:
        write_out(plans_answers.drift_csv(answer.changes))
    else:
        _show_drift(found, answer, Texts(language(lang)))


def _show_drift(found: DriftFound, answer: plans_answers.DriftAnswer, t: Texts) -> None:
    names = _field_names(t)
    title = t.pick(
        "规划沿革（推断；* 一侧只经片区点名，等 后者名单未列尽）",
        "What the plans changed (inferred; * one side through an area, … the later list is open)",
    )
    show_table(
        f"{title}: {t.pick(answer.rule_zh, answer.rule_en)}",
        t.pick(
            "领域|镇街或地点|前后|变化|前者条文|后者条文", "Field|Unit|Step|Change|Before|After"
        ).split("|"),
        [
            [
                names[one.field],
                t.pick(one.name_zh, one.name_en),
                f"{one.year_before}→{one.year_after}",
                _change(one, t),
                _clauses(one.namings_before, found.namings),
                _clauses(one.namings_after, found.namings),
            ]
            for one in found.changes
        ],
    )


def _change(one: Drift, t: Texts) -> str:
    through, open_list = "*" * one.through_area, t.pick(" 等", " …") * one.open_list
    return t(f"drift.change.{one.change}") + through + open_list


def _clauses(designations: Iterable[str], namings: Mapping[str, Naming]) -> str:
    lines = (f"{namings[one].document}:{namings[one].line}" for one in designations)
    return " ".join(dict.fromkeys(lines))


def built(
    layer: Annotated[
        str | None, typer.Option(help="A layer: " + ", ".join(EVIDENCE_COLUMNS))
    ] = None,
    town: Town = None,
    contradicted: Annotated[
        bool, typer.Option("--contradicted", help="Only what contradicting statements speak of.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Show on what the state of each feature rests, and where plan and ground part."""
    form = Form.of(as_json=as_json, as_csv=as_csv)
    only = "true" if contradicted else None
    asked = asked_for(BuiltParameters, layer=layer, town=town, contradicted=only)
    snapshot = latest(database_url, data_dir)
    found = find_built(snapshot, asked)
    if form is Form.JSON:
        print_json(built_answer(snapshot, found))
    elif form is Form.CSV:
        write_out(plans_answers.built_csv(found.features))
    else:
        _show_built(found, Texts(language(lang)), with_gaps=not contradicted)


def _show_built(found: BuiltFound, t: Texts, *, with_gaps: bool) -> None:
    classes = _terms("evidence", "evidence_class", t)
    show_table(
        t.pick(f"规划与现状：{len(found.features)} 项", f"Plan and ground: {len(found.features)}"),
        t.pick(
            "要素|图层|库中状态|截至|证据|矛盾", "Feature|Layer|State|As of|Evidence|Contradicted"
        ).split("|"),
        [
            [
                t.pick(one.name_zh, one.name_en),
                t.pick(LAYERS[one.layer].zh, LAYERS[one.layer].en),
                _terms(one.layer, "status", t).get(one.status, one.status),
                one.as_of.isoformat(),
                t("list.comma").join(
                    dict.fromkeys(classes[said.evidence_class] for said in one.evidence)
                ),
                t.pick("是", "yes") if one.contradicted else "",
            ]
            for one in found.features
        ],
    )
    if with_gaps and found.gaps:
        names = _field_names(t)
        show_table(
            t.pick("规划与载体不合之处（* 只经片区点名）", "Gaps (* named through an area only)"),
            t.pick("情形|镇街|领域|依据", "Gap|Town|Field|Rests on").split("|"),
            [
                [
                    t(_GAPS[one.kind]) + ("*" if one.through_area else ""),
                    t.pick(one.name_zh, one.name_en),
                    names[one.field],
                    " ".join(one.designations or one.carriers),
                ]
                for one in found.gaps
            ],
        )


_GAPS = {"nothing_located": "built.nothing", "nowhere_designated": "built.nowhere"}


def _terms(layer: str, column: str, t: Texts) -> dict[str, str]:
    terms = LAYERS[layer].column(column).vocabulary
    return {term.id: t.pick(term.zh, term.en) for term in terms}


def targets(
    document: Document = None,
    met: Annotated[str | None, typer.Option(help="yes, not_yet or no_data.")] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Show every target with its limit and due year, and what of it can be counted."""
    form = Form.of(as_json=as_json, as_csv=as_csv)
    asked = asked_for(TargetsParameters, document=document, met=met)
    snapshot = latest(database_url, data_dir)
    found = find_targets(snapshot, asked)
    answer = targets_answer(snapshot, found, today())
    if form is Form.JSON:
        print_json(answer)
    elif form is Form.CSV:
        write_out(plans_answers.targets_csv(answer.targets))
    else:
        _show_targets(found, snapshot, Texts(language(lang)))


def _show_targets(found: tuple[TargetState, ...], snapshot: Snapshot, t: Texts) -> None:
    known = lookup(snapshot)
    show_table(
        t.pick(f"目标：{len(found)} 项", f"Targets: {len(found)}"),
        t.pick(
            "指标|原文写法|期限|出处|现值|是否达到", "Target|As written|Due|Where|Now|Met"
        ).split("|"),
        [
            [
                t.pick(one.name_zh, one.name_en),
                one.as_written,
                str(one.due or "–"),
                citation(
                    t,
                    known.row("policy_documents", one.document),
                    known.row("policy_sections", one.section),
                    one.line,
                ),
                "–" if one.current is None else str(one.current),
                t(f"targets.met.{one.met}"),
            ]
            for one in found
        ],
    )
