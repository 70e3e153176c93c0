"""The application: everything it needs is handed to it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api import VERSION, errors
from api.deps import plain_request
from api.jobs import JobLimits, Jobs
from api.middleware import BodyCap, LargeLetters, OneAddress, ProtectiveHeaders
from api.routes import (
    about,
    access,
    airspace,
    bundles,
    collections,
    demand,
    exports,
    find,
    health,
    jobs,
    landing,
    operators,
    planners,
    plans,
    record,
    residents,
    scenario_forms,
    scenarios,
    siting,
    specialisation,
    tiles,
)
from api.scenario_snapshots import ScenarioSnapshots
from api.scenarios import Scenarios
from api.settings import Settings
from api.snapshot import Snapshots
from api.tile_cache import TileCache
from api.wiring import open_store, scenarios_beside
from layers.scenario_store import ScenarioStore
from layers.store import LayerStore
from web.pages import Pages
from web.shell.assets import MOUNTS

ROUTERS = (
    health.router,
    bundles.router,
    jobs.router,
    landing.router,
    find.router,
    about.router,
    collections.router,
    tiles.router,
    operators.router,
    airspace.router,
    siting.router,
    demand.router,
    planners.router,
    access.router,
    plans.router,
    record.router,
    specialisation.router,
    specialisation.files,
    residents.router,
    # Before the addresses of single scenarios, which would take theirs.
    scenario_forms.router,
    scenarios.router,
    exports.router,
)
DESCRIPTION = """
Dongguan's landmark scenarios, cluster hubs, carriers, takeoff points and autonomous-driving roads
as layers, with coverage as guaranteed intervals, gaps with their reasons, and proven siting.

Positions carry their accuracy; every figure computed from positions is an interval. Town
boundaries are schematic unless an operator imported others.
"""


def create_app(
    settings: Settings | None = None,
    *,
    store: LayerStore | None = None,
    kept: ScenarioStore | None = None,
) -> FastAPI:
    """Return the application.

    Parameters
    ----------
    settings
        What is set; from the environment if left out.
    store
        The store to serve; the settings' one if left out.
    kept
        Where scenarios are kept; beside the layers if left out.

    Raises
    ------
    gis.errors.StoreOutdatedError
        If the settings' store is not up to date.
    """
    settings = settings or Settings()
    app = FastAPI(
        title="Guantu 莞图",
        version=VERSION,
        description=DESCRIPTION,
        # Their pages load scripts from elsewhere; /api is the definition for any client.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        servers=[{"url": settings.root_path or "/"}],
        redirect_slashes=False,
        lifespan=_ends_jobs,
        dependencies=[Depends(plain_request)],
        responses=errors.RESPONSES,
    )
    app.state.settings = settings
    app.state.store = store or open_store(settings)
    app.state.snapshots = Snapshots(app.state.store)
    app.state.jobs = Jobs(job_limits(settings))
    kept = kept or scenarios_beside(app.state.store, settings)
    app.state.scenarios = Scenarios(kept, ScenarioSnapshots())
    app.state.pages = Pages(settings.root_path)
    app.state.tiles = TileCache()
    for router in ROUTERS:
        app.include_router(router)
    for path, folder in MOUNTS.items():
        app.mount(path, VersionedFiles(directory=folder), name=path)
    errors.register(app)
    for middleware in (BodyCap, _zipped, OneAddress, LargeLetters, ProtectiveHeaders):
        app.add_middleware(middleware)
    return app


@asynccontextmanager
async def _ends_jobs(app: FastAPI) -> AsyncIterator[None]:
    """Cancel what still runs when the service stops."""
    yield
    app.state.jobs.close()


def job_limits(settings: Settings) -> JobLimits:
    """Return how many jobs a process takes on by its settings."""
    return JobLimits(
        running=settings.jobs_running,
        waiting=settings.jobs_waiting,
        kept=settings.jobs_kept,
        kept_bytes=settings.jobs_kept_mb * 1_000_000,
        kept_seconds=settings.jobs_kept_minutes * 60,
    )


class VersionedFiles(StaticFiles):
    """Files whose addresses carry their digest: such an address never changes its content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file, to be kept for ever where the address names its version."""
        response = await super().get_response(path, scope)
        if response.status_code == HTTPStatus.OK:
            # A module that another imports has no version in its address: it is asked for anew.
            versioned = b"v=" in scope["query_string"]
            response.headers["Cache-Control"] = bundles.KEPT_FOR_EVER if versioned else "no-cache"
        return response


def _zipped(app: Callable[..., Any]) -> GZipMiddleware:
    # The default, 9, takes seven times as long for six percent less (550 kB of a live answer).
    return GZipMiddleware(app, minimum_size=1_000, compresslevel=4)
