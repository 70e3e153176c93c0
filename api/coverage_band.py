"""Use case: where coverage falls if positions are drawn at random, beside what is guaranteed."""

from dataclasses import dataclass

import geopandas as gpd

from api.access_answers import BandAnswer, GuaranteedAnswer, SampledBandAnswer
from api.changed_sites import LAYER, WhatIf, changed_sites
from api.snapshot import Snapshot
from gis.coverage import coverage
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
    mission, radius_m
        As in :func:`api.coverage_what_if.coverage_today`.
    displacement, draws, seed, share
        As in :func:`gis.sampled_band.sampled_band`.
    """

    mission: str
    radius_m: float | None = None
    displacement: Displacement = Displacement.INDEPENDENT
    draws: int = 200
    seed: int = 1
    share: float = 0.95


def band_today(
    snapshot: Snapshot, question: BandQuestion, on_progress: Progress | None = None
) -> tuple[Coverage, SampledBand]:
    """Return the guaranteed coverage and the band of the takeoff points as stored.

    Both are in free air: a band round zones is not sampled, and only like may stand beside like.
    """
    report = on_progress or unheard
    report(0.0)
    return snapshot.answer(
        ("band", question), lambda: _both(snapshot, question, snapshot.metric(LAYER), report)
    )


def band_if(
    store: LayerStore,
    snapshot: Snapshot,
    question: BandQuestion,
    changes: WhatIf,
    on_progress: Progress | None = None,
) -> tuple[Coverage, SampledBand]:
    """Return both with changed sites; see :func:`api.coverage_what_if.coverage_if`.

    Raises
    ------
    gis.errors.InvalidInputError
        If there are too many draws for so many sites.
    """
    report = on_progress or unheard
    report(0.0)
    sites = to_metric(changed_sites(store, question.mission, changes))
    return _both(snapshot, question, sites, report)


def _both(
    snapshot: Snapshot, question: BandQuestion, sites: gpd.GeoDataFrame, report: Progress
) -> tuple[Coverage, SampledBand]:
    band = _band(snapshot, question, sites, part(report, 0.0, 0.8))
    covered = coverage(
        sites, snapshot.metric("towns"), radius_m=question.radius_m, mission=question.mission
    )
    report(1.0)
    return covered, band


def _band(
    snapshot: Snapshot, question: BandQuestion, sites: gpd.GeoDataFrame, report: Progress
) -> SampledBand:
    most = MAX_DRAWN_SITES // max(1, len(sites))
    if question.draws > max(2, most):
        raise InvalidInputError(
            f"at most {most:,} draws of {len(sites):,} sites are made",
            field="draws",
            remedy="Ask for fewer draws.",
        )
    return sampled_band(
        sites,
        snapshot.metric("towns"),
        radius_m=question.radius_m,
        mission=question.mission,
        displacement=question.displacement,
        draws=question.draws,
        seed=question.seed,
        share=question.share,
        on_progress=report,
    )


def answer(
    found: tuple[Coverage, SampledBand], question: BandQuestion, *, edition: str
) -> BandAnswer:
    """Return both as JSON's shape, each under its own name."""
    covered, band = found
    city = covered.city
    zh, en = SUPPOSED[band.displacement]
    return BandAnswer(
        edition=edition,
        mission=question.mission,
        radius_m=question.radius_m,
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
