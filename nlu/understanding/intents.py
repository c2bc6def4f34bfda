"""The intents of the Rasa project, by name."""

from __future__ import annotations

from enum import StrEnum

from knowledge.procedures import Facet


class Intent(StrEnum):
    """What a message is meant to do."""

    ASK_PROCEDURE = "ask_procedure"
    ASK_DOCUMENTS = "ask_documents"
    ASK_FEE = "ask_fee"
    ASK_TIME = "ask_time"
    ASK_PLACE = "ask_place"
    ASK_STEPS = "ask_steps"
    ASK_FORM = "ask_form"
    ASK_WHO = "ask_who"
    ASK_RESULT = "ask_result"
    ASK_LEGAL_BASIS = "ask_legal_basis"
    ASK_CONDITIONS = "ask_conditions"
    ASK_ONLINE = "ask_online"
    GREET = "greet"
    THANK = "thank"
    GOODBYE = "goodbye"
    COMPLAIN = "complain"
    EMERGENCY = "emergency"
    FRUSTRATED = "frustrated"
    ABUSE = "abuse"
    OUT_OF_SCOPE = "out_of_scope"
    OTHER_AUTHORITY = "other_authority"
    ASK_HOURS = "ask_hours"  # when and where the centre is open, whatever the procedure
    ASK_FOR_STAFF = "ask_for_staff"
    AFFIRM = "affirm"
    DENY = "deny"
    GO_BACK = "go_back"
    START_OVER = "start_over"
    CHANGE_LANGUAGE = "change_language"
    WHO_ARE_YOU = "who_are_you"
    ASK_DOSSIER = "ask_dossier"
    CHOOSE = "choose"

    @property
    def is_question(self) -> bool:
        """Tell whether it asks about a procedure."""
        return self.value.startswith("ask_") and self not in _NOT_OF_A_PROCEDURE

    @property
    def facet(self) -> Facet | None:
        """Return the facet that the intent asks about."""
        name = self.value.removeprefix("ask_")
        return Facet(name) if self.is_question and name in set(Facet) else None


_NOT_OF_A_PROCEDURE = (Intent.ASK_FOR_STAFF, Intent.ASK_DOSSIER, Intent.ASK_HOURS)


def asking(facet: Facet | None) -> Intent:
    """Return the intent that asks about a facet."""
    return Intent.ASK_PROCEDURE if facet in (None, Facet.OVERVIEW) else Intent(f"ask_{facet.value}")
