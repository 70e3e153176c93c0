"""How many conditions a question puts to the solver: too many are refused before it reads them."""

from gis.errors import InvalidInputError
from gis.siting.answers import Clock
from gis.siting.questions import Problem, Question

_ENTRIES_A_SECOND = 100_000
"""What HiGHS's presolve handles, as measured: it does not look at the time limit on its way."""
_LEAST_SECONDS = 10.0


def refuse_slow(question: Question, pairs: int, clock: Clock) -> None:
    """Refuse a model that the solver would read for much longer than it may take.

    Parameters
    ----------
    question
        What is asked.
    pairs
        How many pairs of a pattern and a candidate that covers it there are.
    clock
        The time.

    Raises
    ------
    InvalidInputError
        If so, with the remedy.
    """
    copies = {
        Problem.MAXIMAL: 0,
        Problem.BACKUP: 3,
        Problem.CAPACITATED: 4,
        Problem.BUILD_ORDER: 2 * max(1, len(question.counts)),
    }.get(question.problem, 1)
    most = _ENTRIES_A_SECOND * max(_LEAST_SECONDS, clock.limit_s)
    if copies * pairs > most:
        raise InvalidInputError(
            f"the question has about {copies * pairs:,} conditions, more than the "
            f"{most:,.0f} that can be solved in its time",
            field="candidates",
            remedy="Use a larger spacing, fewer candidates, fewer years or a smaller radius.",
        )
