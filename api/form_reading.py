"""A form's fields read one by one: what cannot be read is noted, and reading goes on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from web.scenario.problem_words import FormProblem

Given = Mapping[str, Sequence[str]]
"""What a form sent: every field's texts."""
Values = dict[str, Any]


@dataclass(slots=True)
class FormReading:
    """A form as far as it is read.

    Attributes
    ----------
    given
        What was sent.
    problems
        What cannot be read.
    at
        Parts of the file to the field of the form that they come from.
    """

    given: Given
    problems: list[FormProblem] = field(default_factory=list)
    at: dict[tuple[int | str, ...], str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a field's text without blanks around it; empty where there is none."""
        return next(iter(self.given.get(name, ())), "").strip()

    def number(self, name: str) -> float | None:
        """Return a field's number; ``None`` where it is empty or none, which is noted."""
        text = self.text(name)
        if not text:
            return None
        try:
            return float(text)
        except ValueError:
            self.problems.append(FormProblem(name, "number", f"{text[:40]!r} is no number"))
            return None

    def needed(self, name: str) -> float:
        """Return a field's number, or 0 where there is none, which is noted."""
        number = self.number(name)
        if number is None and not any(one.field == name for one in self.problems):
            self.problems.append(FormProblem(name, "missing", "a number is needed"))
        return number or 0.0

    def chosen(self, parts: list[Values], name: str) -> list[Values]:
        """Return the parts whose number, counted from 0, is ticked in a field."""
        ticked = self.given.get(name, ())
        return [part for number, part in enumerate(parts) if str(number) in ticked]
