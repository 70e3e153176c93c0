"""A siting run that goes on until the test lets it end, and a plain client for a live server."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from gis.progress import Progress

SITING = "/operators/siting"
SMALL: dict[str, Any] = {"spacing_m": 10_000.0, "seconds": 5.0}
PATIENCE_S = 60
ASYNC = {"Prefer": "respond-async"}


class HeldRun:
    """Stands in the place of :func:`gis.siting.asked.ask`.

    Reports ``share`` again and again until it is let go, then fails with ``error``.
    """

    def __init__(self, error: Exception) -> None:
        self.share = 0.25
        self.error = error
        self.begun, self.go, self.ended = (threading.Event() for _ in range(3))

    def __call__(self, *_: object, on_progress: Progress, **__: object) -> None:
        """Run."""
        self.begun.set()
        try:
            while not self.go.wait(0.01):
                on_progress(self.share)
            raise self.error
        finally:
            self.ended.set()


def ask(
    address: str, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, http.client.HTTPMessage, Any]:
    """Ask a live server once; return status, headers, and the body read as JSON."""
    place = urlsplit(address)
    assert place.hostname is not None
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=PATIENCE_S)
    sent = None if body is None else json.dumps(body)
    given = {"Accept": "application/json", "Content-Type": "application/json", **headers}
    connection.request(method, path, sent, given)
    answer = connection.getresponse()
    read = answer.read()
    connection.close()
    return answer.status, answer.headers, json.loads(read) if read else None


def soon(true: Callable[[], bool]) -> None:
    """Wait until something is true."""
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def submitted(address: str, asked: Any = None) -> str:
    """Ask for a siting run as a job; return the job's address."""
    status, headers, _ = ask(address, "POST", SITING, SMALL if asked is None else asked, **ASYNC)
    assert status == 202
    return str(headers["Location"])


def ended_job(address: str) -> str:
    """Run a small question as a job to its end; return the job's id."""
    job = submitted(address)
    soon(lambda: ask(address, "GET", job)[2]["status"] == "successful")
    return job.removeprefix("/jobs/")


@contextmanager
def following(
    address: str, job: str, **headers: str
) -> Iterator[tuple[http.client.HTTPResponse, Iterator[tuple[str, dict[str, Any]]]]]:
    """Open a job's stream of events; yield the answer and its events, each with its data."""
    place = urlsplit(address)
    assert place.hostname is not None
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=PATIENCE_S)
    connection.request("GET", f"{job}/events", headers={"Accept": "text/event-stream", **headers})
    answer = connection.getresponse()
    try:
        yield answer, _events(answer)
    finally:
        answer.close()
        connection.close()


def _events(answer: http.client.HTTPResponse) -> Iterator[tuple[str, dict[str, Any]]]:
    kind = ""
    for line in answer:
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name == "event":
            kind = value
        elif name == "data":
            yield kind, json.loads(value)
