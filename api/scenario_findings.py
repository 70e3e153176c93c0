"""Use case: what changes from one city to another, measured once for every role's reading."""

from api.coverage_what_if import LAYER, coverage_today
from api.road_network import WALK_M
from api.snapshot import Snapshot
from gis.coverage_change import coverage_change
from gis.newly_near import NEAR_M, PublicCity, newly_near
from gis.results_roads import RoadReach
from gis.road_reach import road_reach
from gis.scenario.additions import added_carriers, opened_roads
from gis.scenario.figures import Found
from gis.scenario.model import Settings


def findings(before: Snapshot, after: Snapshot, settings: Settings) -> Found:
    """Return what changes from one snapshot to another; computed once for the two.

    Parameters
    ----------
    before, after
        The layers without and with the changes, or of two scenarios.
    settings
        The mission and radius to look with.
    """

    def compute() -> Found:
        mission, radius_m = settings.mission, settings.radius_m
        old = coverage_today(before, mission, radius_m)
        new = coverage_today(after, mission, radius_m)
        return Found(
            before=old.coverage,
            after=new.coverage,
            gaps_before=old.gaps,
            gaps_after=new.gaps,
            change=coverage_change(
                before.metric(LAYER),
                after.metric(LAYER),
                after.metric("towns"),
                radius_m=radius_m,
                mission=mission,
            ),
            reach_before=_reach(before),
            reach_after=_reach(after),
            near_m=NEAR_M,
            newly_near=newly_near(_public(before), _public(after)),
            roads=opened_roads(before.frame("road_segments"), after.frame("road_segments")),
            carriers=added_carriers(before.frame("carriers"), after.frame("carriers")),
        )

    return after.answer(("change", before.edition, settings), compute)


def _reach(snapshot: Snapshot) -> RoadReach:
    """Return what open roads reach on foot: without the missing links, which nobody reads here."""

    def compute() -> RoadReach:
        features = {layer: snapshot.metric(layer) for layer in ("hubs", "landmarks")}
        segments, towns = snapshot.metric("road_segments"), snapshot.metric("towns")
        return road_reach(segments, towns, features, walk_m=WALK_M)

    return snapshot.answer("road reach", compute)


def _public(snapshot: Snapshot) -> PublicCity:
    """Return what residents may see: a scenario's own features are public, as proposed ones."""
    layers = ("landmarks", "facilities", "places", "takeoff_points", "road_segments")
    return PublicCity(**{layer: snapshot.public_layers[layer] for layer in layers})
