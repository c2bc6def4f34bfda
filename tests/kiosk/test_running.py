from __future__ import annotations

import asyncio
import os
import signal

import pytest

from kiosk.running import until_told_to_end


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
async def test_work_ends_in_order_when_the_process_is_told_to_end(told):
    ended = []

    async def work():
        try:
            os.kill(os.getpid(), told)
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)
            ended.append(True)

    await until_told_to_end(work())

    assert ended == [True]


async def test_work_that_fails_says_so():
    async def work():
        raise ValueError("hỏng")

    with pytest.raises(ValueError, match="hỏng"):
        await until_told_to_end(work())
