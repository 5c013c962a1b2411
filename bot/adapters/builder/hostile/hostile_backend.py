"""A build backend that tries to get out, and tells of each attempt how it ended.

Only the standard library: it is copied alone into the hostile project. What it tells begins with
"!" where the attempt succeeded. It takes nothing and leaves only an empty file.
"""

import json
import socket
from collections.abc import Callable
from pathlib import Path

METADATA = "Metadata-Version: 2.1\nName: hostile\nVersion: 1.0\n"
FAR_AWAY = ("192.0.2.1", 9)  # an address for documentation, at which nobody is


def prepare_metadata_for_build_wheel(folder: str, _settings: object = None) -> str:
    """The hook that a build asks first; the report lies beside the metadata."""
    target = json.loads(Path("target.json").read_text("utf-8"))
    tried = {attempt.__name__: _tried(attempt, target) for attempt in ATTEMPTS}
    info = Path(folder, "hostile-1.0.dist-info")
    info.mkdir()
    (info / "METADATA").write_text(METADATA, "utf-8")
    (info / "report.json").write_text(json.dumps(tried), "utf-8")
    return info.name


def network(target: dict[str, str]) -> str:
    """Reach a server of this machine, or find any way out of it."""
    with socket.socket() as near:
        near.settimeout(2)
        if near.connect_ex(("127.0.0.1", int(target["port"]))) == 0:
            return "!reached a server of this machine"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as far:
        far.connect(FAR_AWAY)  # sends nothing; it fails where no way leads out
    return "!found a way out"


def file(target: dict[str, str]) -> str:
    """Read a file that only the bot may read, and one that everybody may."""
    for place in (target["canary"], "/etc/passwd"):
        if _succeeds(lambda place=place: Path(place).read_bytes()):  # type: ignore[misc]
            return f"!read {place}"
    return "no such file"


def environment(target: dict[str, str]) -> str:
    """Find a variable of the bot among one's own."""
    seen = sorted(set(target["variables"].split()) & _variables("self"))
    return f"!found {', '.join(seen)}" if seen else "none of them"


def processes(target: dict[str, str]) -> str:
    """Live among the bot's processes, or find a variable of another process."""
    if str(Path("/proc/self/ns/pid").readlink()) == target["processes"]:
        return "!sees those of the bot"
    ours = _variables("self")
    others = filter(str.isdigit, (each.name for each in Path("/proc").iterdir()))
    for number in ("1", target["process"], *others):
        if seen := sorted(_variables(number) - ours):
            return f"!found {seen[0]} in process {number}"
    return "none of them"


def writing(target: dict[str, str]) -> str:
    """Leave a file beside the bot's own, which is looked for afterwards, or in the system."""
    _succeeds(Path(target["harmed"]).touch)  # a file of that name may be the sandbox's own
    for place in ("/usr/releasebot-harmed", "/releasebot-harmed"):
        if _succeeds(Path(place).touch):
            Path(place).unlink()
            return f"!wrote {place}"
    return "refused"


def user(target: dict[str, str]) -> str:
    """Who one is outside."""
    inside, outside, *_ = Path("/proc/self/uid_map").read_text("utf-8").split()
    is_bot = outside == target["user"]
    return f"user id {inside} inside is {outside} outside" if is_bot else ""


ATTEMPTS = (network, file, environment, processes, writing, user)


def _tried(attempt: Callable[[dict[str, str]], str], target: dict[str, str]) -> str:
    try:
        return attempt(target)
    except OSError as error:
        return error.strerror or type(error).__name__


def _variables(process: str) -> set[str]:
    """The names of the variables that a process was started with, as far as they may be seen."""
    try:
        text = Path("/proc", process, "environ").read_text("utf-8", "replace")
    except OSError:
        return set()
    return {each.partition("=")[0] for each in text.split("\0") if "=" in each}


def _succeeds(act: Callable[[], object]) -> bool:
    try:
        act()
    except OSError:
        return False
    return True
