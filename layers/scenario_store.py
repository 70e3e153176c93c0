"""What every store of scenarios can do: keep each under its content's id, and never change one."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from gis.errors import ConflictError, InvalidInputError, UnknownScenarioError

MAX_CONTENT_BYTES = 100_000
"""A scenario's canonical document is at most this long; so are the figures kept with it."""
DEFAULT_KEPT = 1_000
"""How many scenarios a store keeps unless another number is set."""


@dataclass(frozen=True, slots=True)
class ScenarioEntry:
    """One line of the list of scenarios.

    Attributes
    ----------
    id
        Digest of the content.
    parent
        Id of the version it was made from, which this store need not hold.
    title
        Its user's words.
    saved
        When it was saved here.
    base_digest
        Digest of the layers it was made on.
    """

    id: str
    parent: str | None
    title: str
    saved: dt.datetime
    base_digest: str


@dataclass(frozen=True, slots=True)
class KeptScenario(ScenarioEntry):
    """A scenario as it was saved.

    Attributes
    ----------
    edition
        The edition of the store that its figures are of; only its own installation knows it.
    content
        The canonical document.
    figures
        The figures that were shown when it was made, as canonical JSON.
    computed
        Whether this installation computed those figures. A file made on other data brings its
        own: they are shown as the file's words.
    """

    edition: str
    content: str
    figures: str
    computed: bool


class ScenarioStore(Protocol):
    """A place that keeps scenarios.

    Every method raises :class:`~gis.errors.StoreUnavailableError` when it cannot be reached. What
    is written here changes no layer and no layer's edition.
    """

    def save(self, scenario: KeptScenario) -> KeptScenario:
        """Keep a scenario; one that is kept already stays exactly as it is.

        Returns
        -------
        KeptScenario
            What is kept under this id: the first that was saved.

        Raises
        ------
        gis.errors.InvalidInputError
            If it is too large.
        gis.errors.ConflictError
            If the store is full, or holds something else under the id.
        """
        ...

    def find(self, scenario: str) -> KeptScenario | None:
        """Return one, or ``None`` if none is kept under this id."""
        ...

    def get(self, scenario: str) -> KeptScenario:
        """Return one.

        Raises
        ------
        gis.errors.UnknownScenarioError
            If none is kept under this id.
        """
        ...

    def newest(self, limit: int) -> tuple[ScenarioEntry, ...]:
        """Return the newest ones, at most ``limit``."""
        ...

    def count(self) -> int:
        """Return how many are kept."""
        ...

    def remove(self, scenario: str) -> None:
        """Forget one: its link then leads nowhere.

        Raises
        ------
        gis.errors.UnknownScenarioError
            If none is kept under this id.
        """
        ...


def check_size(*texts: str) -> None:
    """Refuse a content, or figures, too large to keep.

    Raises
    ------
    gis.errors.InvalidInputError
        If so.
    """
    for text in texts:
        size = len(text.encode())
        if size > MAX_CONTENT_BYTES:
            raise InvalidInputError(
                f"the scenario takes {size:,} bytes; at most {MAX_CONTENT_BYTES:,} are kept",
                field="changes",
                remedy="Change fewer features at once, or make two scenarios of it.",
            )


def same(kept: KeptScenario, scenario: KeptScenario) -> KeptScenario:
    """Return what is kept if the other one says the same.

    Raises
    ------
    gis.errors.ConflictError
        If two contents have one id, which nobody will see by chance.
    """
    if kept.content != scenario.content:
        raise ConflictError("another scenario is kept under this id")
    return kept


def full(kept: int) -> ConflictError:
    """Return the error of a store that keeps as many as it may."""
    return ConflictError(
        f"{kept:,} scenarios are kept here, and no more may be",
        remedy="Ask the operator to remove some (guantu scenario remove), or to keep more.",
    )


def unknown(scenario: str) -> UnknownScenarioError:
    """Return the error of an id under which nothing is kept."""
    return UnknownScenarioError(
        f"no scenario is kept under {scenario[:40]!r}",
        remedy="Check the link; a scenario of another installation comes as its exported file.",
    )
