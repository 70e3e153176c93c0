"""The page of a job, in every state, in both languages, without scripts too."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from web.pages import Pages
from web.shell.job_page import MOST_OF_A_BODY, JobView, job_content
from web.views import Language, Shell

NOON = dt.datetime(2026, 11, 28, 4, 0, tzinfo=dt.UTC)
JOB = "5f0c9d8e7b6a59483726150f1e2d3c4b"
RUNNING = JobView(
    Shell(path=f"/jobs/{JOB}", edition="7"),
    job=JOB,
    status="running",
    percent=42,
    asked="/operators/siting",
    body='{\n  "count": 3\n}',
    method="docs/methods/siting.md",
    created=NOON,
    started=NOON,
)


def drawn(view: JobView, root: str = "") -> str:
    return Pages(root).written(view, "bm9uY2U", job_content)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("root", ["", "/guantu"])
def test_what_runs_shows_its_progress_and_can_be_cancelled(root: str, language: Language) -> None:
    html = drawn(replace(RUNNING, shell=replace(RUNNING.shell, language=language)), root)
    assert f'data-job="{root}/jobs/{JOB}"' in html
    assert re.search(r'<progress max="100" value="42" aria-label="[^"]+">42 %</progress>', html)
    action = re.search(r'<form[^>]* method="post" action="([^"]+)"', html)
    assert action is not None
    assert action[1].startswith(f"{root}/jobs/{JOB}/cancel")
    assert ("lang=en" in action[1]) is (language is Language.EN)
    # Without scripts a link loads the page again.
    assert re.search(rf'<a class="no-script[^"]*" href="{root}/jobs/{JOB}[?"]', html)
    # Clocks in Dongguan are eight hours ahead.
    assert "2026-11-28 12:00:00" in html
    for told in ("/operators/siting", "docs/methods/siting.md", "&#34;count&#34;: 3"):
        assert told in html


@pytest.mark.parametrize("status", ["successful", "failed", "dismissed"])
def test_what_has_ended_can_be_neither_followed_nor_cancelled(status: str) -> None:
    html = drawn(replace(RUNNING, status=status, finished=NOON))
    assert "data-job" not in html
    assert "/cancel" not in html
    assert (f'href="/jobs/{JOB}/results"' in html) is (status == "successful")


def test_why_it_failed_is_told_and_is_only_text() -> None:
    view = replace(RUNNING, status="failed", problem="<b>no</b>", remedy="Offer <others>.")
    html = drawn(view)
    assert "&lt;b&gt;no&lt;/b&gt;" in html
    assert "Offer &lt;others&gt;." in html
    assert "<progress" not in html


def test_a_long_question_is_cut_and_linked_whole() -> None:
    html = drawn(replace(RUNNING, body="x" * (MOST_OF_A_BODY + 1)))
    assert "x" * MOST_OF_A_BODY + " …" in html
    assert "x" * (MOST_OF_A_BODY + 1) not in html
    assert f'href="/jobs/{JOB}/question"' in html
