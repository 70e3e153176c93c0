"""Scenarios in memory: beside a store in memory, for tests and trials."""

import threading

from layers.scenario_store import (
    DEFAULT_KEPT,
    KeptScenario,
    ScenarioEntry,
    check_size,
    full,
    same,
    unknown,
)


class MemoryScenarios:
    """A :class:`~layers.scenario_store.ScenarioStore` that forgets with its process.

    Parameters
    ----------
    keep
        How many to keep at most.
    """

    def __init__(self, keep: int = DEFAULT_KEPT) -> None:
        self._keep = keep
        self._kept: dict[str, KeptScenario] = {}
        self._writing = threading.Lock()

    def save(self, scenario: KeptScenario) -> KeptScenario:
        """Keep a scenario; one that is kept already stays exactly as it is."""
        check_size(scenario.content, scenario.figures)
        with self._writing:
            kept = self._kept.get(scenario.id)
            if kept is not None:
                return same(kept, scenario)
            if len(self._kept) >= self._keep:
                raise full(self._keep)
            self._kept[scenario.id] = scenario
        return scenario

    def find(self, scenario: str) -> KeptScenario | None:
        """Return one, or ``None`` if none is kept under this id."""
        return self._kept.get(scenario)

    def get(self, scenario: str) -> KeptScenario:
        """Return the one kept under this id."""
        if scenario not in self._kept:
            raise unknown(scenario)
        return self._kept[scenario]

    def newest(self, limit: int) -> tuple[ScenarioEntry, ...]:
        """Return the newest ones, at most ``limit``."""
        with self._writing:
            kept = list(self._kept.values())
        kept.sort(key=lambda one: one.id)
        kept.sort(key=lambda one: one.saved, reverse=True)
        return tuple(
            ScenarioEntry(one.id, one.parent, one.title, one.saved, one.base_digest)
            for one in kept[:limit]
        )

    def count(self) -> int:
        """Return how many are kept."""
        return len(self._kept)

    def remove(self, scenario: str) -> None:
        """Forget one: its link then leads nowhere."""
        with self._writing:
            if self._kept.pop(scenario, None) is None:
                raise unknown(scenario)
