"""Safety: what no module of the bot does, whoever writes it."""

import ast
from urllib.parse import urlsplit

from twine import utils as twine_utils

from tests.architecture import sources

BOT = sources.modules("bot", "handlers")
STARTERS = (
    "subprocess.run",
    "subprocess.Popen",
    "subprocess.call",
    "subprocess.check_call",
    "subprocess.check_output",
    "asyncio.create_subprocess_exec",
)
SHELLS = ("os.system", "os.popen", "asyncio.create_subprocess_shell", "subprocess.getoutput")
PYPI = ".".join(urlsplit(twine_utils.DEFAULT_REPOSITORY).hostname.split(".")[-2:])  # type: ignore[union-attr]  # a constant with a host
REGISTRIES = (PYPI, "python" + "hosted.org", "registry.npm" + "js.org", "deb.deb" + "ian.org")


def test_no_command_goes_through_a_shell() -> None:
    """A list of arguments cannot be broken out of; a shell's line can."""
    shells = [
        sources.place(path, call)
        for path in BOT
        for name, call in sources.calls(path)
        if name in SHELLS or any(k.arg == "shell" for k in call.keywords)
    ]

    assert shells == []


def test_a_child_process_inherits_no_environment() -> None:
    """The environment may hold secrets, so each child is told which variables it gets."""
    inheriting = [
        sources.place(path, call)
        for path in BOT
        for name, call in sources.calls(path)
        if name in STARTERS and not {"env", None} & {k.arg for k in call.keywords}
    ]

    assert inheriting == []


def test_only_the_settings_read_the_environment() -> None:
    """One place says which variables matter; everybody else gets values."""
    readers = [
        sources.place(path, node)
        for path in BOT
        if not path.is_relative_to(sources.ROOT / "bot/settings")
        for node in ast.walk(sources.tree(path))
        if (isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.environ", "os.getenv"))
        or (isinstance(node, ast.ImportFrom) and node.module == "os")
    ]

    assert readers == []


def test_decisions_never_wait() -> None:
    """A decision is a plain function: nothing in it can be in flight when the bot is killed."""
    waiting = [
        sources.place(path, node)
        for path in sources.modules("bot/domain")
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith)
    ]

    assert waiting == []


def test_no_file_names_a_package_registry_or_this_folder() -> None:
    """Addresses of registries come from the libraries that own them; paths of a machine from it."""
    unwanted = [name.encode() for name in (*REGISTRIES, f"{sources.ROOT}/")]
    found = [
        (sources.place(path), name)
        for path in sources.files()
        for name in unwanted
        if name in path.read_bytes()
    ]

    assert found == []
