"""The audit as a whole: exported for programs, and verified row by row."""

import sys
from typing import Any

from bot.cli import endings
from bot.cli.door import open_door
from bot.cli.options import Asking, Options
from bot.domain.conversation import reply_json

Json = dict[str, Any]


async def examine(said: Asking, options: Options, *, verify: bool) -> int:
    """Verify the chain of rows, or export them; with --json as one object on stdout."""
    async with open_door(options, works=False) as door:
        audit = await door.bot.audit()
        release = ""
        if said.words:
            reply = await door.bot.say(said.line())
            if reply.error:
                raise reply_json.error_from_json(reply.error)
            release = reply.release
    if options.as_json:
        rows = [row for row in audit["rows"] if release in ("", row["release"])]
        endings.print_json({"schema": 1, **audit, "rows": rows, "error": None})
    elif verify:
        sys.stdout.write(f"{_verdict(audit)}\n")
    return endings.FAILED if verify and audit["first_altered"] is not None else 0


def _verdict(audit: Json) -> str:
    rows, altered = audit["rows"], audit["first_altered"]
    if altered is not None:
        return (
            f"Altered: row {altered} of the audit is not what was written, so neither it nor a "
            "row after it proves anything. Compare with a backup."
        )
    last = f", last hash {rows[-1]['hash']}" if rows else ""
    return f"Whole: {len(rows)} rows{last}."
