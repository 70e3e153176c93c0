"""Drift, plan against built, and targets as JSON and CSV."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from api.answers import Answer
from gis.policy.drift import History, Standing
from gis.policy.results import Change, Drift, DriftReport, Met, Naming, TargetState
from gis.policy.results_built import BuiltGap, BuiltState
from gis.policy.targets import past_due
from layers.exporters import csv_cell

_BOM = "\ufeff"


class PlanAnswer(BaseModel):
    """A plan and its year."""

    document: str
    year: int


class HistoryAnswer(Answer):
    """One unit and one field through all plans."""

    field: str
    unit: str
    name_zh: str
    name_en: str
    plans: dict[str, Standing]


class ClauseAnswer(Answer):
    """One clause that names a place."""

    designation: str
    document: str
    year: int
    section: str
    line: int
    place: str
    place_zh: str
    topic_zh: str
    topic_en: str
    via: str | None = Field(description="The area named, where it is not the unit itself.")
    inferred: bool
    open_list: bool


class ChangeAnswer(Answer):
    """One unit, one field, from one plan to the next that addresses the field: an inference."""

    field: str
    unit: str
    name_zh: str
    name_en: str
    level: str
    before: str
    after: str
    year_before: int
    year_after: int
    change: Change
    through_area: bool
    open_list: bool
    clauses_before: tuple[ClauseAnswer, ...]
    clauses_after: tuple[ClauseAnswer, ...]


class DriftAnswer(BaseModel):
    """Kept, dropped and added from plan to plan."""

    edition: str
    basis: str = Field(description="No document says that it drops a town.")
    rule_zh: str
    rule_en: str
    plans: tuple[PlanAnswer, ...]
    addressed: dict[str, tuple[str, ...]] = Field(
        description="By field, the plans that name any place for it."
    )
    counts: dict[Change, int] = Field(description="Of the changes listed.")
    histories: tuple[HistoryAnswer, ...]
    changes: tuple[ChangeAnswer, ...]


class CarrierName(BaseModel):
    """A carrier that no document places in a unit."""

    carrier: str
    name_zh: str
    name_en: str


class BuiltAnswer(BaseModel):
    """Plan against built."""

    edition: str
    counts: dict[str, dict[str, int]] = Field(
        description="Every feature by layer and state, whatever was asked for."
    )
    plan_text_only: int = Field(description="How many of all rest on the words of plans only.")
    contradicted: int = Field(description="How many of all have statements that contradict.")
    unsupported: int = Field(
        description="How many of all are kept at a stage that no statement puts them at."
    )
    features: tuple[BuiltState, ...]
    gaps: tuple[BuiltGap, ...]
    unlocated: tuple[CarrierName, ...]


class TargetAnswer(Answer):
    """One target against what can be counted."""

    figure: str
    name_zh: str
    name_en: str
    document: str
    section: str
    line: int
    operator: str
    value: float
    high: float | None
    unit_zh: str | None
    unit_en: str | None
    as_written: str
    due: int | None
    past_due: bool = Field(description="Whether the whole year it is due by is over.")
    current: int | None
    counted: tuple[str, ...]
    how_zh: str
    how_en: str
    met: Met


class TargetsAnswer(BaseModel):
    """Targets against what the store can count."""

    edition: str
    today: date = Field(description="The server's date.")
    total: int = Field(description="Of all targets, as are the next two.")
    countable: int
    counts: dict[Met, int]
    targets: tuple[TargetAnswer, ...]


def change_answer(one: Drift, namings: Mapping[str, Naming]) -> ChangeAnswer:
    """Return a change with the clauses of both sides.

    Parameters
    ----------
    one
        The change.
    namings
        By designation, how it names.
    """
    given = {name: getattr(one, name) for name in ChangeAnswer.model_fields if hasattr(one, name)}
    return ChangeAnswer(
        **given,
        clauses_before=_clauses(one.namings_before, namings),
        clauses_after=_clauses(one.namings_after, namings),
    )


def _clauses(ids: Iterable[str], namings: Mapping[str, Naming]) -> tuple[ClauseAnswer, ...]:
    return tuple(ClauseAnswer.model_validate(namings[id_]) for id_ in ids)


def history_answers(histories: Iterable[History]) -> tuple[HistoryAnswer, ...]:
    """Return histories as JSON's shape."""
    return tuple(HistoryAnswer.model_validate(one) for one in histories)


