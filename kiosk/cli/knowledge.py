"""`motcua knowledge`: from files to the edition that citizens are answered from."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.bars import bar
from kiosk.cli.knowledge_local import centre_app, override_app
from kiosk.cli.storage import Storage, opened

if TYPE_CHECKING:
    from knowledge.checks import CheckReport
    from knowledge.records import Records

app = typer.Typer(help="Procedures: import, check, publish, roll back.", no_args_is_help=True)
app.add_typer(override_app, name="override")
app.add_typer(centre_app, name="centre")


class LevelName(StrEnum):
    """A level of administration, as an option names it."""

    COMMUNE = "commune"
    PROVINCE = "province"
    MINISTRY = "ministry"


Paths = Annotated[list[Path], typer.Argument(help="Files or folders.", exists=True)]
Number = Annotated[int | None, typer.Argument(help="Number of an edition; left out: the newest.", min=1)]


@app.command("import")
def import_(
    paths: Paths,
    level: Annotated[LevelName | None, typer.Option(help="Only procedures of this level.")] = None,
    field: Annotated[str, typer.Option(help="Only this field, such as 'Hộ tịch'.")] = "",
    publisher: Annotated[str, typer.Option(help="Only this publisher: 'ministry', 'province', a code or a name.")] = "",
    citizens: Annotated[bool, typer.Option("--citizens", help="Only what citizens ask for.")] = False,
) -> None:
    """Read procedures from files into the draft; what is wrong is told with its place."""
    from kiosk.cli import knowledge_reports
    from knowledge import importing
    from knowledge.procedures import Level
    from knowledge.scope import Scope

    scope = Scope(Level(level.value) if level else None, field, publisher, citizens)
    with opened() as storage, storage.sessions.begin() as session, bar("Importing") as told:
        report = importing.run(session, paths, scope=scope, progress=told)
    knowledge_reports.show_import(report)
    if report.created or report.updated:
        print("Next: motcua knowledge index")
    if report.rejected and not (report.created or report.updated or report.unchanged):
        raise typer.Exit(1)


@app.command("list")
def list_(
    words: Annotated[str, typer.Argument(help="Words of the name, also without tone marks, or a code.")] = "",
    published: Annotated[bool, typer.Option("--published", help="The published edition.")] = False,
) -> None:
    """List the procedures of the draft, or of the published edition."""
    from kiosk.cli import knowledge_reports
    from knowledge import drafts
    from knowledge.vietnamese.text import fold

    with opened() as storage:
        if published:
            names = _published_records(storage).names().items()
            lines = [(c, name, "") for c, name in names if fold(words) in fold(name) or words == c]
        else:
            with storage.sessions() as session:
                found = drafts.summaries(session, words=words)
                lines = [(line.code, line.name, line.origin) for line in found]
    knowledge_reports.show_procedures(lines)


@app.command()
def show(
    code: str,
    published: Annotated[bool, typer.Option("--published", help="As it is published.")] = False,
) -> None:
    """Print the record of a procedure as YAML."""
    from kiosk.cli import knowledge_reports
    from knowledge import drafts

    with opened() as storage:
        if published:
            procedure = _published_records(storage).procedure(code)
        else:
            with storage.sessions() as session:
                procedure = drafts.get(session, code)
    knowledge_reports.show_record(procedure)


@app.command()
def remove(code: str) -> None:
    """Take a procedure out of the draft; the published edition keeps it until the next one is published."""
    from knowledge import drafts

    with opened() as storage, storage.sessions.begin() as session:
        drafts.delete(session, code)
    print(f"Removed {code} from the draft.")


@app.command()
def diff(code: Annotated[str, typer.Argument(help="Only this procedure.")] = "") -> None:
    """Tell what the draft would change in the published edition."""
    from kiosk.cli import knowledge_reports
    from knowledge import differences, drafts
    from nlu import answers

    with opened() as storage, storage.sessions() as session:
        records = _published_records(storage)
        found = differences.between(
            records.fingerprints(),
            drafts.fingerprints(session),
            read_before=records.read,
            read_after=lambda wanted: drafts.get(session, wanted),
        )
        knowledge_reports.show_differences(
            (d for d in found if not code or d.code == code),
            unsaid=lambda wanted: answers.unsettled(drafts.get(session, wanted)),
        )


@app.command()
def index(
    anew: Annotated[bool, typer.Option("--anew", help="Also when nothing changed.")] = False,
) -> None:
    """Build an edition from the draft."""
    from knowledge import editions, embedding

    with opened() as storage, bar("Indexing") as told:
        embedder = embedding.of(storage.settings.encoder)
        built = editions.build(storage.sessions, storage.settings, embedder, progress=told, anew=anew)
    done = "Built" if built.is_new else "Nothing changed: there already is"
    print(f"{done} edition {built.number} with {built.procedures} procedures.")
    print(f"Next: motcua knowledge check {built.number}")


@app.command()
def check(
    number: Number = None,
    questions: Annotated[
        Path | None, typer.Option(help="Question set (JSON lines); left out: the shipped one.", exists=True)
    ] = None,
) -> None:
    """Check an edition: its files, records, numbers, and its figures against the published one's."""
    from kiosk.cli import knowledge_reports
    from knowledge import edition_rows
    from knowledge.models import EditionState

    with opened() as storage:
        number = number or _newest(storage)
        report = _check(storage, number, questions)
        with storage.sessions() as session:
            state = edition_rows.find(session, number).state
    knowledge_reports.show_check(number, report)
    if state is EditionState.CHECKED:
        print(f"Next: motcua knowledge publish {number}")
    if not report.has_passed:
        raise typer.Exit(1)


