"""A run over HTTP ends when nobody waits for it any more."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from starlette.requests import Request

from api import siting_family
from api.client_gone import ClientGoneError, _stopper
from layers.memory_store import MemoryStore
from tests.http.live_server import live_server
from tests.http.test_siting_family import ADDRESS, SMALL


def in_a_loop_of_its_own(run: Callable[[], Coroutine[None, None, None]]) -> None:
    """Run to the end in a thread: beside browser tests this one has a loop already."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(run())).result()


def test_a_run_ends_when_its_client_has_gone() -> None:
    async def run() -> None:
        async def receive() -> dict:
            return {"type": "http.disconnect"}

        request = Request({"type": "http", "headers": []}, receive)
        stopper = _stopper(request)
        on_progress = await anext(stopper)
        on_progress(0.1)
        await asyncio.sleep(0.05)
        with pytest.raises(ClientGoneError):
            on_progress(0.2)
        await stopper.aclose()

    in_a_loop_of_its_own(run)


def test_a_server_lets_go_of_a_run_that_nobody_waits_for(
    pack_store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()

    def solve(*_: object, on_progress: Callable[[float], None], **__: object) -> None:
        until = time.monotonic() + 90
        while time.monotonic() < until:
            time.sleep(0.05)
            try:
                on_progress(0.5)
            except ClientGoneError:
                ended.set()
                raise

    monkeypatch.setattr(siting_family, "ask", solve)
    with live_server(pack_store) as address:
        place = urlsplit(address)
        body = json.dumps(SMALL).encode()
        head = f"POST {ADDRESS} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        with socket.create_connection((place.hostname, place.port)) as client:
            client.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            time.sleep(1.0)
            assert not ended.is_set()
        assert ended.wait(60)


def test_a_run_goes_on_while_its_client_waits() -> None:
    async def run() -> None:
        async def receive() -> dict:
            await asyncio.sleep(60)
            return {}

        stopper = _stopper(Request({"type": "http", "headers": []}, receive))
        on_progress = await anext(stopper)
        await asyncio.sleep(0.05)
        on_progress(0.5)
        await stopper.aclose()

    in_a_loop_of_its_own(run)
