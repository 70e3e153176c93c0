"""Use case: where coverage falls if positions are drawn at random, beside what is guaranteed."""

from dataclasses import dataclass

import geopandas as gpd

from api.access_answers import BandAnswer, GuaranteedAnswer, SampledBandAnswer
from api.changed_sites import LAYER, WhatIf, changed_sites
from api.coverage_what_if import CoverageQuestion, areas_round_zones
from api.flights import ANY_FLIGHT, ChangedZones, FlightAsked, MetAirspace
from api.snapshot import Snapshot
from gis.coverage import coverage_of
from gis.crs import to_metric
from gis.errors import InvalidInputError
from gis.progress import Progress, part, unheard
from gis.results import Coverage
from gis.results_demand import Displacement, SampledBand
from gis.sampled_band import sampled_band
from layers.store import LayerStore

MAX_DRAWS = 1_000
MAX_DRAWN_SITES = 20_000
"""Draws times sites: each draw unites the discs of all of them."""
GENERATOR = "PCG64"
SUPPOSED = {
    Displacement.INDEPENDENT: (
        "假设：各点彼此独立，在其精度圆内均匀分布；没有文件说明位置误差的分布。",
        "Supposed: each site by itself, evenly over its accuracy disc; no document states how.",
    ),
    Displacement.COMMON_SHIFT: (
        "假设：所有点同向偏移，偏移量为各自精度的同一比例；没有文件说明位置误差的分布。",
        "Supposed: all sites one way, by one share of their accuracies; no document states how.",
    ),
}


@dataclass(frozen=True, slots=True)
class BandQuestion:
    """What is asked for.

    Attributes
    ----------
    mission, radius_m, flight
        As in :class:`api.coverage_what_if.CoverageQuestion`.
    displacement, draws, seed, share
        As in :func:`gis.sampled_band.sampled_band`.
    """

    mission: str
    radius_m: float | None = None
    displacement: Displacement = Displacement.INDEPENDENT
    draws: int = 200
    seed: int = 1
    share: float = 0.95
    flight: FlightAsked = ANY_FLIGHT


@dataclass(frozen=True, slots=True)
class BandFindings:
    """The guaranteed coverage, the band, and the airspace that both were met in."""

    coverage: Coverage
    band: SampledBand
    airspace: MetAirspace


def band_today(
    snapshot: Snapshot, question: BandQuestion, on_progress: Progress | None = None
) -> BandFindings:
    """Return the guaranteed coverage and the band of the takeoff points as stored."""
    report = on_progress or unheard
    report(0.0)
    return snapshot.answer(
        ("band", question), lambda: _both(snapshot, question, snapshot.metric(LAYER), None, report)
    )


def band_if(
    store: LayerStore,
    snapshot: Snapshot,
    question: BandQuestion,
    changes: WhatIf,
    zones: ChangedZones | None = None,
    *,
    on_progress: Progress | None = None,
) -> BandFindings:
    """Return both with changed sites and zones; see :func:`api.coverage_what_if.coverage_if`.

    Raises
    ------
    gis.errors.InvalidInputError
        If there are too many draws for so many sites, or for so many corners of zones.
    """
    report = on_progress or unheard
    report(0.0)
    sites = to_metric(changed_sites(store, question.mission, changes))
    return _both(snapshot, question, sites, zones, report)


def _both(
    snapshot: Snapshot,
    question: BandQuestion,
    sites: gpd.GeoDataFrame,
    zones: ChangedZones | None,
    report: Progress,
) -> BandFindings:
    _refuse_too_many(question, len(sites))
    asked = CoverageQuestion(question.mission, question.radius_m, question.flight)
    areas, met = areas_round_zones(
        snapshot, asked, sites, zones, on_progress=part(report, 0.0, 0.1)
    )
    band = sampled_band(
        sites,
        snapshot.metric("towns"),
        radius_m=question.radius_m,
        mission=question.mission,
        displacement=question.displacement,
        draws=question.draws,
        seed=question.seed,
        share=question.share,
        space=met.zones,
        on_progress=part(report, 0.1, 0.9),
    )
    covered = coverage_of(areas)
    report(1.0)
    return BandFindings(covered, band, met)


def _refuse_too_many(question: BandQuestion, sites: int) -> None:
    most = MAX_DRAWN_SITES // max(1, sites)
    if question.draws > max(2, most):
        raise InvalidInputError(
            f"at most {most:,} draws of {sites:,} sites are made",
            field="draws",
            remedy="Ask for fewer draws.",
        )


def answer(found: BandFindings, question: BandQuestion, *, edition: str) -> BandAnswer:
    """Return both as JSON's shape, each under its own name."""
    city, band = found.coverage.city, found.band
    zh, en = SUPPOSED[band.displacement]
    return BandAnswer(
        edition=edition,
        mission=question.mission,
        radius_m=question.radius_m,
        airspace=found.airspace.answer(),
        guaranteed=GuaranteedAnswer(covered_m2=city.covered_m2, covered_people=city.covered_people),
        sampled_band=SampledBandAnswer(
            displacement=band.displacement,
            supposed_zh=zh,
            supposed_en=en,
            draws=band.draws,
            seed=band.seed,
            generator=GENERATOR,
            share=band.share,
            covered_m2=band.covered_m2,
            covered_people=band.covered_people,
        ),
    )
