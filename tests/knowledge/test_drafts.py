import pytest
from sqlalchemy import event

from knowledge import database, drafts
from knowledge.drafts import Change
from knowledge.errors import ProcedureNotFound
from knowledge.procedures import Procedure


@pytest.fixture
def engine(tmp_path):
    engine = database.connect(f"sqlite:///{tmp_path}/motcua.db")
    database.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(engine):
    return database.sessions(engine)


BIRTH = Procedure(code="1.001193", name="Đăng ký khai sinh", aliases=("giấy khai sinh",))


def test_a_new_record_is_created_and_read_back_whole(sessions):
    with sessions.begin() as session:
        assert drafts.save(session, BIRTH, origin="a.yml") is Change.CREATED

    with sessions() as session:
        assert drafts.get(session, "1.001193") == BIRTH


def test_an_unchanged_record_is_not_written_again(sessions, engine):
    with sessions.begin() as session:
        drafts.save(session, BIRTH, origin="a.yml")
    statements = []
    event.listen(engine, "before_cursor_execute", lambda *call: statements.append(call[2].split()[0]))

    with sessions.begin() as session:
        assert drafts.save(session, BIRTH, origin="b.yml") is Change.UNCHANGED

    assert statements == ["BEGIN", "SELECT"]


def test_a_changed_record_takes_the_place_of_the_old_one(sessions):
    changed = BIRTH.model_copy(update={"name": "Thủ tục đăng ký khai sinh"})
    with sessions.begin() as session:
        drafts.save(session, BIRTH, origin="a.yml")

    with sessions.begin() as session:
        assert drafts.save(session, changed, origin="b.yml") is Change.UPDATED
        assert drafts.get(session, BIRTH.code) == changed
        assert drafts.count(session) == 1
        assert [line.origin for line in drafts.summaries(session)] == ["b.yml"]


def test_a_record_whose_savepoint_is_rolled_back_takes_no_other_with_it(sessions):
    with sessions.begin() as session:
        drafts.save(session, BIRTH, origin="a.yml")
        savepoint = session.begin_nested()
        drafts.save(session, Procedure(code="2", name="Hỏng"), origin="a.yml")
        savepoint.rollback()

    with sessions() as session:
        assert list(drafts.fingerprints(session)) == ["1.001193"]


def test_a_list_is_searched_without_tone_marks(sessions):
    with sessions.begin() as session:
        drafts.save(session, BIRTH, origin="a.yml")
        drafts.save(session, Procedure(code="2", name="Đăng ký kết hôn"), origin="a.yml")

        assert [line.code for line in drafts.summaries(session, words="khai sinh")] == ["1.001193"]
        assert [line.code for line in drafts.summaries(session, words="ket hon")] == ["2"]


def test_a_removed_record_is_gone_and_cannot_be_removed_twice(sessions):
    with sessions.begin() as session:
        drafts.save(session, BIRTH, origin="a.yml")
        drafts.delete(session, BIRTH.code)

        with pytest.raises(ProcedureNotFound, match=r"1\.001193"):
            drafts.get(session, BIRTH.code)
        with pytest.raises(ProcedureNotFound):
            drafts.delete(session, BIRTH.code)
