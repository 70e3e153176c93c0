"""What may be asked of drift, plan against built and targets, and what of each answers it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from api.params import SHOWN_SCENARIO, ScenarioId, absent_if_empty
from api.policy_record import built_report, chosen_documents, drift_report, targets, town_rows
from api.record_query import TableParameters
from api.snapshot import Snapshot
from gis.errors import InvalidInputError
from gis.policy.built import EVIDENCE_COLUMNS
from gis.policy.drift import History, histories
from gis.policy.results import Change, Drift, DriftReport, Met, Naming, TargetState
from gis.policy.results_built import BuiltGap, BuiltState
from gis.policy.targets import UNDATED
from gis.policy.vocabulary import CLUSTER_FIELDS
from gis.records import records

FIELDS = tuple(term.id for term in CLUSTER_FIELDS)
LEVELS = ("town", "place")
Names = dict[str, tuple[str, str]]
_Text = Annotated[str | None, BeforeValidator(absent_if_empty)]
_Field = Annotated[_Text, WithJsonSchema({"type": "string", "enum": [*FIELDS]})]
_Change = Annotated[_Text, WithJsonSchema({"type": "string", "enum": [*Change]})]
_Level = Annotated[_Text, WithJsonSchema({"type": "string", "enum": [*LEVELS]})]
_Layer = Annotated[_Text, WithJsonSchema({"type": "string", "enum": [*EVIDENCE_COLUMNS]})]
_Truth = Annotated[_Text, WithJsonSchema({"type": "string", "enum": ["true", "false"]})]
_Met = Annotated[_Text, WithJsonSchema({"type": "string", "enum": [*Met]})]


class PlansParameters(TableParameters):
    """What narrows an answer, and how it is shown."""

    @property
    def asked(self) -> dict[str, str]:
        """Every parameter by name; empty where it asks for all."""
        given = self.model_dump(exclude={"f", "lang", "scenario"})
        return {name: value or "" for name, value in given.items()}


class DriftParameters(PlansParameters):
    """Which changes are wanted; whatever is left out keeps all."""

    field: _Field = Field(None, description="A field.")
    town: _Text = Field(
        None, max_length=80, description="A unit's id; at level place, what lies there."
    )
    change: _Change = Field(None, description="Of this kind only.")
    level: _Level = Field(None, description="Today's towns (the default), or places as written.")
    year: _Text = Field(
        None, max_length=4, description="Changes made by the plan of this year; all if left out."
    )


class BuiltParameters(PlansParameters):
    """Which features and gaps are wanted; whatever is left out keeps all."""

    layer: _Layer = Field(None, description="A layer; gaps are of carriers.")
    town: _Text = Field(None, max_length=80, description="A unit's id.")
    contradicted: _Truth = Field(
        None, description="Features whose statements contradict, or do not."
    )
    scenario: ScenarioId = SHOWN_SCENARIO


class TargetsParameters(PlansParameters):
    """Which targets are wanted; whatever is left out keeps all."""

    due: _Text = Field(
        None, max_length=4, description="Year it is due by; `none` where the text states no year."
    )
    document: _Text = Field(None, max_length=80, description="Id of a document, as d004.")
    met: _Met = Field(None, description="In this state only.")


@dataclass(frozen=True, slots=True)
class DriftFound:
    """What answers a question about drift."""

    level: str
    report: DriftReport
    changes: tuple[Drift, ...]
    histories: tuple[History, ...]
    namings: dict[str, Naming]


@dataclass(frozen=True, slots=True)
class BuiltFound:
    """What answers a question about plan against built."""

    every: tuple[BuiltState, ...]
    features: tuple[BuiltState, ...]
    gaps: tuple[BuiltGap, ...]
    unlocated: tuple[str, ...]


def town_names(snapshot: Snapshot) -> Names:
    """Return the Chinese and English name of each unit by its id."""
    return _names(snapshot, "towns")


def carrier_names(snapshot: Snapshot) -> Names:
    """Return the Chinese and English name of each carrier by its id."""
    return _names(snapshot, "carriers")


def _names(snapshot: Snapshot, layer: str) -> Names:
    return snapshot.answer(
        ("names", layer),
        lambda: {
            row["id"]: (row["name_zh"], row["name_en"]) for row in records(snapshot.frame(layer))
        },
    )


def find_drift(snapshot: Snapshot, asked: DriftParameters) -> DriftFound:
    """Return the changes and histories that are asked for.

    Raises
    ------
    gis.errors.InvalidInputError
        If a parameter names nothing there is.
    """
    _check("field", asked.field, FIELDS)
    _check("town", asked.town, town_names(snapshot))
    _check("change", asked.change, [*Change])
    _check("level", asked.level, LEVELS)
    _check("year", asked.year, _document_years(snapshot))
    level = asked.level or "town"
    rows, report = town_rows(snapshot), drift_report(snapshot)
    units = None if asked.town is None else {asked.town}
    if units is not None and level == "place":
        units = {one.place for row in rows if row.town in units for one in row.namings}
    told = snapshot.answer(
        ("histories", level),
        lambda: histories(report, rows, snapshot.frame("policy_places"), level),
    )

    def wanted(one: Drift | History) -> bool:
        return asked.field in (None, one.field) and (units is None or one.unit in units)

    changes = tuple(
        one
        for one in report.changes
        if one.level == level
        and wanted(one)
        and asked.change in (None, one.change)
        and asked.year in (None, str(one.year_after))
    )
    shown = tuple(one for one in told if wanted(one))
    namings = {one.designation: one for row in rows for one in row.namings}
    return DriftFound(level, report, changes, shown, namings)


def _document_years(snapshot: Snapshot) -> list[str]:
    return sorted({str(row["year"]) for row in records(snapshot.frame("policy_documents"))})


def find_built(snapshot: Snapshot, asked: BuiltParameters) -> BuiltFound:
    """Return the features and gaps that are asked for.

    Raises
    ------
    gis.errors.InvalidInputError
        If a parameter names nothing there is.
    """
    _check("layer", asked.layer, EVIDENCE_COLUMNS)
    _check("town", asked.town, town_names(snapshot))
    _check("contradicted", asked.contradicted, ("true", "false"))
    report = built_report(snapshot)
    features = tuple(
        one
        for one in report.features
        if asked.layer in (None, one.layer)
        and (asked.town is None or asked.town in one.towns)
        and asked.contradicted in (None, str(one.contradicted).lower())
    )
    with_gaps = asked.layer in (None, "carriers")
    gaps = tuple(one for one in report.gaps if with_gaps and asked.town in (None, one.town))
    open_fields = {one.field for one in gaps if one.kind == "nothing_located"}
    fields = {
        row["id"]: open_fields.intersection(row["clusters"] or ())
        for row in records(snapshot.frame("carriers"))
    }
    unlocated = tuple(id_ for id_ in report.unlocated if fields[id_])
    return BuiltFound(report.features, features, gaps, unlocated)


def find_targets(snapshot: Snapshot, asked: TargetsParameters) -> tuple[TargetState, ...]:
    """Return the targets that are asked for.

    Raises
    ------
    gis.errors.InvalidInputError
        If a parameter names nothing there is.
    """
    chosen_documents(snapshot, asked.document)
    _check("met", asked.met, [*Met])
    every = targets(snapshot)
    _check("due", asked.due, sorted({_due(one) for one in every}))
    return tuple(
        one
        for one in every
        if asked.document in (None, one.document)
        and asked.met in (None, one.met)
        and asked.due in (None, _due(one))
    )


def _due(one: TargetState) -> str:
    return UNDATED if one.due is None else str(one.due)


def _check(field: str, value: str | None, known: Collection[str] | Sequence[str]) -> None:
    if value is not None and value not in known:
        raise InvalidInputError(
            f"there is no {field} {value!r}", field=field, remedy="Use one of " + ", ".join(known)
        )
