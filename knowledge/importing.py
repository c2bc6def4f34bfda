"""Importing: files of any known format into the draft, each record whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from knowledge import drafts, sources
from knowledge.drafts import Change
from knowledge.errors import RecordRejected, SourceUnreadable
from knowledge.procedures import Procedure
from knowledge.scope import Scope

Progress = Callable[[int, int | None], None]

# What only we write; a publisher's record has nothing in its place, so importing one must not wipe it out.
_OUR_WORDS = (
    "plain", "english", "aliases", "shared_aliases", "who_for", "not_for", "mistakes", "related", "life_events",
)  # fmt: skip


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

    Where several files hold a code, ours goes before a ministry's, that before a province's, all before a listing.
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
    return [read.procedure for read in found if scope.includes(read.procedure)]


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
        if _is_listing(self.procedure):
            return 3, age
        return (1 if self.procedure.is_nationwide else 2), age


def _read(paths: Sequence[Path], progress: Progress) -> tuple[list[_Read], list[RecordRejected]]:
    """Return the records of files, each code once, and what cannot be used."""
    found: list[_Read] = []
    rejected: list[RecordRejected] = []
    for record in _records(paths):
        if isinstance(record, RecordRejected):
            rejected.append(record)
        else:
            found.append(record)
        progress(len(found) + len(rejected), None)
    first: dict[str, _Read] = {}
    for record in sorted(found, key=_Read.rank):
        before = first.setdefault(record.procedure.code, record)
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
        fingerprint = known.get(record.procedure.code)
        try:
            if fingerprint is not None and fingerprint == record.procedure.fingerprint():
                changes[Change.UNCHANGED] += 1
            else:
                changes[_keep(session, record, is_known=fingerprint is not None)] += 1
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
        procedure = procedure if record.is_ours else _merged(procedure, draft)
    # A savepoint per record: should one fail in the database, those before it stand and it is not half there.
    with session.begin_nested():
        return drafts.save(session, procedure, origin=record.path.name)


def _merged(new: Procedure, old: Procedure) -> Procedure:
    """Return a publisher's record with the words of ours that the draft has, or the draft where that says more.

    It does where the new one is a mere listing, and where ours was checked against the publisher's of that date or a
    later one: the same facts, in plain words.
    """
    if (_is_listing(new) and not _is_listing(old)) or (_has_our_words(old) and not _is_newer(new, old)):
        return old
    empty = {name: Procedure.model_fields[name].default for name in _OUR_WORDS}
    kept = {name: getattr(old, name) for name in _OUR_WORDS if getattr(new, name) == empty[name]}
    if old.life_events and _has_our_words(old):
        # A publisher's own groups of life events do not displace those that we chose.
        kept["life_events"] = old.life_events
    return new.model_copy(update=kept)


def _has_our_words(procedure: Procedure) -> bool:
    return bool(procedure.plain.name or procedure.plain.facets)


def _is_newer(new: Procedure, old: Procedure) -> bool:
    """Tell whether a record is of a later date; one that does not tell its date is taken for newer."""
    dates = new.source.updated_on, old.source.updated_on
    return dates[0] is None or dates[1] is None or dates[0] > dates[1]


def _is_listing(procedure: Procedure) -> bool:
    return not (procedure.cases or procedure.methods or procedure.steps)
