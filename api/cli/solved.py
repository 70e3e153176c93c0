"""What commands say of a siting answer's worth: value, bound, gap and time, in either language."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from api.cli.console import NOTES

_STATUS = {
    "proven": ("已证明最优", "proven"),
    "feasible": ("可行解，尚未证明最优", "feasible"),
    "infeasible": ("已证明做不到", "infeasible"),
}


class Solved(Protocol):
    """An answer with its bound."""

    @property
    def value(self) -> float | None:
        """What the choice covers; ``None`` where none can do it."""

    @property
    def bound(self) -> float | None:
        """What no choice can do better than; ``None`` likewise."""

    @property
    def gap(self) -> float:
        """Their distance, as a share of the bound."""

    @property
    def status(self) -> StrEnum:
        """How far it is proven."""

    @property
    def seconds(self) -> float:
        """How long it took."""


def say_solved(
    solved: Solved,
    scale: float,
    unit: str,
    counted: Iterable[tuple[int, str, str]],
    *,
    chinese: bool,
) -> None:
    """Print an answer's worth.

    Parameters
    ----------
    solved
        The answer.
    scale, unit
        From its unit to the one printed, and that one's name.
    counted
        How many of what it was chosen from: number, Chinese and English name.
    """
    figures = "–"
    if solved.value is not None and solved.bound is not None:
        value, bound = f"{solved.value * scale:,.2f}", f"{solved.bound * scale:,.2f}"
        figures = (
            f"数值 {value}  上限 {bound} {unit}"
            if chinese
            else (f"value {value}  bound {bound} {unit}")
        )
    status = _STATUS[solved.status.value][0 if chinese else 1]
    numbers = [f"{zh} {number}" if chinese else f"{number} {en}" for number, zh, en in counted]
    gap, among = f"{solved.gap:.2%}", ("，" if chinese else ", ").join(numbers)
    NOTES.print(
        f"{figures}  差距 {gap}  {status}  {solved.seconds:.2f} 秒（{among}）"
        if chinese
        else f"{figures}  gap {gap}  {status}  {solved.seconds:.2f} s  ({among})",
        highlight=False,
    )
