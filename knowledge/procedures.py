"""The record of an administrative procedure: all that an answer may be composed from.

Frozen pydantic models rather than dataclasses: every record is read from a file, and a fault must name its place.
"""

from __future__ import annotations

import hashlib
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True)]
NonEmpty = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Facet(StrEnum):
    """What of a procedure a question asks about; each has its fields (see `nlu.answers.facets`)."""

    OVERVIEW = "overview"  # nothing in particular: what it is and what to bring
    DOCUMENTS = "documents"
    FEE = "fee"
    TIME = "time"
    PLACE = "place"
    STEPS = "steps"
    FORM = "form"
    WHO = "who"
    RESULT = "result"
    LEGAL_BASIS = "legal_basis"
    CONDITIONS = "conditions"
    ONLINE = "online"


class Language(StrEnum):
    """A language that citizens are answered in."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


class Level(StrEnum):
    """The level of administration that carries a procedure out."""

    COMMUNE = "commune"
    PROVINCE = "province"
    MINISTRY = "ministry"
    OTHER = "other"


class SubmissionMethod(StrEnum):
    """How a dossier is handed in."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"


class CaseTag(StrEnum):
    """The situation that a question names or a case is for."""

    LOST = "lost"  # mất, thất lạc
    DAMAGED = "damaged"  # rách, hỏng, mờ
    LATE = "late"  # quá hạn, trễ hạn
    FOREIGN = "foreign"  # có yếu tố nước ngoài
    ABROAD = "abroad"  # ở nước ngoài, cơ quan đại diện
    AGAIN = "again"  # đăng ký lại
    MOBILE = "mobile"  # lưu động, tại nhà
    CORRECTION = "correction"  # sai, cải chính
    CHILD = "child"  # cho con, trẻ em
    SPOUSE = "spouse"
    PARENT = "parent"  # cho cha mẹ
    ADOPTED = "adopted"  # con nuôi
    UNMARRIED = "unmarried"  # cha mẹ chưa đăng ký kết hôn
    ABANDONED = "abandoned"  # trẻ bị bỏ rơi
    SURROGACY = "surrogacy"  # mang thai hộ
    AUTHORISED = "authorised"  # nhờ người khác làm thay
    ELDERLY = "elderly"
    DISABLED = "disabled"
    POOR = "poor"  # hộ nghèo, cận nghèo
    MERIT = "merit"  # người có công
    MINOR = "minor"  # chưa đủ tuổi thành niên
    RENTED = "rented"  # ở thuê, ở nhờ
    OWNED = "owned"  # nhà của mình
    BUSINESS = "business"
    BORDER = "border"  # khu vực biên giới
    ETHNIC = "ethnic"  # dân tộc thiểu số


class FeeRule(StrEnum):
    """What a record says about a fee. An amount of 0 alone is never FREE."""

    AMOUNT = "amount"  # a sum, in `amount` and `currency`
    FREE = "free"  # the source itself says nobody pays
    PROVINCE = "province"  # the provincial people's council decides
    DESCRIBED = "described"  # only words, in `note`
    UNSTATED = "unstated"  # the record does not say


