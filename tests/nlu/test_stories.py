"""The stories of the Rasa project, held with the local dialogue; `make rasa` holds the same with a Rasa server."""

from __future__ import annotations

import pytest

from knowledge.vietnamese.text import fold
from nlu.understanding import project
from nlu.understanding.languages import Tongue
from tests.nlu import stories

_STORIES = stories.read()


@pytest.mark.parametrize("story", _STORIES, ids=lambda story: story.name)
async def test_a_story_goes_as_it_is_written(dialogue, story):
    assert stories.differences(await stories.hold(dialogue, story, story.name)) == []


@pytest.mark.parametrize("story", _STORIES, ids=lambda story: story.name)
def test_a_story_names_the_intents_and_the_actions_of_the_rules(understander, story):
    rasa = project.bundled()
    of_a_form = {action for form in rasa.forms.values() for action in (form.name, *form.then)}

    for step in story.steps:
        assert understander.understand(step.user).intent == step.intent
        assert set(step.actions) <= {*rasa.rules[step.intent], *of_a_form}, step
        assert step.actions, step


def test_the_stories_are_many_and_half_are_typed_without_tone_marks(understander):
    def is_bare(story: stories.Story) -> bool:
        said = [step.user for step in story.steps]
        is_english = any(understander.understand(message).tongue is Tongue.ENGLISH for message in said)
        return not is_english and all(message.lower() == fold(message) for message in said)

    assert len({story.name for story in _STORIES}) == len(_STORIES) >= 60
    assert sum(map(is_bare, _STORIES)) * 2 >= len(_STORIES)
