"""Use case: what is tried on the operator's page, as a scenario or as a version of one."""

from dataclasses import replace

from api.operator_question import question_in
from api.scenario_file import described
from api.scenarios import SavedScenario, Scenarios, read
from api.snapshot import Snapshot
from gis.scenario.model import Changes, Scenario, Settings, document
from gis.scenario.versions import on_top


def tried_scenario(scenarios: Scenarios, query: str) -> Scenario:
    """Return what an address of the operator's page tries, as a scenario without a title.

    Parameters
    ----------
    scenarios
        Where scenarios are kept.
    query
        The address's query; where it shows a scenario, this is a version of that one.

    Raises
    ------
    gis.errors.InvalidInputError
        If the address cannot be read.
    gis.errors.UnknownScenarioError
        If it shows a scenario that is not kept here.
    """
    asked = question_in(query)
    tried = asked.tried()
    changes = Changes(add_sites=tried.add, drop_sites=tried.drop, move_sites=tried.move)
    if asked.scenario is not None:
        changes = on_top(read(scenarios.store.get(asked.scenario)).changes, changes)
    return Scenario(
        title="",
        settings=Settings(asked.mission, asked.radius_m, asked.height_m, asked.at, asked.permitted),
        changes=changes,
        base_digest="",
        parent=asked.scenario,
    )


def start_from(scenarios: Scenarios, name: str | None, query: str) -> Scenario | None:
    """Return what the form of scenarios starts from; ``None`` for nothing.

    Parameters
    ----------
    scenarios, query
        As of :func:`tried_scenario`; an empty query tries nothing.
    name
        Id of the scenario to make a version of; of no account where something is tried.

    Raises
    ------
    gis.errors.InvalidInputError, gis.errors.UnknownScenarioError
        As of :func:`tried_scenario`.
    """
    if query:
        return tried_scenario(scenarios, query)
    return None if name is None else replace(read(scenarios.store.get(name)), parent=name)


def save_trial(scenarios: Scenarios, snapshot: Snapshot, query: str, title: str) -> SavedScenario:
    """Save what an address of the operator's page tries.

    Parameters
    ----------
    scenarios, query
        As of :func:`tried_scenario`.
    snapshot
        Today's layers.
    title
        Its user's words.

    Raises
    ------
    gis.errors.InvalidInputError
        If the address cannot be read, tries nothing, or the title is none.
    gis.errors.UnknownScenarioError
        If it shows a scenario that is not kept here.
    """
    scenario = replace(tried_scenario(scenarios, query), title=title)
    return scenarios.save(snapshot, described({**document(scenario), "base": None}))
