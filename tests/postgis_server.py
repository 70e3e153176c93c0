"""A private PostgreSQL with PostGIS that lives as long as one test session.

It listens on a Unix socket only, so that no port can be taken and nothing outside the machine can
reach it. As root it drops to the ``postgres`` user, because PostgreSQL refuses to run as root.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path
from urllib.parse import quote

START_SECONDS = 30
PLACES = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Fedora and kin
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


class PostgisUnavailableError(Exception):
    """No PostgreSQL with PostGIS could be found or started here; the message says why."""


def find_programs() -> Path:
    """Return the folder of the newest PostgreSQL programs that have PostGIS beside them.

    A PostgreSQL without PostGIS may well come first on the path, so each is asked where its
    extensions are.
    """
    folders = [folder for place in PLACES for folder in sorted(Path("/").glob(place[1:]))[::-1]]
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    for folder in folders:
        if (folder / "initdb").exists() and (_share(folder) / "extension/postgis.control").exists():
            return folder
    if folders:
        found = ", ".join(str(folder) for folder in folders)
        raise PostgisUnavailableError(f"PostgreSQL is here without PostGIS ({found})")
    raise PostgisUnavailableError("no PostgreSQL server programs on this machine")


def _share(programs: Path) -> Path:
    pg_config = programs / "pg_config"
    if pg_config.exists():
        said = subprocess.run([pg_config, "--sharedir"], capture_output=True, text=True, check=True)
        return Path(said.stdout.strip())
    return Path("/usr/share/postgresql") / programs.parent.name  # Debian's layout


class PostgisServer:
    """One cluster in a folder of its own, with a template database that has PostGIS.

    ``start`` and ``stop`` may be called again and again: the data stay until ``remove``.
    """

    def __init__(self) -> None:
        self.programs = find_programs()
        # Short: a Unix socket's path may not be longer than about 100 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="guantu-pg-", dir="/tmp"))
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)
        self._user: dict[str, object] = {}
        if os.geteuid() == 0:
            person = pwd.getpwnam("postgres")
            os.chown(self.folder, person.pw_uid, person.pw_gid)
            self._user = {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}

    def create(self) -> None:
        """Make the cluster, start it, and prepare the template database."""
        self._run(
            "initdb", "--pgdata", self._data, "--username=postgres", "--auth=trust",
            "--encoding=UTF8", "--locale=C", "--no-sync",
        )  # fmt: skip
        self.start()
        self._sql("postgres", "CREATE DATABASE with_postgis")
        self._sql("with_postgis", "CREATE EXTENSION postgis")

    def start(self) -> None:
        """Start the server and return once it answers."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "max_connections": "60",
            "shared_buffers": "64MB",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self._log.open("ab") as log:
            # A direct child: an unreaped one would make the next start refuse its folder.
            self._process = subprocess.Popen(
                [self.programs / "postgres", "-D", self._data, *options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", **self._user,
            )  # fmt: skip
        self._wait_until_it_answers()

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: SIGINT closes it in order, SIGQUIT at once, SIGKILL as a crash would."""
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(timeout=START_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def remove(self) -> None:
        """Stop the server and delete its folder."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder)

    def new_database(self) -> str:
        """Make a fresh database with PostGIS and return its URL. It takes about 0.1 s."""
        name = f"guantu_{next(self._numbers)}"
        self._sql("postgres", f"CREATE DATABASE {name} TEMPLATE with_postgis")
        return f"postgresql://postgres@/{name}?host={quote(str(self.folder), safe='')}"

    def drop_database(self, url: str) -> None:
        """Delete a database that ``new_database`` made, with whoever is still connected."""
        name = url.rpartition("/")[2].partition("?")[0]
        self._sql("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _log(self) -> Path:
        return self.folder / "server.log"

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        ready = [self.programs / "pg_isready", "--quiet", "--host", self.folder]
        while subprocess.run(ready, check=False).returncode:
            if self._process is None or self._process.poll() is not None:
                raise PostgisUnavailableError(f"PostgreSQL did not start:\n{self._log.read_text()}")
            if time.monotonic() > deadline:
                raise PostgisUnavailableError(f"PostgreSQL did not answer in {START_SECONDS} s")
            time.sleep(0.05)

    def _sql(self, database: str, statement: str) -> None:
        self._run(
            "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--host", self.folder,
            "--username=postgres", "--dbname", database, "--command", statement,
        )  # fmt: skip

    def _run(self, program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [self.programs / program, *arguments],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd="/",
            **self._user,
        )  # fmt: skip
        if done.returncode:
            raise PostgisUnavailableError(f"{program} failed: {done.stderr.strip()}")
