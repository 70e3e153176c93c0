"""Scenarios in the database of the layers, on PostGIS and on the embedded one alike."""

from dataclasses import asdict

import sqlalchemy as sa

from layers.driver_errors import translated
from layers.scenario_store import (
    DEFAULT_KEPT,
    KeptScenario,
    ScenarioEntry,
    check_size,
    full,
    same,
    unknown,
)
from layers.tables import EDITION, SCENARIOS

_ENTRY = tuple(SCENARIOS.c[name] for name in ("id", "parent", "title", "saved", "base_digest"))


class SqlScenarios:
    """A :class:`~layers.scenario_store.ScenarioStore` on any database whose tables are up to date.

    Parameters
    ----------
    engine
        An engine made by :func:`layers.database.connect`.
    keep
        How many to keep at most.
    """

    def __init__(self, engine: sa.Engine, keep: int = DEFAULT_KEPT) -> None:
        self._engine = engine
        self._keep = keep

    def save(self, scenario: KeptScenario) -> KeptScenario:
        """Keep a scenario; one that is kept already stays exactly as it is."""
        check_size(scenario.content, scenario.figures)
        with translated(), self._engine.connect() as bare:
            connection = bare.execution_options(writes=True)
            with connection.begin():
                # Writers queue here, so that none sees room which another takes.
                connection.execute(sa.update(EDITION).values(number=EDITION.c.number))
                kept = _read(connection, scenario.id)
                if kept is not None:
                    return same(kept, scenario)
                if _count(connection) >= self._keep:
                    raise full(self._keep)
                connection.execute(sa.insert(SCENARIOS).values(asdict(scenario)))
        return scenario

    def find(self, scenario: str) -> KeptScenario | None:
        """Return one, or ``None`` if none is kept under this id."""
        with translated(), self._engine.connect() as connection:
            return _read(connection, scenario)

    def get(self, scenario: str) -> KeptScenario:
        """Return the one kept under this id."""
        kept = self.find(scenario)
        if kept is None:
            raise unknown(scenario)
        return kept

    def newest(self, limit: int) -> tuple[ScenarioEntry, ...]:
        """Return the newest ones, at most ``limit``."""
        statement = (
            sa.select(*_ENTRY).order_by(SCENARIOS.c.saved.desc(), SCENARIOS.c.id).limit(limit)
        )
        with translated(), self._engine.connect() as connection:
            return tuple(ScenarioEntry(*row) for row in connection.execute(statement))

    def count(self) -> int:
        """Return how many are kept."""
        with translated(), self._engine.connect() as connection:
            return _count(connection)

    def remove(self, scenario: str) -> None:
        """Forget one: its link then leads nowhere."""
        with translated(), self._engine.connect() as bare:
            connection = bare.execution_options(writes=True)
            with connection.begin():
                gone = sa.delete(SCENARIOS).where(SCENARIOS.c.id == scenario)
                if not connection.execute(gone).rowcount:
                    raise unknown(scenario)


def _read(connection: sa.Connection, scenario: str) -> KeptScenario | None:
    statement = sa.select(SCENARIOS).where(SCENARIOS.c.id == scenario)
    row = connection.execute(statement).mappings().one_or_none()
    return None if row is None else KeptScenario(**row)


def _count(connection: sa.Connection) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(SCENARIOS)).scalar_one())
