"""From scenarios and their answers to the views that their pages are drawn from."""

import json
from collections.abc import Iterable, Mapping, Sequence

from pydantic import TypeAdapter

from api.scenario_comparison import Compared, Side
from api.scenarios import OpenedScenario
from api.snapshot import Snapshot
from gis.records import records
from gis.scenario.figures import Figures
from gis.scenario.frames import SOURCE
from gis.scenario.model import Changes, Scenario
from gis.scenario.readings import operator_reading, planner_reading, resident_reading
from layers.scenario_store import KeptScenario, ScenarioEntry, ScenarioStore
from web.scenario.form_views import KeptShown, NamedFeature, ScenarioFormView, Segment
from web.scenario.problem_words import FormProblem
from web.scenario.scenario_views import (
    CityShown,
    ComparisonView,
    Readings,
    ScenarioLine,
    ScenariosView,
    ScenarioView,
    SideShown,
)
from web.views import Shell

_FIGURES = TypeAdapter(Figures)


def scenario_view(shell: Shell, opened: OpenedScenario, role: str) -> ScenarioView:
    """Return the view of one scenario, with the reading of one role or of all (empty)."""
    found = opened.found
    readings = None
    if found is not None:
        readings = Readings(
            planner_reading(found), operator_reading(found), resident_reading(found)
        )
    trouble = opened.trouble
    return ScenarioView(
        shell=shell,
        line=_line(opened.kept),
        settings=opened.scenario.settings,
        role=role,
        changed=opened.changed,
        computed=opened.kept.computed,
        then=_FIGURES.validate_json(opened.kept.figures),
        now=None if opened.now is None else _figures(opened.now),
        trouble=None if trouble is None else (trouble.message, trouble.remedy),
        readings=readings,
        city=_city(opened, public=role == "resident"),
    )


def scenarios_view(
    shell: Shell, store: ScenarioStore, limit: int, problems: Sequence[FormProblem] = ()
) -> ScenariosView:
    """Return the view of the list, or of none (0), and what is wrong with an imported file."""
    newest = store.newest(limit) if limit else ()
    shown = [(_line(one), _kept_figures(store, one.id)) for one in newest]
    return ScenariosView(shell, shown, store.count(), problems, listed=limit > 0)


def _kept_figures(store: ScenarioStore, name: str) -> Figures | None:
    kept = store.find(name)  # somebody may have removed it meanwhile
    return None if kept is None else _FIGURES.validate_json(kept.figures)


def form_view(
    shell: Shell,
    snapshot: Snapshot,
    parent: KeptScenario | None,
    start: Scenario | None,
    given: Mapping[str, Sequence[str]],
    problems: Sequence[FormProblem] = (),
) -> ScenarioFormView:
    """Return the view of the form, with what its fields hold and what is wrong with it.

    Parameters
    ----------
    shell, snapshot
        What every page shows, and today's layers.
    parent, start
        The scenario it makes a version of, and what it starts from, if anything.
    given, problems
        What its fields hold, and what is wrong with it.
    """
    roads = records(snapshot.frame("road_segments"))
    sites = _named(snapshot, "takeoff_points")
    return ScenarioFormView(
        shell=shell,
        towns=_named(snapshot, "towns"),
        sites=sites,
        segments=[
            Segment(row["id"], row["name_zh"], row["name_en"], row["status"])
            for row in roads
            if row["status"] != "open"
        ],
        given=given,
        problems=problems,
        parent=None if parent is None else _line(parent),
        kept=_kept(start.changes, sites) if start else KeptShown(),
    )


def _named(snapshot: Snapshot, layer: str) -> list[NamedFeature]:
    rows = records(snapshot.frame(layer))
    return [(row["id"], row["name_zh"], row["name_en"]) for row in rows]


def _kept(changes: Changes, sites: Sequence[NamedFeature]) -> KeptShown:
    """Return what of some changes may be kept; a site that has gone goes by its id."""
    by_id = {site[0]: site for site in sites}

    def named(ids: Iterable[str]) -> list[NamedFeature]:
        return [by_id.get(one, (one, one, one)) for one in ids]

    return KeptShown(
        carriers=[one.name for one in changes.add_carriers],
        roads=[one.name for one in changes.add_segments],
        added=[(one.name, one.place.lon, one.place.lat) for one in changes.add_sites],
        moved=named(changes.move_sites),
        dropped=named(changes.drop_sites),
    )


def comparison_view(shell: Shell, compared: Compared) -> ComparisonView:
    """Return the view of two scenarios compared."""
    return ComparisonView(
        shell=shell,
        a=_side(compared.a),
        b=_side(compared.b),
        settings=compared.settings,
        change=compared.found.change,
        newly_near=compared.found.newly_near,
        near_m=compared.found.near_m,
    )


def _figures(values: object) -> Figures:
    return _FIGURES.validate_json(json.dumps(values))


def _line(entry: ScenarioEntry) -> ScenarioLine:
    return ScenarioLine(entry.id, entry.title, entry.parent, entry.saved)


def _side(side: Side) -> SideShown:
    return SideShown(side.id, side.title, side.changed, _figures(side.now))


def _city(opened: OpenedScenario, *, public: bool) -> CityShown:
    shown = opened.after or opened.before
    frame = shown.public if public else shown.frame
    return CityShown(
        towns=frame("towns"),
        takeoff_points=frame("takeoff_points"),
        road_segments=frame("road_segments"),
        carriers=frame("carriers"),
        sources=shown.frame("sources"),
        change=opened.found.change if opened.found else None,
        proposed=_proposed(shown, opened),
    )


def _proposed(shown: Snapshot, opened: OpenedScenario) -> frozenset[str]:
    """Return the features that are other than today's: new, moved or opened."""
    changes = opened.scenario.changes
    ours = {
        name
        for layer in ("takeoff_points", "road_segments", "carriers")
        for name in shown.frame(layer).loc[shown.frame(layer)["source"] == SOURCE, "id"]
    }
    return frozenset(ours | set(changes.move_sites) | set(changes.open_segments))
