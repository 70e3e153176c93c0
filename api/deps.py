"""What a route is given: the store, its snapshot, the pages, and ready answers."""

import hashlib
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from api.negotiation import shell_of
from api.settings import Settings
from api.snapshot import Snapshot
from gis.errors import InvalidInputError
from layers.store import LayerStore
from web.pages import Pages
from web.views import Shell


def _store(request: Request) -> LayerStore:
    store: LayerStore = request.app.state.store
    return store


def _snapshot(request: Request) -> Snapshot:
    snapshot: Snapshot = request.app.state.snapshots.latest()
    return snapshot


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


StoreDep = Annotated[LayerStore, Depends(_store)]
SnapshotDep = Annotated[Snapshot, Depends(_snapshot)]
SettingsDep = Annotated[Settings, Depends(_settings)]


def page(request: Request, edition: str, draw: Callable[[Pages, Shell, str], str]) -> Response:
    """Return a page.

    Parameters
    ----------
    request
        The request.
    edition
        The store's edition of what the page shows.
    draw
        Draws it, given the pages, the shell and the nonce of this answer.
    """
    pages: Pages = request.app.state.pages
    html = draw(pages, shell_of(request, edition), request.state.nonce)
    return HTMLResponse(html, headers={"Cache-Control": "no-cache"})


def document(
    request: Request, edition: str, content: Any, media_type: str = "application/json"
) -> Response:
    """Return JSON with an ETag; 304 where the client has it already.

    Parameters
    ----------
    request
        The request.
    edition
        The store's edition of the content.
    content
        What :class:`fastapi.responses.JSONResponse` can write.
    media_type
        Its media type.
    """
    answer = JSONResponse(content, media_type=media_type)
    tag = f'"{hashlib.sha256(edition.encode() + bytes(answer.body)).hexdigest()[:24]}"'
    # Weak, for the same answer may go out zipped.
    headers = {"ETag": f"W/{tag}", "Cache-Control": "no-cache"}
    known = [part.strip() for part in request.headers.get("if-none-match", "").split(",")]
    if known == ["*"] or tag in [part.removeprefix("W/") for part in known]:
        return Response(status_code=304, headers=headers)
    answer.headers.update(headers)
    return answer


async def plain_request(request: Request) -> None:
    """Refuse what no address of ours can mean: a parameter twice, or a NUL character.

    Raises
    ------
    gis.errors.InvalidInputError
        If so.
    """
    seen: set[str] = set()
    for name, value in (*request.path_params.items(), *request.query_params.multi_items()):
        if name in seen:
            raise InvalidInputError(f"parameter {name!r} stands twice", field=name)
        if "\x00" in value:
            raise InvalidInputError(f"{name} holds a character that no text has", field=name)
        seen.add(name)
