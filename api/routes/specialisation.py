"""What planners ask of a table of their own; it is evaluated and forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import FormData, UploadFile

from api import examples
from api import industry_specialisation as use_case
from api.deps import SameSnapshotDep, document, page
from api.industry_specialisation import SpecialisationAnswer, TableFindings, TableFormatAnswer
from api.middleware import MAX_BODY_BYTES
from api.negotiation import wants_html
from api.params import NoParameters, SameInScenarios
from api.record_query import TableParameters
from api.snapshot import Snapshot
from gis.errors import InvalidInputError, InvalidRowsError, RowProblem
from layers.importers.industry_columns import COLUMNS
from layers.importers.industry_table import MAX_ROWS, TABLE
from layers.importers.sheets import file_problem
from web.planner.specialisation_view import OwnTable, SpecialisationView

router = APIRouter(prefix="/planners", tags=["planners"])
files = APIRouter(prefix="/planners", tags=["files"])
CSV = "text/csv"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
MOST_TO_MEND = 200_000
"""Bytes of a file that are handed back as text, to be mended on the page."""
_FIELDS = {"file", "table"}
_NOT_KEPT = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Sent:
    """A table as it was sent: its bytes, and the text if it was pasted into the form."""

    content: bytes
    pasted: str = ""
    twice: bool = False


async def sent_table(request: Request) -> Sent:
    """Return the table of a request: its body, or what a form holds.

    Raises
    ------
    gis.errors.InvalidInputError
        If the body is neither a table nor a form with one.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in (CSV, WORKBOOK, "application/octet-stream"):
        return Sent(await request.body())
    if kind in FORMS:
        async with request.form(max_files=1, max_fields=4) as form:
            return await _of_form(form)
    raise InvalidInputError(
        "the body is not a table",
        field="Content-Type",
        remedy=f"Send {CSV}, {WORKBOOK} or a form.",
    )


async def _of_form(form: FormData) -> Sent:
    unknown = form.keys() - _FIELDS
    if unknown:
        name = min(unknown)
        raise InvalidInputError(f"unknown field {name!r}", field=name, remedy="Known: file, table")
    file, text = form.get("file"), form.get("table")
    content = await file.read() if isinstance(file, UploadFile) else b""
    pasted = text if isinstance(text, str) else ""
    if content and pasted.strip():
        return Sent(content, pasted, twice=True)
    return Sent(content or pasted.encode(), pasted or _as_text(content))


def _as_text(content: bytes) -> str:
    """Return a file as text to be mended in the form; empty for a workbook or a large file."""
    if content.startswith(b"PK") or len(content) > MOST_TO_MEND:
        return ""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


@router.get(
    "/specialisation",
    summary="How a table of one's own must look",
    response_model=TableFormatAnswer,
    responses=examples.shown(examples.TABLE_FORMAT),
)
def table_format(
    request: Request, snapshot: SameSnapshotDep, _: Annotated[SameInScenarios, Query()]
) -> Response:
    """Return the columns a table may have, or the form to hand one in."""
    if wants_html(request):
        return _page(request, snapshot)
    return document(request, "", use_case.table_format().model_dump(mode="json"))


_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "One row a town and an industry, and a year if wanted; at most "
        f"{MAX_ROWS:,} rows and {MAX_BODY_BYTES:,} bytes. Headings: see GET.",
        "content": {
            CSV: {"schema": {"type": "string"}, "example": examples.OWN_TABLE},
            WORKBOOK: {"schema": {"type": "string", "format": "binary"}},
            FORMS[0]: {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "table": {"type": "string", "description": "Instead of a file."},
                    },
                }
            },
        },
    }
}


@router.post(
    "/specialisation",
    summary="Location quotients and standings of one's own table",
    response_model=SpecialisationAnswer,
    responses=examples.shown(examples.SPECIALISATION),
    openapi_extra=_BODY,
)
def specialisation(
    request: Request,
    snapshot: SameSnapshotDep,
    sent: Annotated[Sent, Depends(sent_table)],
    asked: Annotated[TableParameters, Query()],
) -> Response:
    """Return what a table gives: all of it, or every problem by row. Nothing is kept."""
    as_csv = asked.f == "csv"
    try:
        findings = _evaluated(sent, snapshot)
    except InvalidRowsError as error:
        # The button for CSV stands on the page, so its problems are told there too.
        if not (wants_html(request) or (as_csv and _is_browser(request))):
            raise
        return _page(request, snapshot, problems=error.problems, pasted=sent.pasted)
    if as_csv:
        name = 'attachment; filename="specialisation.csv"'
        headers = _NOT_KEPT | {"Content-Disposition": name}
        return Response(use_case.as_csv(findings), headers=headers, media_type=CSV)
    if wants_html(request):
        return _page(request, snapshot, table=_own_table(findings), pasted=sent.pasted)
    found = use_case.answer(findings).model_dump(mode="json")
    return JSONResponse(found, headers=_NOT_KEPT)


def _evaluated(sent: Sent, snapshot: Snapshot) -> TableFindings:
    if sent.twice:
        remedy = "Hand in one of them."
        raise file_problem(TABLE, "two_tables", "there are a file and a pasted table", remedy)
    return use_case.evaluate(sent.content, snapshot.frame("towns"))


def _is_browser(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _own_table(findings: TableFindings) -> OwnTable:
    table = findings.table
    units: Mapping[str, str] = {str(column): unit for column, unit in table.units.items()}
    return OwnTable(findings.found, table.form, units, table.left_out, table.overlaps)


def _page(
    request: Request,
    snapshot: Snapshot,
    *,
    table: OwnTable | None = None,
    problems: tuple[RowProblem, ...] = (),
    pasted: str = "",
) -> Response:
    answer = page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.specialisation(
            SpecialisationView(
                shell=shell,
                names=use_case.town_names(snapshot.frame("towns")),
                columns=tuple((one.zh, one.en, one.required) for one in COLUMNS),
                most_rows=MAX_ROWS,
                most_bytes=MAX_BODY_BYTES,
                table=table,
                problems=problems,
                pasted=pasted,
            ),
            nonce,
        ),
    )
    if table is not None or problems:
        answer.headers.update(_NOT_KEPT)
    if problems:
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer


@files.get(
    "/specialisation/template.csv",
    summary="An empty table to fill in",
    responses={200: {"content": {CSV: {}}}},
)
def template(_: Annotated[NoParameters, Query()]) -> Response:
    """Return the headings of a table as CSV."""
    name = 'attachment; filename="guantu-template.csv"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-cache"}
    return Response(use_case.template(), headers=headers, media_type=CSV)


@files.get(
    "/specialisation/example.csv",
    summary="A small filled table with invented figures",
    responses={200: {"content": {CSV: {}}}},
)
def example(_: Annotated[NoParameters, Query()]) -> Response:
    """Return a table that can be handed in as it is: its figures are invented."""
    name = 'attachment; filename="guantu-example.csv"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-cache"}
    return Response(use_case.example(), headers=headers, media_type=CSV)
