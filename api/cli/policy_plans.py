"""Commands about what the plans came to: drift, plan against built, targets."""

from collections.abc import Iterable
from typing import Annotated

import typer

from api import plans_answers
from api.cli.console import (
    AsJson,
    DatabaseUrl,
    DataDir,
    Lang,
    Language,
    print_json,
    write_out,
)
from api.cli.policy_tables import (
    AsCsv,
    Document,
    Field,
    Form,
    Town,
    asked_for,
    field_names,
    language,
    latest,
    lines_words,
    show_table,
)
from api.plans_asked import (
    BuiltFound,
    BuiltParameters,
    DriftFound,
    DriftParameters,
    TargetsParameters,
    carrier_names,
    find_built,
    find_drift,
    find_targets,
)
from api.policy_answers import built_answer, drift_answer, targets_answer, today
from api.record_query import lookup
from api.snapshot import Snapshot
from gis.catalogue import LAYERS
from gis.policy.built import EVIDENCE_COLUMNS
from gis.policy.lookup import RecordLookup
from gis.policy.results import Change, Drift, TargetState
from gis.policy.results_built import BuiltGap
from web.planner.targets_page import aim
from web.shell.citations import citation
from web.shell.texts import Texts


def add_to(policy: typer.Typer) -> None:
    """Add these commands."""
    policy.command()(drift)
    policy.command()(built)
    policy.command()(targets)


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
        _show_drift(found, answer, snapshot, Texts(language(lang)))


def _show_drift(
    found: DriftFound, answer: plans_answers.DriftAnswer, snapshot: Snapshot, t: Texts
) -> None:
    known = lookup(snapshot)
    names = field_names(t)
    title = t.pick(
        "规划沿革（推断；* 一侧只经片区点名，等 后者名单未列尽）",
        "What the plans changed (inferred; * one side through an area, … the later list is open)",
    )
    show_table(
        f"{title}{t('list.colon')}{t.pick(answer.rule_zh, answer.rule_en)}",
        t.pick(
            "领域|镇街或地点|前后|变化|前一份规划|后一份规划",
            "Field|Town or place|From, to|Change|Earlier plan|Later plan",
        ).split("|"),
        [
            [
                names[one.field],
                t.pick(one.name_zh, one.name_en),
                f"{one.year_before}→{one.year_after}",
                _change(one, t),
                _lines(t, known, found, one.namings_before),
                _lines(t, known, found, one.namings_after),
            ]
            for one in found.changes
        ],
    )


def _change(one: Drift, t: Texts) -> str:
    through, open_list = "*" * one.through_area, t.pick(" 等", " …") * one.open_list
    return t(f"drift.change.{one.change}") + through + open_list


def _lines(t: Texts, known: RecordLookup, found: DriftFound, ids: Iterable[str]) -> str:
    namings = (found.namings[id_] for id_ in ids)
    return lines_words(t, known, ((one.document, one.line) for one in namings))


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
        _show_built(found, snapshot, Texts(language(lang)), with_gaps=not contradicted)


def _show_built(found: BuiltFound, snapshot: Snapshot, t: Texts, *, with_gaps: bool) -> None:
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
        names = field_names(t)
        show_table(
            t.pick("规划与载体不合之处（* 只经片区点名）", "Gaps (* named through an area only)"),
            t.pick("情形|镇街|领域|依据", "Gap|Town|Field|Rests on").split("|"),
            [
                [
                    t(_GAPS[one.kind]) + ("*" if one.through_area else ""),
                    t.pick(one.name_zh, one.name_en),
                    names[one.field],
                    _rests_on(one, snapshot, t),
                ]
                for one in found.gaps
            ],
        )


def _rests_on(gap: BuiltGap, snapshot: Snapshot, t: Texts) -> str:
    """Return the lines that name the unit, or the carriers that stand there."""
    if not gap.designations:
        names = carrier_names(snapshot)
        return t("list.comma").join(t.pick(*names[id_]) for id_ in gap.carriers)
    known = lookup(snapshot)
    rows = (known.row("policy_designations", id_) for id_ in gap.designations)
    return lines_words(t, known, ((row["document"], row["line"]) for row in rows))


_GAPS = {"nothing_located": "built.nothing", "nowhere_designated": "built.nowhere"}


def _terms(layer: str, column: str, t: Texts) -> dict[str, str]:
    terms = LAYERS[layer].column(column).vocabulary
    return {term.id: t.pick(term.zh, term.en) for term in terms}


def targets(
    document: Document = None,
    due: Annotated[
        str | None, typer.Option(help="Year, or none where the text states none.")
    ] = None,
    met: Annotated[str | None, typer.Option(help="yes, not_yet or no_data.")] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Show every target with its limit and due year, and what of it can be counted."""
    form = Form.of(as_json=as_json, as_csv=as_csv)
    asked = asked_for(TargetsParameters, document=document, due=due, met=met)
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
        t.pick("指标|目标值|期限|出处|现值|是否达到", "Target|Aim|Due|Where|Now|Met").split("|"),
        [
            [
                t.pick(one.name_zh, one.name_en),
                aim(one, t),
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
