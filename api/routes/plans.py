"""What planners ask of the plans: what they changed, what came of them, where targets stand."""

import datetime as dt
from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api import plans_answers as answers
from api import plans_examples as examples
from api.deps import SnapshotDep, document, page
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
from api.policy_record import targets
from api.record_query import lookup
from gis.policy.built import rests_on_plans, unsupported
from gis.policy.drift import RULE_EN, RULE_ZH
from gis.policy.results import Change, Met
from gis.records import records
from web.built_page import built_content
from web.drift_page import drift_content
from web.plans_views import BuiltView, DriftView, TargetsView
from web.targets_page import targets_content

router = APIRouter(prefix="/planners", tags=["planners"])
DONGGUAN_TIME = dt.timezone(dt.timedelta(hours=8))


def today() -> dt.date:
    """Return the date in Dongguan."""
    return dt.datetime.now(DONGGUAN_TIME).date()


TodayDep = Annotated[dt.date, Depends(today)]


@router.get(
    "/drift",
    summary="What the plans kept, dropped and added",
    response_model=answers.DriftAnswer,
    responses=shown(examples.DRIFT),
)
def drift(
    request: Request, snapshot: SnapshotDep, asked: Annotated[DriftParameters, Query()]
) -> Response:
    """Return what each plan kept, dropped and added, field by field: an inference with its rule."""
    found = find_drift(snapshot, asked)
    if wants_html(request):
        return page(
            request,
            snapshot.edition,
            lambda pages, shell, nonce: pages.written(
                DriftView(
                    shell=shell,
                    asked=asked.asked | {"level": found.level},
                    report=found.report,
                    changes=found.changes,
                    histories=found.histories,
                    namings=found.namings,
                    towns=town_names(snapshot),
                    lookup=lookup(snapshot),
                ),
                nonce,
                drift_content,
            ),
        )
    changes = tuple(answers.change_answer(one, found.namings) for one in found.changes)
    if asked.f == "csv":
        return _csv("drift", answers.drift_csv(changes))
    counts = Counter(one.change for one in changes)
    answer = answers.DriftAnswer(
        edition=snapshot.edition,
        basis="inferred",
        rule_zh=RULE_ZH,
        rule_en=RULE_EN,
        plans=answers.plan_answers(found.report),
        addressed=dict(found.report.addressed),
        counts={change: counts[change] for change in Change},
        histories=answers.history_answers(found.histories),
        changes=changes,
    )
    return document(request, snapshot.edition, answer.model_dump(mode="json"))


@router.get(
    "/built",
    summary="Plan against built",
    response_model=answers.BuiltAnswer,
    responses=shown(examples.BUILT),
)
def built(
    request: Request, snapshot: SnapshotDep, asked: Annotated[BuiltParameters, Query()]
) -> Response:
    """Return on what the state of each feature rests, and where plan and ground part.

    As CSV: one row a statement, without the gaps.
    """
    found = find_built(snapshot, asked)
    if wants_html(request):
        return page(
            request,
            snapshot.edition,
            lambda pages, shell, nonce: pages.written(
                BuiltView(
                    shell=shell,
                    asked=asked.asked,
                    every=found.every,
                    features=found.features,
                    gaps=found.gaps,
                    unlocated=found.unlocated,
                    carriers=carrier_names(snapshot),
                    sources={row["id"]: row for row in records(snapshot.frame("sources"))},
                    towns=town_names(snapshot),
                    lookup=lookup(snapshot),
                ),
                nonce,
                built_content,
            ),
        )
    if asked.f == "csv":
        return _csv("built", answers.built_csv(found.features))
    answer = answers.BuiltAnswer(
        edition=snapshot.edition,
        counts=answers.built_counts(found.every),
        plan_text_only=sum(map(rests_on_plans, found.every)),
        contradicted=sum(one.contradicted for one in found.every),
        unsupported=sum(map(unsupported, found.every)),
        features=found.features,
        gaps=found.gaps,
        unlocated=answers.carriers_named(found.unlocated, carrier_names(snapshot)),
    )
    return document(request, snapshot.edition, answer.model_dump(mode="json"))


@router.get(
    "/targets",
    summary="Targets against what can be counted",
    response_model=answers.TargetsAnswer,
    responses=shown(examples.TARGETS),
)
def target_list(
    request: Request,
    snapshot: SnapshotDep,
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
    listed = tuple(answers.target_answer(one, on) for one in found)
    if asked.f == "csv":
        return _csv("targets", answers.targets_csv(listed))
    counts = Counter(one.met for one in every)
    answer = answers.TargetsAnswer(
        edition=snapshot.edition,
        today=on,
        total=len(every),
        countable=sum(one.current is not None for one in every),
        counts={met: counts[met] for met in Met},
        targets=listed,
    )
    return document(request, snapshot.edition, answer.model_dump(mode="json"))


def _csv(name: str, content: bytes) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="guantu-{name}.csv"',
        "Cache-Control": "no-cache",
    }
    return Response(content, headers=headers, media_type="text/csv; charset=utf-8")
