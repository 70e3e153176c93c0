"""Errors to HTTP: one table, and the two ways an error is told (RFC 9457, or a readable page)."""

import logging
from collections.abc import Mapping
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api import job_errors
from api.middleware import protect
from api.negotiation import shell_of, wants_html
from gis import errors
from web.pages import Pages
from web.views import ErrorView

LOG = logging.getLogger("guantu")

STATUSES: dict[type[errors.GuantuError], HTTPStatus] = {
    errors.GuantuError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.InvalidInputError: HTTPStatus.BAD_REQUEST,
    errors.WrongReferenceSystemError: HTTPStatus.BAD_REQUEST,
    errors.InvalidRowsError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotFoundError: HTTPStatus.NOT_FOUND,
    errors.UnknownLayerError: HTTPStatus.NOT_FOUND,
    errors.UnknownFeatureError: HTTPStatus.NOT_FOUND,
    errors.UnknownScenarioError: HTTPStatus.NOT_FOUND,
    errors.StoreUnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.StoreBusyError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.StoreOutdatedError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.ConflictError: HTTPStatus.CONFLICT,
    errors.SolverError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.InfeasibleError: HTTPStatus.UNPROCESSABLE_ENTITY,
    job_errors.UnknownJobError: HTTPStatus.NOT_FOUND,
    job_errors.ResultNotReadyError: HTTPStatus.NOT_FOUND,
    job_errors.DismissedJobError: HTTPStatus.GONE,
    job_errors.JobFaultError: HTTPStatus.INTERNAL_SERVER_ERROR,
    job_errors.TooManyJobsError: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""The status of each error class. A test finds every class of the family here."""
_PROCESSES = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/"
TYPES: dict[type[errors.GuantuError], str] = {
    job_errors.UnknownJobError: f"{_PROCESSES}no-such-job",
    job_errors.ResultNotReadyError: f"{_PROCESSES}result-not-ready",
}
"""The type of a problem where a standard names one."""
RETRY_AFTER_S = "2"
_NUMBER = "Write a number, such as 5000."
_WORD = "Use one of these."
_REMEDIES: Mapping[str, str] = {
    "missing": "Give it.",
    "extra_forbidden": "Leave it out: /api lists what there is.",
    "json_invalid": "Send JSON (RFC 8259) in UTF-8.",
    "enum": _WORD,
    "literal_error": _WORD,
    "finite_number": _NUMBER,
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_type": _NUMBER,
}
"""What to do about the kinds of pydantic's errors; of any other kind :data:`_DEFINED` says it."""
_DEFINED = "Send what the definition at /api says."
_WHY: Mapping[str, tuple[str, str]] = {
    "missing": ("missing", ""),
    "extra_forbidden": ("unknown", ""),
    "enum": ("word", "expected"),
    "literal_error": ("word", "expected"),
    "greater_than": ("above", "gt"),
    "greater_than_equal": ("least", "ge"),
    "less_than": ("below", "lt"),
    "less_than_equal": ("most", "le"),
    "string_too_long": ("long", "max_length"),
    **{kind: ("number", "") for kind, remedy in _REMEDIES.items() if remedy == _NUMBER},
}
"""Kinds of pydantic's errors to what a page says of them, and where the error keeps the bound."""
PROBLEM = "application/problem+json"


class Problem(BaseModel):
    """What went wrong (RFC 9457). The answer carries nothing of the server's inside."""

    type: str
    title: str
    status: int
    detail: str
    remedy: str = Field(description="What to do about it; empty where nothing can be done.")
    request_id: str = Field(description="Stands in the server's log too.")
    field: str = Field("", description="The parameter or column that is wrong.")
    problems: list[dict[str, str | int]] = Field(
        default_factory=list, description="Each thing wrong, by field, and by row of a table."
    )


RESPONSES: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "A problem, as JSON or as a readable page",
        "content": {PROBLEM: {"schema": Problem.model_json_schema()}, "text/html": {}},
    }
}
"""What any route may answer instead of what was asked for."""


def register(app: FastAPI) -> None:
    """Let the application answer every error in one of the two ways."""
    app.add_exception_handler(errors.GuantuError, _guantu_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unforeseen)


