"""What the pages of drift, of plan against built and of targets need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import geopandas as gpd

from gis.policy.drift import History
from gis.policy.lookup import RecordLookup
from gis.policy.results import Drift, DriftReport, Met, Naming, TargetState
from gis.policy.results_built import BuiltGap, BuiltState
from gis.records import Record
from web.views import Shell

Names = Mapping[str, tuple[str, str]]
"""Id to Chinese and English name."""


@dataclass(frozen=True, slots=True)
class DriftView:
    """Kept, dropped and added from plan to plan.

    Attributes
    ----------
    shell
        What every page shows.
    asked
        The parameters by name; empty where a parameter asks for all.
    report
        All of it: its plans and which plan addresses which field.
    changes, histories
        What was asked for, of every year.
    map_changes
        As ``changes``, of all of today's towns and every kind of change: what the map shows.
    frame
        The ``towns`` layer (EPSG:4490).
    namings
        By designation, how it names.
    towns
        Every unit that can be asked for.
    lookup
        The rows of the record.
    """

    shell: Shell
    asked: Mapping[str, str]
    report: DriftReport
    changes: Sequence[Drift]
    histories: Sequence[History]
    map_changes: Sequence[Drift]
    frame: gpd.GeoDataFrame
    namings: Mapping[str, Naming]
    towns: Names
    lookup: RecordLookup


@dataclass(frozen=True, slots=True)
class BuiltView:
    """Plan against built.

    Attributes
    ----------
    shell, asked, towns, lookup
        As in :class:`DriftView`.
    every
        Every feature whose state is followed, for the figures.
    features, gaps
        What was asked for.
    unlocated
        Carriers that may fill a gap, by id.
    carriers
        The names of all carriers.
    sources
        The rows of the sources layer by id.
    frames
        The layers whose features have a state, and ``towns`` (EPSG:4490).
    """

    shell: Shell
    asked: Mapping[str, str]
    every: Sequence[BuiltState]
    features: Sequence[BuiltState]
    gaps: Sequence[BuiltGap]
    unlocated: Sequence[str]
    carriers: Names
    sources: Mapping[str, Record]
    frames: Mapping[str, gpd.GeoDataFrame]
    towns: Names
    lookup: RecordLookup


@dataclass(frozen=True, slots=True)
class TargetsView:
    """Targets against what the store can count.

    Attributes
    ----------
    shell, asked, lookup
        As in :class:`DriftView`.
    today
        The server's date.
    every
        Every target, for the figures.
    targets
        What was asked for.
    """

    shell: Shell
    asked: Mapping[str, str]
    today: date
    every: Sequence[TargetState]
    targets: Sequence[TargetState]
    lookup: RecordLookup

    @property
    def met(self) -> dict[Met, int]:
        """How many of all targets are met, not yet, or without data."""
        return {met: sum(one.met is met for one in self.every) for met in Met}
