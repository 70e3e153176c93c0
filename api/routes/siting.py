"""The siting family over HTTP: every problem by one address, and the checker of certificates."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Response

from api import examples, siting_examples, siting_family, siting_findings, siting_verdict
from api.deps import SettingsDep, SnapshotDep
from api.params import NoParameters
from api.respond_async import LongRunDep, long_responses
from api.settings import Settings
from api.siting_answers import FamilyAnswer, VerdictAnswer
from api.siting_bodies import SitingBody
from gis.errors import InvalidInputError
from gis.progress import Progress

router = APIRouter(prefix="/operators/siting", tags=["operators"])


@router.post(
    "",
    summary="The best new sites, for any problem of the siting family",
    response_model=FamilyAnswer,
    responses=long_responses(examples.shown(siting_examples.FAMILY)),
)
def siting(
    snapshot: SnapshotDep,
    settings: SettingsDep,
    run: LongRunDep,
    body: Annotated[SitingBody, Body(openapi_examples=siting_examples.QUESTIONS)],
    _: Annotated[NoParameters, Query()],
) -> FamilyAnswer | Response:
    """Return the best choice for a problem, with value, bound, gap, time and, if asked, proof.

    Existing sites always stay. What sites surely serve goes round imported zones; `straight` says
    what does not. Nothing is kept. The run ends when its time is over, or when its
    client has gone.
    """
    seconds, asked, zones = _seconds(body, settings), body.asked(), body.changed_zones(snapshot)

    def compute(on_progress: Progress) -> FamilyAnswer:
        found = siting_family.find(
            snapshot.store, snapshot, asked, zones, seconds=seconds, on_progress=on_progress
        )
        return siting_findings.answer(found, edition=snapshot.edition)

    return run(compute, method="docs/methods/siting.md")


def _seconds(body: SitingBody, settings: Settings) -> float:
    if body.seconds is not None and body.seconds > settings.solver_seconds:
        raise InvalidInputError(
            f"one siting request may solve for {settings.solver_seconds:g} seconds at most",
            field="seconds",
            remedy="Ask for less, or set GUANTU_SOLVER_SECONDS.",
        )
    return body.seconds or settings.solver_seconds


@router.post(
    "/verify",
    summary="What a certificate proves",
    responses=examples.shown(siting_examples.VERDICT),
)
def verify(
    certificate: Annotated[dict[str, Any], Body(openapi_examples=siting_examples.CERTIFICATES)],
    _: Annotated[NoParameters, Query()],
) -> VerdictAnswer:
    """Check a certificate exactly, without the solver and without trusting anything in it.

    A certificate that is wrong is an answer (`valid` false, with the reason) and not an error.
    """
    return siting_verdict.verdict(certificate)