def _guantu_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.GuantuError)  # noqa: S101  # registered for this class only
    status = STATUSES[type(error)]
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        # Not ours to mend, and it comes with every request while it lasts: a line will do.
        cause = str(error.__cause__ or "").partition("\n")[0]
        LOG.warning("%s: %s (%s)", request.state.request_id, error, cause)
    elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        LOG.error("%s: %s", request.state.request_id, error, exc_info=error)
    extra: dict[str, Any] = {"type": TYPES[type(error)]} if type(error) in TYPES else {}
    if isinstance(error, errors.InvalidInputError) and error.field:
        extra["field"] = error.field
    if isinstance(error, errors.InvalidRowsError):
        extra["problems"] = [asdict(problem) for problem in error.problems]
    kinds = tuple(kind.__name__ for kind in type(error).__mro__ if kind in STATUSES)
    why = ("place", "") if extra.get("field") == "geometry" else ("", "")
    return _answer(
        request, status, error.message, remedy=error.remedy, extra=extra, kinds=kinds, why=why
    )


def _invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # registered for this class only
    problems = [
        {"field": _field(found), "reason": _reason(found), "remedy": _remedy(found)}
        for found in error.errors()
    ]
    first = problems[0]
    detail = f"{first['field'] or 'body'}: {first['reason']}"
    extra = {"field": first["field"], "problems": problems}
    return _answer(
        *(request, HTTPStatus.BAD_REQUEST, detail),
        remedy=first["remedy"],
        extra=extra,
        why=_why(error.errors()[0]),
    )


def _why(found: Mapping[str, Any]) -> tuple[str, str]:
    """Return what is the matter in a page's words, and what is allowed instead."""
    kind, bound = _WHY.get(found["type"], ("", ""))
    allowed = found.get("ctx", {}).get(bound, "")
    # Of words to choose from pydantic writes a list in English.
    return kind, f"{allowed:,g}" if isinstance(allowed, float) else str(allowed).replace(
        " or ", ", "
    )


def _field(found: Mapping[str, Any]) -> str:
    """Return where in the parameters or the body it is; of what is no JSON at all, nowhere."""
    within = () if found["type"] == "json_invalid" else found["loc"][1:]
    return ".".join(str(part) for part in within)


def _remedy(found: Mapping[str, Any]) -> str:
    """Return what to do: what an error of ours in a parameter's reader says, or by its kind."""
    cause = found.get("ctx", {}).get("error")
    own = cause.remedy if isinstance(cause, errors.GuantuError) else ""
    return own or _REMEDIES.get(found["type"], _DEFINED)


def _reason(found: Mapping[str, Any]) -> str:
    if found["type"] == "extra_forbidden":
        return "there is no such parameter"
    if found["type"] == "json_invalid":
        return "not JSON"
    message: str = found["msg"]
    return message.removeprefix("Value error, ")  # pydantic's, before a message of ours


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # registered for this class only
    status = HTTPStatus(error.status_code)
    headers, remedy = dict(error.headers or {}), _DEFINED
    if status == HTTPStatus.NOT_FOUND:
        remedy = "Begin at /, or see /api for every address."
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        methods = _allowed(request)
        headers["Allow"] = ", ".join(methods)
        remedy = f"Use {' or '.join(filter(None, (', '.join(methods[:-1]), *methods[-1:])))}."
    answer = _answer(request, status, str(error.detail), remedy=remedy)
    answer.headers.update(headers)
    return answer


def _allowed(request: Request) -> list[str]:
    """Return every method of an address; the framework names those of its first route only."""

    def answered(method: str) -> bool:
        scope = {**request.scope, "method": method}
        return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)

    methods = [method for method in ("GET", "POST", "PUT", "PATCH", "DELETE") if answered(method)]
    return ["GET", "HEAD", *methods[1:]] if "GET" in methods else methods


def _unforeseen(request: Request, error: Exception) -> Response:
    LOG.error("%s: unforeseen", request.state.request_id, exc_info=error)
    answer = _answer(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "something went wrong that should not have",
        remedy="Quote the request id to the operator of this service.",
    )
    # The framework answers unforeseen errors outside of all middleware.
    protect(answer.headers, request.state.nonce, request.state.request_id)
    return answer


def _answer(
    request: Request,
    status: HTTPStatus,
    detail: str,
    *,
    remedy: str = "",
    extra: dict[str, Any] | None = None,
    kinds: tuple[str, ...] = (),
    why: tuple[str, str] = ("", ""),
) -> Response:
    headers = {}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = RETRY_AFTER_S
    request_id = request.state.request_id
    if wants_html(request):
        pages: Pages = request.app.state.pages
        field = (extra or {}).get("field", "")
        view = ErrorView(
            *(shell_of(request), int(status), status.phrase, detail, remedy, request_id),
            *(kinds, field, *why),
        )
        page = pages.error(view, request.state.nonce)
        return HTMLResponse(page, status_code=status, headers=headers)
    problem = {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
        "remedy": remedy,
        "request_id": request_id,
        **(extra or {}),
    }
    return JSONResponse(problem, status_code=status, headers=headers, media_type=PROBLEM)
