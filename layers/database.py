"""Engines and schema: the embedded file or a PostGIS server, brought to today's tables."""

from importlib.resources import files
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from gis.errors import InvalidInputError, StoreOutdatedError
from layers.driver_errors import translated
from layers.embedded import begin, prepare_connection

POSTGRES_SCHEMES = ("postgresql", "postgres")


def connect(url: str) -> sa.Engine:
    """Return an engine for a database URL.

    Parameters
    ----------
    url
        ``sqlite:////folder/guantu.db`` for the embedded default, ``postgresql://…`` for PostGIS.

    Raises
    ------
    gis.errors.InvalidInputError
        If the URL is of neither, or the embedded database's folder cannot be made.
    """
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise _unknown_url() from None
    scheme = parsed.drivername.partition("+")[0]
    if scheme == "sqlite":
        return _embedded_engine(parsed)
    if scheme in POSTGRES_SCHEMES:
        return sa.create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            pool_size=10,
            pool_timeout=5,
            connect_args={"connect_timeout": 5, "options": "-c statement_timeout=30000"},
        )
    raise _unknown_url()


def _unknown_url() -> InvalidInputError:
    return InvalidInputError(
        "not a database address Guantu can use",
        field="database_url",
        remedy="Use postgresql://user@host/name, or leave it out for the embedded database.",
    )


def _embedded_engine(url: sa.URL) -> sa.Engine:
    if url.database:
        folder = Path(url.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InvalidInputError(
                f"cannot make the folder {folder}: {error.strerror}",
                field="data_dir",
                remedy="Name another with --data-dir or GUANTU_DATA_DIR.",
            ) from error
    engine = sa.create_engine(url)
    sa.event.listen(engine, "connect", prepare_connection)
    sa.event.listen(engine, "begin", begin)
    return engine


def migrate(engine: sa.Engine) -> None:
    """Bring the database's tables to this version; all of it or none.

    Raises
    ------
    gis.errors.StoreUnavailableError
        If the database cannot be reached.
    gis.errors.StoreOutdatedError
        If a newer Guantu made the tables.
    """
    with translated(), engine.connect() as bare:
        connection = bare.execution_options(writes=True)
        with connection.begin():
            _refuse_newer(connection)
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def schema_is_current(engine: sa.Engine) -> bool:
    """Return whether the database's tables are those of this version."""
    with translated(), engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current == ScriptDirectory.from_config(_config()).get_current_head()


def _refuse_newer(connection: sa.Connection) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if current is not None and current not in known:
        raise StoreOutdatedError(
            "a newer version of Guantu made this database", remedy="Upgrade Guantu."
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("layers") / "migrations"))
    return config
