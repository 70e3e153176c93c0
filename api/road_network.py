"""Use case: what the road segments reach on foot, and which links their network lacks."""

from dataclasses import dataclass

import geopandas as gpd

from api.access_answers import RoadLinksAnswer, RoadPartsAnswer, RoadReachAnswer
from api.answers import WITHOUT_GEOMETRY
from api.snapshot import Snapshot
from gis.crs import to_metric
from gis.progress import Progress, part, unheard
from gis.results_roads import RoadLinks, RoadReach
from gis.road_links import JOIN_M, road_links
from gis.road_reach import OPEN, road_reach

WALK_M = 500.0
_STATIONS = ("rail_station", "bus_station")


@dataclass(frozen=True, slots=True)
class RoadQuestion:
    """What is asked for.

    Attributes
    ----------
    walk_m
        A straight walk in metres.
    join_m
        Elements this near each other, in metres, count as joined.
    statuses
        Statuses of segments that count.
    hubs
        Whether the network should also join the hubs.
    """

    walk_m: float = WALK_M
    join_m: float = JOIN_M
    statuses: tuple[str, ...] = OPEN
    hubs: bool = False


@dataclass(frozen=True, slots=True)
class RoadFindings:
    """The walk-shed, and the parts with the links they lack."""

    reach: RoadReach
    links: RoadLinks


def road_network(
    snapshot: Snapshot,
    question: RoadQuestion,
    own: gpd.GeoDataFrame | None = None,
    on_progress: Progress | None = None,
) -> RoadFindings:
    """Return walk-shed and missing links; of the register computed once per edition.

    Parameters
    ----------
    snapshot
        The layers.
    question
        What is asked for.
    own
        The user's own segments in EPSG:4490, as :func:`layers.importers.own_features.own_lines`
        returns them, in the place of the register's.
    on_progress
        Told the share of the work done, 0 to 1; what it raises ends the run.
    """
    report = on_progress or unheard
    if own is None:
        segments = snapshot.metric("road_segments")
        return snapshot.answer(
            ("road network", question), lambda: _found(snapshot, question, segments, report)
        )
    return _found(snapshot, question, to_metric(own), report)


def _found(
    snapshot: Snapshot, question: RoadQuestion, segments: gpd.GeoDataFrame, report: Progress
) -> RoadFindings:
    towns, hubs, places = (snapshot.metric(name) for name in ("towns", "hubs", "places"))
    features = {
        "hubs": hubs,
        "landmarks": snapshot.metric("landmarks"),
        "stations": places[places["kind"].isin(_STATIONS)],
    }
    return RoadFindings(
        road_reach(
            segments,
            towns,
            features,
            walk_m=question.walk_m,
            statuses=question.statuses,
            on_progress=part(report, 0.0, 0.3),
        ),
        road_links(
            segments,
            towns,
            hubs if question.hubs else None,
            walk_m=question.walk_m,
            join_m=question.join_m,
            statuses=question.statuses,
            on_progress=part(report, 0.3, 1.0),
        ),
    )


def answer(
    findings: RoadFindings, question: RoadQuestion, *, edition: str, own: bool, geometry: bool
) -> RoadLinksAnswer:
    """Return findings as JSON's shape; the walk-shed's areas only where asked for."""
    context = None if geometry else WITHOUT_GEOMETRY
    return RoadLinksAnswer(
        edition=edition,
        network="own" if own else "register",
        walk_m=question.walk_m,
        join_m=question.join_m,
        statuses=question.statuses,
        hubs=question.hubs,
        reach=RoadReachAnswer.model_validate(findings.reach, context=context),
        links=RoadPartsAnswer.model_validate(findings.links),
    )
