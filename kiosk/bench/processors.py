"""How much processor time processes have used, their children and those that have ended included."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_PROC = Path("/proc")


def seconds(roots: Mapping[str, int]) -> dict[str, float]:
    """Return what each process and those below it have used so far; 0 where the system does not tell."""
    table = _table()
    return {name: _of_tree(table, root) for name, root in roots.items()}


def _table() -> dict[int, tuple[int, float]]:
    """Return the parent and the seconds of every process."""
    found = {}
    for folder in _PROC.glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text("latin-1").rpartition(")")[2].split()
        except OSError:
            # It has ended meanwhile; its parent carries what it used.
            continue
        ticks = sum(int(used) for used in fields[11:15])
        found[int(folder.name)] = (int(fields[1]), ticks / os.sysconf("SC_CLK_TCK"))
    return found


def _of_tree(table: Mapping[int, tuple[int, float]], root: int) -> float:
    used = table[root][1] if root in table else 0.0
    return used + sum(_of_tree(table, pid) for pid, (parent, _) in table.items() if parent == root)
