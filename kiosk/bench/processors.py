"""Processes and those below them, and how much processor time they have used, those that have ended included."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_PROC = Path("/proc")


def seconds(roots: Mapping[str, int]) -> dict[str, float]:
    """Return what each process and those below it have used so far; 0 where the system does not tell."""
    table = _table()
    return {name: sum(table[pid][1] for pid in _below(table, root)) for name, root in roots.items()}


def tree(root: int) -> list[int]:
    """Return a process and those below it."""
    return _below(_table(), root)


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


def _below(table: Mapping[int, tuple[int, float]], root: int) -> list[int]:
    if root not in table:
        return []
    children = [pid for pid, (parent, _) in table.items() if parent == root]
    return [root, *(pid for child in children for pid in _below(table, child))]
