"""Use case: what changes from one city to another, measured once for every role's reading."""

from api.changed_sites import LAYER
from api.coverage_what_if import CoverageFindings, CoverageQuestion, areas_round_zones
from api.flights import FlightAsked, met_airspace
from api.road_network import WALK_M
from api.snapshot import Snapshot
from gis.coverage import coverage_of
from gis.coverage_change import coverage_change
from gis.gaps import gaps_of
from gis.nearness import NEAR_M, PublicCity
from gis.newly_near import newly_near
from gis.results_change import CoverageChange
from gis.results_roads import RoadReach
from gis.road_reach import road_reach
from gis.scenario.additions import added_carriers, opened_roads
from gis.scenario.figures import Found
from gis.scenario.model import Settings


def question_of(settings: Settings) -> CoverageQuestion:
    """Return what a scenario's settings ask of coverage."""
    flight = FlightAsked(settings.height_m, settings.at, settings.permitted)
    return CoverageQuestion(settings.mission, settings.radius_m, flight)


def findings(base: Snapshot, before: Snapshot, after: Snapshot, settings: Settings) -> Found:
    """Return what changes from one city to another; computed once for the two.

    Parameters
    ----------
    base
        Today's layers, whose towns and airspace both cities share.
    before, after
        The layers without and with the changes, or of two scenarios.
    settings
        The mission, radius and flight to look with.
    """

    def compute() -> Found:
        old, new = (_coverage(base, city, settings) for city in (before, after))
        return Found(
            before=old.coverage,
            after=new.coverage,
            gaps_before=old.gaps,
            gaps_after=new.gaps,
            change=_change(base, before, after, settings),
            reach_before=_reach(before),
            reach_after=_reach(after),
            near_m=NEAR_M,
            newly_near=newly_near(public_city(before), public_city(after)),
            roads=opened_roads(before.frame("road_segments"), after.frame("road_segments")),
            carriers=added_carriers(before.frame("carriers"), after.frame("carriers")),
        )

    return after.answer(("change", before.edition, settings), compute)


def _coverage(base: Snapshot, city: Snapshot, settings: Settings) -> CoverageFindings:
    """Return a city's coverage, as its own pages ask for it, round the airspace made for today."""
    question = question_of(settings)

    def compute() -> CoverageFindings:
        areas, met = areas_round_zones(base, question, city.metric(LAYER))
        return CoverageFindings(coverage_of(areas), gaps_of(areas), city.frame(LAYER), met)

    return city.answer(("coverage", question), compute)


def _change(
    base: Snapshot, before: Snapshot, after: Snapshot, settings: Settings
) -> CoverageChange:
    met = met_airspace(base, settings.mission, question_of(settings).flight)
    return coverage_change(
        before.metric(LAYER),
        after.metric(LAYER),
        base.metric("towns"),
        radius_m=settings.radius_m,
        mission=settings.mission,
        space=met.zones,
        known=met.regions.latest(),
    )


def _reach(snapshot: Snapshot) -> RoadReach:
    """Return what open roads reach on foot: without the missing links, which nobody reads here."""

    def compute() -> RoadReach:
        features = {layer: snapshot.metric(layer) for layer in ("hubs", "landmarks")}
        segments, towns = snapshot.metric("road_segments"), snapshot.metric("towns")
        return road_reach(segments, towns, features, walk_m=WALK_M)

    return snapshot.answer("road reach", compute)


def public_city(snapshot: Snapshot) -> PublicCity:
    """Return what residents may see: a scenario's own features are public, as proposed ones."""
    layers = ("landmarks", "facilities", "places", "takeoff_points", "road_segments")
    return PublicCity(**{layer: snapshot.public_layers[layer] for layer in layers})
