"""Commands about the policy record and what is built on it: ``guantu policy ...``."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from api import industry_specialisation as use_case
from api.cli import policy_plans, policy_record, policy_towns
from api.cli.console import (
    NOTES,
    AsJson,
    DatabaseUrl,
    DataDir,
    Lang,
    Language,
    print_json,
    print_table,
    settings_of,
    write_out,
)
from api.industry_specialisation import TableFindings
from api.wiring import ready_store
from gis.errors import InvalidInputError
from gis.policy.results_specialisation import Quotient, Reading, SpecialisationRow, Standing
from gis.policy.specialisation import INDICES, MEASURES, rounded
from layers.importers.userfile import within_size
from layers.store import Query

policy = typer.Typer(help="The policy record and what is built on it.", no_args_is_help=True)
_BESIDE_BLANKS = {Reading.AT_LEAST: "≥ ", Reading.AT_MOST: "≤ ", Reading.EITHER_WAY: "≈ "}


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    policy_record.add_to(policy)
    policy_towns.add_to(policy)
    policy_plans.add_to(policy)
    policy.command("specialisation")(specialisation)
    app.add_typer(policy, name="policy")


def specialisation(
    file: Path,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Answer in CSV.")] = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Evaluate a table of your own, FILE (CSV or XLSX): one row a town and an industry.

    Its headings may be: 镇街 产业 年份 企业数 产值 从业人数 and the six indices. Nothing is stored.
    """
    if as_json and as_csv:
        raise InvalidInputError("--json and --csv exclude each other", field="csv")
    within_size(file)
    store = ready_store(settings_of(database_url, data_dir))
    findings = use_case.evaluate(file.read_bytes(), store.read(Query("towns")))
    if as_json:
        print_json(use_case.answer(findings))
    elif as_csv:
        write_out(use_case.as_csv(findings))
    else:
        _print(findings, chinese=lang is Language.ZH)


def _print(findings: TableFindings, *, chinese: bool) -> None:
    found = findings.found
    titles = {term.id: term.zh if chinese else term.en for term in (*MEASURES, *INDICES)}
    score = ("综合分" if chinese else "Score",) if found.indices else ()
    lq = "区位商 " if chinese else "LQ "
    print_table(
        "产业专业化（推断：分档与权重是本系统的假设）"
        if chinese
        else "Specialisation (inference: bands and weights are assumptions of Guantu)",
        [
            *(("镇街", "产业", "年份") if chinese else ("Town", "Industry", "Year")),
            *(lq + titles[one] for one in found.measures),
            *(titles[one] for one in found.indices),
            *score,
        ],
        [_row(row, findings, chinese=chinese) for row in found.rows],
    )
    for extent in found.extents:
        NOTES.print(
            f"{extent.year or ''} rows {extent.rows}, pairs without a row "
            f"{extent.pairs_without_row} (taken to have none), blank cells "
            + (", ".join(f"{one} {blanks}" for one, blanks in extent.blanks.items()) or "–"),
            highlight=False,
        )
    for area, town in findings.table.overlaps:
        both = [findings.names[one][0 if chinese else 1] for one in (area, town)]
        NOTES.print(f"on the same ground, maybe counted twice: {' / '.join(both)}", highlight=False)
    if findings.table.left_out:
        names = escape(", ".join(findings.table.left_out))
        NOTES.print(f"sheets that were not read: {names}", highlight=False)


def _row(row: SpecialisationRow, findings: TableFindings, *, chinese: bool) -> list[str]:
    score = "–" if row.score is None else f"{row.score.value:.0f} ({row.score.of})"
    return [
        findings.names[row.town][0 if chinese else 1],
        escape(row.industry),
        str(row.year or "–"),
        *(_quotient(one) for one in row.quotients.values()),
        *(_standing(one) for one in row.standings.values()),
        *((score,) if row.standings else ()),
    ]


def _quotient(quotient: Quotient) -> str:
    if quotient.value is None or quotient.reading is None:
        return f"– ({quotient.missing})"
    return f"{_BESIDE_BLANKS.get(quotient.reading, '')}{rounded(quotient):.2f}"


def _standing(standing: Standing) -> str:
    if standing.percentile is None:
        return f"– ({standing.missing})"
    return f"{standing.band} {standing.percentile:.0f}"
