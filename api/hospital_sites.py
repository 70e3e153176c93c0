"""Use case: which landing site each hospital can reach round the zones."""

import geopandas as gpd

from api.airspace_answers import HospitalsAnswer
from api.changed_sites import LAYER, WhatIf, changed_sites
from api.flights import ChangedZones, FlightAsked, MetAirspace, met_airspace
from api.snapshot import Snapshot
from gis.crs import to_metric
from gis.hospitals import hospital_access
from gis.progress import Progress
from gis.results_airspace import HospitalAccess
from layers.store import LayerStore

MISSION = "medical"
Access = tuple[tuple[HospitalAccess, ...], MetAirspace]


def hospitals_today(
    snapshot: Snapshot,
    mission: str,
    flight: FlightAsked,
    range_m: float | None,
    on_progress: Progress | None = None,
) -> Access:
    """Return each hospital's landing site as things are; computed once per edition.

    Parameters
    ----------
    snapshot
        The layers.
    mission, flight
        As in :func:`api.flights.met_airspace`.
    range_m
        Ways longer than this, in metres, do not count; ``None`` for any length.
    on_progress
        Told the share of the hospitals done; what it raises ends the run.
    """

    def compute() -> Access:
        met = met_airspace(snapshot, mission, flight)
        return _access(snapshot, snapshot.metric(LAYER), met, range_m, on_progress), met

    return snapshot.answer(("hospitals", mission, flight, range_m), compute)


def hospitals_if(
    store: LayerStore,
    snapshot: Snapshot,
    mission: str,
    flight: FlightAsked,
    range_m: float | None,
    changes: WhatIf,
    zones: ChangedZones | None = None,
    *,
    on_progress: Progress | None = None,
) -> Access:
    """Return the same with changed sites and zones; nothing is kept."""
    met = met_airspace(snapshot, mission, flight, zones)
    sites = to_metric(changed_sites(store, mission, changes))
    return _access(snapshot, sites, met, range_m, on_progress), met


def _access(
    snapshot: Snapshot,
    sites: gpd.GeoDataFrame,
    met: MetAirspace,
    range_m: float | None,
    on_progress: Progress | None,
) -> tuple[HospitalAccess, ...]:
    places = snapshot.metric("places")
    return hospital_access(places, sites, met.space, range_m=range_m, on_progress=on_progress)


def answer(
    found: Access, snapshot: Snapshot, *, mission: str, range_m: float | None
) -> HospitalsAnswer:
    """Return each hospital's landing site as JSON's shape."""
    access, met = found
    places = snapshot.frame("places")
    answered = {one.hospital for one in access}
    hospitals = places.loc[places["kind"] == "hospital", "id"]
    return HospitalsAnswer(
        edition=snapshot.edition,
        mission=mission,
        range_m=range_m,
        airspace=met.answer(),
        hospitals=access,
        left_out=tuple(one for one in hospitals if one not in answered),
    )
