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

    A record of our own goes before a publisher's of the same code. `progress` gets how many are done and, once
    it is known, of how many. Raise SourceUnreadable, before anything is changed, for a file that was named itself.
    """
    rejected: list[RecordRejected] = []
    # All is read before the first write: the database is locked for as short as can be, and a file that turns out
    # to be cut off changes nothing.
    found = list(_distinct(_records(list(paths)), rejected, progress or _silent))
    wanted = [(origin, procedure) for origin, procedure in found if scope.includes(procedure)]
    changes = _save(session, wanted, progress or _silent)
    return Report(
        created=changes[Change.CREATED],
        updated=changes[Change.UPDATED],
        unchanged=changes[Change.UNCHANGED],
        out_of_scope=len(found) - len(wanted),
        rejected=tuple(rejected),
    )


def _silent(done: int, total: int | None) -> None:
    """Tell nobody."""


def _records(paths: Sequence[Path]) -> Iterator[tuple[Path, Procedure | RecordRejected]]:
    files: list[tuple[Path, sources.Reader | RecordRejected]] = []
    for path in paths:
        if path.is_dir():
            files += [(file, _reader_or_reason(file)) for file in _walk(path)]
        else:
            files.append((path, sources.reader_of(path)))
    for path, reader in sorted(files, key=lambda pair: not getattr(pair[1], "is_ours", False)):
        if isinstance(reader, RecordRejected):
            yield path, reader
            continue
        try:
            for record in reader.read(path):
                yield path, record
        except SourceUnreadable as error:
            if path in paths:
                raise
            yield path, _as_rejected(error)


def _walk(folder: Path) -> list[Path]:
    """Return the files of a folder and of those in it, in order, without what is hidden."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return sorted(f for f in files if not any(part.startswith(".") for part in f.relative_to(folder).parts))


def _reader_or_reason(path: Path) -> sources.Reader | RecordRejected:
    try:
        return sources.reader_of(path)
    except SourceUnreadable as error:
        return _as_rejected(error)


def _as_rejected(error: SourceUnreadable) -> RecordRejected:
    return RecordRejected(error.path, f"{error.reason} {error.mend}".strip())


def _distinct(
    records: Iterable[tuple[Path, Procedure | RecordRejected]], rejected: list[RecordRejected], progress: Progress
) -> Iterator[tuple[Path, Procedure]]:
    """Yield each code once; the second record of a code in one import is put with the rejected ones."""
    origins: dict[str, Path] = {}
    for number, (path, record) in enumerate(records, start=1):
        progress(number, None)
        if isinstance(record, RecordRejected):
            rejected.append(record)
        elif record.code in origins:
            reason = f"This code was already read from {origins[record.code]}; only that is used."
            rejected.append(RecordRejected(str(path), reason, code=record.code))
        else:
            origins[record.code] = path
            yield path, record


def _save(session: Session, records: list[tuple[Path, Procedure]], progress: Progress) -> Counter[Change]:
    changes: Counter[Change] = Counter()
    known = drafts.fingerprints(session) if records else {}
    for number, (path, procedure) in enumerate(records, start=1):
        fingerprint = known.get(procedure.code)
        if fingerprint is not None and fingerprint == procedure.fingerprint():
            changes[Change.UNCHANGED] += 1
        else:
            merged = procedure if fingerprint is None else _merged(procedure, drafts.get(session, procedure.code))
            # A savepoint per record: should one fail in the database, those before it stand and it is not half there.
            with session.begin_nested():
                changes[drafts.save(session, merged, origin=path.name)] += 1
        progress(number, len(records))
    return changes


def _merged(new: Procedure, old: Procedure) -> Procedure:
    """Return a new record with the words of ours that the draft has; the draft where the new one is a mere listing."""
    if _is_listing(new) and not _is_listing(old):
        return old
    kept = {name: getattr(old, name) for name in _OUR_WORDS if getattr(old, name) and not getattr(new, name)}
    if old.life_events and (old.plain.name or old.plain.facets):
        # A publisher's own groups of life events do not displace those that we chose.
        kept["life_events"] = old.life_events
    return new.model_copy(update=kept)


def _is_listing(procedure: Procedure) -> bool:
    return not (procedure.cases or procedure.methods or procedure.steps)
