"""The command line where something is wrong: one clear message, exit code 1, no traceback."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from api import VERSION

COMMAND = [sys.executable, "-c", "from api.cli import main; main()"]


def run(*arguments: str, data: Path, **variables: str) -> "subprocess.CompletedProcess[bytes]":
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(root), "GUANTU_DATA_DIR": str(data)} | variables
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, check=False, timeout=180, env=environment
    )


def refused(done: "subprocess.CompletedProcess[bytes]") -> str:
    told = done.stderr.decode()
    assert done.returncode == 1, told
    assert done.stdout == b""
    assert "Traceback" not in told
    assert told.strip().startswith("guantu: ")
    return told


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder that holds the pack."""
    folder = tmp_path_factory.mktemp("errors")
    assert run("seed", data=folder).returncode == 0
    return folder


def test_it_says_its_version(tmp_path: Path) -> None:
    done = run("--version", data=tmp_path)
    assert (done.returncode, done.stdout.decode().strip()) == (0, f"guantu {VERSION}")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("GUANTU_PORT", "abc"),
        ("GUANTU_PORT", "99999"),
        ("GUANTU_HOST", ""),
        ("GUANTU_ROOT_PATH", "../x"),
        ("GUANTU_SOLVER_SECONDS", "nan"),
        ("GUANTU_PUBLIC_URL", "javascript:x"),
    ],
)
def test_a_setting_that_cannot_be_is_named(tmp_path: Path, variable: str, value: str) -> None:
    assert variable in refused(run("serve", data=tmp_path, **{variable: value}))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "url",
    ["nonsense", "mysql://x/y", "postgresql://u:s3cret@localhost:notaport/x", "postgresql://[bad"],
)
def test_a_database_address_that_is_none_is_refused_without_telling_it(
    tmp_path: Path, url: str
) -> None:
    told = refused(run("coverage", "--database-url", url, data=tmp_path))
    assert "s3cret" not in told


def test_a_database_that_does_not_answer_is_said_to_be_away(tmp_path: Path) -> None:
    url = "postgresql://somebody:s3cret@127.0.0.1:1/nothing"
    for command in ("seed", "coverage", "serve"):
        told = refused(run(command, "--database-url", url, data=tmp_path, GUANTU_PORT="0"))
        assert "cannot be reached" in told
        assert "s3cret" not in told


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert "GUANTU_DATA_DIR" in refused(run("coverage", data=tmp_path / "file" / "below"))


@pytest.mark.parametrize(
    ("content", "said"), [(b"\x01\x02" * 4_000, "not a database"), (None, "cannot be opened")]
)
def test_a_file_that_is_no_database_is_left_alone(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "guantu.db"
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    for command in ("coverage", "seed"):
        assert said in refused(run(command, data=tmp_path))
    assert content is None or file.read_bytes() == content


def test_a_damaged_database_is_said_to_be_damaged(data: Path, tmp_path: Path) -> None:
    whole = (data / "guantu.db").read_bytes()
    (tmp_path / "guantu.db").write_bytes(whole[: len(whole) // 3])
    assert "damaged" in refused(run("coverage", data=tmp_path))


@pytest.mark.parametrize("command", [("export", "towns"), ("map",)])
def test_a_file_that_cannot_be_written_is_named(
    data: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    for place in (tmp_path, tmp_path / "nowhere" / "file"):
        told = refused(run(*command, "--output", str(place), data=data))
        assert "cannot write" in " ".join(told.split())
    assert not list(tmp_path.iterdir())


def test_a_port_in_use_is_said_to_be(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert port in refused(run("serve", "--port", port, data=tmp_path))


def test_a_terminal_without_chinese_shows_what_it_can(data: Path) -> None:
    plain = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    table = run("coverage", data=data, **plain)
    assert table.returncode == 0
    assert b"2,459" in table.stdout
    answer = json.loads(run("coverage", "--json", data=data, **plain).stdout)
    assert answer["city"]["name_zh"] == "全市"
    assert "mission" in refused(run("coverage", "--mission", "莞", data=data, **plain))


def test_json_stands_alone_also_when_the_pack_must_be_loaded_first(tmp_path: Path) -> None:
    done = run("coverage", "--json", data=tmp_path / "new")
    assert done.returncode == 0
    assert json.loads(done.stdout)["edition"] == "1"


@pytest.mark.parametrize("command", ["export sources", "coverage --json", "coverage"])
def test_a_reader_who_leaves_early_is_no_failure_to_tell_of(data: Path, command: str) -> None:
    environment = os.environ | {"GUANTU_DATA_DIR": str(data)}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    read_end, write_end = os.pipe()
    os.close(read_end)
    with open(write_end, "wb") as nobody:  # noqa: PTH123  # a pipe has no path
        done = subprocess.run(
            [*COMMAND, *command.split()],
            stdout=nobody,
            stderr=subprocess.PIPE,
            check=False,
            timeout=180,
            env=environment,
        )
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


def test_a_command_that_serves_nothing_loads_no_service() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, api.cli; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    ).stdout.split()
    assert not {"fastapi", "starlette", "uvicorn", "folium"} & set(loaded)
