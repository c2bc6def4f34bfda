"""Which facet of a procedure a question asks about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.procedures import Facet
from nlu.understanding.phrases import Match, PatternBook, PhraseBook, Word, longest, without_other_meanings
from nlu.understanding.project import RasaProject

_MAYBE = "_maybe"
# When nothing surer was said: "làm online thế nào" asks about doing it online.
_UNSURE_ORDER = (Facet.ONLINE, Facet.FEE, Facet.CONDITIONS, Facet.STEPS, Facet.DOCUMENTS)


@dataclass(frozen=True)
class FacetsFound:
    """The facets of a question, the first asked first, and the phrases that told them."""

    facets: tuple[Facet, ...]
    matches: tuple[Match, ...]


class FacetReader:
    """Finds facets by the phrases of the Rasa project."""

    def __init__(self, project: RasaProject) -> None:
        self._phrases = PhraseBook(project.lookups_named("facet_"), spellings=project.spellings)
        self._patterns = PatternBook(
            {name.removeprefix("facet_"): p for name, p in project.patterns.items() if name.startswith("facet_")}
        )
        self._others = PhraseBook({"other": project.lookups["other_meaning"]}, spellings=project.spellings)

    def read(self, message: Sequence[Word]) -> FacetsFound:
        """Return the facets that a message asks about."""
        others = self._others.find(message)
        said = longest(without_other_meanings(self._phrases.find(message), others))
        sure = [match for match in said if not match.name.endswith(_MAYBE)]
        # A pattern spans words between its ends; what is said outright among them is surer.
        spanned = [
            match
            for match in without_other_meanings(self._patterns.find(message), others)
            if not any(match.overlaps(other) for other in sure)
        ]
        ordered = [Facet(match.name) for match in sorted((*sure, *spanned), key=lambda m: m.start)]
        unsure = {Facet(match.name.removesuffix(_MAYBE)) for match in said if match not in sure}
        ordered += [facet for facet in _UNSURE_ORDER if facet in unsure]
        if {Facet.FORM, Facet.PLACE} <= set(ordered):
            # "ở đâu có tờ khai" asks for the form.
            ordered.insert(0, Facet.FORM)
        return FacetsFound(tuple(dict.fromkeys(ordered)), tuple(said))
