"""What planners find in the policy record: facts by word and line, conflicts, the whole record."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api import examples, features, record_examples
from api.deps import SameSnapshotDep, SnapshotDep, document, page
from api.negotiation import wants_html
from api.params import NoParameters
from api.policy_record import record_frames
from api.record_answers import ConflictsAnswer, FactsAnswer, LinkAnswer, RecordAnswers
from api.record_query import (
    ConflictParameters,
    FactsFound,
    RecordParameters,
    conflicts,
    find,
    lookup,
)
from api.record_tables import conflicts_csv, facts_csv
from api.snapshot import Snapshot
from gis.records import records
from layers.policy_files import RecordFormat, export_record
from web.record.conflicts_page import conflicts_content
from web.record.record_page import record_content
from web.record.record_views import ConflictsView, RecordView

router = APIRouter(prefix="/planners", tags=["planners"])
CSV = "text/csv; charset=utf-8"


class ExportParameters(NoParameters):
    """Which file is wanted."""

    f: Literal["json", "gpkg", "csv"] = Field("json", description="Format; csv is a ZIP.")


@router.get(
    "/record",
    summary="What the policy documents say, fact by fact",
    response_model=FactsAnswer,
    responses=examples.shown(record_examples.FACTS),
)
def record(
    request: Request, snapshot: SameSnapshotDep, asked: Annotated[RecordParameters, Query()]
) -> Response:
    """Return the facts that match by document and line, each with the lines that state it."""
    found = find(snapshot, asked)
    if asked.f == "csv":
        content = facts_csv(found.facts, lookup(snapshot))
        return _file(content, f"guantu-facts-{snapshot.edition}.csv", CSV)
    if wants_html(request):
        return _record_page(request, snapshot, asked, found)
    answer = FactsAnswer(
        edition=snapshot.edition,
        matched=len(found.facts),
        returned=len(found.shown),
        facts=_answers(snapshot).facts(found.shown),
        links=_links(request, found),
    )
    return document(request, snapshot.edition, answer.model_dump(mode="json"))


@router.get(
    "/record/export",
    summary="The whole policy record as one file",
    responses={
        200: {
            "content": {
                "application/json": {"example": record_examples.RECORD_FILE},
                RecordFormat.GPKG.media_type: {},
                RecordFormat.CSV.media_type: {},
            }
        }
    },
)
def export(snapshot: SnapshotDep, asked: Annotated[ExportParameters, Query()]) -> Response:
    """Return every table of the record: JSON, a GeoPackage, or a ZIP of CSV files."""
    kind = RecordFormat(asked.f)
    content = snapshot.answer(
        ("record export", kind), lambda: export_record(record_frames(snapshot), kind)
    )
    name = f"guantu-policy-record-{snapshot.edition}.{kind.extension}"
    return _file(content, name, kind.media_type)


@router.get(
    "/conflicts",
    summary="Where the documents contradict each other or themselves",
    response_model=ConflictsAnswer,
    responses=examples.shown(record_examples.CONFLICTS),
)
def conflict_list(
    request: Request, snapshot: SameSnapshotDep, asked: Annotated[ConflictParameters, Query()]
) -> Response:
    """Return the conflicts with the facts they concern: recorded and shown, never settled."""
    rows = conflicts(snapshot, asked)
    if asked.f == "csv":
        content = conflicts_csv(_answers(snapshot).conflicts(rows))
        return _file(content, f"guantu-conflicts-{snapshot.edition}.csv", CSV)
    if wants_html(request):
        return page(
            request,
            snapshot.edition,
            lambda pages, shell, nonce: pages.written(
                ConflictsView(
                    shell,
                    lookup(snapshot),
                    _town_names(snapshot),
                    asked.kind,
                    asked.document,
                    rows,
                ),
                nonce,
                conflicts_content,
            ),
        )
    answer = ConflictsAnswer(
        edition=snapshot.edition,
        matched=len(rows),
        conflicts=_answers(snapshot).conflicts(rows),
    )
    return document(request, snapshot.edition, answer.model_dump(mode="json"))


def _record_page(
    request: Request, snapshot: Snapshot, asked: RecordParameters, found: FactsFound
) -> Response:
    filters = asked.filters
    return page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.written(
            RecordView(
                shell,
                lookup(snapshot),
                _town_names(snapshot),
                filters,
                found.shown if filters else (),
                len(found.facts),
                found.following,
                begun=asked.after is not None,
            ),
            nonce,
            record_content,
        ),
    )


def _links(request: Request, found: FactsFound) -> tuple[LinkAnswer, ...]:
    here = f"{features.base_of(request)}/planners/record"
    query = request.url.query
    links = [LinkAnswer(href=f"{here}?{query}" if query else here, rel="self", type=features.JSON)]
    if found.following:
        following = features.next_query(dict(request.query_params), found.following)
        links.append(LinkAnswer(href=f"{here}?{following}", rel="next", type=features.JSON))
    return tuple(links)


def _answers(snapshot: Snapshot) -> RecordAnswers:
    return RecordAnswers(lookup(snapshot), _town_names(snapshot))


def _town_names(snapshot: Snapshot) -> dict[str, tuple[str, str]]:
    towns = records(snapshot.frame("towns")[["id", "name_zh", "name_en"]])
    return {row["id"]: (row["name_zh"], row["name_en"]) for row in towns}


def _file(content: bytes, name: str, media_type: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-cache",
    }
    return Response(content, headers=headers, media_type=media_type)
