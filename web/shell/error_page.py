"""What went wrong, in the page's own words: by the kind of error and the field at fault."""

from collections.abc import Mapping
from http import HTTPStatus

from web.shell.texts import Texts
from web.views import ErrorView, Language

WHY: Mapping[str, str] = {
    "above": "error.why.above",
    "below": "error.why.below",
    "least": "error.why.least",
    "long": "error.why.long",
    "missing": "error.why.missing",
    "most": "error.why.most",
    "number": "error.why.number",
    "place": "error.why.place",
    "unknown": "error.why.unknown",
    "word": "error.why.word",
}
"""What can be the matter with a field, to the words that say what to write instead."""


def error_content(view: ErrorView, t: Texts) -> dict[str, object]:
    """Return what the error page prints.

    Parameters
    ----------
    view
        What went wrong.
    t
        The page's language.

    Notes
    -----
    Errors are worded in English where they arise, for a program may read them. A page says the
    same by the kind of error; the wording itself is told where it is in the page's language, and
    else folded away for whoever asks for help.
    """
    heading = _first(t, (f"error.status.{view.status}",)) or view.title
    kinds = [f"error.kind.{kind}" for kind in view.kinds]
    return {
        "error": view,
        "heading": heading,
        # What is not there is told with lists of ids, which are for programs.
        "worded": t.language is Language.EN and view.status != HTTPStatus.NOT_FOUND,
        "said": _first(t, (*kinds, f"error.text.{view.status}")) or t("error.text.any"),
        "mend": t(WHY[view.why], allowed=view.allowed) if view.why else "",
        "todo": _first(t, [f"error.do.{kind}" for kind in view.kinds]),
        "field": _field(view.field, t),
    }


def _first(t: Texts, keys: "list[str] | tuple[str, ...]") -> str:
    return next((t(key) for key in keys if key in t), "")


def _field(field: str, t: Texts) -> Mapping[str, str] | None:
    if not field:
        return None
    key = f"error.field.{field}"
    return {"name": field, "title": t(key) if key in t else ""}
