"""Sandbox: a hostile build is run in it, and must get nothing and harm nothing."""

from collections.abc import Mapping

from bot.adapters.builder import hostile_build
from bot.adapters.builder.interpreters import own_interpreter
from bot.doctor.examination import Found, Machine
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding

ATTEMPTS = {  # what it tries, in words for people
    "network": "reach the network",
    "file": "read a file outside",
    "environment": "read the bot's variables",
    "processes": "look into other processes",
    "writing": "write outside",
}


async def look(machine: Machine) -> Found:
    """Run a small hostile build as every build is run."""
    missing = await machine.runner.probe(own_interpreter())
    if missing:
        return (diagnosis.error(missing.why, "", missing.remedy),)
    told = await hostile_build.run(machine.runner, machine.environment, machine.temporary)
    return judge(told)


def judge(told: Mapping[str, str]) -> tuple[Finding, ...]:
    """`told` says of each attempt what stopped it, or "!" and what it got."""
    evidence = ", ".join(f"{name}: {told.get(name, 'not tried')}" for name in ATTEMPTS)
    leaks = [words for name, words in ATTEMPTS.items() if told.get(name, "").startswith("!")]
    if leaks:
        return (
            diagnosis.error(
                f"A build in the sandbox can {', '.join(leaks)}.",
                evidence,
                "Release nothing on this machine before its sandbox holds; install bubblewrap "
                "from the system's own packages.",
            ),
        )
    if ATTEMPTS.keys() - told.keys():
        return (
            diagnosis.unknown(
                "The hostile build did not try everything.", evidence, "Run releasebot doctor anew."
            ),
        )
    return (
        diagnosis.ok("A hostile build in the sandbox got nothing and harmed nothing.", evidence),
        *_same_user(told.get("user", "")),
    )


def _same_user(told: str) -> tuple[Finding, ...]:
    if not told:
        return ()
    return (
        diagnosis.note(
            "Outside of the sandbox a build would be the bot's own user; the sandbox is the only "
            "wall between them.",
            told,
            "Keep other work, and other people's files, away from that user.",
        ),
    )
