"""What can stop the knowledge package, as one tree.

KnowledgeError
├── SourceUnreadable        a file is not what it says it is
├── RecordRejected          one record of a source cannot be used
├── ProcedureNotFound       no procedure has this code
├── CentreNotFound          no centre has this id
├── OverrideNotFound        no local override has this number
├── BundleNotFound          no life event has this id
├── StorageUnavailable      the database cannot be used
├── EditionError
│   ├── NoEditionPublished  nothing may be answered from yet
│   ├── EditionNotFound     no edition has this number
│   ├── EditionCorrupt      its files are not those that were written
│   └── EditionRefused      its check failed, or it stands in the wrong state
├── ModelUnavailable        an embedding model cannot be loaded
├── TuningRefused           no encoder can be made of what was given
└── QuestionsUnreadable     a line of a question set is not a question
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """Base of all that the knowledge package raises; its text is fit to be shown to an operator."""


class SourceUnreadable(KnowledgeError):
    """A file is not what it says it is."""

    def __init__(self, path: str, reason: str, *, mend: str = "") -> None:
        self.path, self.reason, self.mend = path, reason, mend
        super().__init__(f"{path}: {reason}" + (f" {mend}" if mend else ""))


class RecordRejected(KnowledgeError):
    """One record of a source cannot be used."""

    def __init__(self, place: str, reason: str, *, code: str | None = None) -> None:
        self.place, self.reason, self.code = place, reason, code
        super().__init__(f"{place}: {reason}" + (f" (code {code})" if code else ""))


class ProcedureNotFound(KnowledgeError):
    """No procedure has this code."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"No procedure has the code {code!r}. See the codes with: motcua knowledge list")


class CentreNotFound(KnowledgeError):
    """No centre has this id."""

    def __init__(self, centre_id: str) -> None:
        self.centre_id = centre_id
        super().__init__(f"No centre has the id {centre_id!r}.")


class BundleNotFound(KnowledgeError):
    """No life event has this id."""

    def __init__(self, bundle_id: str, known: tuple[str, ...]) -> None:
        self.bundle_id, self.known = bundle_id, known
        super().__init__(f"No life event has the id {bundle_id!r}. There are: {', '.join(known)}.")


class OverrideNotFound(KnowledgeError):
    """No local override has this number."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"There is no override {number}. See them with: motcua knowledge override list")


class StorageUnavailable(KnowledgeError):
    """The database cannot be used."""

    def __init__(self, url: str, cause: Exception) -> None:
        reason = str(getattr(cause, "orig", None) or cause).splitlines()[0]
        super().__init__(f"The database cannot be used: {reason}. See what mends it with: motcua doctor")
        self.url = url


class EditionError(KnowledgeError):
    """Something is wrong with an edition."""


class NoEditionPublished(EditionError):
    """Nothing may be answered from yet."""

    def __init__(self) -> None:
        super().__init__("No edition is published. Publish the starter edition with: motcua knowledge setup")


class EditionNotFound(EditionError):
    """No edition has this number."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"There is no edition {number}. See them with: motcua knowledge editions")


class EditionCorrupt(EditionError):
    """Its files are not those that were written."""


class EditionRefused(EditionError):
    """Its check failed, or it stands in the wrong state."""


class ModelUnavailable(KnowledgeError):
    """An embedding model cannot be loaded."""


class TuningRefused(KnowledgeError):
    """No encoder can be made of what was given."""


class QuestionsUnreadable(KnowledgeError):
    """A line of a question set is not a question."""
