"""Errors of the database drivers, translated into ours in one place."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy.exc as sa_errors

from gis.errors import (
    ConflictError,
    InvalidInputError,
    StoreBusyError,
    StoreOutdatedError,
    StoreUnavailableError,
)


@contextmanager
def translated() -> Iterator[None]:
    """Raise our errors for the driver's; their text never carries a host, a path or SQL.

    Raises
    ------
    gis.errors.StoreBusyError
        Another writer holds the embedded database.
    gis.errors.StoreOutdatedError
        A table or column is missing.
    gis.errors.ConflictError
        The write breaks a rule of the database.
    gis.errors.StoreUnavailableError
        The database cannot be reached, or went away, or its file cannot be used.
    gis.errors.InvalidInputError
        A value is none that the database could hold.
    """
    try:
        yield
    except sa_errors.IntegrityError as error:
        raise ConflictError("the write breaks a rule of the database") from error
    except sa_errors.DataError as error:
        raise InvalidInputError("a value is none that a layer could hold") from error
    except (sa_errors.OperationalError, sa_errors.ProgrammingError) as error:
        text = str(error.orig).lower()
        _raise_for_the_file(text, error)
        if "locked" in text or "busy" in text:
            raise StoreBusyError(
                "another writer holds the database", remedy="Try again in a moment."
            ) from error
        if "no such table" in text or "no such column" in text or "does not exist" in text:
            raise StoreOutdatedError(
                "the database's tables are not those of this version",
                remedy="Run: guantu migrate",
            ) from error
        raise StoreUnavailableError(
            "the database cannot be reached", remedy="Check that it runs, then try again."
        ) from error
    except sa_errors.DBAPIError as error:
        _raise_for_the_file(str(error.orig).lower(), error)
        raise StoreUnavailableError("the database did not answer as it should") from error


_OF_THE_FILE = {
    "readonly": ("the database's file cannot be written to", "Give Guantu the right to write it."),
    "unable to open": (
        "the database's file cannot be opened",
        "Give Guantu the right to read and write it and its folder.",
    ),
    "not a database": ("the database's file is not a database", "Move it away, or restore it."),
    "malformed": ("the database's file is damaged", "Restore it from a backup, or move it away."),
    "disk is full": ("there is no room left for the database", "Make room on its disk."),
    "disk i/o": ("the database's disk does not answer as it should", "Check the disk."),
}
"""What SQLite says, and what we say, of the file of an embedded database."""


def _raise_for_the_file(text: str, error: Exception) -> None:
    for said, (message, remedy) in _OF_THE_FILE.items():
        if said in text:
            raise StoreUnavailableError(message, remedy=remedy) from error
