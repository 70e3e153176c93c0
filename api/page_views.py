"""From a snapshot and its answers to the views that pages and map files are drawn from."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from api.coverage_what_if import CoverageFindings, CoverageQuestion, coverage_today
from api.policy_record import built_report, drift_report
from api.record_query import lookup
from api.scenario_snapshots import as_data
from api.snapshot import Snapshot
from api.tilesets import large_layers
from api.town_facts import changed_towns, town_facts
from api.town_matrix import layout, matrix, unmentioned
from api.towns_asked import TownQuestion, documents_asked
from gis.catalogue import LAYERS
from gis.missions import DEFAULT_MISSION, MISSIONS
from gis.scenario.frames import SOURCE, source_row
from web.maps.tile_source import TileSource
from web.operator.airspace_view import AirspaceView
from web.operator.suggestion import Suggested
from web.operator.trial import Trial
from web.planner.policy_views import PlannerView
from web.planner.town_views import Listing, TownFacts, TownView
from web.shell.headline import Headline
from web.views import (
    LandingView,
    OperatorView,
    Problem,
    Shell,
)

PLANNER_LAYERS = (
    "towns",
    "hubs",
    "carriers",
    "landmarks",
    "takeoff_points",
    "road_segments",
    "sources",
)
PLANNER_TILED = ("hubs", "carriers", "landmarks", "takeoff_points", "road_segments")
"""Those of them that a map draws as tiles once they are large."""


def landing_view(shell: Shell, snapshot: Snapshot, data: Snapshot) -> LandingView:
    """Return the first page's view.

    Parameters
    ----------
    shell, snapshot
        What every page shows, and the layers that figures are of.
    data
        The layers that are drawn: of a scenario, as data.
    """
    return LandingView(
        shell,
        counts={layer: len(snapshot.frame(layer)) for layer in LAYERS},
        towns=snapshot.frame("towns"),
        takeoff_points=data.public("takeoff_points"),
        landmarks=data.public("landmarks"),
        headline=snapshot.answer("headline", lambda: _headline(snapshot)),
    )


def _headline(snapshot: Snapshot) -> Headline:
    rows = matrix(snapshot, TownQuestion())
    found = coverage_today(snapshot, CoverageQuestion(DEFAULT_MISSION))
    sources = snapshot.frame("sources")
    days = sources.loc[sources["id"] != SOURCE, "as_of"].dropna()  # a scenario brings no data
    return Headline(
        mission=MISSIONS[DEFAULT_MISSION],
        city=found.coverage.city,
        towns_named=sum(row.named for row in rows),
        towns=len(rows),
        statuses=Counter(snapshot.public("landmarks")["status"]),
        as_of=None if days.empty else days.max(),
    )


def operator_view(
    shell: Shell,
    snapshot: Snapshot,
    question: CoverageQuestion,
    findings: CoverageFindings,
    suggested: Suggested | None = None,
    problem: Problem | None = None,
    trial: Trial | None = None,
) -> OperatorView:
    """Return the operator page's view of findings, and of new sites if they are asked for.

    Parameters
    ----------
    shell, snapshot
        What every page shows, and the layers.
    question
        What was asked.
    findings, suggested, problem
        What was answered.
    trial
        What is tried; nothing if left out.
    """
    return OperatorView(
        shell=shell,
        mission=MISSIONS[question.mission],
        radius_m=question.radius_m,
        coverage=findings.coverage,
        gaps=findings.gaps,
        suggested=suggested,
        towns=snapshot.frame("towns"),
        sites=findings.sites,
        sources=_with_what_if(snapshot),
        problem=problem,
        airspace=AirspaceView(
            findings.airspace.space.zones.summary(), findings.airspace.assumed_height
        ),
        trial=trial or Trial(),
    )


def _with_what_if(snapshot: Snapshot) -> gpd.GeoDataFrame:
    """Return the sources and the one that sites of a what-if rest on."""

    def joined() -> gpd.GeoDataFrame:
        sources = snapshot.frame("sources")
        added = source_row(dt.datetime.now(dt.UTC).date())
        return gpd.GeoDataFrame(pd.concat([sources, added], ignore_index=True), crs=sources.crs)

    return snapshot.answer(("sources", SOURCE), joined)


def planner_view(
    shell: Shell,
    snapshot: Snapshot,
    question: TownQuestion | None = None,
    listing: Listing | None = None,
    today: Snapshot | None = None,
) -> PlannerView:
    """Return the planner page's view.

    Parameters
    ----------
    shell, snapshot
        What every page shows, and the layers.
    question
        The documents and the field chosen; all of both if left out.
    listing
        How the towns are listed.
    today
        The layers without a scenario's changes, where ``snapshot`` has them.

    Raises
    ------
    gis.errors.InvalidInputError
        If there is no such document, year or field.
    """
    asked = replace(question or TownQuestion(), town=None)
    shown = listing or Listing()
    chosen = documents_asked(snapshot, asked)
    return PlannerView(
        shell=shell,
        document=asked.document,
        field=asked.field,
        rows=matrix(snapshot, asked),
        unmentioned=unmentioned(snapshot),
        documents=snapshot.frame("policy_documents"),
        lookup=lookup(snapshot),
        layouts=layout(snapshot, chosen),
        chosen=chosen,
        year=asked.year or "",
        listing=shown,
        gaps=built_report(snapshot).gaps,
        picked=town_facts(snapshot, shown.town, shown.mission, today) if shown.town else None,
        compared=tuple(town_facts(snapshot, town, shown.mission) for town in shown.compare),
        changed=frozenset()
        if today in (None, snapshot)
        else changed_towns(snapshot, today, shown.mission),
        plans=drift_report(snapshot).plans,
        mission=MISSIONS[shown.mission],
        tiles=_tiles(shell, snapshot, today),
        **{name: snapshot.frame(name) for name in PLANNER_LAYERS},
    )


def _tiles(shell: Shell, snapshot: Snapshot, today: Snapshot | None) -> Mapping[str, TileSource]:
    """Return the tiles of the planner's large layers: they are those of the layers as data."""
    data = snapshot if today is None else as_data(snapshot, today)
    asked = "" if shell.scenario is None else f"scenario={shell.scenario.id}"
    return large_layers(data, PLANNER_TILED, asked)


def town_view(
    shell: Shell, snapshot: Snapshot, facts: TownFacts, mission: str, today: Snapshot | None = None
) -> TownView:
    """Return the view of one unit's page; ``today`` as for :func:`planner_view`."""
    return TownView(
        shell=shell,
        facts=facts,
        mission=MISSIONS[mission],
        plans=drift_report(snapshot).plans,
        lookup=lookup(snapshot),
        tiles=_tiles(shell, snapshot, today),
        **{name: snapshot.frame(name) for name in PLANNER_LAYERS},
    )
