"""Which options of `motcua evaluate` mean something beside one another."""

from __future__ import annotations

import typer

_OF_NUMBERS = {"numbers", "sample", "records", "level", "publisher", "citizens", "as_json"}


def refuse_what_cannot_combine(context: typer.Context) -> None:
    """Raise a usage error that names an option which means nothing beside another that was given."""
    given = {
        parameter.name: f"'{parameter.opts[-1]}'"
        for parameter in context.command.params
        if parameter.name and _is_given(parameter.name, context)
    }

    def refuse(name: str, reason: str) -> None:
        raise typer.BadParameter(reason, ctx=context, param_hint=given[name])

    if "numbers" in given:
        for name in sorted(given.keys() - _OF_NUMBERS):
            refuse(name, "--numbers asks no question and does not search; leave this out.")
    elif "sample" in given:
        refuse("sample", "only --numbers takes a sample; add --numbers.")
    if "dialogue" in given and "picture" in given:
        refuse("picture", "the curve is drawn of the bare search; leave --dialogue out.")
    if "records" not in given:
        for name in sorted(given.keys() & {"level", "publisher", "citizens"}):
            refuse(name, "it narrows what --records names; add --records, or leave this out.")


def _is_given(name: str, context: typer.Context) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"
