"""Use case: two scenarios on today's data, or one and today's city, and how they differ."""

from dataclasses import dataclass
from typing import Any

from api.scenario_findings import findings
from api.scenario_parts import figures_document
from api.scenarios import OpenedScenario, Scenarios
from api.snapshot import Snapshot
from gis.errors import InvalidInputError
from gis.scenario.figures import Found, figures
from gis.scenario.model import Settings

BASE = "base"
"""What today's city is called where two scenarios are compared."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two scenarios compared.

    Attributes
    ----------
    id, title
        Of the scenario; ``base`` for today's city.
    changed
        Whether the data are others than those it was made on.
    then, now
        The figures kept with it, and today's; ``then`` is ``None`` for today's city.
    snapshot
        Its layers.
    """

    id: str
    title: str
    changed: bool
    then: dict[str, Any] | None
    now: dict[str, Any]
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Compared:
    """Two scenarios on today's data, and what changes from the first to the second."""

    edition: str
    settings: Settings
    a: Side
    b: Side
    found: Found


def compare(scenarios: Scenarios, snapshot: Snapshot, a: str, b: str) -> Compared:
    """Compare two scenarios, or one with today's city, on today's data.

    Parameters
    ----------
    scenarios, snapshot
        The scenarios, and today's layers.
    a, b
        Ids of scenarios; one may be ``base``.

    Raises
    ------
    gis.errors.UnknownScenarioError
        If one is not kept here.
    gis.errors.InvalidInputError
        If both are ``base``, their settings differ, or the changes of one cannot be made
        to today's data.
    """
    opened = {name: scenarios.open(snapshot, name) for name in (a, b) if name != BASE}
    if not opened:
        raise InvalidInputError("today's city does not differ from itself", field="b")
    settings = {one.scenario.settings for one in opened.values()}
    if len(settings) > 1:
        raise InvalidInputError(
            "the two have different missions, radii or flights: their coverage cannot be compared",
            field="b",
            remedy="Save a version of one with the settings of the other.",
        )
    asked = settings.pop()
    sides = [_side(snapshot, opened.get(name), asked) for name in (a, b)]
    found = findings(snapshot, sides[0].snapshot, sides[1].snapshot, asked)
    return Compared(snapshot.edition, asked, sides[0], sides[1], found)


def _side(snapshot: Snapshot, opened: OpenedScenario | None, settings: Settings) -> Side:
    if opened is None:
        still = figures_document(figures(findings(snapshot, snapshot, snapshot, settings)))
        return Side(BASE, "", changed=False, then=None, now=still, snapshot=snapshot)
    if opened.after is None or opened.now is None:
        reason = opened.trouble.message if opened.trouble else ""
        raise InvalidInputError(
            f"scenario {opened.kept.id} cannot be made to today's data: {reason}",
            field="b",
            remedy="Open it alone to see the figures kept with it.",
        )
    return Side(
        opened.kept.id,
        opened.scenario.title,
        changed=opened.changed,
        then=opened.then,
        now=opened.now,
        snapshot=opened.after,
    )
