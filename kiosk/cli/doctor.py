"""`motcua doctor`: what is here, what is missing and the command that mends it."""

from __future__ import annotations

from typing import Annotated

import typer


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
) -> None:
    """Tell what is installed, what is published, how the channels stand, what is missing and how to mend it."""
    import json
    from dataclasses import asdict

    from kiosk import channel_check, voice_check
    from kiosk import doctor as examination
    from kiosk.doctor import Health
    from kiosk.settings import Settings

    settings = Settings()
    findings = [
        *examination.examine(settings.knowledge),
        *channel_check.examine(settings),
        *voice_check.examine(settings.speech),
    ]
    missing = [finding for finding in findings if finding.health is Health.MISSING]
    if as_json:
        told = {"healthy": not missing, "findings": [asdict(finding) for finding in findings]}
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            mend = f"  → {finding.mend}" if finding.mend else ""
            print(f"{finding.health.value:8} {finding.part}: {finding.told}{mend}")
        print("Everything needed is here." if not missing else f"{len(missing)} missing.")
    if missing:
        raise typer.Exit(1)
