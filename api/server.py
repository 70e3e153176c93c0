"""The process that serves: when it is told to stop, long work ends before connections do."""

import socket
from collections.abc import Callable

import uvicorn


class Server(uvicorn.Server):
    """A server that first ends what would keep connections open.

    Parameters
    ----------
    config
        What is served, and how.
    closing
        Called once when the server begins to stop: a stream of events ends with its job.
    """

    def __init__(self, config: uvicorn.Config, closing: Callable[[], None]) -> None:
        super().__init__(config)
        self._closing = closing

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop."""
        self._closing()
        await super().shutdown(sockets)
