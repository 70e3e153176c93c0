"""The airspace kept for flights: what is costly is made once."""

import datetime as dt

import numpy as np
import pytest

from api import flights
from api.changed_sites import WhatIf
from api.coverage_what_if import CoverageQuestion, coverage_if, coverage_today
from api.flights import FlightAsked, KeptRegions, flight_time, met_airspace
from api.snapshot import Snapshots
from api.supposed_zones import changed_zones
from gis import reach
from gis.errors import InvalidInputError
from gis.scenario.model import AddedSite, Place
from layers.memory_store import MemoryStore
from layers.seed.pack import read_pack
from layers.seeding import seed

OFFICE = "Mo-Fr 08:00-18:00"
MONDAY, TUESDAY, SUNDAY = (flight_time(f"2026-05-{day}T09:00Z") for day in ("04", "05", "03"))


def square(west: float, **properties: object) -> dict[str, object]:
    ring = [[west, 22.9], [west + 0.02, 22.9], [west + 0.02, 22.94], [west, 22.94], [west, 22.9]]
    said = {"restriction": "prohibited", **properties}
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "geometry": geometry, "properties": said}


ZONES = {
    "type": "FeatureCollection",
    "features": [square(113.7, hours=OFFICE), square(113.8, restriction="authorisation")],
}


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    """Return a store with the pack. Tests only read it."""
    store = MemoryStore()
    seed(store, read_pack())
    return store


def test_flights_that_meet_the_same_zones_share_their_ways(store: MemoryStore) -> None:
    snapshot = Snapshots(store).latest()
    zones = changed_zones(snapshot, ZONES, ())
    assert changed_zones(snapshot, dict(reversed(ZONES.items())), ()) is zones

    def met(**asked: object) -> flights.MetAirspace:
        return met_airspace(snapshot, "delivery", FlightAsked(**asked), zones)

    monday, tuesday, sunday = (met(at=at) for at in (MONDAY, TUESDAY, SUNDAY))
    assert tuesday.space.outer is monday.space.outer
    assert tuesday.space.zones.flight.at == TUESDAY
    assert met(at=MONDAY, height_m=90.0).regions is monday.regions
    assert sunday.space.outer is not monday.space.outer
    assert met(at=MONDAY, permitted=True).space.outer is not monday.space.outer


def test_a_dragged_site_alone_is_computed_again(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = Snapshots(store).latest()
    question = CoverageQuestion("delivery", flight=FlightAsked(at=MONDAY))
    zones = changed_zones(snapshot, ZONES, ())
    computed: list[float] = []
    row = reach._row

    def counted(place: object, radius: float, *rest: object) -> object:
        computed.append(radius)
        return row(place, radius, *rest)

    monkeypatch.setattr(reach, "_row", counted)

    def drag(lon: float) -> int:
        added = (AddedSite(Place(lon, 22.92)), AddedSite(Place(113.75, 22.95)))
        computed.clear()
        coverage_if(store, snapshot, question, WhatIf(add=added), zones)
        return len(computed)

    assert drag(113.78) > 2
    assert [drag(113.78 + step / 1000) for step in range(1, 5)] == [1, 1, 1, 1]
    assert drag(113.784) == 0
    today = coverage_today(snapshot, CoverageQuestion("delivery"))
    assert today.airspace.zones is None


def test_old_regions_are_forgotten() -> None:
    kept = KeptRegions()
    found = [reach.regions(np.empty((0, 4)), None) for _ in range(9)]
    for one in found:
        kept.keep(one)
    latest = kept.latest()
    assert latest == tuple(found[-len(latest) :])
    assert 1 < len(latest) < 9


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-05-04T09:00+08:00", 9),
        ("2026-05-04T09:00 08:00", 9),
        ("2026-05-04T01:00Z", 9),
        ("2026-05-04t01:00:30.5z", 9),
        ("2026-05-03T20:00-05:00", 9),
    ],
)
def test_a_time_is_told_on_the_citys_clock(text: str, hour: int) -> None:
    time = flight_time(text)
    assert time is not None
    assert (time.hour, time.utcoffset()) == (hour, dt.timedelta(hours=8))
    assert flight_time("") is flight_time(None) is None


@pytest.mark.parametrize(
    "text", ["2026-05-04", "2026-05-04T09:00", "2026-05-04T25:00Z", "9999-12-31T23:59-23:59", 5, []]
)
def test_what_is_no_time_is_refused(text: object) -> None:
    with pytest.raises(InvalidInputError) as refused:
        flight_time(text)
    assert refused.value.field == "at"
    assert "2026-05-01T09:00+08:00" in refused.value.remedy
