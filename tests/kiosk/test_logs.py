from __future__ import annotations

import logging

from kiosk.logs import FieldsFormatter


def test_the_fields_of_a_record_stand_behind_its_sentence():
    record = logging.getLogger("bot").makeRecord(
        "bot", logging.INFO, "x.py", 1, "Turn failed", (), None, extra={"conversation": 7, "error": "Fault"}
    )

    line = FieldsFormatter("%(levelname)s %(message)s").format(record)

    assert line == "INFO Turn failed conversation=7 error='Fault'"
