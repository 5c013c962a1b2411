"""What a doctor examines: an operator's file and secrets, well until a test harms them."""

import os
from pathlib import Path

from bot import settings
from bot.adapters.builder.sandbox.commands import Runner
from bot.adapters.builder.sandbox.trusted import TrustedRunner
from bot.doctor.examination import Installation, Machine

WELL = """\
config_version = 1
[bot]
data_dir = "data"
[github]
api_url = "http://127.0.0.1:1"
token = { file = "secrets/github" }
[chat_log]
url = "http://127.0.0.1:2"
[people]
alice = { local = "alice" }
bob = { local = "bob" }
[roles]
releaser = ["alice"]
approver = ["bob"]
[projects.greeter]
repository = "acme/greeter"
package = "greeter"
enabled = false
[projects.greeter.targets.pypi]
token = { file = "secrets/pypi" }
upload_url = "http://127.0.0.1:3/legacy/"
index_url = "http://127.0.0.1:3/simple/"
"""


def make_machine(folder: Path, runner: Runner | None = None, user: int = -1) -> Machine:
    """A machine whose temporary folder is `folder`; this process's user unless another is named."""
    return Machine(
        user=os.geteuid() if user < 0 else user,
        environment={"PATH": "/usr/bin:/bin", "BOT_TOKEN": "canary"},
        temporary=folder,
        runner=runner or TrustedRunner(trust_this_repository=True),
    )


def write_file(folder: Path, text: str = WELL) -> Path:
    """Write the file with private secrets beside it."""
    (folder / "secrets").mkdir(mode=0o700)
    for name in ("github", "pypi"):
        secret = folder / "secrets" / name
        secret.touch(0o600)
        secret.write_text(f"{name}-canary\n", encoding="utf-8")
    file = folder / "releasebot.toml"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o644)
    return file


def make_installation(folder: Path, text: str = WELL) -> Installation:
    """An installation in this folder."""
    file = write_file(folder, text)
    configured = settings.read_settings(file)
    return Installation(
        machine=make_machine(folder), file=file, settings=configured, projects=configured.projects
    )
