"""The shapes of the HTTP interface; the web app's client is generated from them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from knowledge import calendars
from knowledge.bundles import Paper
from knowledge.calendars import CentreCalendar
from knowledge.centres import VIETNAM, Centre
from knowledge.procedures import DocumentRole, Facet, Language
from nlu.life_events import Outline
from nlu.replies import Citation, Outcome, Reply


class Shape(BaseModel):
    """Frozen, closed to keys it does not know, and readable from our dataclasses."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class AskRequest(Shape):
    """A citizen's question."""

    question: str = Field(description="What the citizen wrote, as written.", examples=["lam giay khai sinh can gi"])
    conversation: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9_-]{16,64}$",
        description="The `conversation` of the last answer; leave it out to start a new one.",
    )
    language: Language | None = Field(
        default=None, description="The language of the answer; leave it out to keep the conversation's."
    )
    centre: str | None = Field(
        default=None,
        max_length=64,
        description="The centre that is asked; leave it out for this deployment's own.",
    )
    message_id: str | None = Field(
        default=None,
        min_length=1,
        max_length=64,
        description="Your own id of this message: the same id again gets the same answer, counted once.",
    )


class ProcedureOut(Shape):
    """A procedure by its name."""

    code: str
    name: str


class CandidateOut(Shape):
    """A procedure that may have been meant."""

    code: str
    name: str
    score: float = Field(ge=0, le=1)


class CitationOut(Shape):
    """The field of a record that the reply rests on."""

    code: str
    field: str = Field(description="A path in the record, such as `methods`.")
    decision: str = Field(description="The decision that published the procedure.")
    legal_basis: tuple[str, ...]
    checked_on: date | None
    url: str

    @classmethod
    def of(cls, citation: Citation) -> Self:
        """Return the citation as it is shown; a source that is no web address is not shown as a link."""
        is_web = citation.url.startswith(("https://", "http://"))
        return cls(
            code=citation.code,
            field=citation.field,
            decision=citation.decision,
            legal_basis=citation.legal_basis,
            checked_on=citation.checked_on,
            url=citation.url if is_web else "",
        )


class SuggestionOut(Shape):
    """A button: what it says, and what pressing it asks."""

    title: str
    send: str


class ReplyOut(Shape):
    """What the assistant says, and what it rests on."""

    outcome: Outcome
    reply: str
    spoken: str
    language: Language
    procedure: ProcedureOut | None
    facet: Facet | None
    candidates: tuple[CandidateOut, ...] = Field(description="Best first, at most 5.")
    citations: tuple[CitationOut, ...]
    score: float = Field(ge=0, le=1, description="Calibrated probability that the first candidate is right.")
    suggestions: tuple[SuggestionOut, ...]
    milliseconds: float = Field(ge=0)

    @classmethod
    def of(cls, reply: Reply, *, milliseconds: float) -> ReplyOut:
        """Return the reply as it leaves."""
        return ReplyOut(
            outcome=reply.outcome,
            reply=reply.text,
            spoken=reply.spoken,
            language=reply.language,
            procedure=ProcedureOut.model_validate(reply.procedure) if reply.procedure else None,
            facet=reply.facet,
            candidates=tuple(CandidateOut.model_validate(c) for c in reply.candidates),
            citations=tuple(CitationOut.of(c) for c in reply.citations),
            score=reply.score,
            suggestions=tuple(SuggestionOut.model_validate(s) for s in reply.suggestions),
            milliseconds=round(milliseconds, 1),
        )


class AskResponse(ReplyOut):
    """The reply, and the conversation to send along with the next question."""

    conversation: str


class CentreOut(Shape):
    """The centre that is asked, as the first screen shows it."""

    id: str
    name: str
    address: str
    telephone: str
    hours: str
    is_open: bool = Field(description="Whether dossiers are received at this moment.")
    next_opening: datetime | None = Field(description="When the next session begins; null where that is not known.")
    closed_because: str = Field(description="Why it is closed all day, such as a public holiday; empty otherwise.")
    is_sample: bool = Field(description="True while no real centre has been set up.")

    @classmethod
    def of(cls, centre: Centre, language: Language, *, at: datetime) -> Self:
        """Return the centre as a citizen reads it at a moment in Vietnam."""
        calendar = CentreCalendar(centre, calendars.bundled())
        opens = calendar.next_opening(at)
        return cls(
            id=centre.id,
            name=centre.display_name(language),
            address=centre.address,
            telephone=centre.telephone,
            hours=centre.hours_text(language),
            is_open=calendar.is_open(at),
            next_opening=opens.replace(tzinfo=VIETNAM) if opens else None,
            closed_because=calendar.closed_because(at, language),
            is_sample=centre.is_sample,
        )


class BundleNameOut(Shape):
    """A life event by its name."""

    id: str
    name: str


class BundleStepOut(Shape):
    """One thing to do for a life event."""

    name: str
    why: str = Field(description="Why or when it is done.")
    code: str = Field(description="The procedure; empty where another authority does it.")
    authority: str = Field(description="The id of another authority's business; empty for a procedure.")
    is_optional: bool = Field(description="Needed by some only.")


class PaperOut(Shape):
    """A paper of a life event, counted once for all its procedures."""

    name: str
    is_handed_in: bool = Field(description="False for a paper that is only shown.")
    originals: int | None
    copies: int | None
    codes: tuple[str, ...] = Field(description="The procedures that it serves.")
    whens: tuple[str, ...] = Field(description="When it is needed; empty for always.")
    notes: tuple[str, ...]
    is_optional: bool = Field(description="Only procedures that some need ask for it.")


class BundleOut(Shape):
    """A life event: what to do in order, and the papers for all of it."""

    id: str
    name: str
    opening: str
    steps: tuple[BundleStepOut, ...]
    papers: tuple[PaperOut, ...] = Field(description="Merged from the records, those that everybody needs first.")
    advice: tuple[str, ...]

    @classmethod
    def of(cls, told: Outline, language: Language) -> Self:
        """Return a life event as it is shown."""
        return cls(
            id=told.bundle.id,
            name=told.bundle.display_name(language),
            opening=told.bundle.introduction(language),
            steps=tuple(BundleStepOut.model_validate(step) for step in told.steps),
            papers=tuple(_paper(paper) for paper in told.papers),
            advice=tuple(advice.told(language) for advice in told.bundle.advice),
        )


def _paper(paper: Paper) -> PaperOut:
    return PaperOut(
        name=paper.name,
        is_handed_in=paper.role is DocumentRole.SUBMIT,
        originals=paper.originals,
        copies=paper.copies,
        codes=paper.codes,
        whens=paper.whens,
        notes=paper.notes,
        is_optional=paper.is_optional,
    )


class HealthStatus(StrEnum):
    """Whether questions can be answered."""

    OK = "ok"
    NO_EDITION = "no_edition"  # nothing is published, or nothing that is published is sound


class HealthOut(Shape):
    """Whether questions can be answered, and from what."""

    status: HealthStatus
    edition: int | None = Field(description="The number of the published edition.")
    version: str


class ErrorOut(Shape):
    """What was wrong and what to do."""

    code: str = Field(description="Constant; for programs.")
    message: str = Field(description="What was wrong and where, in Vietnamese.")
    what_to_do: str


class ErrorResponse(Shape):
    """The shape of every error."""

    error: ErrorOut
