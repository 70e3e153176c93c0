"""Errors of the database drivers, translated into ours in one place."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy.exc as sa_errors

from gis.errors import ConflictError, StoreBusyError, StoreOutdatedError, StoreUnavailableError


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
        The database cannot be reached, or went away.
    """
    try:
        yield
    except sa_errors.IntegrityError as error:
        raise ConflictError("the write breaks a rule of the database") from error
    except (sa_errors.OperationalError, sa_errors.ProgrammingError) as error:
        text = str(error.orig).lower()
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
        raise StoreUnavailableError("the database did not answer as it should") from error
