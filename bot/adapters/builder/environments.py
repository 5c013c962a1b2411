"""Environments made of wheels alone: filling them runs no code of any package.

An environment is filled once and then only used inside a sandbox, because a wheel's .pth file
would run in whatever starts its interpreter.
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from uv import find_uv_bin

from bot import errors
from bot.adapters.builder.sandbox.build_log import last_line, plain

SECONDS = 300
PASSED_ON = (  # what uv needs to find the machine's index; no sandbox ever sees any of it
    *("PATH", "HOME", "LANG", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
    *("http_proxy", "https_proxy", "all_proxy", "no_proxy"),
)
PIP_NAMES = {  # pip's own settings, where uv has none of its kind
    "PIP_INDEX_URL": "UV_DEFAULT_INDEX",
    "PIP_EXTRA_INDEX_URL": "UV_INDEX",
    "PIP_FIND_LINKS": "UV_FIND_LINKS",
    "PIP_CERT": "SSL_CERT_FILE",
}
NO_ANSWER = ("error sending request", "Failed to fetch", "dns error", "operation timed out")


def installer_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables for uv, chosen from those of this process; never any of its other secrets."""
    chosen = {name: environment[name] for name in PASSED_ON if name in environment}
    for name, uv_name in PIP_NAMES.items():
        if name in environment:
            separator = "," if uv_name == "UV_FIND_LINKS" else " "
            chosen.setdefault(uv_name, separator.join(environment[name].split()))
    chosen |= {name: value for name, value in environment.items() if name.startswith("UV_")}
    chosen.setdefault("UV_SYSTEM_CERTS", "1")  # as git and pip do: a company's own authority
    return chosen | _configuration(chosen)


def _configuration(chosen: Mapping[str, str]) -> dict[str, str]:
    """Fix uv's configuration file, so that it looks for none in the folders above its own."""
    if "UV_CONFIG_FILE" in chosen or "UV_NO_CONFIG" in chosen:
        return {}
    home = Path(chosen.get("HOME", "/"), ".config")
    for file in (Path(chosen.get("XDG_CONFIG_HOME", home), "uv/uv.toml"), Path("/etc/uv/uv.toml")):
        if file.is_file():
            return {"UV_CONFIG_FILE": str(file)}
    return {"UV_NO_CONFIG": "1"}


def checked_requirements(lines: Sequence[str]) -> list[str]:
    """Requirements in packaging's own spelling; addresses are refused, only the index is asked."""
    checked = []
    for line in lines:
        try:
            requirement = Requirement(line)
        except InvalidRequirement as error:
            raise errors.BadRepository(
                f"{plain(line)[:100]!r} is not a requirement.",
                "Correct it in the project's pyproject.toml.",
                reason="bad_requirement",
            ) from error
        if requirement.url:
            raise errors.BadRepository(
                f"The requirement {requirement.name} is taken from an address.",
                "Name a released version of it: only wheels of the index are installed.",
                reason="bad_requirement",
            )
        checked.append(str(requirement))
    return checked


class WheelInstaller:
    """Makes environments with uv, from its cache where it can."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Use the index that this process's variables and the machine's files name."""
        self._environment = installer_environment(environment)

    async def make(
        self, folder: Path, python: Path, lines: Sequence[str], wheel: Path | None = None
    ) -> Path:
        """Make the environment `folder` with these requirements; returns its interpreter."""
        requirements = checked_requirements(lines)
        await self._uv("venv", "--quiet", "--no-project", f"--python={python}", str(folder))
        own = folder / "bin" / "python"
        if requirements or wheel:
            listed = folder / "requirements.txt"
            listed.write_text("\n".join([*requirements, ""]))
            await self._uv(
                *("pip", "install", "--quiet", "--only-binary=:all:", f"--python={own}"),
                *("--requirements", str(listed), *([str(wheel)] if wheel else ())),
            )
        return own

    async def _uv(self, *arguments: str) -> None:
        process = await asyncio.create_subprocess_exec(
            find_uv_bin(),
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env=self._environment,
            cwd="/",
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(SECONDS):
                said = (await process.communicate())[1].decode("utf-8", "replace")
        except TimeoutError as error:
            raise _no_answer(f"nothing was installed within {SECONDS} seconds") from error
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
        if process.returncode != 0:
            raise _explained(plain(said))


def _no_answer(why: str) -> errors.Unknown:
    return errors.Unknown(f"The package index did not answer: {why}.", "Try again in a while.")


def _explained(said: str) -> errors.ReleasebotError:
    """What uv said, as one of our errors."""
    if any(sign in said for sign in NO_ANSWER):
        return _no_answer(last_line(said))
    said = " ".join(said.replace("\u2570\u2500\u25b6", " ").split())[:400]
    return errors.BuildFailed(
        f"Its requirements cannot be installed from wheels: {said}",
        "Name versions that the index has wheels of, for this Python and this machine.",
        reason="no_wheels",
    )
