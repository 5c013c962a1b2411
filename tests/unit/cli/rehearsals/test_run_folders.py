"""Run folders: what can be resumed, and what is tidied away."""

from pathlib import Path

from bot.cli.rehearsals import run_folders


def ready_run(parent: Path) -> Path:
    """A run that was prepared and did not end."""
    folder = run_folders.new_run(parent)
    run_folders.mark_ready(folder, {"project": "greeter", "bump": "minor"})
    return folder


def test_the_newest_unfinished_run_is_resumed(tmp_path: Path) -> None:
    """Ended and half-prepared ones are not."""
    ready_run(tmp_path)
    wanted = ready_run(tmp_path)
    run_folders.mark_ended(ready_run(tmp_path))
    run_folders.new_run(tmp_path)

    assert run_folders.unfinished_run(tmp_path) == wanted
    assert run_folders.request_of(wanted)["bump"] == "minor"


def test_there_is_nothing_to_resume_at_first(tmp_path: Path) -> None:
    """Neither without the folder nor in an empty one."""
    assert run_folders.unfinished_run(tmp_path / "nowhere") is None
    assert run_folders.unfinished_run(tmp_path) is None


def test_an_ended_run_can_be_looked_at_again(tmp_path: Path) -> None:
    """Where nothing is unfinished; then it is unfinished until it ends once more."""
    ended = ready_run(tmp_path)
    run_folders.mark_ended(ended)
    assert run_folders.newest_run(tmp_path) == ended

    run_folders.mark_resumed(ended)
    assert run_folders.unfinished_run(tmp_path) == ended


def test_an_unfinished_run_comes_first(tmp_path: Path) -> None:
    """Even if a newer one ended."""
    wanted = ready_run(tmp_path)
    (tmp_path / "9").mkdir()
    run_folders.mark_ready(tmp_path / "9", {"project": "greeter", "bump": ""})
    run_folders.mark_ended(tmp_path / "9")

    assert run_folders.newest_run(tmp_path) == wanted


def test_a_new_run_removes_ended_ones_and_keeps_unfinished_ones(tmp_path: Path) -> None:
    """So that demos do not fill the disk, and none that can be resumed is lost."""
    kept = ready_run(tmp_path)
    ended = ready_run(tmp_path)
    run_folders.mark_ended(ended)
    new = run_folders.new_run(tmp_path)

    assert kept.exists()
    assert not ended.exists()
    assert new.name == "3"
