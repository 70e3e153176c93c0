"""The command line: the same use cases as the service, for people and for scripts."""

import sys

import typer

from api.cli import analysis, data, service
from api.cli.console import say_error
from gis.errors import GuantuError

app = typer.Typer(
    name="guantu",
    help="Guantu 莞图: landmark scenarios, carriers, takeoff points and their coverage.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
service.add_to(app)
data.add_to(app)
analysis.add_to(app)


def main() -> None:
    """Run a command; an error of ours is one clear message and exit code 1."""
    try:
        app()
    except GuantuError as error:
        say_error(error)
        sys.exit(1)
