"""Controls: what a button or a dialog carries in its id, which is ids and no authority.

An id has at most 100 characters, so the name of a gate that is longer is carried as its hash, and
looked up among the buttons that the release has at that moment.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Literal

from bot.domain.conversation.messages import Button, Dialog

LONGEST = 100
TEMPLATE = re.compile(
    r"rb(?P<step>[pcad]):(?P<action>[a-z_]{1,20}):(?P<release>[^:\n]{0,40}):(?P<question>[^:\n]{0,40})"
    r":(?P<base>[^:\n]{0,60}):(?P<argument>[^\n]{0,90})"
)
TEXTS, LOG = "texts", "log"  # they only show something, and are no action of a release
Step = Literal["p", "c", "a", "d"]  # press it, confirm it first, ask for its dialog, a dialog

_HASHED = "~"
_SHA256 = re.compile(r"sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """What was pressed or filled in."""

    step: str
    action: str
    release: str
    question: str = ""
    argument: str = ""
    base: str = ""

    @property
    def custom_id(self) -> str:
        """The id that a component has of it."""
        known = f"rb{self.step}:{self.action}:{self.release}:{self.question}:{_packed(self.base)}:"
        return f"{known}{carried(self.argument, LONGEST - len(known))}"

    def stands_for(self, button: Button) -> bool:
        """Whether this is that button, whose argument may be carried as its hash."""
        ids = (button.action, button.release, button.question)
        is_same = ids == (self.action, self.release, self.question)
        return is_same and self.argument in (button.argument, hashed(button.argument))


def of_button(button: Button, step: Step | None = None) -> Control:
    """The control of a button."""
    usual: Step = "c" if button.confirm else "p"
    return Control(
        step=step or ("a" if button.asks else usual),
        action=button.action,
        release=button.release,
        question=button.question,
        argument=button.argument,
    )


def of_dialog(dialog: Dialog) -> Control:
    """The control of a dialog; `base` names the text that it shows."""
    return Control(
        step="d",
        action=dialog.action,
        release=dialog.release,
        question=dialog.question,
        argument=dialog.argument,
        base=dialog.base,
    )


def read(custom_id: str) -> Control | None:
    """The control of an id; None where it is none of ours."""
    found = TEMPLATE.fullmatch(custom_id)
    if found is None:
        return None
    known = found.groupdict()
    return Control(**(known | {"base": _unpacked(known["base"])}))


def is_hashed(argument: str) -> bool:
    """Whether an argument is only a hash of what it stands for."""
    return argument.startswith(_HASHED)


def hashed(argument: str) -> str:
    """What is carried where the argument itself has no room."""
    return _HASHED + hashlib.sha256(argument.encode()).hexdigest()[:16]


def carried(argument: str, room: int) -> str:
    """The argument, or its hash where it has no room."""
    is_plain = len(argument) <= room and "\n" not in argument
    return argument if is_plain else hashed(argument)


def _packed(base: str) -> str:
    """A digest in 44 characters."""
    found = _SHA256.fullmatch(base)
    if found is None:
        return base.replace(":", "=")
    return f".{base64.urlsafe_b64encode(bytes.fromhex(found[1])).decode().rstrip('=')}"


def _unpacked(packed: str) -> str:
    if not packed.startswith("."):
        return packed.replace("=", ":")
    try:
        return f"sha256:{base64.urlsafe_b64decode(f'{packed[1:]}=').hex()}"
    except (binascii.Error, ValueError):
        return packed
