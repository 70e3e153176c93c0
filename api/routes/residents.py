"""What residents ask: the landmarks, what one can do there, and what is near."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import TypeAdapter

from api import examples
from api.answers import LandmarksAnswer
from api.deps import ShownSnapshotDep, SnapshotDep, document, page
from api.landmark_pages import all_cards, found_landmarks, one_card
from api.landmark_parameters import LandmarkParameters
from api.negotiation import shell_of, wants_html
from api.params import ScenarioParameter
from api.resident_pages import landmark_view, resident_view
from api.snapshot import Snapshot
from gis.results_places import LandmarkCard
from web.pages import Pages

router = APIRouter(prefix="/landmarks", tags=["residents"])
_CARD = TypeAdapter(LandmarkCard)


@router.get(
    "",
    summary="The ten landmarks, or those asked for",
    response_model=LandmarksAnswer,
    responses=examples.shown(examples.LANDMARKS),
)
def landmarks(
    request: Request,
    today: SnapshotDep,
    shown: ShownSnapshotDep,
    asked: Annotated[LandmarkParameters, Query()],
) -> Response:
    """Return a card for each landmark asked for: the sure ones first, then by number."""
    found = found_landmarks(shown, asked.question())
    if not wants_html(request):
        cards = {card.landmark: card for card in all_cards(shown)}
        answer = LandmarksAnswer(
            edition=shown.edition,
            landmarks=tuple(cards[one.landmark] for one in found),
            found=found,
        )
        return document(request, shown.edition, answer.model_dump(mode="json"))
    if asked.part is not None:
        return _list(request, today, shown, asked)
    return page(
        request,
        shown.edition,
        lambda pages, shell, nonce: pages.resident(
            resident_view(shell, shown, asked.question(), today), nonce
        ),
    )


def _list(
    request: Request, today: Snapshot, shown: Snapshot, asked: LandmarkParameters
) -> Response:
    pages: Pages = request.app.state.pages
    view = resident_view(shell_of(request, shown.edition), shown, asked.question(), today)
    return HTMLResponse(pages.resident_list(view), headers={"Cache-Control": "no-cache"})


@router.get(
    "/{landmark_id}",
    summary="One landmark",
    response_model=LandmarkCard,
    responses=examples.shown(examples.LANDMARK),
)
def landmark(
    request: Request,
    today: SnapshotDep,
    shown: ShownSnapshotDep,
    landmark_id: Annotated[str, Path(examples=["landmark-07"], max_length=120)],
    _: Annotated[ScenarioParameter, Query()],
) -> Response:
    """Return one landmark's card."""
    if not wants_html(request):
        found = _CARD.dump_python(one_card(shown, landmark_id), mode="json")
        return document(request, shown.edition, found)
    return page(
        request,
        shown.edition,
        lambda pages, shell, nonce: pages.landmark(
            landmark_view(shell, shown, landmark_id, today), nonce
        ),
    )
