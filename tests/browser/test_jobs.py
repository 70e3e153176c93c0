"""A job in a browser: its page, and the module by which other pages run long questions."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api import siting_family
from gis.errors import InvalidInputError
from tests.browser.conftest import Ready, Watch
from tests.browser.usable import violations
from tests.http.held_runs import PATIENCE_S, SITING, SMALL, HeldRun, ask, soon, submitted

FAILURE = InvalidInputError("no candidate is left", field="candidates")
RUN = """async ([url, body, abortAt]) => {
  const { run } = await import("/static/guantu/jobs.js");
  const told = [];
  let job = "";
  const aborting = new AbortController();
  const onProgress = (share, info) => {
    told.push([share, info.status]);
    if (abortAt !== null && share >= abortAt) aborting.abort();
  };
  const onJob = (address) => { job = address; };
  try {
    const answer = await run(url, body, { onProgress, onJob, signal: aborting.signal });
    return { answer, told, job };
  } catch (error) {
    return { error: error.name, said: error.message, field: error.problem?.field, told, job };
  }
}"""


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[HeldRun]:
    run = HeldRun(FAILURE)
    monkeypatch.setattr(siting_family, "ask", run)
    yield run
    run.go.set()
    assert not run.begun.is_set() or run.ended.wait(PATIENCE_S)


def ran(page: Page, abort_at: float | None = None, **asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(RUN, [SITING, SMALL | asked, abort_at])
    return found


def test_the_page_follows_a_run_and_cancels_it(ready: Ready, server: str, held: HeldRun) -> None:
    job = submitted(server)
    page = ready(f"{server}{job}?lang=en")
    bar = page.get_by_role("progressbar")
    expect(bar).to_have_js_property("value", 25)
    held.share = 0.5
    expect(bar).to_have_js_property("value", 50)
    expect(page.locator(".job-percent")).to_have_text("50 %")
    page.reload()
    expect(bar).to_have_js_property("value", 50)
    assert violations(page) == []
    page.get_by_role("button", name="Cancel the run").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cancelled")
    assert held.ended.wait(PATIENCE_S)


def test_the_page_shows_how_a_run_ended_by_itself(ready: Ready, server: str, held: HeldRun) -> None:
    page = ready(f"{server}{submitted(server)}")
    expect(page.get_by_role("progressbar")).to_have_js_property("value", 25)
    held.go.set()
    expect(page.get_by_role("heading", level=1)).to_have_text("运算失败")
    expect(page.get_by_text("no candidate is left")).to_be_visible()
    assert violations(page) == []


def test_a_page_runs_a_long_question_and_gets_its_answer(ready: Ready, server: str) -> None:
    found = ran(ready(f"{server}/?lang=en"))
    assert found["answer"]["sites"]
    shares = [share for share, _ in found["told"]]
    assert shares == sorted(shares)
    assert found["told"][-1] == [1, "successful"]
    assert re.fullmatch(rf"{server}/jobs/[0-9a-f]{{32}}", found["job"])


def test_without_a_stream_it_polls(ready: Ready, server: str, watch: Watch) -> None:
    page = ready(f"{server}/?lang=en")
    page.route("**/jobs/*/events", lambda route: route.abort())
    assert ran(page)["told"][-1] == [1, "successful"]
    stream, console = watch.wrong
    assert re.match(r"failed: .*/events ", stream)
    assert console.startswith("console: ")
    watch.wrong.clear()


def test_aborting_cancels_the_run(ready: Ready, server: str, held: HeldRun) -> None:
    found = ran(ready(f"{server}/?lang=en"), 0.25)
    assert found["error"] == "AbortError"
    assert held.ended.wait(PATIENCE_S)
    job = found["job"].removeprefix(server)
    soon(lambda: ask(server, "GET", job)[2]["status"] == "dismissed")


def test_what_is_wrong_reaches_who_asked(
    ready: Ready, server: str, held: HeldRun, watch: Watch
) -> None:
    watch.expected.add(400)
    held.go.set()
    page = ready(f"{server}/?lang=en")
    later = ran(page)
    assert (later["error"], later["field"]) == ("JobError", "candidates")
    assert later["said"] == "no candidate is left"
    at_once = ran(page, count=0)
    assert (at_once["error"], at_once["field"], at_once["job"]) == ("JobError", "count", "")
