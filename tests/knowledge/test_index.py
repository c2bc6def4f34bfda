"""The files of a search index."""

import json
import shutil

import pytest

from knowledge import index
from knowledge.calibration import Calibration
from knowledge.errors import EditionCorrupt
from knowledge.vectors import VectorCache
from tests.fakes import HashEmbedder
from tests.knowledge.conftest import PROCEDURES


def build(folder, procedures=PROCEDURES, cache=None, embedder=None):
    folder.mkdir(parents=True)
    index.build(
        procedures,
        folder,
        embedder=embedder or HashEmbedder(),
        cache=cache or VectorCache(folder.parent / "vectors.db"),
    )
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return build(tmp_path_factory.mktemp("index") / "made")


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made, tmp_path / "copy")


def load(folder, embedder=None):
    return index.load(folder, embedder or HashEmbedder(), Calibration.bundled())


def test_what_was_built_is_found_again(folder):
    searcher = load(folder)

    for procedure in PROCEDURES:
        assert searcher.find(procedure.name).candidates[0].code == procedure.code


def test_two_loads_find_the_same(folder):
    assert load(folder).find("khai sinh cho con") == load(folder).find("khai sinh cho con")


def test_building_again_computes_nothing_but_what_is_new(tmp_path):
    cache, embedder = VectorCache(tmp_path / "vectors.db"), HashEmbedder()
    build(tmp_path / "one", cache=cache, embedder=embedder)
    computed = len(embedder.embedded)

    build(tmp_path / "two", cache=cache, embedder=embedder)
    renamed = PROCEDURES[0].model_copy(update={"name": "Đăng ký khai sinh lưu động"})
    build(tmp_path / "three", (renamed, *PROCEDURES[1:]), cache=cache, embedder=embedder)

    assert computed > 0
    assert len(embedder.embedded) == computed + 2  # its name and its passage


def test_building_tells_how_far_it_is(tmp_path):
    told = []
    (tmp_path / "index").mkdir()

    index.build(
        PROCEDURES,
        tmp_path / "index",
        embedder=HashEmbedder(),
        cache=VectorCache(tmp_path / "vectors.db"),
        progress=lambda done, total: told.append((done, total)),
    )

    assert told[-1][0] == told[-1][1] > 0


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_records_make_an_index_too(tmp_path, count):
    searcher = load(build(tmp_path / "few", PROCEDURES[:count]))

    assert len(searcher.find("đăng ký khai sinh").candidates) == count


def _files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_missing_file_is_refused(made, tmp_path):
    def remove(path):
        path.unlink()

    assert _loaded_though(remove, made, tmp_path) == []


def test_a_file_that_was_cut_off_is_refused(made, tmp_path):
    def cut(path):
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])

    assert _loaded_though(cut, made, tmp_path) == []


def _loaded_though(harm, made, tmp_path):
    """Harm each file in its turn and return those whose harm went unseen."""
    unseen = []
    for number, name in enumerate(_files(made)):
        broken = shutil.copytree(made, tmp_path / str(number))
        harm(broken / name)
        try:
            load(broken)
        except EditionCorrupt:
            continue
        unseen.append(name)
    return unseen


def test_an_index_of_another_model_is_refused(folder):
    with pytest.raises(EditionCorrupt, match="indexed with hash, but other is loaded"):
        load(folder, HashEmbedder(name="other"))


def test_files_of_two_indexes_do_not_mix(folder, tmp_path):
    other = build(tmp_path / "other", PROCEDURES[:3])
    shutil.copy(other / "names.faiss", folder / "names.faiss")

    with pytest.raises(EditionCorrupt, match="different indexes"):
        load(folder)


def test_facts_that_are_no_facts_are_refused(folder):
    (folder / "index.json").write_text(json.dumps([1, 2]), "utf-8")

    with pytest.raises(EditionCorrupt):
        load(folder)


def test_facts_without_the_model_are_refused(folder):
    (folder / "index.json").write_text("{}", "utf-8")

    with pytest.raises(EditionCorrupt):
        load(folder)
