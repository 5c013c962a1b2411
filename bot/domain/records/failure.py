"""Failure: to which class of causes an error belongs, and what usually helps there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HINTS = {
    "credentials": "Usually a token ran out or lacks a right: replace it, then retry.",
    "conflict": "Usually somebody was here before: look at what is there; the bot overwrites "
    "nothing.",
    "no answer": "Usually it passes: retry in some minutes; what is done already is not repeated.",
    "refused": "Usually the destination's own words say what it wants: mend that, then retry.",
    "gate": "Usually the repository has to become green first; an approver can override a gate, "
    "with a reason.",
    "gate unknown": "Usually CI has not begun for this commit: let it run there, then retry.",
    "repository": "Usually a change in the repository helps: merge it, then start anew.",
    "build": "Usually the same command fails on a laptop too: mend the build, merge, start anew.",
    "approval": "Usually people have to be asked again: retry, or start the release anew.",
    "cancelled": "Nothing is wrong: start the release again when it should go out.",
    "machine": "Usually the machine that the bot runs on lacks something: provide it, then retry.",
    "bug": "Usually a retry helps; if it fails again, report it with the bot's log.",
}
CODES = {
    "credentials": "credentials",
    "conflict": "branch_moved conflict not_adoptable release_published release_running tag_taken "
    "version_taken",
    "no answer": "git_timeout index_incomplete not_verified rate_limited unknown",
    "refused": "bad_download not_mergeable refused",
    "gate": "gate_red",
    "gate unknown": "gate_unknown",
    "repository": "bad_reference bad_repository bad_submodule bad_template bad_version "
    "changelog_heading empty_repository epoch local_version no_package no_package_name "
    "no_repository no_tags not_a_version not_canonical not_utf8 nothing_to_release too_big "
    "unsafe_path version_file version_not_newer",
    "build": "ambiguous_archive archive_bomb artifact_too_large bad_artifact bad_description "
    "bad_metadata bad_requirement broken_archive build_failed build_limit differs_from_commit "
    "duplicate_member install_failed lfs_pointer no_wheels not_a_regular_file nothing_built "
    "other_package platform_wheel record_mismatch sdist_incomplete smoke_test_failed "
    "unexpected_file unknown_extra unsafe_member",
    "approval": "digest_changed expired not_allowed rejected",
    "cancelled": "cancelled",
    "machine": "artifact_changed artifacts_gone bad_configuration detached_head disk_full "
    "foreign_address no_interpreter no_sandbox not_bound secret_in_environment shallow",
    "bug": "bad_plan bug failed not_understood",
}
CLASSES = {code: name for name, codes in CODES.items() for code in codes.split()}


@dataclass(frozen=True, slots=True)
class Cause:
    """A class of causes, and one sentence on what usually helps."""

    name: str
    hint: str


def cause(error: Mapping[str, Any]) -> Cause:
    """The cause of an error object; what nobody has classified is a bug."""
    name = CLASSES.get(error["code"], "bug")
    return Cause(name, HINTS[name])
