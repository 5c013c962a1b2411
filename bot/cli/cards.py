"""What a person reads before deciding, and at the end; from the status and nothing else."""

from typing import Any

from rich.console import Console
from rich.markdown import Markdown
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

Json = dict[str, Any]

INWARD = ("check_ready", "run_checks", "build_packages", "smoke_test")  # told by the story


def show_question(console: Console, status: Json, question: Json) -> None:
    """Everything that an approval is about: what ships, where, what is unknown, who is awaited."""
    console.print()
    console.rule(Text(f"Approve {status['title']} {status['tag']}?"), align="left")
    console.print(_facts(status, question))
    console.print(_files(status))
    for entry in status["left_out"]:
        _line(console, f"  not known: {entry['target']}: {entry['why']}")
    console.print(Panel(Markdown(status["notes"]), title="Notes", title_align="left"))
    console.print(Panel(Markdown(status["announcement"]), title="Announcement", title_align="left"))


def _facts(status: Json, question: Json) -> Table:
    table = Table.grid(padding=(0, 2))
    commit = next(
        (
            row["evidence"]["commit"]
            for row in status["ledger"]
            if row["stage"] == "prepare_release"
        ),
        status["commit"],
    )
    passed = [
        row["key"] for row in status["ledger"] if row["stage"] in ("run_checks", "smoke_test")
    ]
    facts = {
        "Version": f"{status['previous'] or 'first release'} → {status['version']}",
        "Commit": f"{commit[:12]} on top of {status['branch']} ({status['commit'][:12]})",
        "Passed": ", ".join(passed) or "nothing was checked",
        "Digest": question["digest"][:15],
        "Votes": f"{len(question['votes'])} of {question['needed']}; "
        f"waits for {', '.join(question['awaits'])} until {_short(question['expires'])}",
        "After this": "TestPyPI, the branch, the tag and the GitHub draft; then PyPI, for good",
    }
    for name, value in facts.items():
        table.add_row(Text(name, style="bold"), Text(value))
    return table


def _short(moment: str) -> str:
    return f"{moment[:16].replace('T', ' ')} UTC"


def _files(status: Json) -> Table:
    table = Table(title="What ships, byte for byte", title_justify="left", box=None)
    for column in ("file", "size", "sha256"):
        table.add_column(column, overflow="fold")
    for row in status["ledger"]:
        if row["stage"] == "build_packages":
            evidence = row["evidence"]
            table.add_row(
                row["key"],
                f"{int(evidence['size']):,} bytes",
                evidence["digest"].removeprefix("sha256:"),
            )
    return table


def show_end(console: Console, status: Json) -> None:
    """How it ended: what is where, what is not known, and what to do."""
    console.print()
    for row in status["ledger"]:
        if row["stage"] not in INWARD or row["state"] != "done":
            _line(console, f"  {row['state']:<8} {row['target']:<9} {row['key']}  {_seen(row)}")
    for entry in status.get("left_out", ()):
        _line(console, f"  left out {entry['target']}: {entry['why']}; {entry['remedy']}")
    console.print()
    _line(console, _last_words(status))


def _seen(row: Json) -> str:
    """The evidence that fits on a line."""
    evidence = row["evidence"]
    digest = evidence.get("digest") or evidence.get("commit") or ""
    kind, _, value = digest.rpartition(":")
    return f"{kind}:{value[:12]}".lstrip(":") if digest else evidence.get("url", "")


def _line(console: Console, text: str) -> None:
    console.print(text.rstrip(), markup=False, highlight=False, soft_wrap=True)


def _last_words(status: Json) -> str:
    seconds = status["seconds"]
    if status["error"]:
        return f"{status['error']['sentence']} {status['error']['next']}"
    if status["state"] == "done":
        return (
            f"{status['title']} {status['tag']} is released and announced: "
            f"{seconds['total']:.1f} s in all, {seconds['waiting']:.1f} s of it waiting for people."
        )
    return f"The release is {status['state']}: {status['waits_for'] or 'look at its status'}."
