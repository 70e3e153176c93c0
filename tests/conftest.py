"""What every test may ask for, and the loud report of what could not run."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.browser.every_page import CHROMIUM_ARGUMENTS
from tests.kinds import NEEDED_IN_CI, find_chromium, in_ci, missing, reference_folder
from tests.postgis_server import PostgisServer

REPOSITORY = Path(__file__).parents[1]

# A timing never decides a test.
settings.register_profile("untimed", parent=settings.default, deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the folder of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def postgis_server() -> Iterator[PostgisServer]:
    """Yield this session's own PostgreSQL with PostGIS."""
    reason = missing("postgis")
    if reason:
        pytest.skip(f"postgis: {reason}")
    server = PostgisServer()
    try:
        server.create()
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def postgis_url(postgis_server: PostgisServer) -> str:
    """Return the URL of one PostGIS database that the whole session shares."""
    return postgis_server.new_database()


@pytest.fixture
def fresh_postgis_url(postgis_server: PostgisServer) -> Iterator[str]:
    """Yield the URL of an empty PostGIS database of the test's own."""
    url = postgis_server.new_database()
    yield url
    postgis_server.drop_database(url)


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """Return the folder of reference data that may not be shipped with the project."""
    return _reference("GUANTU_REFERENCE_DATA", "data")


@pytest.fixture(scope="session")
def seeds() -> Path:
    """Return the folder of the policy documents' texts, which are not shipped either."""
    return _reference("GUANTU_SEEDS", "seeds")


def _reference(variable: str, beside: str) -> Path:
    folder = reference_folder(variable, beside)
    if not folder.is_dir():
        pytest.skip(f"reference: {folder} is absent; {variable} may name another folder")
    return folder


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Launch the machine's Chromium, quiet and with stable colours."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip(f"browser: {missing('browser')}")
    return {
        "executable_path": str(chromium),
        "args": list(CHROMIUM_ARGUMENTS),
    }


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, with the kind first, a test whose mark names something this machine lacks."""
    for mark in item.iter_markers():
        reason = missing(mark.name)
        if reason:
            pytest.skip(f"{mark.name}: {reason}")


def _not_run(config: pytest.Config) -> Counter[tuple[str, str]]:
    """Count the skipped tests by (kind, reason); a reason without a kind counts as other."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    counts: Counter[tuple[str, str]] = Counter()
    for report in reporter.stats.get("skipped", []) if reporter else []:
        said = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        kind, colon, reason = said.removeprefix("Skipped: ").partition(": ")
        known = kind in (*NEEDED_IN_CI, "reference")
        counts[(kind, reason) if colon and known else ("other", said)] += 1
    return counts


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a CI run that left out a kind of test for want of its server, browser or tools."""
    left_out = {kind for kind, _ in _not_run(session.config)} & set(NEEDED_IN_CI)
    if in_ci() and left_out and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say by kind what was not run, and why, just before the closing line."""
    counts = _not_run(config)
    if not counts:
        return
    terminalreporter.section("NOT RUN, by kind", yellow=True, bold=True)
    for (kind, reason), number in sorted(counts.items()):
        terminalreporter.line(f"{kind}: {number} test{'s' * (number > 1)} not run: {reason}")
    if in_ci() and {kind for kind, _ in counts} & set(NEEDED_IN_CI):
        terminalreporter.line("CI must run these kinds: the run fails for them.", red=True)
