"""Surveys of folders that are nowhere on a disk."""

from bot.domain.detection.survey import Survey

PYPROJECT = """\
[project]
name = "sample-package"
version = "1.1.0"
readme = "README.md"
requires-python = ">=3.12"
dependencies = ["click"]
[project.urls]
Documentation = "https://docs.example.org/"
Issues = "https://example.org/issues"
[project.optional-dependencies]
test = ["pytest>=8", "coverage"]
dev = ["pytest", "ruff", "mypy"]
[dependency-groups]
docs = ["mkdocs", { include-group = "other" }]
"""


def make_survey(*paths: str, tags: tuple[str, ...] = (), **texts: str) -> Survey:
    """A clone with these paths and texts; names have "__" for "/" and "_dot_" for "."."""
    files = {name.replace("__", "/").replace("_dot_", "."): text for name, text in texts.items()}
    return Survey(
        folder="sample",
        kind="clone",
        commit="c" * 40,
        hosted="owner/sample",
        paths=(*files, *paths),
        files=files,
        tags=tags,
        mentions={},
    )
