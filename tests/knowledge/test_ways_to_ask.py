"""Whole questions as citizens put them, which a question is compared with."""

import shutil

import pytest

from knowledge import index
from knowledge.calibration import Calibration, Thresholds
from knowledge.errors import EditionCorrupt
from knowledge.features import NAMES
from knowledge.figure_weights import FigureWeights
from knowledge.parts import Part
from knowledge.trees import Trees
from knowledge.vectors import VectorCache
from tests.fakes import HashEmbedder
from tests.knowledge.conftest import PROCEDURES

STORY = "bồng con lên xã xin tờ giấy có tên nó"
BY_WAYS_ALONE = Calibration(FigureWeights({"way_vector": 1.0}), Trees(0.0), Thresholds(answer=0.9, near=0.1))


def searching(folder, procedures, calibration=BY_WAYS_ALONE):
    folder.mkdir()
    index.build(procedures, folder, embedder=HashEmbedder(), cache=VectorCache(folder.parent / "vectors.db"))
    return index.load(folder, HashEmbedder(), calibration)


@pytest.fixture
def taught():
    first, *others = PROCEDURES
    return (first.model_copy(update={"ways_to_ask": (STORY, "đẻ con xong thì ra đâu khai")}), *others)


def figure(searcher, name, question, code):
    ranking = searcher.rank(question)
    codes = [searcher.catalogue.entries[int(entry)].code for entry in ranking.entries]
    return ranking.figures[codes.index(code), NAMES.index(name)]


def test_a_question_that_was_put_so_before_finds_its_procedure(tmp_path, taught):
    found = searching(tmp_path / "index", taught).find(STORY)

    assert found.candidates[0].code == taught[0].code


def test_a_way_to_ask_is_known_again_word_for_word(tmp_path, taught):
    searcher = searching(tmp_path / "index", taught)

    assert figure(searcher, "way_vector", STORY, taught[0].code) == pytest.approx(10, abs=0.01)
    assert figure(searcher, "way_votes", STORY, taught[0].code) > 0.5


def test_a_record_without_ways_to_ask_is_as_near_as_by_its_names(tmp_path, taught):
    searcher, without = searching(tmp_path / "index", taught), taught[1].code

    by_name = figure(searcher, "name_vector", "đăng ký kết hôn", without)

    assert figure(searcher, "way_vector", "đăng ký kết hôn", without) == by_name
    assert figure(searcher, "has_ways", "đăng ký kết hôn", without) == 0


def test_an_edition_in_which_no_record_has_any_is_searched_by_the_rest(tmp_path):
    searcher = searching(tmp_path / "index", PROCEDURES)

    assert searcher.find(PROCEDURES[0].name).candidates
    assert not searcher.catalogue.has_ways.any()


OPEN = "mất tờ giấy ấy rồi giờ làm lại ra sao"


def sharing(*numbers):
    """Return the procedures, the numbered ones sharing a way to ask that leaves open which of them is meant."""
    return tuple(
        one.model_copy(update={"shared_ways_to_ask": (OPEN,)}) if number in numbers else one
        for number, one in enumerate(PROCEDURES)
    )


def test_a_way_to_ask_that_several_share_speaks_for_each_of_them_and_for_none_alone(tmp_path):
    searcher = searching(tmp_path / "index", sharing(0, 1))
    first, second, third = (one.code for one in PROCEDURES[:3])

    assert [figure(searcher, "shared_way_votes", OPEN, code) for code in (first, second, third)] == [1, 1, 0]
    assert figure(searcher, "shared_way_vector", OPEN, first) == pytest.approx(10, abs=0.01)
    assert figure(searcher, "way_votes", OPEN, first) == 0


def test_a_record_that_shares_none_is_farther_from_being_left_open_than_from_being_asked_for(tmp_path):
    searcher = searching(tmp_path / "index", sharing(0, 1))
    third = PROCEDURES[2].code

    assert figure(searcher, "shared_way_vector", OPEN, third) < figure(searcher, "way_vector", OPEN, third)
    assert figure(searcher, "has_shared_ways", OPEN, third) == 0


def test_what_one_record_shares_with_none_of_the_edition_leaves_nothing_open(tmp_path):
    searcher = searching(tmp_path / "index", sharing(0))

    assert not searcher.catalogue.has_shared_ways.any()
    assert figure(searcher, "shared_way_votes", OPEN, PROCEDURES[0].code) == 0


def test_switched_off_they_leave_no_figure(tmp_path, taught):
    searcher = searching(tmp_path / "index", taught).without(Part.WAYS_TO_ASK)

    assert figure(searcher, "way_vector", STORY, taught[0].code) == 0


@pytest.mark.parametrize("file", ["ways.faiss", "shared_ways.faiss"])
def test_ways_of_another_index_are_noticed(file, tmp_path):
    searching(tmp_path / "index", [one.model_copy(update={"ways_to_ask": (STORY,)}) for one in sharing(0, 1)])
    searching(tmp_path / "other", PROCEDURES)
    shutil.copy(tmp_path / "other" / file, tmp_path / "index" / file)

    with pytest.raises(EditionCorrupt, match="come from different indexes"):
        index.load(tmp_path / "index", HashEmbedder(), BY_WAYS_ALONE)


def test_a_text_has_one_vector_as_a_question_and_another_as_a_passage(tmp_path):
    cache, embedder = VectorCache(tmp_path / "vectors.db"), HashEmbedder()

    asked = cache.embed([STORY], embedder, are_questions=True)
    told = cache.embed([STORY], embedder)

    assert asked.tobytes() == embedder.embed_queries([STORY]).tobytes()
    assert told.tobytes() == embedder.embed_passages([STORY]).tobytes()
