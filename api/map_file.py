"""Use case: a map to take along, one HTML file that opens without a network."""

from enum import StrEnum

from api.coverage_what_if import CoverageQuestion, coverage_today
from api.page_views import operator_view, planner_view
from api.resident_pages import resident_view
from api.snapshot import Snapshot
from web.views import Shell


class MapSubject(StrEnum):
    """What the map is about."""

    COVERAGE = "coverage"
    TOWNS = "towns"
    LANDMARKS = "landmarks"


def map_file(
    snapshot: Snapshot,
    subject: MapSubject,
    shell: Shell,
    question: CoverageQuestion,
    today: Snapshot | None = None,
) -> str:
    """Return a map of layers as one HTML document.

    Parameters
    ----------
    snapshot
        The layers.
    subject
        What the map is about.
    shell
        Language, edition and review number.
    question
        What is asked for; for coverage only.
    today
        Today's layers, where ``snapshot`` has a scenario's changes.
    """
    from web import offline  # noqa: PLC0415  # other commands start without drawing anything

    if subject is MapSubject.TOWNS:
        return offline.map_file(planner_view(shell, snapshot, today=today))
    if subject is MapSubject.LANDMARKS:
        return offline.map_file(resident_view(shell, snapshot, today=today))
    findings = coverage_today(snapshot, question)
    return offline.map_file(operator_view(shell, snapshot, question, findings))
