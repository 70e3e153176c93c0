"""The command line: the same use cases as the service, for people and for scripts."""

import sys
from typing import Annotated

import typer

from api import VERSION
from api.cli import access, airspace, analysis, data, demand, policy, scenario, service, siting
from api.cli.console import print_what_the_terminal_can, say_error
from gis.errors import GuantuError

app = typer.Typer(
    name="guantu",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"guantu {VERSION}")
        raise typer.Exit


@app.callback()
def _guantu(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version."),
    ] = False,
) -> None:
    """Guantu 莞图: landmark scenarios, carriers, takeoff points and their coverage."""


service.add_to(app)
data.add_to(app)
analysis.add_to(app)
siting.add_to(app)
demand.add_to(app)
access.add_to(app)
airspace.add_to(app)
policy.add_to(app)
scenario.add_to(app)


def main() -> None:
    """Run a command; an error of ours is one clear message and exit code 1."""
    print_what_the_terminal_can()
    try:
        app()
    except GuantuError as error:
        say_error(error)
        sys.exit(1)
