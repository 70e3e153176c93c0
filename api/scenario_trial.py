"""Use case: what is tried on the operator's page, saved as a scenario or as a version of one."""

from api.operator_question import question_in
from api.scenario_file import described
from api.scenarios import SavedScenario, Scenarios, read
from api.snapshot import Snapshot
from gis.scenario.model import Changes, Scenario, Settings, document
from gis.scenario.versions import on_top


def save_trial(scenarios: Scenarios, snapshot: Snapshot, query: str, title: str) -> SavedScenario:
    """Save what an address of the operator's page tries.

    Parameters
    ----------
    scenarios, snapshot
        Where it is kept, and today's layers.
    query
        The address's query; where it shows a scenario, what is saved is a version of that one.
    title
        Its user's words.

    Raises
    ------
    gis.errors.InvalidInputError
        If the address cannot be read, tries nothing, or the title is none.
    gis.errors.UnknownScenarioError
        If it shows a scenario that is not kept here.
    """
    asked = question_in(query)
    tried = asked.tried()
    changes = Changes(add_sites=tried.add, drop_sites=tried.drop, move_sites=tried.move)
    if asked.scenario is not None:
        changes = on_top(read(scenarios.store.get(asked.scenario)).changes, changes)
    scenario = Scenario(
        title=title,
        settings=Settings(asked.mission, asked.radius_m, asked.height_m, asked.at, asked.permitted),
        changes=changes,
        base_digest="",
        parent=asked.scenario,
    )
    return scenarios.save(snapshot, described({**document(scenario), "base": None}))
