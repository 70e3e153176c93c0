"""Use case: where coverage falls if positions are drawn at random, beside what is guaranteed."""

from dataclasses import dataclass

import geopandas as gpd

from api.access_answers import BandAnswer, GuaranteedAnswer, SampledBandAnswer
from api.coverage_what_if import LAYER, CoverageFindings, WhatIf, coverage_if, coverage_today
from api.snapshot import Snapshot
from gis.crs import to_metric
from gis.errors import InvalidInputError
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


def band_today(snapshot: Snapshot, question: BandQuestion) -> tuple[CoverageFindings, SampledBand]:
    """Return the guaranteed coverage and the band of the takeoff points as stored."""
    findings = coverage_today(snapshot, question.mission, question.radius_m)
    band = snapshot.answer(
        ("band", question), lambda: _band(snapshot, question, snapshot.metric(LAYER))
    )
    return findings, band


def band_if(
    store: LayerStore, snapshot: Snapshot, question: BandQuestion, changes: WhatIf
) -> tuple[CoverageFindings, SampledBand]:
    """Return both with changed sites; see :func:`api.coverage_what_if.coverage_if`.

    Raises
    ------
    gis.errors.InvalidInputError
        If there are too many draws for so many sites.
    """
    findings = coverage_if(store, snapshot, question.mission, question.radius_m, changes)
    return findings, _band(snapshot, question, to_metric(findings.sites))


def _band(snapshot: Snapshot, question: BandQuestion, sites: gpd.GeoDataFrame) -> SampledBand:
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
    )


def answer(
    found: tuple[CoverageFindings, SampledBand], question: BandQuestion, *, edition: str
) -> BandAnswer:
    """Return both as JSON's shape, each under its own name."""
    findings, band = found
    city = findings.coverage.city
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
