"""The one family of errors, named by what went wrong.

``gis`` and ``layers`` raise these; ``api.errors`` maps each class to a status and a page. No
error of a driver, a solver or a file library leaves ``layers`` or ``gis`` under its own name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self


class GuantuError(Exception):
    """Base of every error that Guantu raises on purpose.

    Parameters
    ----------
    message
        What went wrong, in a sentence a user can act on.
    remedy
        What to do about it; empty where nothing can be done.
    """

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class InvalidInputError(GuantuError, ValueError):
    """A value that was passed in cannot be used.

    Parameters
    ----------
    message, remedy
        As in :class:`GuantuError`.
    field
        The name of the parameter or column, as its user wrote it.
    """

    def __init__(self, message: str, *, field: str = "", remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.field = field


class WrongReferenceSystemError(InvalidInputError):
    """A frame is not in the reference system the operation needs."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong with one row of a table.

    Attributes
    ----------
    row
        One-based position in the input, as a spreadsheet user counts data rows; 0 is the header
        line or the whole.
    field
        The column's name; ``geometry`` for the geometry.
    value
        The offending value, shortened.
    reason, remedy
        What is wrong, and what to write instead.
    code, detail
        A word for the kind of problem and what is particular to this one, by which a page says the
        same in its own language; empty where it cannot.
    """

    row: int
    field: str
    value: str
    reason: str
    remedy: str = ""
    code: str = ""
    detail: str = ""

    @property
    def place(self) -> str:
        """Where it is, in words."""
        parts = (f"row {self.row}" if self.row else "", self.field)
        return ", ".join(part for part in parts if part) or "the whole"


class InvalidRowsError(InvalidInputError):
    """Some rows of a table are wrong; nothing of the table was kept.

    Parameters
    ----------
    layer
        The layer the rows were meant for.
    problems
        Every problem found, in row order.
    """

    def __init__(self, layer: str, problems: Sequence[RowProblem]) -> None:
        first = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(
            f"{layer}, {first.place}: {first.reason}{more}",
            field=first.field,
            remedy=first.remedy,
        )
        self.layer = layer
        self.problems = tuple(problems)


class NotFoundError(GuantuError, LookupError):
    """Something that was named does not exist."""


class UnknownLayerError(NotFoundError):
    """A layer was named that this product does not have."""


class UnknownFeatureError(NotFoundError):
    """A feature was named that the layer does not hold."""

    @classmethod
    def of(cls, layer: str, feature: str) -> Self:
        """Return the error that a layer of the store has no feature of this id."""
        return cls(
            f"layer {layer!r} has no feature {feature!r}",
            remedy=f"Use an id of /collections/{layer}/items, or of: guantu export {layer}",
        )


class UnknownScenarioError(NotFoundError):
    """A scenario was named that is not kept here."""


class StoreUnavailableError(GuantuError, ConnectionError):
    """The database cannot be reached or does not answer."""


class StoreBusyError(StoreUnavailableError):
    """Another writer holds the store; trying again will help."""


class StoreOutdatedError(GuantuError):
    """The database's schema is not the one this version of Guantu needs."""


class ConflictError(GuantuError):
    """Two writes collide, or a rule of the store would be broken."""


class SolverError(GuantuError):
    """The solver stopped without an answer."""


class InfeasibleError(SolverError):
    """No choice of sites can satisfy what was asked."""
