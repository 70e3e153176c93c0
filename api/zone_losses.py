"""Use case: what the takeoff points lose to each zone."""

from api.airspace_answers import LossesAnswer
from api.changed_sites import LAYER, WhatIf, changed_sites
from api.coverage_what_if import CoverageQuestion, areas_round_zones
from api.flights import ChangedZones, MetAirspace
from api.snapshot import Snapshot
from gis.crs import to_metric
from gis.losses import zone_losses
from gis.progress import Progress, part, unheard
from gis.results_airspace import ZoneLoss
from gis.service_areas import ServiceAreas
from layers.store import LayerStore

_AREAS_SHARE = 0.2
"""Share of the work that laying the service areas is taken for."""
Losses = tuple[tuple[ZoneLoss, ...], MetAirspace]
"""All zones together first; nothing where there is no data."""


def losses_today(
    snapshot: Snapshot, question: CoverageQuestion, on_progress: Progress | None = None
) -> Losses:
    """Return what the takeoff points as stored lose; computed once per edition."""

    def compute() -> Losses:
        report = on_progress or unheard
        areas, met = areas_round_zones(
            snapshot,
            question,
            snapshot.metric(LAYER),
            on_progress=part(report, 0.0, _AREAS_SHARE),
        )
        return _losses(areas, report), met

    return snapshot.answer(("losses", question), compute)


def losses_if(
    store: LayerStore,
    snapshot: Snapshot,
    question: CoverageQuestion,
    changes: WhatIf,
    zones: ChangedZones | None = None,
    *,
    on_progress: Progress | None = None,
) -> Losses:
    """Return the same with changed sites and zones; see :func:`api.coverage_what_if.coverage_if`.

    Nothing is kept.
    """
    report = on_progress or unheard
    sites = to_metric(changed_sites(store, question.mission, changes))
    areas, met = areas_round_zones(
        snapshot, question, sites, zones, on_progress=part(report, 0.0, _AREAS_SHARE)
    )
    return _losses(areas, report), met


def _losses(areas: ServiceAreas, report: Progress) -> tuple[ZoneLoss, ...]:
    if areas.space is None:
        return ()
    return zone_losses(areas, on_progress=part(report, _AREAS_SHARE, 1.0))


def answer(found: Losses, question: CoverageQuestion, *, edition: str) -> LossesAnswer:
    """Return losses as JSON's shape."""
    losses, met = found
    return LossesAnswer(
        edition=edition,
        mission=question.mission,
        radius_m=question.radius_m,
        airspace=met.answer(),
        together=losses[0] if losses else None,
        zones=losses[1:],
    )
