"""Lines: how a rehearsal stands, a JSON object on a line of stdout whenever that changes."""

import json
import sys
from typing import Any

from bot.domain.rehearsals import rehearsal

Json = dict[str, Any]


class Lines:
    """Tells another program."""

    def __init__(self) -> None:
        """Nothing was told."""
        self._told = ""

    def tell(self, status: Json) -> None:
        """Tell how it stands, unless that was the last line already."""
        line = json.dumps(rehearsal.report(status), ensure_ascii=False)
        if line != self._told:
            self._told = line
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
