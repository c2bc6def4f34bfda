"""`motcua knowledge tune`: make an encoder for the records of a deployment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.bars import bar

if TYPE_CHECKING:
    from knowledge.tuning.encoder import Report

_EXAMPLES = """
Example:

  motcua knowledge tune --base intfloat/multilingual-e5-small --records portal.jsonl --output mine --cut-vocabulary
"""


def tune(
    base: Annotated[str, typer.Option(metavar="NAME_OR_FOLDER", help="BERT-like sentence-transformers model.")],
    records: Annotated[list[Path], typer.Option(help="Files and folders of procedures; may be repeated.", exists=True)],
    output: Annotated[Path, typer.Option(help="New folder to write the encoder into; its name becomes the encoder's.")],
    steps: Annotated[int, typer.Option(min=1, help="How many batches are learned from.")] = 320,
    batch: Annotated[int, typer.Option(min=2, help="How many pairs a batch has.")] = 28,
    minutes: Annotated[float | None, typer.Option(min=0.1, help="Stop after this long, whatever is left.")] = None,
    cut_vocabulary: Annotated[
        bool, typer.Option("--cut-vocabulary", help="Keep only the tokens that the records and our word lists need.")
    ] = False,
    keep_tokens: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Cut, but keep these too: tokens one a line, or a tokenizer.json.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed draws the same pairs.")] = 7,
) -> None:
    """Tune a sentence encoder on records; the shipped records take part. It takes minutes."""
    from knowledge import importing
    from knowledge.settings import STARTER
    from knowledge.tuning import encoder
    from knowledge.tuning.training import Course

    encoder.require_libraries()
    recipe = encoder.Recipe(
        base=base,
        cuts_vocabulary=cut_vocabulary,
        kept_tokens=keep_tokens,
        course=Course(steps=steps, batch=batch, minutes=minutes, seed=seed),
    )
    procedures = importing.procedures_of([*records, *sorted(STARTER.glob("*/*.yml"))])
    report = encoder.make(recipe, procedures, output, step=bar)
    _show(report, output)


tune.__doc__ = f"{tune.__doc__}\n{_EXAMPLES}"


def _show(report: Report, output: Path) -> None:
    trained, before, after = report.trained, report.before, report.after
    print(f"Learned from {report.procedures:,} procedures in {trained.steps} steps:")
    print(f"  loss          {trained.first_loss:.3f} at first, {trained.last_loss:.3f} at last")
    print(f"  title search  R@1 {before.first:.3f}, R@3 {before.among_three:.3f} before")
    print(f"                R@1 {after.first:.3f}, R@3 {after.among_three:.3f} after,")
    print(f"                by pairs of {report.held_out_titles} titles that were not learned from")
    if report.tokens != report.base_tokens:
        print(f"  vocabulary    {report.tokens:,} of {report.base_tokens:,} tokens")
    print(f"  int8          agrees with the tuned model to {report.agreement:.4f}")
    print(f"Written: {report.name} in {output}")
    print("Next, to search with it:")
    print(f"  export MOTCUA_ENCODER={output.absolute()}")
    print("  motcua knowledge index --anew, motcua knowledge check, motcua knowledge publish")
    print("  motcua knowledge calibrate QUESTIONS.jsonl: the shipped weights were learned with the bundled encoder")
