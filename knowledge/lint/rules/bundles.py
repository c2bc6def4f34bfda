"""A life event leads to procedures that we have a record of."""

from __future__ import annotations

from collections.abc import Iterator

from ruamel.yaml.comments import CommentedMap

from knowledge.lint import rule
from knowledge.lint.findings import Fault
from knowledge.lint.shelf import Shelf


@rule.of_bundles
def broken_bundle(bundle: CommentedMap, shelf: Shelf) -> Iterator[Fault]:
    """A step of a life event names a record, and a case that the record has."""
    cases = {one.procedure.code: {case.name for case in one.procedure.cases} for one in shelf.all}
    for number, step in enumerate(bundle.get("steps") or ()):
        if "procedure" not in step:
            # The business of another authority.
            continue
        code, case = str(step["procedure"]), step.get("case")
        if code not in cases:
            mend = "Mend the code, or write the record."
            yield Fault(f"A step leads to {code}, of which there is no record.", mend, ("steps", number, "procedure"))
        elif case and case not in cases[code]:
            names = ", ".join(f"“{name}”" for name in sorted(cases[code]) if name) or "none with a name"
            yield Fault(f"{code} has no case “{case}”.", f"Its cases: {names}.", ("steps", number, "case"))
