"""Use cases of scenarios: save one, open one, and say whether its data have changed since."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from api.scenario_file import ScenarioFile
from api.scenario_findings import findings
from api.scenario_parts import FiguresPart, figures_document
from api.scenario_snapshots import ScenarioSnapshots, digest_of
from api.snapshot import Snapshot
from gis.errors import ConflictError, GuantuError, InvalidInputError, NotFoundError
from gis.scenario.figures import Found, figures
from gis.scenario.model import Scenario, canonical, document, scenario_id
from layers.scenario_store import KeptScenario, ScenarioStore, check_size


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a scenario's changes cannot be made to today's data."""

    message: str
    field: str
    remedy: str


@dataclass(frozen=True, slots=True)
class OpenedScenario:
    """A saved scenario with what was said then, and what today's data say.

    Attributes
    ----------
    kept
        As it was saved.
    scenario
        The same, read.
    edition, base_digest
        Of today's data.
    then
        The figures kept with it.
    now
        Today's, or ``None`` where its changes cannot be made to today's data.
    before, after
        Today's layers, and the same with its changes; ``after`` is ``None`` likewise.
    found
        What changes between the two; ``None`` likewise.
    trouble
        Why not.
    """

    kept: KeptScenario
    scenario: Scenario
    edition: str
    base_digest: str
    then: dict[str, Any]
    now: dict[str, Any] | None
    before: Snapshot
    after: Snapshot | None
    found: Found | None
    trouble: Trouble | None

    @property
    def changed(self) -> bool:
        """Whether the data are others than those it was made on."""
        return self.base_digest != self.scenario.base_digest


@dataclass(frozen=True, slots=True)
class SavedScenario:
    """A scenario as it is kept, and whether it was not before."""

    kept: KeptScenario
    new: bool


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """Today's layers with a saved scenario's changes made, for pages that show a city.

    Attributes
    ----------
    id, title
        Of the scenario.
    changed
        Whether the data are others than those it was made on.
    snapshot
        The layers.
    """

    id: str
    title: str
    changed: bool
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Scenarios:
    """Everything the use cases of scenarios work with.

    Attributes
    ----------
    store
        Where they are kept.
    views
        Their layers, kept ready.
    """

    store: ScenarioStore
    views: ScenarioSnapshots

    def save(self, snapshot: Snapshot, file: ScenarioFile) -> SavedScenario:
        """Save a scenario with its figures; the same one again changes nothing.

        Parameters
        ----------
        snapshot
            Today's layers.
        file
            What was posted or imported. Made on other data, it must bring its figures.

        Raises
        ------
        gis.errors.InvalidInputError
            If its id is not its content's, it brings no figures of its data, or it is too large.
        gis.errors.InvalidRowsError
            If a feature of it breaks its layer's schema.
        gis.errors.UnknownFeatureError
            If it names a feature that does not exist.
        gis.errors.ConflictError
            If no more scenarios may be kept.
        """
        today = digest_of(snapshot)
        scenario = file.scenario(file.base.digest if file.base else today)
        name = scenario_id(scenario)
        _check_id(file.id, name)
        kept = self.store.find(name)
        if kept is not None:
            return SavedScenario(kept, new=False)
        content = canonical(document(scenario))
        # Before anything is computed for it.
        check_size(content)
        now = dt.datetime.now(dt.UTC)
        after = self._view(snapshot, name, scenario, now.date())
        computed = scenario.base_digest == today
        if computed:
            said = figures_document(figures(findings(snapshot, snapshot, after, scenario.settings)))
        else:
            said = _stated(file.figures)
        mine = KeptScenario(
            id=name,
            parent=scenario.parent,
            title=scenario.title,
            saved=now,
            base_digest=scenario.base_digest,
            edition=snapshot.edition,
            content=content,
            figures=canonical(said),
            computed=computed,
        )
        # Somebody may have saved the same meanwhile: then theirs is kept.
        stored = self.store.save(mine)
        return SavedScenario(stored, new=stored == mine)

    def open(self, snapshot: Snapshot, name: str) -> OpenedScenario:
        """Open a saved scenario on today's layers.

        Raises
        ------
        gis.errors.UnknownScenarioError
            If none is kept under this id.
        """
        kept = self.store.get(name)
        scenario = read(kept)
        after, found, trouble = None, None, None
        try:
            after = self._view(snapshot, name, scenario, kept.saved.date())
            found = findings(snapshot, snapshot, after, scenario.settings)
        except (InvalidInputError, NotFoundError) as error:
            trouble = _trouble(error)
        return OpenedScenario(
            kept=kept,
            scenario=scenario,
            edition=snapshot.edition,
            base_digest=digest_of(snapshot),
            then=json.loads(kept.figures),
            now=figures_document(figures(found)) if found else None,
            before=snapshot,
            after=after if found else None,
            found=found,
            trouble=trouble,
        )

    def view(self, base: Snapshot, name: str) -> ScenarioView:
        """Return today's layers with a saved scenario's changes made.

        Raises
        ------
        gis.errors.UnknownScenarioError
            If none is kept under this id.
        gis.errors.ConflictError
            If its changes cannot be made to today's data.
        """
        kept = self.store.get(name)
        scenario = read(kept)
        try:
            snapshot = self._view(base, name, scenario, kept.saved.date())
        except (InvalidInputError, NotFoundError) as error:
            raise ConflictError(
                f"scenario {name} cannot be made to today's data: {error.message}",
                remedy=f"Open /scenarios/{name} to see the figures kept with it.",
            ) from error
        changed = digest_of(base) != scenario.base_digest
        return ScenarioView(name, scenario.title, changed=changed, snapshot=snapshot)

    def _view(self, base: Snapshot, name: str, scenario: Scenario, as_of: dt.date) -> Snapshot:
        return self.views.of(base, name, scenario.changes, scenario.settings.mission, as_of)


def read(kept: KeptScenario) -> Scenario:
    """Return a kept scenario's model."""
    return ScenarioFile.model_validate_json(kept.content).scenario(kept.base_digest)


def file_of(kept: KeptScenario) -> dict[str, Any]:
    """Return the file of a kept scenario: its content, its id, and the figures kept with it."""
    content: dict[str, Any] = json.loads(kept.content)
    return content | {"id": kept.id, "figures": json.loads(kept.figures)}


def _check_id(given: str | None, found: str) -> None:
    if given is not None and given != found:
        raise InvalidInputError(
            f"the file says it is {given}, but its content is {found}'s: it was changed",
            field="id",
            remedy="Leave the id out to save what the file says now as a scenario of its own.",
        )


def _stated(said: FiguresPart | None) -> dict[str, Any]:
    if said is None:
        raise InvalidInputError(
            "the scenario was made on other data and brings no figures of them",
            field="figures",
            remedy="Leave base out to make it on the data of this installation.",
        )
    return said.model_dump(mode="json")


def _trouble(error: GuantuError) -> Trouble:
    return Trouble(error.message, getattr(error, "field", ""), error.remedy)
