import gzip
import io
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.cli import main
from tests.knowledge.sources.making import method, portal_record, write_json

ROOT = Path(__file__).parents[3]
STARTER = ROOT / "knowledge" / "starter"
BIRTH = STARTER / "khai-sinh" / "1.001193.yml"
MARRIAGE = STARTER / "hon-nhan" / "1.000894.yml"


@dataclass(frozen=True)
class Told:
    code: int
    out: str
    err: str


@pytest.fixture
def motcua(monkeypatch, capsys):
    """Give a function that runs a command as it is typed."""

    def run(*arguments, typed=""):
        monkeypatch.setattr(sys, "argv", ["motcua", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        told = capsys.readouterr()
        return Told(code, told.out, told.err)

    return run


def knowledge(motcua, *arguments, **more):
    return motcua("knowledge", *arguments, **more)


class TestFromFilesToCitizens:
    def test_records_are_imported_indexed_checked_published_and_rolled_back(self, home, motcua, tmp_path):
        record = tmp_path / "record.yml"
        shutil.copy(MARRIAGE, record)

        imported = knowledge(motcua, "import", record)
        assert (imported.code, imported.out.splitlines()[0]) == (
            0,
            "1 created, 0 updated, 0 unchanged, 0 out of scope, 0 rejected.",
        )
        assert "+ 1.000894  Đăng ký kết hôn" in knowledge(motcua, "diff").out
        assert "Built edition 2 with 4 procedures." in knowledge(motcua, "index").out
        checked = knowledge(motcua, "check")
        assert checked.code == 0, checked.out
        assert "Edition 2 passed." in checked.out
        assert "recall at 1" in checked.out
        assert knowledge(motcua, "publish", "--yes").out.startswith("Edition 2 is published.")
        assert "1.000894" in knowledge(motcua, "list", "--published").out
        assert "Edition 1 is published again." in knowledge(motcua, "rollback").out
        assert "1.000894" not in knowledge(motcua, "list", "--published").out
        assert "retired" in knowledge(motcua, "editions").out

    def test_the_same_file_again_changes_nothing(self, home, motcua):
        assert "0 created, 0 updated, 1 unchanged" in knowledge(motcua, "import", BIRTH).out
        assert "Nothing changed: there already is edition 1" in knowledge(motcua, "index").out

    def test_a_record_removed_from_the_draft_is_told_in_the_diff(self, home, motcua):
        assert knowledge(motcua, "remove", "1.001193").code == 0

        assert "- 1.001193" in knowledge(motcua, "diff").out
        assert "1.001193" in knowledge(motcua, "list", "--published").out

    def test_a_changed_field_is_told_in_the_diff(self, home, motcua, tmp_path):
        record = tmp_path / "record.yml"
        record.write_text(BIRTH.read_text("utf-8").replace("Làm giấy khai sinh", "Giấy khai sinh cho bé"), "utf-8")
        assert "1 updated" in knowledge(motcua, "import", record).out

        told = knowledge(motcua, "diff", "1.001193").out

        assert "~ 1.001193" in told
        assert "words     plain.name: Làm giấy khai sinh → Giấy khai sinh cho bé" in told
        assert "official" not in told

    def test_a_newer_record_of_the_publisher_is_told_with_what_we_do_not_say_any_more(self, home, motcua, tmp_path):
        newer = portal_record("1.001193", executionMethods=[method(time=97)], updatedAt=1793000000000)
        assert "1 updated" in knowledge(motcua, "import", write_json(tmp_path / "portal.json", newer)).out

        told = knowledge(motcua, "diff").out

        assert "official  decision.number: 163/QĐ-BTP → 77/QĐ-BOM" in told
        assert "words     worded_on: (nothing) → 2026-04-15" in told
        assert "The official fields are newer than our words, which were checked on 2026-04-15." in told
        assert "Composed from the fields until our words are mended: plain.fee, plain.time, " in told
        assert "plain.name: " not in told


class TestShowing:
    def test_a_record_is_shown_as_yaml_that_can_be_imported(self, home, motcua, tmp_path):
        shown = knowledge(motcua, "show", "1.001193")
        record = tmp_path / "shown.yml"
        record.write_text(shown.out, "utf-8")

        assert "1 unchanged" in knowledge(motcua, "import", record).out

    def test_a_list_is_searched_without_tone_marks(self, home, motcua):
        told = knowledge(motcua, "list", "khai sinh")

        assert [line.split("\t")[0] for line in told.out.splitlines()] == ["1.001193"]

    def test_an_unknown_code_is_one_clear_line(self, home, motcua):
        told = knowledge(motcua, "show", "9.999999")

        assert told.code == 1
        assert told.err == ("motcua: No procedure has the code '9.999999'. See the codes with: motcua knowledge list\n")


class TestPublishing:
    @pytest.fixture
    def second_edition(self, home, motcua, tmp_path):
        """A draft edition beside the published one."""
        shutil.copy(MARRIAGE, tmp_path / "record.yml")
        knowledge(motcua, "import", tmp_path / "record.yml")
        knowledge(motcua, "index")

    def test_it_asks_first_and_no_means_no(self, second_edition, motcua):
        told = knowledge(motcua, "publish", typed="n\n")

        assert told.code == 1
        assert "Answer citizens from edition 2 (4 procedures)?" in told.out
        assert "Nothing was published." in told.out
        assert "1.000894" not in knowledge(motcua, "list", "--published").out

    def test_it_asks_first_and_yes_means_yes(self, second_edition, motcua):
        assert knowledge(motcua, "publish", typed="y\n").code == 0
        assert "1.000894" in knowledge(motcua, "list", "--published").out

    def test_without_anyone_to_answer_nothing_is_published(self, second_edition, motcua):
        assert knowledge(motcua, "publish", typed="").code == 1

    def test_an_edition_that_fails_its_check_needs_a_reason(self, second_edition, motcua, tmp_path):
        for code in ("1.001193", "1.004873"):
            knowledge(motcua, "remove", code)
        knowledge(motcua, "index")

        checked = knowledge(motcua, "check")
        refused = knowledge(motcua, "publish", "--yes")
        skipped = knowledge(motcua, "publish", "--yes", "--skip-check", "Tạm rút hai thủ tục")

        assert checked.code == 1
        assert "error: Lacks 2 of the 3 published procedures" in checked.out
        assert refused.code == 1
        assert "failed its check" in refused.err
        assert skipped.code == 0
        assert "check skipped: Tạm rút hai thủ tục" in knowledge(motcua, "editions").out

    def test_an_edition_that_does_not_exist_is_one_clear_line(self, home, motcua):
        told = knowledge(motcua, "publish", "77", "--yes")

        assert (told.code, told.err) == (
            1,
            "motcua: There is no edition 77. See them with: motcua knowledge editions\n",
        )

    def test_a_damaged_edition_is_named_with_its_file(self, second_edition, home, motcua):
        (newest,) = sorted((home / "editions").iterdir())[-1:]
        (newest / "records.db").write_bytes(b"")

        told = knowledge(motcua, "publish", "--yes", "--skip-check", "trotzdem")

        assert told.code == 1
        assert "records.db is not as it was written" in told.err


class TestBadInput:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("import",),
            ("import", "there-is-no-such-file.yml"),
            ("import", "--level", "village", "."),
            ("publish", "zero"),
            ("publish", "0"),
            ("unknown",),
        ],
    )
    def test_wrong_usage_ends_with_2(self, motcua, arguments):
        assert knowledge(motcua, *arguments).code == 2

    def test_a_truncated_gzip_is_one_clear_line(self, home, motcua, tmp_path):
        file = tmp_path / "portal.jsonl.gz"
        file.write_bytes(gzip.compress(b'{"code": "1"}\n' * 5000)[:-20])

        told = knowledge(motcua, "import", file)

        assert told.code == 1
        assert told.err.splitlines()[-1].startswith("motcua: ")
        assert "portal.jsonl.gz" in told.err
        assert "Traceback" not in told.err

    def test_a_rejected_record_is_told_with_place_and_reason_and_the_others_are_kept(self, home, motcua, tmp_path):
        folder = tmp_path / "records"
        folder.mkdir()
        shutil.copy(MARRIAGE, folder / "good.yml")
        (folder / "bad.yml").write_text("code: '1.000001'\n", "utf-8")

        told = knowledge(motcua, "import", folder)

        assert told.code == 0
        assert "1 created" in told.out
        assert "1 rejected" in told.out
        (line,) = [line for line in told.out.splitlines() if line.startswith("rejected: ")]
        assert "bad.yml" in line
        assert "name" in line

    def test_an_import_of_which_nothing_is_usable_fails(self, home, motcua, tmp_path):
        (tmp_path / "bad.yml").write_text("code: '1.000001'\n", "utf-8")

        assert knowledge(motcua, "import", tmp_path / "bad.yml").code == 1

    def test_before_anything_is_published_the_command_that_helps_is_told(self, motcua):
        told = knowledge(motcua, "list", "--published")

        assert told.code == 1
        assert "motcua knowledge setup" in told.err

    def test_an_index_of_nothing_is_refused(self, motcua):
        told = knowledge(motcua, "index")

        assert told.code == 1
        assert "The draft is empty" in told.err


