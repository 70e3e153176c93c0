"""What kind of answer a request wants, in which language, and what its page's shell shows."""

from fastapi import Request

from web.views import Language, Shell

MAX_QUERY_PARTS = 40


def wants_html(request: Request) -> bool:
    """Return whether the request asks for a page: by ``f``, or by its Accept header."""
    asked = request.query_params.get("f")
    if asked is not None:
        return asked == "html"
    weights = _accepted(request.headers.get("accept", ""))
    html = weights.get("text/html", 0.0)
    json = max(
        (weights.get(kind, 0.0) for kind in ("application/json", "application/geo+json")),
        default=0.0,
    )
    return html > json


def _accepted(header: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part in header.split(",")[:MAX_QUERY_PARTS]:
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    weight = float(parameter[2:])
                except ValueError:
                    weight = 0.0
        weights[kind] = weight
    return weights


def language_of(request: Request) -> Language:
    """Return the language asked for by ``lang``; Chinese first."""
    return Language.EN if request.query_params.get("lang") == "en" else Language.ZH


def shell_of(request: Request, edition: str = "") -> Shell:
    """Return what the page's shell shows for this request."""
    query = tuple(
        (name, value)
        for name, value in request.query_params.multi_items()[:MAX_QUERY_PARTS]
        if name != "lang"
    )
    return Shell(
        language=language_of(request),
        path=request.scope["path"],
        query=query,
        edition=edition,
        review_number=request.app.state.settings.review_number,
    )
