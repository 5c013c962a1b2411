"""Engine: its version is pinned, and a row of its tables that was rewritten runs no code."""

from collections.abc import Iterator

from bot.doctor.examination import Machine
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding
from bot.releases.running import proving
from bot.releases.running.proving import Proof

REMEDY = "Install releasebot anew with the libraries of its requirements.lock."


def look(_machine: Machine) -> Iterator[Finding]:
    """Try both on a scratch database."""
    yield from judge(proving.prove_engine())


def judge(proof: Proof) -> Iterator[Finding]:
    """A version that nobody pinned would leave releases in flight behind at an upgrade."""
    if proof.version == proof.pinned:
        yield diagnosis.ok("The engine's version is pinned.", proof.version)
    else:
        yield diagnosis.error(
            "The engine's version is not the pinned one, so releases in flight would be lost.",
            f"{proof.version} instead of {proof.pinned}",
            REMEDY,
        )
    evidence = f"a poisoned row in a scratch database: {proof.pickle}"
    if proof.pickle == "refused":
        yield diagnosis.ok("A rewritten row of the engine's tables runs no code.", evidence)
    elif proof.pickle == "ran":
        yield diagnosis.error(
            "Whoever can write the database can run code as the bot.", evidence, REMEDY
        )
    else:
        yield diagnosis.unknown(
            "Whether a rewritten row runs code could not be seen.",
            evidence,
            "Run releasebot doctor when the machine is less busy.",
        )
