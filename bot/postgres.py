"""PostgreSQL under asyncio, several statements an exchange.

A cursor of the driver takes longer over a statement than the server does, and waits for each in turn. Here its libpq
is handed all of them, and waited for once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from functools import partial
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from psycopg.abc import Transformer
from psycopg.adapt import PyFormat
from psycopg.adapt import Transformer as OneTransformer
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

Row = tuple[Any, ...]
Asked = tuple[bytes, Sequence[object]]
"""A statement with its values numbered, $1 and on, and the values."""
_Driver = psycopg.AsyncConnection[Any]
_OUT_OF_DATE = (b"0A000", b"26000")
"""What the server says of a prepared statement when a table was changed since, or somebody has dropped it."""
_PREPARED: WeakKeyDictionary[_Driver, dict[bytes, bytes]] = WeakKeyDictionary()
"""The names of what is prepared on each connection; an open one is held by the pool."""
_NAMES = count()


class Connection:
    """Runs statements on a connection of the driver's, which may be used otherwise in between."""

    def __init__(self, driver: _Driver) -> None:
        self.driver = driver
        self._libpq = driver.pgconn
        self._prepared = _PREPARED.setdefault(driver, {})

    async def run(self, asked: Sequence[Asked]) -> list[list[Row]]:
        """Run statements in order and return the rows of each, all of one transaction or none.

        A transaction is begun where none is open, unless each is to be one. The first statement that fails ends it.
        Raise psycopg.Error, without a value that was given.
        """
        transformer = OneTransformer(self.driver)
        self._libpq.enter_pipeline_mode()
        try:
            begun = self._begin()
            prepared = self._prepare({statement for statement, _ in asked} - self._prepared.keys())
            for statement, values in asked:
                # As text, whose type the server knows better than the value does.
                given = transformer.dump_sequence(values, [PyFormat.TEXT] * len(values))
                self._libpq.send_query_prepared(self._prepared[statement], given)
            self._libpq.pipeline_sync()
            answers = await self._answers()
            self._libpq.exit_pipeline_mode()
        except BaseException:
            # Nobody knows how far it came: the server undoes what was not committed.
            self._libpq.finish()
            raise
        self._forget_what_failed(prepared, answers[begun:])
        for answer in answers:
            _raise_if_failed(answer)
        return [_rows(answer, transformer) for answer in answers[begun + len(prepared) :]]

    def _begin(self) -> int:
        """Begin a transaction where one is missing; return how many answers that has."""
        if self.driver.autocommit or self._libpq.transaction_status != TransactionStatus.IDLE:
            return 0
        self._libpq.send_query_params(b"BEGIN", None)
        return 1

    def _prepare(self, statements: Collection[bytes]) -> list[bytes]:
        """Prepare statements and return them in the order of their answers."""
        for statement in statements:
            self._prepared[statement] = b"motcua_%d" % next(_NAMES)
            self._libpq.send_prepare(self._prepared[statement], statement)
        return list(statements)

    def _forget_what_failed(self, prepared: Sequence[bytes], answers: Sequence[PGresult]) -> None:
        for statement, answer in zip(prepared, answers, strict=False):
            if answer.status != ExecStatus.COMMAND_OK:
                del self._prepared[statement]
        if any(answer.error_field(DiagnosticField.SQLSTATE) in _OUT_OF_DATE for answer in answers):
            self._prepared.clear()

    async def _answers(self) -> list[PGresult]:
        """Return the answer to each that was sent."""
        libpq, answers = self._libpq, list[PGresult]()
        while libpq.flush():
            # More than fits on the way: the server may wait for us to read, too.
            await self._until(writable=True)
            libpq.consume_input()
        while True:
            while libpq.is_busy():
                await self._until()
                libpq.consume_input()
            answer = libpq.get_result()
            if answer is None:
                # The answers to one statement are over.
                if libpq.status == ConnStatus.BAD:
                    raise psycopg.OperationalError("the connection is lost")
                continue
            if answer.status == ExecStatus.PIPELINE_SYNC:
                return answers
            answers.append(answer)

    async def _until(self, *, writable: bool = False) -> None:
        """Wait until the server has said something, or takes more."""
        loop, socket = asyncio.get_running_loop(), self._libpq.socket
        ready: asyncio.Future[None] = loop.create_future()
        wake = partial(_set, ready)
        loop.add_reader(socket, wake)
        if writable:
            loop.add_writer(socket, wake)
        try:
            await ready
        finally:
            loop.remove_reader(socket)
            if writable:
                loop.remove_writer(socket)


def _set(ready: asyncio.Future[None]) -> None:
    if not ready.done():
        ready.set_result(None)


def _rows(answer: PGresult, transformer: Transformer) -> list[Row]:
    if answer.status != ExecStatus.TUPLES_OK or not answer.ntuples:
        return []
    transformer.set_pgresult(answer)
    make: Callable[[Sequence[Any]], Row] = tuple
    rows: list[Row] = transformer.load_rows(0, answer.ntuples, make)
    return rows


def _raise_if_failed(answer: PGresult) -> None:
    if answer.status != ExecStatus.FATAL_ERROR:
        return
    state = (answer.error_field(DiagnosticField.SQLSTATE) or b"").decode()
    try:
        kind: type[psycopg.Error] = psycopg.errors.lookup(state)
    except KeyError:
        kind = psycopg.DatabaseError
    # What else the server tells repeats values.
    told = (answer.error_field(DiagnosticField.MESSAGE_PRIMARY) or b"").decode(errors="replace")
    raise kind(told)