class TestStarter:
    def test_setting_up_twice_does_nothing_the_second_time(self, home, motcua):
        told = knowledge(motcua, "setup")

        assert (told.code, told.out) == (0, "Edition 1 was published already.\n")


class TestLocal:
    OVERRIDE = """
scope: {centre: mau}
overrides:
  - {code: "1.001193", what: place, place: Nhà văn hóa, source: Quyết định A, valid_from: 2026-01-01}
  - {code: "9.999999", what: note, note: Ghi chú, source: Quyết định A, valid_from: 2026-01-01}
"""

    def test_overrides_are_imported_listed_and_removed(self, home, motcua, tmp_path):
        file = tmp_path / "local.yml"
        file.write_text(self.OVERRIDE, "utf-8")

        imported = knowledge(motcua, "override", "import", file)
        listed = knowledge(motcua, "override", "list")
        removed = knowledge(motcua, "override", "remove", "1")

        assert imported.out.startswith("2 created")
        assert "no procedure of the draft has the code 9.999999" in imported.out
        assert "centre mau\t1.001193\tplace\tfrom 2026-01-01\tQuyết định A" in listed.out
        assert removed.code == 0
        assert "1.001193" not in knowledge(motcua, "override", "list").out
        assert knowledge(motcua, "override", "remove", "1").code == 1

    def test_a_wrong_override_ends_with_1_and_its_line(self, home, motcua, tmp_path):
        file = tmp_path / "local.yml"
        file.write_text(self.OVERRIDE.replace("what: place", "what: fee"), "utf-8")

        told = knowledge(motcua, "override", "import", file)

        assert told.code == 1
        assert "local.yml:4: what is 'fee', so 'fees' is needed" in told.out

    def test_a_centre_is_set_up(self, home, motcua, tmp_path):
        file = tmp_path / "centre.yml"
        file.write_text("id: dong\nname: Phường Đông\nprovince_code: H26\n", "utf-8")
        assert knowledge(motcua, "centre", "list").out.startswith("mau\t")

        told = knowledge(motcua, "centre", "import", file)

        assert told.code == 0
        assert "MOTCUA_CENTRE_ID=dong" in told.out
        assert knowledge(motcua, "centre", "list").out == "dong\tH26\tPhường Đông\n"


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("MOTCUA_HOME", "/proc/no/such/place", "motcua: The database cannot be used"),
        ("MOTCUA_DATABASE_URL", "sqlite:////proc/no/motcua.db", "motcua: The database cannot be used"),
    ],
)
def test_a_place_that_cannot_be_written_to_is_one_clear_line(tmp_path, variable, value, told):
    environment = {**os.environ, "MOTCUA_HOME": str(tmp_path), variable: value}

    run = subprocess.run(
        [sys.executable, "-m", "kiosk.cli", "knowledge", "list"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1
    assert run.stderr.startswith(told)
    assert "Traceback" not in run.stderr


def test_help_loads_nothing_heavy():
    script = (
        "import sys, kiosk.cli; print(sorted({'sqlalchemy', 'numpy', 'faiss', 'rich.progress'} & set(sys.modules)))"
    )

    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"
