"""What is wrong with a scenario that somebody wrote, by field, for a page to say in its words."""

from collections.abc import Callable, Iterator

from pydantic import ValidationError

from gis.errors import GuantuError, InvalidInputError, InvalidRowsError
from web.scenario.problem_words import FormProblem

_KINDS = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "json_invalid": "json",
    "string_too_long": "long",
    "too_long": "long",
    "too_short": "short",
    "greater_than": "range",
    "greater_than_equal": "range",
    "less_than": "range",
    "less_than_equal": "range",
    "finite_number": "range",
    "float_type": "number",
    "float_parsing": "number",
    "int_type": "number",
    "string_pattern_mismatch": "pattern",
    "literal_error": "word",
}
"""Kinds of pydantic's errors to the kinds that pages have words for."""
_SAID = {
    "must not be blank": "missing",
    "a scenario changes something": "nothing",
}
MOST_TOLD = 20


def told(
    error: ValidationError, field_of: Callable[[tuple[int | str, ...]], str] | None = None
) -> Iterator[FormProblem]:
    """Yield the problems of a file or form, the first few.

    Parameters
    ----------
    error
        What its check found.
    field_of
        From a part of the file to the field it was typed into; the part itself if left out.
    """
    for found in error.errors()[:MOST_TOLD]:
        detail = found["msg"].removeprefix("Value error, ")
        place = found["loc"]
        name = field_of(place) if field_of else ".".join(str(part) for part in place)
        kind = _SAID.get(detail) or _KINDS.get(found["type"], "other")
        if detail.startswith("use one of "):
            kind = "word"
        yield FormProblem(name, kind, detail)


def refused(error: GuantuError) -> tuple[FormProblem, ...]:
    """Return what was wrong with a scenario that could be read and not be saved."""
    if isinstance(error, InvalidRowsError):
        return tuple(
            FormProblem(one.field, "place" if one.field == "geometry" else "other", one.reason)
            for one in error.problems[:MOST_TOLD]
        )
    name = error.field if isinstance(error, InvalidInputError) else ""
    return (FormProblem(name, "saved", f"{error.message} {error.remedy}".strip()),)
