"""The settings of the knowledge package, read once from the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

STARTER = Path(__file__).parent / "starter"
"""The folder of the records and questions that are shipped."""


class KnowledgeSettings(BaseSettings):
    """Where the knowledge lies and how strict an edition's check is; every name begins with MOTCUA_."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_", frozen=True, extra="ignore")

    home: Path = Field(default=Path("var"), description="Folder for all that is written at run time.")
    database_url: str = Field(
        default="",
        description="Database as an SQLAlchemy URL; empty: the SQLite file motcua.db in the home folder.",
    )
    centre_id: str = Field(
        default="mau", description="Id of the centre this deployment serves when a message names none."
    )
    edition_poll_seconds: float = Field(
        default=1.0, ge=0, description="How often, at most, a process looks for a newly published edition."
    )
    edition_retry_seconds: float = Field(
        default=60.0, ge=0, description="How long a corrupt edition is left alone before it is tried again."
    )
    editions_kept: int = Field(
        default=3, ge=2, description="How many editions no longer served keep their files, for a rollback."
    )
    records_cached: int = Field(
        default=256, ge=1, description="How many parsed procedures a serving process keeps in memory."
    )
    question_set: Path | None = Field(
        default=None, description="Questions an edition is checked with (JSON lines); unset: those shipped."
    )
    encoder: Path | None = Field(
        default=None, description="Folder of an encoder made with `motcua knowledge tune`; unset: the bundled one."
    )
    recall_margin: float = Field(
        # More procedures look more alike: with the 560 others of a commune beside the starter two points were lost.
        default=0.04,
        ge=0,
        le=1,
        description="How far recall at 1 may fall below the published edition's.",
    )
    wrong_answer_margin: float = Field(
        default=0.01,
        ge=0,
        le=1,
        description="How far the wrong-answer rate may rise above the published edition's.",
    )
    removal_margin: float = Field(
        default=0.2,
        ge=0,
        le=1,
        description="What part of the published procedures a new edition may lack.",
    )

    @property
    def database(self) -> str:
        """Return the URL of the database, the default one made from the home folder."""
        return self.database_url or f"sqlite:///{(self.home / 'motcua.db').absolute()}"

    @property
    def questions(self) -> Path:
        """Return the file of the questions that an edition is checked with."""
        return self.question_set or STARTER / "questions.jsonl"

    @property
    def editions_folder(self) -> Path:
        """Return the folder that holds one folder per edition."""
        return self.home / "editions"

    @property
    def vector_cache(self) -> Path:
        """Return the file in which vectors are kept by the hash of their text."""
        return self.home / "vectors.db"

    @property
    def calibration(self) -> Path:
        """Return the file of a calibration learned here; where there is none, the shipped one is used."""
        return self.home / "calibration.json"
