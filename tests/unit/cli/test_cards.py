"""The cards: what a person reads before deciding and at the end."""

import io
from typing import Any

from rich.console import Console

from bot.cli import cards

ROWS = [
    ("prepare_release", "git", "release/v1.2.0", {"commit": "c" * 40}),
    ("build_packages", "build", "greeter-1.2.0.tar.gz", {"digest": "sha256:" + "a" * 64}),
    ("publish_pypi", "pypi", "greeter-1.2.0.tar.gz", {"digest": "sha256:" + "a" * 64}),
]
QUESTION = {
    "digest": "sha256:" + "d" * 64,
    "votes": [],
    "needed": 2,
    "awaits": ["bob", "carol"],
    "expires": "2026-03-04T05:06:07.000Z",
}


def status(**more: object) -> dict[str, Any]:
    """A release that is built."""
    return {
        "title": "Greeter",
        "tag": "v1.2.0",
        "previous": "1.1.0",
        "version": "1.2.0",
        "branch": "main",
        "commit": "b" * 40,
        "state": "waiting",
        "waits_for": "",
        "notes": "### Added\n\n- A greeting.",
        "announcement": "# Greeter v1.2.0",
        "left_out": [{"target": "check lint", "why": "not configured", "remedy": "configure it"}],
        "ledger": [
            {"stage": s, "target": t, "key": k, "state": "done", "evidence": {"size": "1775", **e}}
            for s, t, k, e in ROWS
        ],
        "seconds": {"total": 9.0, "waiting": 1.0},
        "error": None,
        **more,
    }


def shown(show: Any, *arguments: object) -> str:  # noqa: ANN401 - either card
    """What the card prints into a pipe."""
    out = io.StringIO()
    show(Console(file=out, width=120), *arguments)
    return out.getvalue()


def test_a_question_shows_what_ships_and_who_is_awaited() -> None:
    """Version, commit, whole hashes, what is not known, notes and announcement."""
    text = shown(cards.show_question, status(), QUESTION)

    for needed in ("1.1.0 → 1.2.0", "c" * 12, "a" * 64, "1,775 bytes", "0 of 2", "bob, carol"):
        assert needed in text
    assert "2026-03-04 05:06 UTC" in text
    assert "not known: check lint" in text
    assert "A greeting." in text


def test_the_end_shows_every_destination_and_what_was_left_out() -> None:
    """What the story told already is not repeated."""
    text = shown(cards.show_end, status(state="done"))

    assert "pypi      greeter-1.2.0.tar.gz  sha256:aaaaaaaaaaaa" in text
    assert "build " not in text
    assert "left out check lint: not configured; configure it" in text
    assert "is released and announced: 9.0 s in all" in text


def test_a_failure_ends_with_what_to_do() -> None:
    """Both sentences."""
    error = {"sentence": "The tag is taken.", "next": "Release the next version."}

    assert shown(cards.show_end, status(state="failed", error=error)).endswith(
        "The tag is taken. Release the next version.\n"
    )