@app.command()
def publish(
    number: Number = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    skip_check: Annotated[
        str, typer.Option(metavar="REASON", help="Publish although the check did not pass; kept.")
    ] = "",
) -> None:
    """Answer citizens from an edition from now on; nothing is restarted."""
    from knowledge import edition_rows, editions
    from knowledge.models import EditionState

    with opened() as storage:
        number = number or _newest(storage)
        with storage.sessions() as session:
            row = edition_rows.find(session, number)
        if row.state is EditionState.DRAFT and not skip_check and not row.report:
            _check(storage, number, None)
        question = f"Answer citizens from edition {number} ({row.procedures} procedures)?"
        if not yes and not typer.confirm(question):
            print("Nothing was published.")
            raise typer.Exit(1)
        editions.publish(storage.sessions, storage.settings, number, skip_check=skip_check)
    print(f"Edition {number} is published. To go back: motcua knowledge rollback")


@app.command()
def rollback() -> None:
    """Go back to the edition that was published before."""
    from knowledge import editions

    with opened() as storage:
        number = editions.rollback(storage.sessions, storage.settings)
    print(f"Edition {number} is published again.")


@app.command("editions")
def editions_() -> None:
    """List the editions."""
    from kiosk.cli import knowledge_reports
    from knowledge import edition_rows

    with opened() as storage, storage.sessions() as session:
        knowledge_reports.show_editions(edition_rows.every(session))


@app.command()
def setup(
    again: Annotated[bool, typer.Option("--again", help="Also when an edition is published.")] = False,
) -> None:
    """Publish the shipped records when nothing is published yet."""
    from kiosk import number_check
    from kiosk.cli import knowledge_reports
    from knowledge import embedding, starting

    with opened() as storage:
        started = starting.ensure(
            storage.settings,
            embedding.of(storage.settings.encoder),
            number_check=number_check.faults,
            is_asked=again,
            step=bar,
        )
    if started.report:
        knowledge_reports.show_import(started.report)
    done = "is published now" if started.is_new else "was published already"
    print(f"Edition {started.number} {done}.")


def _check(storage: Storage, number: int, question_set: Path | None) -> CheckReport:
    from kiosk import number_check
    from knowledge import centres, editions, embedding, questions
    from knowledge.checks import Standard

    standard = Standard(
        questions=questions.read(question_set or storage.settings.questions),
        settings=storage.settings,
        today=centres.today(),
        number_check=number_check.faults,
    )
    embedder = embedding.of(storage.settings.encoder)
    with bar(f"Checking edition {number}") as told:
        return editions.check(storage.sessions, number, embedder=embedder, standard=standard, progress=told)


def _published_records(storage: Storage) -> Records:
    from knowledge import edition_rows, library

    with storage.sessions() as session:
        row = edition_rows.published(session)
    return library.open_records(row, storage.settings)


def _newest(storage: Storage) -> int:
    from knowledge import edition_rows

    with storage.sessions() as session:
        return edition_rows.newest(session).number
