import pytest

from knowledge import manifests
from knowledge.errors import EditionCorrupt


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.bin").write_bytes(b"0123456789")
    (tmp_path / "sub" / "b.bin").write_bytes(b"abcdef")
    return tmp_path


def flip_a_byte(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


DAMAGES = {
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "one bit flipped": flip_a_byte,
    "deleted": lambda path: path.unlink(),
    "emptied": lambda path: path.write_bytes(b""),
}


def test_a_sound_folder_is_accepted(folder):
    manifest = manifests.write(folder, content="c", procedures=2)

    manifests.verify(folder, manifest=manifest)


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
@pytest.mark.parametrize("name", ["a.bin", "sub/b.bin", manifests.NAME])
def test_a_damaged_file_is_told_by_its_name(folder, name, damage):
    manifest = manifests.write(folder, content="c", procedures=2)

    damage(folder / name)

    with pytest.raises(EditionCorrupt, match=name.split("/")[-1]):
        manifests.verify(folder, manifest=manifest)


def test_a_file_that_nobody_wrote_is_told(folder):
    manifest = manifests.write(folder, content="c", procedures=2)
    (folder / "c.bin").write_bytes(b"x")

    with pytest.raises(EditionCorrupt, match=r"c\.bin does not belong"):
        manifests.verify(folder, manifest=manifest)


def test_a_manifest_of_another_edition_is_not_accepted(folder):
    manifest = manifests.write(folder, content="c", procedures=2)
    (folder / "a.bin").write_bytes(b"another one")
    manifests.write(folder, content="c", procedures=2)

    with pytest.raises(EditionCorrupt, match="not the manifest"):
        manifests.verify(folder, manifest=manifest)


def test_a_folder_that_is_gone_is_told(tmp_path):
    with pytest.raises(EditionCorrupt, match="is missing"):
        manifests.verify(tmp_path / "gone", manifest="")
