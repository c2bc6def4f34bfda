from __future__ import annotations

import subprocess
import sys

HEAVY = ("torch", "faiss", "onnxruntime", "numpy", "matplotlib", "sklearn", "pdfplumber", "docx", "openpyxl", "fastapi")


def test_help_loads_nothing_heavy():
    program = (
        "import sys\n"
        "from kiosk.cli import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', [name for name in {HEAVY!r} if name in sys.modules])"
    )

    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert "serve" in printed
    assert printed.strip().endswith("LOADED []")


def test_a_setting_that_is_wrong_is_named(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "kiosk.cli", "serve", "--no-starter"],
        env={"PORT": "eight", "MOTCUA_HOME": str(tmp_path), "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 1
    assert "PORT" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_missing_edition_is_told_with_the_command_that_mends_it(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "kiosk.cli", "ask", "khai sinh"],
        env={"MOTCUA_HOME": str(tmp_path), "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 1
    assert "motcua knowledge setup" in ran.stderr
    assert "Traceback" not in ran.stderr
