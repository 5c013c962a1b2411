"""Verbs: everything that a person can type, as data; parsing, help and the docs come from here.

In a usage, capitals stand for what is typed, small words for themselves, brackets for what may be
left out. The project's name always fits right after the verb, so no usage repeats it. A terminal
has options in place of some words, and `release` before a kind of release.
"""

import dataclasses

from bot.domain.conversation import commands
from bot.domain.conversation.verb import Verb
from bot.domain.versions import version

START = "BUMP"  # stands for patch, minor, … and for a version
BUMPS = (*version.BUMPS, "X.Y.Z")

VERBS: tuple[Verb, ...] = (
    Verb(
        name=START,
        usage="[from BRANCH] [titled TITLE]",
        example="minor from main",
        terminal_usage="[--branch BRANCH] [--title TITLE]",
        terminal_example="release minor --branch main",
        does="plan a release and start it: " + ", ".join(BUMPS),
        makes=commands.Start,
    ),
    Verb(
        name="adopt",
        usage="TAG",
        example="adopt v1.2.0",
        does="complete what was tagged or published by hand: check, add what it lacks, announce",
        makes=commands.Adopt,
    ),
    Verb(
        name="plan",
        usage="[BUMP] [from BRANCH]",
        terminal_usage="[BUMP] [--branch BRANCH]",
        example="plan minor",
        does="show what a release would be and post, and whose approval it needs; starts nothing",
        makes=commands.Preview,
        fixed={"bump": ""},
    ),
    Verb(
        name="rehearse",
        usage="BUMP [from BRANCH]",
        terminal_usage="BUMP [--branch BRANCH]",
        example="rehearse minor",
        does="run the whole release in a local world, with a copy; nothing leaves the machine",
        makes=commands.Rehearse,
    ),
    Verb(
        name="next",
        example="next",
        does="what the changes since the last release amount to",
        makes=commands.ShowNext,
    ),
    Verb(
        name="cadence",
        example="cadence",
        does="when the next releases are due, by the project's cadence",
        makes=commands.ShowCadence,
        needs_project=False,
    ),
    Verb(
        name="status",
        usage="[RELEASE]",
        example="status 1.2.0",
        does="look a release up at every destination",
        makes=commands.ShowStatus,
    ),
    Verb(
        name="list",
        example="list",
        does="the newest releases",
        makes=commands.ListReleases,
        needs_project=False,
    ),
    Verb(
        name="who",
        usage="[RELEASE]",
        example="who",
        does="for whom a release waits, and until when",
        makes=commands.ShowWho,
    ),
    Verb(
        name="checklist",
        usage="[RELEASE]",
        example="checklist",
        does="the release guide's three lists, as they stand",
        makes=commands.ShowChecklist,
    ),
    Verb(
        name="checklist",
        usage="[RELEASE] tick LINE EVIDENCE",
        example="checklist tick blog https://example.org/1.2.0",
        does="vouch for a line that only a person can know",
        makes=commands.TickLine,
    ),
    Verb(
        name="notes",
        usage="[RELEASE]",
        example="notes",
        does="the notes of a release",
        makes=commands.ShowNotes,
    ),
    Verb(
        name="notes",
        usage="[RELEASE] edit",
        example="notes edit",
        terminal_usage="[RELEASE] --edit",
        terminal_example="notes --edit",
        does="change them before the approval; everything is prepared again",
        makes=commands.OpenDialog,
        fixed={"action": "edit_notes"},
        right=commands.EditNotes,
    ),
    Verb(
        name="approve",
        usage="[RELEASE]",
        example="approve 1.2.0",
        does="say yes to the open question; the yes that decides is confirmed first",
        makes=commands.Vote,
        fixed={"answer": "approve"},
    ),
    Verb(
        name="reject",
        usage="[RELEASE] REASON",
        example="reject the notes lack the breaking change",
        does="say no, which ends the release",
        makes=commands.Vote,
        fixed={"answer": "reject"},
    ),
    Verb(
        name="withdraw",
        usage="[RELEASE]",
        example="withdraw",
        does="take your vote back while the question is open",
        makes=commands.Withdraw,
    ),
    Verb(
        name="hold",
        usage="[RELEASE] REASON",
        example="hold the docs are not ready",
        does="let nothing more begin until somebody resumes",
        makes=commands.Hold,
    ),
    Verb(
        name="resume",
        usage="[RELEASE]",
        example="resume",
        does="go on after a hold; of a release that is done, bring back what has vanished",
        makes=commands.Resume,
    ),
    Verb(
        name="replan",
        usage="[RELEASE]",
        example="replan 1.2.0",
        does="plan a release again with what is new on its branch; everybody is asked anew",
        makes=commands.DecideBranch,
        fixed={"choice": "with"},
    ),
    Verb(
        name="without",
        usage="[RELEASE]",
        example="without 1.2.0",
        does="release without what is new on the branch; the votes stay",
        makes=commands.DecideBranch,
        fixed={"choice": "without"},
    ),
    Verb(
        name="cancel",
        usage="[RELEASE] [REASON]",
        example="cancel wrong branch",
        does="end a release; what it made is removed if nothing of it is public",
        makes=commands.Cancel,
    ),
    Verb(
        name="retry",
        usage="[RELEASE]",
        example="retry",
        does="start what failed again; what is there already is left alone",
        makes=commands.Retry,
    ),
    Verb(
        name="skip",
        usage="[RELEASE] STAGE REASON",
        example="skip publish_testpypi TestPyPI is down tonight",
        does="leave a stage out, for a reason that everybody sees",
        makes=commands.Skip,
    ),
    Verb(
        name="override",
        usage="[RELEASE] GATE REASON",
        example='override "checks of the commit" the runner broke, not the code',
        does="let a release pass a red gate, for a reason that everybody sees",
        makes=commands.Override,
    ),
    Verb(
        name="audit",
        usage="[RELEASE]",
        example="audit 1.2.0",
        does="who did what, and when",
        makes=commands.ShowAudit,
    ),
    Verb(
        name="whoami",
        example="whoami",
        does="who the bot takes you for, and what you may do",
        makes=commands.WhoAmI,
        needs_project=False,
    ),
    Verb(
        name="help",
        usage="[VERB]",
        example="help hold",
        does="the commands, or one of them, and how this project is configured",
        makes=commands.Help,
        needs_project=False,
    ),
)

EXAMPLES = ("plan minor", "minor", "status")
NAMES = tuple(dict.fromkeys(verb.name for verb in VERBS if verb.name != START))
WORDS = (*version.BUMPS, *NAMES)


def named(word: str) -> tuple[Verb, ...]:
    """Every usage of the verb of this name."""
    return tuple(verb for verb in VERBS if verb.name == word)


def start(bump: str) -> tuple[Verb, ...]:
    """The usage of a kind of release or a version, which is its own verb."""
    return tuple(dataclasses.replace(verb, name=bump) for verb in named(START))