class Model(BaseModel):
    """Frozen, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Fee(Model):
    """One sum to pay, or what the record says in the place of a sum."""

    rule: FeeRule
    kind: Text = ""  # phí, lệ phí, giá, as the source names it
    amount: float | None = Field(default=None, ge=0)
    currency: Text = ""  # ISO 4217, "VND" or "USD"; empty where there is no amount
    per: Text = ""  # the unit of the amount: "trang", "bản"
    note: Text = ""


class TimeUnit(StrEnum):
    """What a duration counts."""

    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"
    SAME_DAY = "same_day"  # the day of receipt; `value` is None
    DESCRIBED = "described"  # only words, in `Duration.text`


class Duration(Model):
    """How long the authority takes."""

    unit: TimeUnit
    value: float | None = Field(default=None, gt=0)
    text: Text = ""


class Method(Model):
    """A way to hand in a dossier, with its own time and fees."""

    method: SubmissionMethod
    time: Duration | None = None
    fees: tuple[Fee, ...] = ()
    note: Text = ""


class DocumentRole(StrEnum):
    """What the citizen does with a document."""

    SUBMIT = "submit"  # phải nộp
    PRESENT = "present"  # phải xuất trình
    NOTE = "note"  # a row of the source that is a remark, not a paper


class Form(Model):
    """A blank to fill in."""

    name: NonEmpty
    number: Text = ""
    url: Text = ""


class Document(Model):
    """A paper of a case."""

    name: NonEmpty
    role: DocumentRole = DocumentRole.SUBMIT
    originals: int | None = Field(default=None, ge=0)
    copies: int | None = Field(default=None, ge=0)
    form: Form | None = None
    when: Text = ""  # the condition under which it is needed; empty when always
    note: Text = ""


class Case(Model):
    """A situation with its own papers; a procedure without distinctions has one, whose name is empty."""

    name: Text = ""
    tags: tuple[CaseTag, ...] = ()
    documents: tuple[Document, ...] = ()


class Step(Model):
    """One step, in order."""

    text: NonEmpty


class AgencyRole(StrEnum):
    """What an agency does in a procedure."""

    EXECUTING = "executing"
    DECIDING = "deciding"
    AUTHORISED = "authorised"
    COORDINATING = "coordinating"


class Agency(Model):
    """An agency and its part."""

    name: NonEmpty
    role: AgencyRole = AgencyRole.EXECUTING


class LegalBasis(Model):
    """A legal document that a procedure rests on."""

    number: Text = ""
    title: Text = ""
    issued_on: date | None = None


class Decision(Model):
    """The decision that published the procedure."""

    number: Text = ""
    issued_on: date | None = None


class Source(Model):
    """Where the facts of a record come from."""

    name: Text = ""
    url: Text = ""
    updated_on: date | None = None


class Wording(Model):
    """Our own words in one language: each facet once for the eye and once for the ear."""

    name: Text = ""
    summary: Text = ""
    facets: dict[Facet, NonEmpty] = Field(default_factory=dict)
    spoken: dict[Facet, NonEmpty] = Field(default_factory=dict)


class Procedure(Model):
    """An administrative procedure as one publisher gave it."""

    code: NonEmpty
    name: NonEmpty
    plain: Wording = Wording()
    english: Wording = Wording()
    aliases: tuple[NonEmpty, ...] = ()  # what citizens say; belongs to this procedure alone
    shared_aliases: tuple[NonEmpty, ...] = ()  # said of several procedures: leads to a question back
    ways_to_ask: tuple[NonEmpty, ...] = ()  # whole questions as citizens put them; a question is compared with them
    shared_ways_to_ask: tuple[NonEmpty, ...] = ()  # those that leave open which of several is meant
    levels: tuple[Level, ...] = ()
    fields: tuple[NonEmpty, ...] = ()  # lĩnh vực: "Hộ tịch"
    publisher_code: Text = ""  # "G15", "H19"
    publisher: Text = ""
    is_nationwide: bool = True  # published by a ministry, not by a province for itself
    is_internal: bool = False
    subjects: tuple[NonEmpty, ...] = ()  # đối tượng thực hiện
    who_for: Text = ""
    not_for: Text = ""
    cases: tuple[Case, ...] = ()
    methods: tuple[Method, ...] = ()
    steps: tuple[Step, ...] = ()
    agencies: tuple[Agency, ...] = ()
    receiving_address: Text = ""
    results: tuple[NonEmpty, ...] = ()
    requirements: Text = ""
    mistakes: tuple[NonEmpty, ...] = ()  # what people most often get wrong
    legal_basis: tuple[LegalBasis, ...] = ()
    decision: Decision = Decision()
    valid_from: date | None = None
    valid_to: date | None = None
    checked_on: date | None = None
    source: Source = Source()
    worded_on: date | None = None  # the day our words were checked, where the official fields are of a later record
    related: tuple[NonEmpty, ...] = ()  # codes of procedures that often follow or are confused
    life_events: tuple[NonEmpty, ...] = ()
    description: Text = ""
    keywords: tuple[NonEmpty, ...] = ()
    note: Text = ""

    def fingerprint(self) -> str:
        """Return a hash that changes when anything of the record does, and with no field that is new and empty."""
        return hashlib.sha256(self.model_dump_json(exclude_defaults=True).encode()).hexdigest()

    def wording(self, language: Language) -> Wording:
        """Return our words in a language; fields that we did not write are empty."""
        return self.plain if language is Language.VIETNAMESE else self.english

    def display_name(self, language: Language = Language.VIETNAMESE) -> str:
        """Return the name that a citizen reads: ours where we wrote one, else the official one."""
        return self.wording(language).name or self.plain.name or self.name
