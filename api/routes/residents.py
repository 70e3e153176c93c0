"""What residents ask: the landmarks, what one can do there, and what is near."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import TypeAdapter

from api import examples
from api.answers import LandmarksAnswer
from api.deps import ShownSnapshotDep, document, page
from api.landmark_pages import all_cards, one_card
from api.negotiation import wants_html
from api.page_views import landmark_view, resident_view
from api.params import ScenarioParameter
from gis.results_places import LandmarkCard

router = APIRouter(prefix="/landmarks", tags=["residents"])
Parameters = Annotated[ScenarioParameter, Query()]
_CARD = TypeAdapter(LandmarkCard)


@router.get(
    "",
    summary="The ten landmarks",
    response_model=LandmarksAnswer,
    responses=examples.shown(examples.LANDMARKS),
)
def landmarks(request: Request, snapshot: ShownSnapshotDep, _: Parameters) -> Response:
    """Return a card for each landmark."""
    if not wants_html(request):
        cards = all_cards(snapshot)
        found = LandmarksAnswer.model_validate({"edition": snapshot.edition, "landmarks": cards})
        return document(request, snapshot.edition, found.model_dump(mode="json"))
    return page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.resident(resident_view(shell, snapshot), nonce),
    )


@router.get(
    "/{landmark_id}",
    summary="One landmark",
    response_model=LandmarkCard,
    responses=examples.shown(examples.LANDMARK),
)
def landmark(
    request: Request,
    snapshot: ShownSnapshotDep,
    landmark_id: Annotated[str, Path(examples=["landmark-07"], max_length=120)],
    _: Parameters,
) -> Response:
    """Return one landmark's card."""
    if not wants_html(request):
        found = _CARD.dump_python(one_card(snapshot, landmark_id), mode="json")
        return document(request, snapshot.edition, found)
    return page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.landmark(
            landmark_view(shell, snapshot, landmark_id), nonce
        ),
    )
