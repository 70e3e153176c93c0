"""The layers with a scenario's changes made: what pages show for ``?scenario=ID``.

A snapshot of a scenario is a :class:`~api.snapshot.Snapshot` like any other, so whatever draws or
measures today's city draws and measures the proposed one without knowing. Its edition is the
base's and the scenario's id together.
"""

import datetime as dt

from api.snapshot import Snapshot
from gis.latest import Latest
from gis.scenario.exported import PROPOSED_STATUS, told_apart
from gis.scenario.frames import PROPOSED
from gis.scenario.model import Changes
from layers.base_digest import BASE_LAYERS, base_digest
from layers.scenario_overlay import overlaid

SNAPSHOTS_KEPT = 8
"""Scenarios whose layers and answers are kept ready at once."""


def with_changes(
    base: Snapshot, name: str, changes: Changes, mission: str, as_of: dt.date
) -> Snapshot:
    """Return the layers of a snapshot with changes made; changed features are marked as proposed.

    Parameters
    ----------
    base
        The layers as they are.
    name
        What tells the changes from others, for the edition.
    changes
        What is changed.
    mission
        The mission that new sites' own radii are for.
    as_of
        The day that new features are of.

    Raises
    ------
    gis.errors.InvalidRowsError
        If a changed feature breaks its layer's schema, such as lying outside the city's box.
    gis.errors.UnknownFeatureError
        If a feature to drop, move or open does not exist.
    """
    _, frames = overlaid(base.store, changes, mission, as_of, PROPOSED).whole()
    return Snapshot(f"{base.edition}+{name}", frames)


def as_data(shown: Snapshot, today: Snapshot) -> Snapshot:
    """Return a scenario's layers as data: with statuses of today, and what is proposed told apart.

    Parameters
    ----------
    shown, today
        The layers with and without a scenario's changes; the same where none is shown.
    """
    if shown is today:
        return today

    def told() -> Snapshot:
        edition, frames = shown.store.whole()
        for layer in PROPOSED_STATUS:
            frames[layer] = told_apart(frames[layer], today.frame(layer), layer)
        return Snapshot(edition, frames)

    return shown.answer("as data", told)


def digest_of(snapshot: Snapshot) -> str:
    """Return the digest of the layers that scenarios rest on; computed once per edition."""
    return snapshot.answer(
        "base digest", lambda: base_digest({layer: snapshot.frame(layer) for layer in BASE_LAYERS})
    )


class ScenarioSnapshots:
    """Keeps the snapshots of the scenarios looked at last, by edition and scenario."""

    def __init__(self) -> None:
        self._kept = Latest(SNAPSHOTS_KEPT)

    def of(
        self, base: Snapshot, name: str, changes: Changes, mission: str, as_of: dt.date
    ) -> Snapshot:
        """Return a kept snapshot, or make and keep it; see :func:`with_changes`."""
        return self._kept.get(
            (base.edition, name), lambda: with_changes(base, name, changes, mission, as_of)
        )
