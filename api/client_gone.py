"""Work that nobody waits for any more: a long run ends when its client has gone."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from typing import Annotated

from fastapi import Depends, Request

_EVERY_S = 0.5


class ClientGoneError(Exception):
    """Raised inside a run whose client has gone; nobody is there to be told."""


async def _stopper(request: Request) -> AsyncIterator[Callable[[float], None]]:
    gone = threading.Event()

    async def watch() -> None:
        while not await request.is_disconnected():
            await asyncio.sleep(_EVERY_S)
        gone.set()

    def on_progress(_share: float) -> None:
        if gone.is_set():
            raise ClientGoneError

    watching = asyncio.create_task(watch())
    try:
        yield on_progress
    finally:
        watching.cancel()


StopsWithClient = Annotated[Callable[[float], None], Depends(_stopper)]
"""To be told of progress by a run: it raises once the client has gone.

A route that is a plain function runs in a thread and cannot see a client go; this watches beside.
"""
