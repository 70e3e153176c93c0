"""A real server on a free port of this machine, for clients that are no Python."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.server import Server
from api.settings import Settings
from layers.store import LayerStore


@contextmanager
def live_server(store: LayerStore, settings: Settings | None = None) -> Iterator[str]:
    """Serve a store and yield the address, without a slash at its end."""
    app: FastAPI = create_app(settings or Settings(), store=store)
    server = Server(uvicorn.Config(app, port=0, log_level="warning"), app.state.jobs.close)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        if time.monotonic() > deadline or not thread.is_alive():
            raise TimeoutError("the server did not start")
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
