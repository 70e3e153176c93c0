"""Commands that run the service and look after its database."""

import socket
from typing import Annotated

import typer

from api.cli.console import NOTES, DatabaseUrl, DataDir, progress, settings_of
from api.settings import Settings
from api.wiring import migrate_store, prepare_store
from gis.errors import InvalidInputError

GRACE_SECONDS = 5


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(serve)
    app.command()(seed)
    app.command()(migrate)


def serve(
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 picks a free one.")] = None,
) -> None:
    """Start the map and its service, with the Dongguan pack loaded."""
    import uvicorn  # noqa: PLC0415  # other commands start without a service

    from api.app import create_app  # noqa: PLC0415  # the same
    from api.server import Server  # noqa: PLC0415  # the same

    settings = settings_of(database_url, data_dir, host=host, port=port)
    listener = _listen(settings)
    prepared = prepare_store(settings)
    changed = sum(count.added + count.changed for count in prepared.counts.values())
    if changed:
        NOTES.print(f"Loaded {changed} features of the Dongguan pack.", highlight=False)
    # The application itself and not its name: a folder "api" of the user's must not be taken.
    app = create_app(settings, store=prepared.store)
    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    address, chosen = listener.getsockname()[:2]
    shown = f"[{address}]" if ":" in address else address
    NOTES.print(
        f"Guantu 莞图 is at http://{shown}:{chosen}{settings.root_path}/  (Ctrl+C stops it)",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
    Server(config, app.state.jobs.close).run(sockets=[listener])


def _listen(settings: Settings) -> socket.socket:
    try:
        return socket.create_server(
            (settings.host, settings.port),
            family=socket.AF_INET6 if ":" in settings.host else socket.AF_INET,
        )
    except OSError as error:
        raise InvalidInputError(
            f"cannot listen on {settings.host}:{settings.port}: "
            + str(error.strerror).partition(" (while")[0],
            field="port",
            remedy="Choose another address or port: --port 0 picks a free one.",
        ) from error


def seed(database_url: DatabaseUrl = "", data_dir: DataDir = None) -> None:
    """Bring a database up to date and load the Dongguan pack into it."""
    with progress("Loading the Dongguan pack"):
        prepared = prepare_store(settings_of(database_url, data_dir))
    for layer, count in prepared.counts.items():
        NOTES.print(
            f"{layer}: {count.added} added, {count.changed} changed, "
            f"{count.unchanged} unchanged, {count.removed} removed",
            highlight=False,
        )


def migrate(database_url: DatabaseUrl = "", data_dir: DataDir = None) -> None:
    """Bring a database's tables up to date and nothing else."""
    migrate_store(settings_of(database_url, data_dir))
    NOTES.print("The tables are up to date.")
