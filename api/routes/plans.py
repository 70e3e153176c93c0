"""What planners ask of the plans: what they changed, what came of them, where targets stand."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api import plans_answers as answers
from api import plans_examples as examples
from api.deps import SameSnapshotDep, ShownDataDep, document, page
from api.examples import shown
from api.negotiation import wants_html
from api.plans_asked import (
    BuiltParameters,
    DriftParameters,
    TargetsParameters,
    carrier_names,
    find_built,
    find_drift,
    find_targets,
    town_names,
)
from api.policy_answers import built_answer, drift_answer, targets_answer, today
from api.policy_record import targets
from api.record_query import lookup
from api.snapshot import Snapshot
from gis.policy.built import EVIDENCE_COLUMNS
from gis.records import records
from web.planner.built_page import built_content
from web.planner.drift_page import drift_content
from web.planner.plans_views import BuiltView, DriftView, TargetsView
from web.planner.targets_page import targets_content

router = APIRouter(prefix="/planners", tags=["planners"])
TodayDep = Annotated[dt.date, Depends(today)]


@router.get(
    "/drift",
    summary="What the plans kept, dropped and added",
    response_model=answers.DriftAnswer,
    responses=shown(examples.DRIFT),
)
def drift(
    request: Request, snapshot: SameSnapshotDep, asked: Annotated[DriftParameters, Query()]
) -> Response:
    """Return what each plan kept, dropped and added, field by field: an inference with its rule."""
    found = find_drift(snapshot, asked)
    if wants_html(request):
        return _drift_page(request, snapshot, asked)
    answer = drift_answer(snapshot, found)
    if asked.f == "csv":
        return _csv("drift", answers.drift_csv(answer.changes))
    return document(request, snapshot.edition, answer.model_dump(mode="json"))


def _drift_page(request: Request, snapshot: Snapshot, asked: DriftParameters) -> Response:
    """Return the page: it holds every year, and shows one."""
    found = find_drift(snapshot, asked.model_copy(update={"year": None}))
    every = {"year": None, "change": None, "level": None, "town": None}
    return page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.mapped(
            DriftView(
                shell=shell,
                asked=asked.asked | {"level": found.level},
                report=found.report,
                changes=found.changes,
                histories=found.histories,
                map_changes=find_drift(snapshot, asked.model_copy(update=every)).changes,
                frame=snapshot.frame("towns"),
                namings=found.namings,
                towns=town_names(snapshot),
                lookup=lookup(snapshot),
            ),
            nonce,
            drift_content,
        ),
    )


@router.get(
    "/built",
    summary="Plan against built",
    response_model=answers.BuiltAnswer,
    responses=shown(examples.BUILT),
)
def built(
    request: Request, snapshot: ShownDataDep, asked: Annotated[BuiltParameters, Query()]
) -> Response:
    """Return on what the state of each feature rests, and where plan and ground part.

    As CSV: one row a statement, without the gaps.
    """
    found = find_built(snapshot, asked)
    if wants_html(request):
        return page(
            request,
            snapshot.edition,
            lambda pages, shell, nonce: pages.mapped(
                BuiltView(
                    shell=shell,
                    asked=asked.asked,
                    every=found.every,
                    features=found.features,
                    gaps=found.gaps,
                    unlocated=found.unlocated,
                    carriers=carrier_names(snapshot),
                    sources={row["id"]: row for row in records(snapshot.frame("sources"))},
                    frames={layer: snapshot.frame(layer) for layer in ("towns", *EVIDENCE_COLUMNS)},
                    towns=town_names(snapshot),
                    lookup=lookup(snapshot),
                ),
                nonce,
                built_content,
            ),
        )
    if asked.f == "csv":
        return _csv("built", answers.built_csv(found.features))
    answer = built_answer(snapshot, found)
    return document(request, snapshot.edition, answer.model_dump(mode="json"))


@router.get(
    "/targets",
    summary="Targets against what can be counted",
    response_model=answers.TargetsAnswer,
    responses=shown(examples.TARGETS),
)
def target_list(
    request: Request,
    snapshot: SameSnapshotDep,
    asked: Annotated[TargetsParameters, Query()],
    on: TodayDep,
) -> Response:
    """Return every target with its sign, due year and count, or that there is no data."""
    found, every = find_targets(snapshot, asked), targets(snapshot)
    if wants_html(request):
        return page(
            request,
            snapshot.edition,
            lambda pages, shell, nonce: pages.written(
                TargetsView(shell, asked.asked, on, every, found, lookup(snapshot)),
                nonce,
                targets_content,
            ),
        )
    answer = targets_answer(snapshot, found, on)
    if asked.f == "csv":
        return _csv("targets", answers.targets_csv(answer.targets))
    return document(request, snapshot.edition, answer.model_dump(mode="json"))


def _csv(name: str, content: bytes) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="guantu-{name}.csv"',
        "Cache-Control": "no-cache",
    }
    return Response(content, headers=headers, media_type="text/csv; charset=utf-8")