def plan_answers(report: DriftReport) -> tuple[PlanAnswer, ...]:
    """Return the plans compared, oldest first."""
    return tuple(PlanAnswer(document=plan, year=year) for plan, year in report.plans)


def built_counts(features: Sequence[BuiltState]) -> dict[str, dict[str, int]]:
    """Return the number of features by layer and state."""
    counts: dict[str, Counter[str]] = {}
    for one in features:
        counts.setdefault(one.layer, Counter())[one.status] += 1
    return {layer: dict(sorted(count.items())) for layer, count in counts.items()}


def carriers_named(
    ids: Iterable[str], names: Mapping[str, tuple[str, str]]
) -> tuple[CarrierName, ...]:
    """Return carriers with their names."""
    return tuple(
        CarrierName(carrier=id_, name_zh=names[id_][0], name_en=names[id_][1]) for id_ in ids
    )


def target_answer(one: TargetState, today: date) -> TargetAnswer:
    """Return a target as JSON's shape."""
    given = {name: getattr(one, name) for name in TargetAnswer.model_fields if hasattr(one, name)}
    return TargetAnswer(**given, past_due=past_due(one, today))


def csv_file(header: Sequence[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """Return rows as CSV: UTF-8 with a byte order mark, no cell a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow([csv_cell(cell) for cell in row])
    return (_BOM + text.getvalue()).encode()


def drift_csv(changes: Iterable[ChangeAnswer]) -> bytes:
    """Return changes as CSV, one row each; clauses as document, section and line."""
    plain = [name for name in ChangeAnswer.model_fields if not name.startswith("clauses_")]
    header = [*plain, "basis", "clauses_before", "clauses_after"]
    return csv_file(
        header,
        (
            [
                *(_plain(getattr(one, name)) for name in plain),
                "inferred",
                _cited(one.clauses_before),
                _cited(one.clauses_after),
            ]
            for one in changes
        ),
    )


def _cited(clauses: Iterable[ClauseAnswer]) -> str:
    return "; ".join(
        f"{one.document} {one.section} line {one.line}: {one.place_zh}" for one in clauses
    )


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Change | Met) else value


_FEATURE = (
    "layer",
    "feature",
    "name_zh",
    "name_en",
    "towns",
    "status",
    "as_of",
    "contradicted",
    "proposed",
)
_STATEMENT = (
    "evidence_class",
    "status",
    "on",
    "year",
    "source",
    "fact",
    "document",
    "line",
    "name_zh",
    "name_en",
    "note_zh",
    "note_en",
)


def built_csv(features: Iterable[BuiltState]) -> bytes:
    """Return features as CSV, one row a statement; a feature of which nothing is said has one."""
    header = [*_FEATURE, "evidence_class", "says", *(f"says_{name}" for name in _STATEMENT[2:])]
    return csv_file(header, (row for one in features for row in _statements(one)))


def _statements(one: BuiltState) -> Iterator[list[Any]]:
    own = [getattr(one, name) for name in _FEATURE]
    for said in one.evidence:
        yield [*own, *(getattr(said, name) for name in _STATEMENT)]
    if not one.evidence:
        yield [*own, *(None for _ in _STATEMENT)]


def targets_csv(targets: Iterable[TargetAnswer]) -> bytes:
    """Return targets as CSV, one row each."""
    names = list(TargetAnswer.model_fields)
    return csv_file(names, ([_plain(getattr(one, name)) for name in names] for one in targets))
