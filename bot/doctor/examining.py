"""Examining: all examinations at once, each on its own clock; none of them can stop the others."""

import asyncio
import contextlib
import inspect
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from bot import errors, settings
from bot.doctor import examinations
from bot.doctor.examination import Examination, Found, Installation, Machine, Subject
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding


class Doctor:
    """Examines one installation; `waiting` names the examinations that are not over yet."""

    def __init__(self, machine: Machine, *, sends_test_message: bool = False) -> None:
        """Work on this machine; without being asked, nothing is sent anywhere."""
        self._machine = machine
        self._sends_test_message = sends_test_message
        self.waiting: list[str] = []

    async def examine(self, file: Path, chosen: str = "") -> tuple[Finding, ...]:
        """Everything that is found: for one project or all of them, or by one examination.

        A file that cannot be read is the first finding; then only the machine is examined. Raises
        `errors.BadInput` for a project that the file does not name.
        """
        try:
            configured = settings.read_settings(file)
        except errors.BadConfiguration as error:
            broken = replace(diagnosis.of_error(error), name=examinations.CONFIGURATION)
            return (broken, *await self._all(examinations.MACHINE, self._machine))
        alone = chosen if chosen in examinations.NAMES else ""
        project = "" if alone and chosen not in configured.projects else chosen
        alone = "" if project else alone
        installation = replace(
            _installation(self._machine, file, configured, project),
            sends_test_message=self._sends_test_message,
        )
        both = await asyncio.gather(
            self._all(_only(examinations.CONFIGURED, alone), installation),
            self._all(_only(examinations.MACHINE, alone), self._machine),
        )
        return tuple(finding for found in both for finding in found)

    async def _all(
        self, listed: Iterable[Examination[Subject]], subject: Subject
    ) -> tuple[Finding, ...]:
        found = await asyncio.gather(*(self.one(each, subject) for each in listed))
        return tuple(finding for findings in found for finding in findings)

    async def one(self, examination: Examination[Subject], subject: Subject) -> tuple[Finding, ...]:
        """What one examination finds; one that hangs or breaks leaves its question open."""
        self.waiting.append(examination.name)
        try:
            async with asyncio.timeout(examination.seconds):
                found = tuple(await _looked(examination, subject))
        except TimeoutError:
            found = (_hangs(examination.seconds),)
        except errors.ReleasebotError as error:
            found = (diagnosis.of_error(error),)
        except Exception as error:  # noqa: BLE001  # a broken examination must not hide the others
            found = (_breaks(error),)
        finally:
            self.waiting.remove(examination.name)
        return tuple(replace(each, name=examination.name) for each in found)


def _only(listed: Iterable[Examination[Subject]], name: str) -> tuple[Examination[Subject], ...]:
    """The one of that name, or all of them for ""."""
    return tuple(each for each in listed if name in ("", each.name))


def _installation(
    machine: Machine, file: Path, configured: settings.Settings, project: str
) -> Installation:
    if project and project not in configured.projects:
        raise errors.BadInput(
            f"There is no project {project}.",
            f"Configured are: {', '.join(sorted(configured.projects)) or 'none'}.",
            reason="not_bound",
        )
    chosen = {n: each for n, each in configured.projects.items() if project in ("", n)}
    return Installation(machine=machine, file=file, settings=configured, projects=chosen)


async def _looked(examination: Examination[Subject], subject: Subject) -> Found:
    if inspect.iscoroutinefunction(examination.look):
        found: Found = await examination.look(subject)
        return found
    return await _in_a_thread(lambda: tuple(examination.look(subject)))  # type: ignore[arg-type]  # not awaitable, as was just seen


def _in_a_thread(look: Callable[[], tuple[Finding, ...]]) -> asyncio.Future[tuple[Finding, ...]]:
    """Look in a thread of its own, which holds up nobody's end if it hangs, as on a dead disk."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[tuple[Finding, ...]] = loop.create_future()

    def tell(found: tuple[Finding, ...] | Exception) -> None:
        if future.cancelled():
            return
        if isinstance(found, Exception):
            future.set_exception(found)
        else:
            future.set_result(found)

    def work() -> None:
        found: tuple[Finding, ...] | Exception
        try:
            found = look()
        except Exception as error:  # noqa: BLE001  # whoever waits for the future gets it
            found = error
        with contextlib.suppress(RuntimeError):  # nobody waits any more, the loop is closed
            loop.call_soon_threadsafe(tell, found)

    threading.Thread(target=work, name="examination", daemon=True).start()
    return future


def _hangs(seconds: float) -> Finding:
    return diagnosis.unknown(
        f"This could not be looked at within {seconds:g} seconds.",
        "",
        "Try again when the machine and the network are less busy.",
    )


def _breaks(error: Exception) -> Finding:
    return diagnosis.unknown(
        "This could not be looked at.",
        f"{type(error).__name__}: {error}",
        "Correct what it names, or report it as a fault of releasebot.",
    )
