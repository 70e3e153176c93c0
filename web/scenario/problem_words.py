"""What is wrong with a scenario that somebody typed or sent, in the page's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from web.shell.texts import Texts

_KINDS = {
    "json": "scenario.problem.json",
    "long": "scenario.problem.long",
    "missing": "scenario.problem.missing",
    "nothing": "scenario.problem.nothing",
    "number": "scenario.problem.number",
    "only_new": "scenario.problem.only_new",
    "other": "scenario.problem.other",
    "pair": "scenario.problem.pair",
    "pattern": "scenario.problem.pattern",
    "place": "scenario.problem.place",
    "range": "scenario.problem.range",
    "saved": "scenario.problem.saved",
    "short": "scenario.problem.short",
    "unknown": "scenario.problem.unknown",
    "word": "scenario.problem.word",
}
_TOLD_FURTHER = frozenset({"other", "pattern", "place", "range", "saved", "word"})
"""Kinds whose words leave something out."""


@dataclass(frozen=True, slots=True)
class FormProblem:
    """One thing wrong with what was typed or chosen.

    Attributes
    ----------
    field
        The field's name; empty where it is no single one.
    kind
        Which kind of problem: a word of :data:`_KINDS`.
    detail
        The same in English, for what the words do not say.
    line
        Which line of a field of many, from one; zero for the field as a whole.
    """

    field: str
    kind: str
    detail: str
    line: int = 0


def problem_words(
    problems: Sequence[FormProblem], t: Texts, titles: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return each problem as a page says it.

    Parameters
    ----------
    problems
        What is wrong.
    t
        The page's language.
    titles
        The fields' titles; a part of a file goes by its own name.
    """
    return [
        {
            "field": one.field,
            "title": titles.get(one.field, one.field),
            "said": t(_KINDS[one.kind]),
            "line": t("scenario.problem.line", n=one.line) if one.line else "",
            "detail": one.detail if one.kind in _TOLD_FURTHER else "",
        }
        for one in problems
    ]
