"""The production files, as far as they can be checked without a container engine."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

SECRET = re.compile(r"password|secret|key", re.IGNORECASE)


@pytest.fixture(scope="module")
def instructions(repository: Path) -> list[tuple[str, str]]:
    """Return the Containerfile as (instruction, arguments), continued lines joined."""
    text = (repository / "Containerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    split = [line.partition(" ") for line in lines if line and not line.startswith("#")]
    return [(word, arguments.strip()) for word, _, arguments in split]


@pytest.fixture(scope="module")
def services(repository: Path) -> dict[str, Any]:
    return yaml.safe_load((repository / "compose.yaml").read_text(encoding="utf-8"))["services"]


def _health_check(instructions: list[tuple[str, str]], port: int) -> list[str]:
    command = dict(instructions)["HEALTHCHECK"].partition("CMD ")[2]
    python, *arguments = json.loads(command.replace(":8000/", f":{port}/"))
    assert python == "python"
    return [sys.executable, *arguments]


@contextmanager
def _server_that_answers(status: int) -> Iterator[int]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/readyz" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False)])
def test_the_health_check_tells_ready_from_not_ready(
    status: int, healthy: bool, instructions: list[tuple[str, str]]
) -> None:
    with _server_that_answers(status) as port:
        done = subprocess.run(_health_check(instructions, port), capture_output=True, check=False)
    assert (done.returncode == 0) is healthy


def test_the_app_runs_without_rights(instructions: list[tuple[str, str]]) -> None:
    names = [name for name, _ in instructions]
    assert dict(instructions)["USER"] == "guantu"
    assert names.index("USER") < names.index("CMD")
    assert not any(name in ("COPY", "RUN") for name in names[names.index("USER") :])


def test_what_the_image_copies_is_there(
    instructions: list[tuple[str, str]], repository: Path
) -> None:
    let_in = (repository / ".containerignore").read_text(encoding="utf-8").splitlines()
    named = [line[1:] for line in let_in if line.startswith("!")]
    assert [path for path in named if not (repository / path).exists()] == []
    assert ("COPY", "requirements.lock ./") in instructions
    assert json.loads(dict(instructions)["CMD"])[:2] == ["guantu", "serve"]


def test_the_app_waits_for_a_healthy_database(services: dict[str, Any]) -> None:
    assert services["app"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["database"]["healthcheck"]["test"][1] == "pg_isready"


def test_only_this_machine_reaches_the_app_and_nobody_the_database(
    services: dict[str, Any],
) -> None:
    assert all(port.startswith("127.0.0.1:") for port in services["app"]["ports"])
    assert "ports" not in services["database"]


def test_no_secret_is_written_down(services: dict[str, Any], repository: Path) -> None:
    written = {
        f"{service}.{name}": value
        for service, settings in services.items()
        for name, value in settings.get("environment", {}).items()
        if SECRET.search(name) or re.search(r"//[^/@]*:[^/@]*@", value)
    }
    assert written
    assert [name for name, value in written.items() if not value.startswith("${")] == []
    assert ".env" in (repository / ".gitignore").read_text(encoding="utf-8").splitlines()
