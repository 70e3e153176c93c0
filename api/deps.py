"""What a route is given: the store, its snapshot, the pages, and ready answers."""

import hashlib
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from api.negotiation import shell_of
from api.scenario_snapshots import as_data
from api.scenarios import Scenarios
from api.settings import Settings
from api.snapshot import Snapshot
from gis.errors import InvalidInputError
from layers.store import LayerStore
from web.pages import Pages
from web.views import ScenarioBanner, Shell


def _store(request: Request) -> LayerStore:
    store: LayerStore = request.app.state.store
    return store


def latest_snapshot(request: Request) -> Snapshot:
    """Return the layers as they are now."""
    snapshot: Snapshot = request.app.state.snapshots.latest()
    return snapshot


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _scenarios(request: Request) -> Scenarios:
    scenarios: Scenarios = request.app.state.scenarios
    return scenarios


StoreDep = Annotated[LayerStore, Depends(_store)]
SnapshotDep = Annotated[Snapshot, Depends(latest_snapshot)]
SettingsDep = Annotated[Settings, Depends(_settings)]
ScenariosDep = Annotated[Scenarios, Depends(_scenarios)]


def shown_snapshot(request: Request, snapshot: SnapshotDep, scenarios: ScenariosDep) -> Snapshot:
    """Return the layers of ``?scenario=ID``, or today's, and let the page's shell say which."""
    name = request.query_params.get(SCENARIO)
    if not name:
        return snapshot
    view = scenarios.view(snapshot, name)
    request.state.scenario = ScenarioBanner(view.id, view.title, view.changed)
    return view.snapshot


def same_snapshot(request: Request, snapshot: SnapshotDep, scenarios: ScenariosDep) -> Snapshot:
    """Return today's layers, and let the page's shell keep ``?scenario=ID`` in its addresses."""
    name = request.query_params.get(SCENARIO)
    if name:
        kept = scenarios.store.get(name)
        request.state.scenario = ScenarioBanner(kept.id, kept.title, changed=False, shown=False)
    return snapshot


def shown_data(request: Request, snapshot: SnapshotDep, scenarios: ScenariosDep) -> Snapshot:
    """Return the layers to show as data: in them nothing that is only proposed is called in use."""
    return as_data(shown_snapshot(request, snapshot, scenarios), snapshot)


def shown_store(request: Request, store: StoreDep, scenarios: ScenariosDep) -> LayerStore:
    """Return the store, or one that holds what :func:`shown_data` returns."""
    if not request.query_params.get(SCENARIO):
        return store
    return shown_data(request, latest_snapshot(request), scenarios).store


SCENARIO = "scenario"
"""The parameter by which a page shows the city with a saved scenario's changes made."""
ShownSnapshotDep = Annotated[Snapshot, Depends(shown_snapshot)]
"""The layers to show: today's, or with the changes of ``?scenario=ID`` made.

A route that takes it in the place of :data:`SnapshotDep`, and whose parameters inherit from
:class:`api.params.ScenarioParameter`, shows any saved scenario by the code that shows today.
"""
ShownDataDep = Annotated[Snapshot, Depends(shown_data)]
"""The same as data; see :func:`api.scenario_snapshots.as_data`."""
ShownStoreDep = Annotated[LayerStore, Depends(shown_store)]
"""The store of today, or a scenario's layers as data."""
SameSnapshotDep = Annotated[Snapshot, Depends(same_snapshot)]
"""Today's layers, for what no scenario changes, such as what documents say.

``?scenario=ID`` is then neither refused nor lost: the page says that it is the same in every
scenario, and leads on to pages that show the chosen one.
"""


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
            raise InvalidInputError(
                f"parameter {name!r} stands twice", field=name, remedy="Give it once."
            )
        if "\x00" in value:
            raise InvalidInputError(
                f"{name} holds a character that no text has", field=name, remedy="Leave it out."
            )
        seen.add(name)
