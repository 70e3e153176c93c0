#!/usr/bin/env python3
"""Set Guantu up on a machine that has only Python, then start it or test it.

    python3 bootstrap.py start [options of "guantu serve"]
    python3 bootstrap.py test [options of pytest]

Everything goes into ``.venv`` beside this file; the system's own Python is left as it is. Nothing
but the standard library is imported here, and nothing newer than Python 3.7 is used before the
version is checked, so that an old Python gets a sentence and not a syntax error.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"start": "requirements.lock", "test": "requirements-dev.lock"}
OLDEST = (3, 11)
CHECKS = {
    "ruff check": ["ruff", "check"],
    "ruff format": ["ruff", "format", "--check"],
    "mypy": ["mypy"],
    "pytest": ["pytest"],
}
WHOLE_SUITE = ["--numprocesses", "auto", "--dist", "loadfile"]
"""A file's tests share what is costly (a server, a browser), so a file stays with one process."""


class SetupError(Exception):
    """The environment cannot be made here; the message says what the user can do."""


def main(arguments):
    """Set up, then start or test; return the exit code."""
    if not arguments or arguments[0] not in LOCKS:
        asked_for_help = bool(arguments) and arguments[0] in ("-h", "--help", "help")
        print(__doc__.strip(), file=sys.stdout if asked_for_help else sys.stderr)
        return 0 if asked_for_help else 2
    command, options = arguments[0], arguments[1:]
    try:
        set_up(command)
    except SetupError as error:
        print("bootstrap: {}".format(error), file=sys.stderr)
        return 1
    if command == "start":
        sys.stdout.flush()
        # The server takes this process's place, so that signals reach it and nothing else.
        os.execv(str(VENV / "bin" / "guantu"), ["guantu", "serve", *options])
    return run_checks(options)


def set_up(command):
    """Make ``.venv`` hold exactly what the lock says; do nothing if it already does."""
    lock = ROOT / LOCKS[command]
    if not works([PYTHON, "-m", "pip", "--version"]):
        make_environment()
    stamp = VENV / (lock.name + ".installed")
    wanted = fingerprint(lock)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    started = time.monotonic()
    say("installing {} into .venv; the first time takes about a minute".format(lock.name))
    pip("--require-hashes", "--requirement", str(lock))
    # The lock has the build back end too: building the project itself asks no registry.
    pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    stamp.write_text(wanted)
    say("installed in {:.0f} s".format(time.monotonic() - started))


def fingerprint(lock):
    """Return a digest of everything that decides what is installed."""
    digest = hashlib.sha256(str(ROOT).encode())
    for file in (lock, ROOT / "pyproject.toml", VENV / "pyvenv.cfg"):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def pip(*options):
    """Install with the environment's pip, which follows the machine's own configuration."""
    run = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    if subprocess.run([*run, *options], stdin=subprocess.DEVNULL, check=False).returncode:
        raise SetupError("pip could not install; its own message is above")


def make_environment():
    """Make ``.venv`` anew with the first suitable Python."""
    if VENV.exists():
        say("replacing a .venv that does not work")
        shutil.rmtree(VENV)
    python = find_python()
    say("making .venv with {}".format(python))
    for make in (with_venv, with_venv_from_apt, with_virtualenv):
        if make(python) and works([PYTHON, "-m", "pip", "--version"]):
            return
        shutil.rmtree(VENV, ignore_errors=True)
    raise SetupError(
        "this Python can make no virtual environment ({}).\n"
        "On Debian or Ubuntu run: sudo apt-get install python3-venv\n"
        "then run the same command again.".format(python)
    )


def find_python():
    """Return the first Python that is new enough, if possible one that has venv complete."""
    names = ["python3.{}".format(minor) for minor in range(11, 20)]
    found = [sys.executable, shutil.which("python3"), *(shutil.which(name) for name in names)]
    found.append("/usr/bin/python3")  # a version manager may hide the system's own
    new_enough = "import sys; sys.exit(sys.version_info < {})".format(OLDEST)
    usable = [python for python in found if python and works([python, "-c", new_enough])]
    if not usable:
        raise SetupError(
            "Guantu needs Python {}.{} or newer; this is {}.".format(
                *OLDEST, platform.python_version()
            )
        )
    complete = "import venv, ensurepip; ensurepip.version()"
    return next((python for python in usable if works([python, "-c", complete])), usable[0])


def with_venv(python):
    """Make the environment with the standard library; Debian leaves half of that out."""
    return works([python, "-m", "venv", VENV])


def with_venv_from_apt(python):
    """Install the missing half of Debian's venv, which takes root, and use it."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say("installing the package python3-venv")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for step in (["update"], ["install", "--yes", "--no-install-recommends", "python3-venv"]):
        subprocess.run(
            ["apt-get", "-qq", *step],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )
    return with_venv(python) or with_venv("/usr/bin/python3")


def with_virtualenv(python):
    """Make the environment with virtualenv, fetched by pip into a folder that is then deleted.

    ``--target`` is allowed also where the system's Python refuses installs.
    """
    with tempfile.TemporaryDirectory() as folder:
        fetch = [python, "-m", "pip", "install", "--quiet", "--target", folder, "virtualenv"]
        environment = dict(os.environ, PYTHONPATH=folder)
        return works(fetch) and works([python, "-m", "virtualenv", VENV], environment)


def works(command, environment=None):
    """Run a command in silence and tell whether it succeeded."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


def run_checks(pytest_options):
    """Bring what the tests need, run every check, and return 0 if all of them passed."""
    run([PYTHON, "-m", "tests.provide"])
    results = []
    for name, module in CHECKS.items():
        say(name)
        started = time.monotonic()
        options = (pytest_options or WHOLE_SUITE) if name == "pytest" else []
        passed = run([PYTHON, "-m", *module, *options]) == 0
        results.append((name, passed, time.monotonic() - started))
    print("\n" + "-" * 40)
    for name, passed, seconds in results:
        print("{:<12} {:<7} {:>6.1f} s".format(name, "passed" if passed else "FAILED", seconds))
    return 0 if all(passed for _, passed, _ in results) else 1


def run(command):
    """Run a command from the top of the checkout and return its exit code."""
    return subprocess.run([str(part) for part in command], cwd=str(ROOT), check=False).returncode


def say(what):
    """Tell the user what happens now."""
    print("== {}".format(what), flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
