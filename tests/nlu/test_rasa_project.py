"""The Rasa project is whole: everything named in one place is known in the other."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields

import pytest
from ruamel.yaml import YAML

from knowledge import authorities
from knowledge.procedures import CaseTag, Facet, Language
from knowledge.vietnamese.text import has_tone_marks
from nlu.actions import registry, toolkit
from nlu.dialogue import ConversationState
from nlu.errors import RasaProjectInvalid
from nlu.understanding import project
from nlu.understanding.intents import Intent


@pytest.fixture(scope="module")
def rasa():
    return project.bundled()


def _stories(path):
    return YAML(typ="safe").load((project.FOLDER / path).read_text("utf-8"))["stories"]


def test_every_intent_has_one_rule_and_examples(rasa):
    assert set(rasa.intents) == {intent.value for intent in Intent} == set(rasa.rules) == set(rasa.examples)


def test_every_intent_has_examples_with_and_without_tone_marks(rasa):
    for intent, examples in rasa.examples.items():
        if intent != Intent.CHOOSE:
            assert any(map(has_tone_marks, examples)), intent
            assert not all(map(has_tone_marks, examples)), intent


def test_no_example_stands_under_two_intents(rasa):
    times = Counter(text for examples in rasa.examples.values() for text in set(examples))

    assert [text for text, count in times.items() if count > 1] == []


def test_the_rules_name_only_what_exists(rasa, library):
    known = {action.name for action in registry.executor(toolkit.make(library)).list_actions()}

    assert set(rasa.actions) == known
    for actions in rasa.rules.values():
        assert all(action in known or action in rasa.responses for action in actions)


def test_the_slots_are_the_fields_of_the_state(rasa):
    # Rasa makes requested_slot itself.
    assert set(rasa.slots) == {field.name for field in fields(ConversationState)} - {"requested_slot"}


def test_every_response_is_said_in_both_languages(rasa):
    for name, variants in rasa.responses.items():
        if name != "utter_other_language":
            assert set(variants) == set(Language), name


def test_every_facet_case_and_help_line_has_its_phrases(rasa):
    assert {name.removesuffix("_maybe") for name in rasa.lookups_named("facet_")} >= set(Facet) - {Facet.OVERVIEW}
    assert set(rasa.lookups_named("case_")) == set(CaseTag)
    lines = {line.id for line in authorities.bundled().help_lines if line.is_for_danger}
    assert set(rasa.lookups_named("emergency_")) == lines | {"now", "never"}


@pytest.mark.parametrize("path", ["data/stories.yml", "tests/test_stories.yml"])
def test_the_stories_follow_the_rules(rasa, understander, path):
    for story in _stories(path):
        intent = None
        for step in story["steps"]:
            intent = step.get("intent", intent)
            if "user" in step:
                assert understander.understand(step["user"]).intent == step["intent"]
            if "action" in step:
                assert step["action"] in rasa.rules[intent]


def test_a_fault_in_a_file_names_the_file(tmp_path):
    for folder in ("domain", "data/nlu"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "domain" / "slots.yml").write_text("slots: [unclosed", encoding="utf-8")

    with pytest.raises(RasaProjectInvalid, match=r"slots\.yml"):
        project.read(tmp_path)


def test_the_lookups_of_other_authorities_are_their_aliases(rasa):
    aliases = {one.id: one.aliases for one in authorities.bundled().every}

    assert rasa.lookups_named("authority_") == aliases
