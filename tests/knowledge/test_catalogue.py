"""What an index knows of its procedures besides vectors and words."""

import numpy as np

from knowledge.catalogue import Catalogue, catalogue_of
from knowledge.procedures import Level
from tests.knowledge.conftest import make_procedure

PROCEDURES = (
    make_procedure(
        "1.000001",
        "Đăng ký khai sinh",
        aliases=("giấy khai sinh",),
        publisher_code="G15",
        levels=(Level.COMMUNE,),
        subjects=("Công dân Việt Nam",),
    ),
    make_procedure(
        "1.000002", "Đăng ký kết hôn", publisher_code="H26.14", is_nationwide=False, levels=(Level.PROVINCE,)
    ),
)


def test_every_name_is_a_row_of_its_entry():
    catalogue, texts = catalogue_of(PROCEDURES)

    assert texts == ["Đăng ký khai sinh", "giấy khai sinh", "Đăng ký kết hôn"]
    assert catalogue.first_row.tolist() == [0, 2, 3]
    assert [row.folded for row in catalogue.rows] == ["dang ky khai sinh", "giay khai sinh", "dang ky ket hon"]


def test_the_standing_of_a_procedure_is_known():
    catalogue, _ = catalogue_of(PROCEDURES)

    assert catalogue.standing.tolist() == [[1, 1, 1], [0, 0, 0]]
    assert [entry.publisher for entry in catalogue.entries] == ["G15", "H26"]


def test_rare_words_weigh_more_and_unseen_ones_most():
    catalogue, _ = catalogue_of(PROCEDURES)

    everywhere, rare, unseen = (catalogue.rarity(frozenset({word})) for word in ("dang", "hon", "zzz"))

    assert everywhere < rare < unseen


def test_an_entry_scores_as_its_best_name():
    catalogue, _ = catalogue_of(PROCEDURES)

    assert catalogue.best_of_entry(np.array([0.1, 0.9, 0.5], np.float32)).tolist() == [np.float32(0.9), np.float32(0.5)]


def test_a_catalogue_is_read_as_it_was_saved(tmp_path):
    catalogue, _ = catalogue_of(PROCEDURES)
    catalogue.save(tmp_path / "catalogue.json")

    again = Catalogue.load(tmp_path / "catalogue.json")

    assert (again.entries, again.rows) == (catalogue.entries, catalogue.rows)


def test_no_procedure_makes_a_catalogue():
    catalogue, texts = catalogue_of(())

    assert (catalogue.entries, texts) == ((), [])
    assert catalogue.standing.shape == (0, 3)
