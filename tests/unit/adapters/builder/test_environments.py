"""Environments of wheels: which variables uv gets, which requirements it never sees."""

from pathlib import Path

import pytest

from bot import errors
from bot.adapters.builder.environments import checked_requirements, installer_environment


def test_uv_gets_the_index_and_no_secret(tmp_path: Path) -> None:
    """Only what uv needs is passed on; pip's index becomes uv's."""
    given = {
        "HOME": str(tmp_path),
        "PATH": "/usr/bin",
        "PYPI_TOKEN": "secret",
        "TWINE_PASSWORD": "secret",
        "UV_INDEX_STRATEGY": "first-index",
        "PIP_INDEX_URL": "https://index.example.org/simple",
        "PIP_FIND_LINKS": "/wheels /more",
    }
    passed = installer_environment(given)
    assert "secret" not in passed.values()
    assert passed["UV_DEFAULT_INDEX"] == "https://index.example.org/simple"
    assert passed["UV_FIND_LINKS"] == "/wheels,/more"
    assert passed["UV_INDEX_STRATEGY"] == "first-index"
    assert passed["PATH"] == "/usr/bin"


def test_an_own_setting_of_uv_wins_over_one_of_pip(tmp_path: Path) -> None:
    """Where both are set, uv's own is meant."""
    given = {"HOME": str(tmp_path), "PIP_INDEX_URL": "pip's", "UV_DEFAULT_INDEX": "uv's"}
    assert installer_environment(given)["UV_DEFAULT_INDEX"] == "uv's"


def test_the_machine_s_own_authorities_are_trusted(tmp_path: Path) -> None:
    """Behind a company's proxy git and pip work; so does this, unless somebody says otherwise."""
    given = {"HOME": str(tmp_path)}
    assert installer_environment(given)["UV_SYSTEM_CERTS"] == "1"
    assert installer_environment({**given, "UV_SYSTEM_CERTS": "0"})["UV_SYSTEM_CERTS"] == "0"


def test_uv_looks_for_no_configuration_beside_the_repository(tmp_path: Path) -> None:
    """It is told the person's own file, or that there is none."""
    assert "UV_CONFIG_FILE" not in installer_environment({"HOME": str(tmp_path)})
    own = tmp_path / ".config/uv/uv.toml"
    own.parent.mkdir(parents=True)
    own.touch()
    assert installer_environment({"HOME": str(tmp_path)})["UV_CONFIG_FILE"] == str(own)


@pytest.mark.parametrize(
    "line",
    [
        "--index-url=https://evil.example",
        "-r /etc/passwd",
        "evil @ https://evil.example/evil-1.0-py3-none-any.whl",
        "evil @ file:///etc/passwd",
        "../evil",
        "git+https://evil.example/evil",
        "a\nb",
        "",
    ],
)
def test_only_names_of_the_index_are_requirements(line: str) -> None:
    """T14: no option, no address and no path ever reaches uv."""
    with pytest.raises(errors.BadRepository) as caught:
        checked_requirements([line])
    assert caught.value.reason == "bad_requirement"


def test_requirements_are_spelled_anew() -> None:
    """What uv reads is packaging's spelling, not the repository's text."""
    lines = ["setuptools >= 61", 'tomli; python_version < "3.11"', "hatch-vcs[x]"]
    assert checked_requirements(lines) == [
        "setuptools>=61",
        'tomli; python_version < "3.11"',
        "hatch-vcs[x]",
    ]
