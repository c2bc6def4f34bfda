"""What the tests of editions share: a deployment with an empty database, and one with two sound editions."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from knowledge import database, drafts, edition_rows, editions
from knowledge.embedding import Embedder
from knowledge.models import EditionRow
from knowledge.procedures import Case, Document, Method, Procedure, Step, SubmissionMethod
from knowledge.settings import KnowledgeSettings
from tests.fakes import HashEmbedder

NAMES = {
    "1.001193": "Đăng ký khai sinh",
    "1.000894": "Đăng ký kết hôn",
    "1.000656": "Đăng ký khai tử",
    "1.004873": "Cấp giấy xác nhận tình trạng hôn nhân",
    "2.000815": "Chứng thực bản sao từ bản chính",
    "1.004222": "Đăng ký thường trú",
}


def make_procedure(code: str, name: str, **fields: object) -> Procedure:
    """A procedure that says enough to be indexed and checked."""
    return Procedure(
        code=code,
        name=name,
        cases=(Case(documents=(Document(name="Tờ khai"),)),),
        methods=(Method(method=SubmissionMethod.COUNTER),),
        steps=(Step(text="Nộp hồ sơ tại quầy."),),
    ).model_copy(update=fields)


PROCEDURES = tuple(make_procedure(code, name) for code, name in NAMES.items())


@dataclass(frozen=True)
class Deployment:
    """A home folder with its database, as a command or a process has it."""

    settings: KnowledgeSettings
    engine: Engine
    sessions: sessionmaker[Session]
    embedder: Embedder

    def draft(self, procedures: Iterable[Procedure]) -> None:
        """Bring procedures into the draft."""
        with self.sessions.begin() as session:
            for procedure in procedures:
                drafts.save(session, procedure, origin="test")

    def build(self, *, note: str = "") -> int:
        """Build an edition, with a note in each record so that its content differs."""
        if note:
            self.draft(p.model_copy(update={"note": note}) for p in PROCEDURES)
        return editions.build(self.sessions, self.settings, self.embedder).number

    def publish(self, number: int, *, skip_check: str = "a test") -> None:
        """Publish an edition."""
        editions.publish(self.sessions, self.settings, number, skip_check=skip_check)

    def row(self, number: int) -> EditionRow:
        """The row of an edition."""
        with self.sessions() as session:
            return edition_rows.find(session, number)

    def folder(self, number: int) -> Path:
        """The folder of an edition."""
        return self.settings.editions_folder / self.row(number).folder

    def states(self) -> dict[int, str]:
        """The state of every edition by its number."""
        with self.sessions() as session:
            return {row.number: row.state.value for row in edition_rows.every(session)}


def open_deployment(home: Path, **settings: object) -> Deployment:
    """Open the deployment of a home folder."""
    chosen = KnowledgeSettings(home=home).model_copy(update=settings)
    engine = database.connect(chosen.database)
    database.create_all(engine)
    return Deployment(chosen, engine, database.sessions(engine), HashEmbedder())


@pytest.fixture
def deployment(tmp_path):
    """A deployment whose draft holds a few procedures; nothing is built."""
    opened = open_deployment(tmp_path / "home")
    opened.draft(PROCEDURES)
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="session")
def two_editions_home(tmp_path_factory):
    """A home folder with edition 1 retired and edition 2 published; not to be changed."""
    opened = open_deployment(tmp_path_factory.mktemp("two-editions"))
    for note in ("first", "second"):
        opened.publish(opened.build(note=note))
    opened.engine.dispose()
    return opened.settings.home


@pytest.fixture
def two_editions(two_editions_home, tmp_path):
    """A deployment of the test's own with edition 1 retired and edition 2 published."""
    opened = open_deployment(Path(shutil.copytree(two_editions_home, tmp_path / "two")))
    yield opened
    opened.engine.dispose()
