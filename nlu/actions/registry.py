"""Every action by its name, and the executor that runs them in our process or behind a server."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk.executor import ActionExecutor

from nlu.actions.form import ValidateProcedure
from nlu.actions.speaking import Decide, TurnAction
from nlu.actions.toolkit import Toolkit
from nlu.dialogue import Turn
from nlu.telling import Heard


def executor(toolkit: Toolkit) -> ActionExecutor:
    """Return an executor that knows every action of the domain."""
    made = ActionExecutor()
    for name, decide in _decisions(toolkit).items():
        made.register_action(TurnAction(name, toolkit, decide))
    made.register_action(ValidateProcedure(toolkit))
    return made


def _decisions(toolkit: Toolkit) -> dict[str, Decide]:
    answerer, repairer, teller = toolkit.answerer, toolkit.repairer, toolkit.teller

    def speaks(response: str) -> Decide:
        return lambda heard: Turn(teller.with_contact(response, heard), replace(heard.state, misses=0))

    def emergency(heard: Heard) -> Turn:
        lines = toolkit.authorities.lines(heard.said.helplines)
        told = ", ".join(line.told(heard.language) for line in lines)
        return Turn(toolkit.speaker.say("utter_emergency", heard.language, suggestions=(), numbers=told), heard.state)

    return {
        "action_answer": answerer.answer,
        "action_ask_procedure": repairer.which_procedure,
        "action_change_language": repairer.change_language,
        "action_choose": repairer.choose,
        "action_complaint": speaks("utter_complaint"),
        "action_dossier": speaks("utter_dossier"),
        "action_emergency": emergency,
        "action_frustrated": speaks("utter_frustrated"),
        "action_go_back": repairer.go_back,
        "action_hand_over": speaks("utter_hand_over"),
        "action_hours": toolkit.hours.hours,
        "action_other_authority": answerer.answer,
        "action_repair": repairer.repair,
        "action_start_over": repairer.start_over,
    }


async def run(made: ActionExecutor, request: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the events and the messages of one action."""
    result = await made.run(request)
    assert result is not None, "a request without an action was made"
    return result.events, result.responses
