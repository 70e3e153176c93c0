"""The settings of one run, read from the environment or given by the command line."""

import os
import sys
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from layers.scenario_store import DEFAULT_KEPT


def default_data_dir() -> Path:
    """Return the user folder where data live unless another is set.

    ``$XDG_DATA_HOME/guantu`` or ``~/.local/share/guantu``; on macOS
    ``~/Library/Application Support/guantu``.
    """
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "guantu"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "guantu"


class Settings(BaseSettings):
    """What can be set, each by ``GUANTU_`` and its name in capitals.

    Built where a run begins and handed on; nothing reads the environment at import.
    """

    model_config = SettingsConfigDict(env_prefix="GUANTU_", frozen=True, extra="ignore")

    data_dir: Path = Field(
        default_factory=default_data_dir, description="Folder of the embedded database."
    )
    database_url: str = Field(
        default="",
        description="postgresql://… of a PostGIS database; empty for the embedded default.",
    )
    host: str = Field(default="127.0.0.1", min_length=1, description="Address to listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on; 0 picks one.")
    root_path: str = Field(
        default="",
        pattern=r"^(/[A-Za-z0-9._~-]+)*$",
        description="Path below which a proxy serves the application, such as /guantu.",
    )
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[A-Za-z0-9.:\[\]-]+)?$",
        description="Scheme and host that links name; empty takes them from each request.",
    )
    review_number: str = Field(
        default="", max_length=80, description="Map review number (审图号) shown under every map."
    )
    solver_seconds: float = Field(
        default=20.0, gt=0, le=600, description="Longest time one siting request may solve."
    )
    jobs_running: int = Field(
        default=2, ge=1, le=64, description="Jobs (long runs in the background) at work at once."
    )
    jobs_waiting: int = Field(
        default=8, ge=0, le=1_000, description="Jobs that may wait for their turn."
    )
    jobs_kept: int = Field(
        default=100, ge=1, le=10_000, description="Ended jobs whose answers are kept."
    )
    jobs_kept_mb: int = Field(
        default=64, ge=1, le=10_000, description="Megabytes kept of ended jobs."
    )
    jobs_kept_minutes: float = Field(
        default=60, gt=0, le=10_080, description="How long an ended job is kept, in minutes."
    )
    scenarios_kept: int = Field(
        default=DEFAULT_KEPT,
        ge=1,
        le=100_000,
        description="How many saved scenarios the database keeps; more are refused.",
    )
    scenarios_listed: bool = Field(
        default=True, description="Whether anybody may list the saved scenarios; links always work."
    )

    @property
    def store_url(self) -> str:
        """The database to use: the one set, or the embedded file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'guantu.db'}"
