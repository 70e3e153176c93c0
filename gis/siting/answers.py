"""What every siting problem answers: the choice, its value, a bound, the gap and the time."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import inf, isfinite
from time import perf_counter

from gis.errors import InvalidInputError
from gis.progress import Progress
from gis.siting.search import GAP_TOLERANCE


class AnswerStatus(StrEnum):
    """How far an answer is proven."""

    PROVEN = "proven"
    """Value equals bound, up to a gap of :data:`gis.siting.search.GAP_TOLERANCE`."""
    FEASIBLE = "feasible"
    """A valid choice; the gap says how far it may be from the best."""
    INFEASIBLE = "infeasible"
    """Proven: no choice does what was asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The best choice found, with what is proven about it.

    Attributes
    ----------
    problem
        Which problem: ``set_covering``, ``p_median``, ...
    chosen
        Candidates chosen, ascending, without the existing sites that are kept.
    value
        The objective of that choice, computed again from the choice itself; infinite where the
        status is infeasible.
    bound
        No choice is better than this: an upper bound where more is better, else a lower one.
    gap
        ``|bound - value|`` as a share of the greater of the two.
    seconds
        Wall time.
    status
        Whether the gap is closed.
    first_value, first_bound
        The greedy answer that was there at once, and its own bound; ``None`` where there is none.
    solver_bound
        Where ``bound`` is what a certificate proves: the bound that the solver stated before.
    """

    problem: str
    chosen: tuple[int, ...]
    value: float
    bound: float
    gap: float
    seconds: float
    status: AnswerStatus
    first_value: float | None = None
    first_bound: float | None = None
    solver_bound: float | None = None


@dataclass(slots=True)
class Clock:
    """The time an answer may take; it also passes on progress, which may raise to cancel.

    Attributes
    ----------
    limit_s
        Seconds in all.
    on_progress
        Told the share of the time used, 0 to 1.
    """

    limit_s: float
    on_progress: Progress | None = None
    begun: float = field(default_factory=perf_counter)

    def __post_init__(self) -> None:
        if not (isfinite(self.limit_s) and self.limit_s >= 0):
            raise InvalidInputError(
                f"the time limit must be at least 0 seconds, not {self.limit_s:g}",
                field="time_limit_s",
            )

    def seconds(self) -> float:
        """Return the seconds used."""
        return perf_counter() - self.begun

    def left(self) -> float:
        """Return the seconds left, at least 0."""
        return max(0.0, self.limit_s - self.seconds())

    def tick(self, _: float = 0.0) -> None:
        """Report how much of the time is used."""
        if self.on_progress is not None:
            self.on_progress(min(1.0, self.seconds() / max(self.limit_s, 1e-9)))


def answered(
    problem: str,
    chosen: tuple[int, ...],
    value: float,
    bound: float,
    clock: Clock,
    *,
    first: tuple[float, float] | None = None,
) -> Answer:
    """Put an answer together; its gap and status follow from value and bound."""
    gap, status = _gap(value, bound)
    one, two = first or (None, None)
    return Answer(
        problem, tuple(sorted(chosen)), value, bound, gap, clock.seconds(), status, one, two
    )


def with_proof(answer: Answer, value: float, bound: float) -> Answer:
    """Return an answer whose bound is what a certificate proves, and not what the solver says.

    Parameters
    ----------
    answer
        What the solver's side found.
    value, bound
        What the certificate proves. Its value may differ by the certificate's unit from that of
        the answer, so that a bound equal to it is stated as the answer's value.
    """
    proven = answer.value if bound == value else bound
    if bound > value:
        proven = max(proven, answer.value)
    elif bound < value:
        proven = min(proven, answer.value)
    gap, status = _gap(answer.value, proven)
    return replace(answer, bound=proven, gap=gap, status=status, solver_bound=answer.bound)


def _gap(value: float, bound: float) -> tuple[float, AnswerStatus]:
    larger = max(abs(value), abs(bound))
    if value == inf:
        return 0.0, AnswerStatus.INFEASIBLE
    gap = abs(bound - value) / larger if larger > 0 else 0.0
    return gap, AnswerStatus.PROVEN if gap <= GAP_TOLERANCE else AnswerStatus.FEASIBLE


def check_count(count: int, candidates: int) -> None:
    """Raise if a number of sites cannot be chosen among so many candidates."""
    if not 1 <= count <= max(1, candidates):
        raise InvalidInputError(
            f"between 1 and {candidates} sites can be chosen, not {count}", field="count"
        )


def check_kept(kept: tuple[int, ...], candidates: int) -> None:
    """Raise if an existing site is named that is not among the candidates, or twice."""
    if len(set(kept)) < len(kept) or not all(0 <= site < candidates for site in kept):
        raise InvalidInputError("a kept site is not a candidate, or named twice", field="kept")
