"""Commands of scenarios: ``guantu scenario ...``."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from api import scenario_answers
from api.cli.console import (
    NOTES,
    AsJson,
    DatabaseUrl,
    DataDir,
    Lang,
    Language,
    between,
    print_json,
    print_table,
    progress,
    settings_of,
    write_out,
)
from api.scenario_comparison import BASE, compare
from api.scenario_file import ScenarioFile, described
from api.scenario_snapshots import ScenarioSnapshots
from api.scenarios import OpenedScenario, SavedScenario, Scenarios, file_of
from api.snapshot import Snapshot, Snapshots
from api.wiring import ready_store, scenarios_beside
from gis.errors import InvalidInputError
from gis.results_change import Certainty, ChangeRow
from layers.exporters import write_whole
from layers.importers.userfile import within_size

scenario = typer.Typer(
    help="Scenarios: what-ifs kept under a link that never changes.", no_args_is_help=True
)
_KM2, _PEOPLE_10K = 1e-6, 1e-4


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for name, command in (
        ("save", save),
        ("show", show),
        ("list", list_all),
        ("compare", compare_two),
        ("export", export),
        ("import", import_file),
        ("remove", remove),
    ):
        scenario.command(name)(command)
    app.add_typer(scenario, name="scenario")


def _opened(database_url: str, data_dir: Path | None) -> tuple[Scenarios, Snapshot]:
    settings = settings_of(database_url, data_dir)
    store = ready_store(settings)
    kept = scenarios_beside(store, settings)
    return Scenarios(kept, ScenarioSnapshots()), Snapshots(store).latest()


def save(
    file: Path,
    title: Annotated[str, typer.Option(help="Its title, else the file's.")] = "",
    parent: Annotated[str, typer.Option(help="Id of the version it is made from.")] = "",
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Save the scenario that FILE (JSON) describes on today's data, and print its id."""
    own = {name: value for name, value in (("title", title), ("parent", parent)) if value}
    # What an exported file says of itself is not said of what is made of it here.
    values = {**_json_of(file), "id": None, "base": None, "figures": None, **own}
    _keep(described(values), database_url, data_dir)


def import_file(file: Path, database_url: DatabaseUrl = "", data_dir: DataDir = None) -> None:
    """Keep an exported FILE as it is, with the data it was made on and its figures."""
    _keep(described(_json_of(file)), database_url, data_dir)


def _keep(asked: ScenarioFile, database_url: str, data_dir: Path | None) -> None:
    scenarios, snapshot = _opened(database_url, data_dir)
    with progress("Measuring"):
        done: SavedScenario = scenarios.save(snapshot, asked)
    NOTES.print("saved" if done.new else "kept already", highlight=False)
    write_out(f"{done.kept.id}\n".encode())


def _json_of(file: Path) -> dict[str, object]:
    within_size(file)
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InvalidInputError(f"{file.name} is not JSON", field="file") from error
    if not isinstance(values, dict):
        raise InvalidInputError(f"{file.name} holds no scenario", field="file")
    return values


def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="Its id.")],
    as_json: AsJson = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Show what a scenario gains and loses by town, and whether its data have changed since."""
    scenarios, snapshot = _opened(database_url, data_dir)
    with progress("Measuring"):
        opened = scenarios.open(snapshot, name)
    if as_json:
        print_json(scenario_answers.ScenarioStateAnswer(**scenario_answers.state(opened, "")))
        return
    _say_state(opened)
    if opened.found is not None:
        change = opened.found.change
        _print_changes(opened.scenario.title, (change.city, *change.towns), lang)


def _say_state(opened: OpenedScenario) -> None:
    if opened.changed:
        NOTES.print(
            "The data have changed since it was saved: the figures below are today's; "
            "those kept with it are in --json.",
            highlight=False,
        )
    if opened.trouble is not None:
        NOTES.print(
            f"Its changes no longer fit today's data: {opened.trouble.message}",
            highlight=False,
            markup=False,
        )


def _print_changes(title: str, rows: Sequence[ChangeRow], lang: Language) -> None:
    chinese = lang is Language.ZH
    touched = [
        row for row in rows if row.town == "city" or {row.gains, row.loses} != {Certainty.NO}
    ]
    print_table(
        title,
        ["镇街", "新增 km²", "新增 万人", "失去 km²", "失去 万人"]
        if chinese
        else ["Town", "Gained km²", "Gained 10,000 people", "Lost km²", "Lost 10,000 people"],
        [
            [
                row.name_zh if chinese else row.name_en,
                between(row.gained_m2, _KM2),
                between(row.gained_people, _PEOPLE_10K, 2),
                between(row.lost_m2, _KM2),
                between(row.lost_people, _PEOPLE_10K, 2),
            ]
            for row in touched
        ],
    )


def list_all(
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="At most so many.")] = 100,
    as_json: AsJson = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """List the scenarios kept, the newest first."""
    scenarios, _ = _opened(database_url, data_dir)
    found = scenario_answers.ScenariosAnswer(
        kept=scenarios.store.count(),
        scenarios=tuple(scenario_answers.saved(one, "") for one in scenarios.store.newest(limit)),
    )
    if as_json:
        print_json(found)
        return
    chinese = lang is Language.ZH
    print_table(
        f"方案（共 {found.kept} 个）" if chinese else f"Scenarios ({found.kept} kept)",
        ["方案", "保存于", "编号"] if chinese else ["Title", "Saved", "Id"],
        [[one.title, f"{one.saved:%Y-%m-%d %H:%M}", one.id] for one in found.scenarios],
    )


def compare_two(
    a: Annotated[str, typer.Argument(help="Id of a scenario, or base for today's city.")],
    b: Annotated[str, typer.Argument(help="Id of another, or base.")],
    as_json: AsJson = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Show what B covers and A does not (gained), and the other way round (lost)."""
    scenarios, snapshot = _opened(database_url, data_dir)
    with progress("Measuring"):
        found = compare(scenarios, snapshot, a, b)
    if as_json:
        print_json(scenario_answers.comparison(found))
        return
    today = "现状" if lang is Language.ZH else "today"
    titles = [today if side.id == BASE else side.title for side in (found.a, found.b)]
    change = found.found.change
    _print_changes(" → ".join(titles), (change.city, *change.towns), lang)


def export(
    name: Annotated[str, typer.Argument(metavar="ID", help="Its id.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; else standard output.")
    ] = None,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Write a scenario's file: its content, the digest of its data, and the figures kept."""
    settings = settings_of(database_url, data_dir)
    kept = scenarios_beside(ready_store(settings), settings).get(name)
    content = json.dumps(file_of(kept), ensure_ascii=False, indent=2).encode() + b"\n"
    if output is None:
        write_out(content)
        return
    write_whole(output, content)


def remove(
    name: Annotated[str, typer.Argument(metavar="ID", help="Its id.")],
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Forget a scenario: its link then leads nowhere."""
    settings = settings_of(database_url, data_dir)
    scenarios_beside(ready_store(settings), settings).remove(name)
    NOTES.print(f"{name} is forgotten", highlight=False, markup=False)
