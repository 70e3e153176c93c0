"""Scenarios as JSON: the list, what each role reads, and how two of them differ."""

import datetime as dt
from typing import Any

from pydantic import Field

from api.answers import Answer
from api.scenario_comparison import Compared, Side
from api.scenarios import OpenedScenario, Trouble
from gis.results_change import ChangeRow, NewlyNear
from gis.scenario.readings import OperatorReading, PlannerReading, ResidentReading
from layers.scenario_store import KeptScenario, ScenarioEntry


class SavedAnswer(Answer):
    """One saved scenario, and where it opens."""

    id: str
    parent: str | None = Field(description="The version it was made from, which may not be here.")
    title: str
    saved: dt.datetime
    base_digest: str = Field(description="Digest of the layers it was made on.")
    href: str


class ScenariosAnswer(Answer):
    """The saved scenarios, the newest first."""

    kept: int = Field(description="How many are kept here altogether.")
    scenarios: tuple[SavedAnswer, ...]


class DataAnswer(Answer):
    """Which data: the digest of what they say, and the edition of this installation's store."""

    digest: str
    edition: str


class SettingsAnswer(Answer):
    """What the figures are for."""

    mission: str
    radius_m: float | None = Field(description="Null for the mission's planning assumption.")
    height_m: float | None = Field(description="Metres above ground; null likewise.")
    at: dt.datetime | None = Field(description="When; null for whatever time.")
    permitted: bool = Field(description="Whether permissions count as given.")


class ScenarioStateAnswer(Answer):
    """What a scenario said when it was saved, and what today's data say."""

    scenario: SavedAnswer
    settings: SettingsAnswer
    then: DataAnswer
    today: DataAnswer
    data_changed: bool = Field(description="Whether the data are others than it was made on.")
    computed_here: bool = Field(
        description="Whether the figures kept are this installation's, not an imported file's."
    )
    figures_then: dict[str, Any] = Field(description="As kept with the link.")
    figures_now: dict[str, Any] | None = Field(
        description="Of today's data; null where the changes cannot be made to them."
    )
    trouble: Trouble | None = Field(description="Why the changes cannot be made to today's data.")


class PlannerReadingAnswer(ScenarioStateAnswer):
    """A scenario as a planner reads it."""

    reading: PlannerReading | None


class OperatorReadingAnswer(ScenarioStateAnswer):
    """A scenario as an operator reads it."""

    reading: OperatorReading | None


class ResidentReadingAnswer(ScenarioStateAnswer):
    """A scenario as a resident reads it."""

    reading: ResidentReading | None


class SideAnswer(Answer):
    """One of two scenarios compared, with its figures against today's city."""

    id: str = Field(description="base for today's city.")
    title: str
    data_changed: bool
    figures_then: dict[str, Any] | None
    figures_now: dict[str, Any]


class ComparisonAnswer(Answer):
    """What the second of two scenarios covers and the first does not, and the other way round."""

    edition: str
    settings: SettingsAnswer
    a: SideAnswer
    b: SideAnswer
    city: ChangeRow
    towns: tuple[ChangeRow, ...]
    newly_near: tuple[NewlyNear, ...]
    near_m: float


def saved(entry: ScenarioEntry, base: str) -> SavedAnswer:
    """Return a saved scenario's line; its address below ``base``."""
    return SavedAnswer(
        id=entry.id,
        parent=entry.parent,
        title=entry.title,
        saved=entry.saved,
        base_digest=entry.base_digest,
        href=f"{base}/scenarios/{entry.id}",
    )


def state(opened: OpenedScenario, base: str) -> dict[str, Any]:
    """Return what every reading's answer begins with."""
    kept: KeptScenario = opened.kept
    return {
        "scenario": saved(kept, base),
        "settings": SettingsAnswer.model_validate(opened.scenario.settings),
        "then": DataAnswer(digest=kept.base_digest, edition=kept.edition),
        "today": DataAnswer(digest=opened.base_digest, edition=opened.edition),
        "data_changed": opened.changed,
        "computed_here": kept.computed,
        "figures_then": opened.then,
        "figures_now": opened.now,
        "trouble": opened.trouble,
    }


def comparison(compared: Compared) -> ComparisonAnswer:
    """Return a comparison as JSON's shape."""
    change = compared.found.change
    return ComparisonAnswer(
        edition=compared.edition,
        settings=SettingsAnswer.model_validate(compared.settings),
        a=_side(compared.a),
        b=_side(compared.b),
        city=change.city,
        towns=change.towns,
        newly_near=compared.found.newly_near,
        near_m=compared.found.near_m,
    )


def _side(side: Side) -> SideAnswer:
    return SideAnswer(
        id=side.id,
        title=side.title,
        data_changed=side.changed,
        figures_then=side.then,
        figures_now=side.now,
    )
