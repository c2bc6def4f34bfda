"""Importing: files of any known format into the draft, each record whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from knowledge import drafts, merging, sources
from knowledge.drafts import Change
from knowledge.errors import RecordRejected, SourceUnreadable
from knowledge.procedures import Procedure
from knowledge.scope import Scope

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Report:
    """What an import did; the counts are of records."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    out_of_scope: int = 0
    rejected: tuple[RecordRejected, ...] = ()
    """Records that cannot be used and, in a folder, files that cannot be read; each with its place and the reason."""


_EVERYTHING = Scope()


def run(
    session: Session, paths: Iterable[Path], *, scope: Scope = _EVERYTHING, progress: Progress | None = None
) -> Report:
    """Bring the records of files, and of folders of files, into the draft; the caller commits.

    Where several files hold a code, a ministry's goes before a province's, and that before a listing; ours and theirs
    are one procedure, with the official fields of the newer and our words.
    `progress` gets how many are done and, once it is known, of how many. Raise SourceUnreadable, before anything is
    changed, for a file that was named itself.
    """
    tell = progress or _silent
    # All is read before the first write: the database is locked for as short as can be, and a file that turns out
    # to be cut off changes nothing.
    found, rejected = _read(list(paths), tell)
    wanted = [read for read in found if scope.includes(read.procedure)]
    changes, refused = _save(session, wanted, tell)
    return Report(
        created=changes[Change.CREATED],
        updated=changes[Change.UPDATED],
        unchanged=changes[Change.UNCHANGED],
        out_of_scope=len(found) - len(wanted),
        rejected=(*rejected, *refused),
    )


def procedures_of(paths: Iterable[Path], *, scope: Scope = _EVERYTHING) -> list[Procedure]:
    """Return the procedures of files and folders that a scope includes, one a code; the draft is not touched.

    What `run` would reject is left out. Raise SourceUnreadable as `run` does.
    """
    found, _ = _read(list(paths), _silent)
    one_each: dict[str, Procedure] = {}
    for read in found:
        before = one_each.get(read.procedure.code)
        if before is None:
            one_each[read.procedure.code] = read.procedure
        elif read.procedure.is_nationwide:
            one_each[before.code] = merging.publishers_into(before, read.procedure)
    return [procedure for procedure in one_each.values() if scope.includes(procedure)]


def _silent(done: int, total: int | None) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class _Read:
    """A record with the file it came from."""

    path: Path
    procedure: Procedure
    is_ours: bool

    def rank(self) -> tuple[int, int]:
        """Return how far behind others of the same code the record stands; of equals the one of later date leads."""
        updated_on = self.procedure.source.updated_on
        age = -updated_on.toordinal() if updated_on else 0
        if self.is_ours:
            return 0, age
        if merging.is_listing(self.procedure):
            return 3, age
        return (1 if self.procedure.is_nationwide else 2), age


def _read(paths: Sequence[Path], progress: Progress) -> tuple[list[_Read], list[RecordRejected]]:
    """Return the records of files, of a code one of ours and then one of a publisher, and what cannot be used."""
    found: list[_Read] = []
    rejected: list[RecordRejected] = []
    for record in _records(paths):
        if isinstance(record, RecordRejected):
            rejected.append(record)
        else:
            found.append(record)
        progress(len(found) + len(rejected), None)
    first: dict[tuple[str, bool], _Read] = {}
    for record in sorted(found, key=_Read.rank):
        before = first.setdefault((record.procedure.code, record.is_ours), record)
        if before is not record:
            reason = f"This code is taken from {before.path}; only one record of a code is used."
            rejected.append(RecordRejected(str(record.path), reason, code=record.procedure.code))
    return list(first.values()), rejected


def _records(paths: Sequence[Path]) -> Iterator[_Read | RecordRejected]:
    for path in paths:
        for file in _files(path):
            try:
                reader = sources.reader_of(file)
                for record in reader.read(file):
                    yield record if isinstance(record, RecordRejected) else _Read(file, record, reader.is_ours)
            except SourceUnreadable as error:
                if file is path:
                    raise
                yield RecordRejected(error.path, f"{error.reason} {error.mend}".strip())


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    if files := _walk(path):
        return files
    raise SourceUnreadable(str(path), "The folder holds no file.", mend="Check its name.")


def _walk(folder: Path) -> list[Path]:
    """Return the files of a folder and of those in it, in order, without what is hidden."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return sorted(f for f in files if not any(part.startswith(".") for part in f.relative_to(folder).parts))


def _save(
    session: Session, records: Sequence[_Read], progress: Progress
) -> tuple[Counter[Change], list[RecordRejected]]:
    changes: Counter[Change] = Counter()
    refused: list[RecordRejected] = []
    known = drafts.fingerprints(session) if records else {}
    for number, record in enumerate(records, start=1):
        code = record.procedure.code
        try:
            if code in known and known[code] == record.procedure.fingerprint():
                changes[Change.UNCHANGED] += 1
            else:
                changes[_keep(session, record, is_known=code in known)] += 1
                # A publisher's record of the same code may follow, and meets this one.
                known[code] = ""
        except RecordRejected as rejected:
            refused.append(rejected)
        progress(number, len(records))
    return changes, refused


def _keep(session: Session, record: _Read, *, is_known: bool) -> Change:
    procedure = record.procedure
    if is_known:
        draft = drafts.get(session, procedure.code)
        if draft.is_nationwide and not procedure.is_nationwide:
            reason = "The draft holds the nationwide record; a province's copy of it is entered as a local override."
            raise RecordRejected(str(record.path), reason, code=procedure.code)
        into = merging.ours_into if record.is_ours else merging.publishers_into
        procedure = into(draft, procedure)
    # A savepoint per record: should one fail in the database, those before it stand and it is not half there.
    with session.begin_nested():
        return drafts.save(session, procedure, origin=record.path.name)
