"""What the page of a job says: how far the run is, what was asked, and where the answer is."""

import datetime as dt
from dataclasses import dataclass

from web.shell.template import Frame
from web.shell.texts import Texts
from web.views import Shell

_HERE = dt.timezone(dt.timedelta(hours=8))
"""The time that clocks in Dongguan show."""
MOST_OF_A_BODY = 4_000


@dataclass(frozen=True, slots=True)
class JobView:
    """A job.

    Attributes
    ----------
    shell
        What every page shows.
    job
        Its id.
    status, percent
        How it stands, in the words of OGC API - Processes, and how much of the work is done.
    asked, body
        The address that was asked, and the body as JSON for people.
    method
        Page of the documentation that says how the answer is computed.
    created, started, finished
        When; UTC.
    problem, remedy
        Why it failed and what to do; empty where it did not.
    """

    shell: Shell
    job: str
    status: str
    percent: int
    asked: str
    body: str
    method: str
    created: dt.datetime
    started: dt.datetime | None = None
    finished: dt.datetime | None = None
    problem: str = ""
    remedy: str = ""


def job_content(view: JobView, frame: Frame) -> tuple[str, dict[str, object]]:
    """Return the template's name and what it prints."""
    t = Texts(view.shell.language)
    here = f"/jobs/{view.job}"
    running = view.status in ("accepted", "running")
    moments = [
        (t(f"job.{name}"), _clock(moment))
        for name, moment in (
            ("created", view.created),
            ("started", view.started),
            ("finished", view.finished),
        )
        if moment is not None
    ]
    return "job.html", {
        "job": view,
        "heading": t(f"job.status.{view.status}"),
        "about": t(f"job.about.{view.status}"),
        "running": running,
        "moments": moments,
        "body": view.body[:MOST_OF_A_BODY],
        "cut": len(view.body) > MOST_OF_A_BODY,
        "address": f"{frame.root_path}{here}",
        "question": f"{frame.root_path}{here}/question",
        "results": f"{frame.root_path}{here}/results",
        "cancel": frame.link(f"{here}/cancel"),
        "again": frame.link(here),
    }


def _clock(moment: dt.datetime) -> str:
    return moment.astimezone(_HERE).strftime("%Y-%m-%d %H:%M:%S")
