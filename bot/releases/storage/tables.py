"""The tables of releasebot's own: releases with all that belongs to them, audit, deliveries.

Times are RFC 3339 in UTC as text, so they sort and compare as written. `migrations/` creates
these tables; a test compares the two.
"""

import sqlalchemy as sa

metadata = sa.MetaData()

releases = sa.Table(
    "releases",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("project", sa.Text, nullable=False),
    sa.Column("bump", sa.Text, nullable=False),
    sa.Column("branch", sa.Text),
    sa.Column("allow_empty", sa.Boolean, nullable=False, default=False),
    sa.Column("requester", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("version", sa.Text),
    sa.Column("plan", sa.JSON),
    sa.Column("created", sa.Text, nullable=False),
    sa.Column("finished", sa.Text),
    sa.Column("busy", sa.Float, nullable=False, default=0.0),
    sa.Column("error", sa.JSON),
    sa.Column("title", sa.Text, nullable=False, server_default=""),
    sa.Column("adopts", sa.Text, nullable=False, server_default=""),  # a tag, made by hand
    sa.Column("held", sa.JSON(none_as_null=True)),  # person, reason, time: nothing more begins
    sa.Column("cancelled", sa.JSON(none_as_null=True)),  # person, reason, time, error: given up
    sa.Column("edited_notes", sa.JSON(none_as_null=True)),  # text, person, time, known
    sa.Column("revision", sa.JSON(none_as_null=True)),  # why, commit, time: to be planned anew
    sa.Column("moved", sa.JSON(none_as_null=True)),  # from, to, commits, why, choices, choice
)

segments = sa.Table(
    "segments",
    metadata,
    sa.Column("release", sa.Text, sa.ForeignKey("releases.id"), primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("attempt", sa.Integer, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),  # due, running, then as it ended
    sa.Column("due", sa.Text, nullable=False),
    sa.Column("waits_for", sa.Text),
)

stages = sa.Table(
    "stages",
    metadata,
    sa.Column("release", sa.Text, sa.ForeignKey("releases.id"), primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),  # running, then as it ended
    sa.Column("started", sa.Text, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False, default=0.0),
    sa.Column("left_out", sa.JSON, nullable=False, default=list),
)

ledger = sa.Table(
    "ledger",
    metadata,
    sa.Column("release", sa.Text, sa.ForeignKey("releases.id"), primary_key=True),
    sa.Column("stage", sa.Text, primary_key=True),
    sa.Column("target", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("evidence", sa.JSON, nullable=False),
)

questions = sa.Table(
    "questions",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("release", sa.Text, sa.ForeignKey("releases.id"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("next_segment", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("terms", sa.JSON, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("asked", sa.Text, nullable=False),
    sa.Column("expires", sa.Text, nullable=False),
    sa.Column("decided", sa.Text),
    sa.Column("why", sa.Text, nullable=False, server_default=""),  # it was closed, in a sentence
    sa.Column("reminders", sa.Integer, nullable=False, server_default="0"),
)

votes = sa.Table(
    "votes",
    metadata,
    sa.Column("question", sa.Text, sa.ForeignKey("questions.id"), primary_key=True),
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("time", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
)

bypasses = sa.Table(
    "bypasses",
    metadata,
    sa.Column("release", sa.Text, sa.ForeignKey("releases.id"), primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),  # "skip" of a stage, "override" of a gate
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("time", sa.Text, nullable=False),
)

ticks = sa.Table(
    "ticks",
    metadata,
    sa.Column("release", sa.Text, sa.ForeignKey("releases.id"), primary_key=True),
    sa.Column("line", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False),
    sa.Column("time", sa.Text, nullable=False),
)

live_messages = sa.Table(
    "live_messages",
    metadata,
    sa.Column("platform", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("release", sa.Text, sa.ForeignKey("releases.id"), primary_key=True),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("thread", sa.Text, nullable=False),
    sa.Column("shown", sa.Integer, nullable=False),
)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("release", sa.Text, sa.ForeignKey("releases.id"), primary_key=True),
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("base", sa.Text, nullable=False),  # digest of the notes that were edited
    sa.Column("time", sa.Text, nullable=False),
)

locks = sa.Table(
    "locks",
    metadata,
    sa.Column("project", sa.Text, primary_key=True),
    sa.Column("branch", sa.Text, primary_key=True),
    sa.Column("release", sa.Text, sa.ForeignKey("releases.id"), nullable=False),
    sa.Column("since", sa.Text, nullable=False),
)

versions = sa.Table(
    "versions",
    metadata,
    sa.Column("project", sa.Text, primary_key=True),
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("release", sa.Text, sa.ForeignKey("releases.id"), nullable=False),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("time", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("release", sa.Text),
    sa.Column("data", sa.Text, nullable=False),  # canonical JSON: the exact text that is hashed
    sa.Column("previous", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("guid", sa.Text, nullable=False, unique=True),
    sa.Column("digest", sa.Text, nullable=False, unique=True),  # sha256 of the body
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),  # empty once it was worked on
    sa.Column("received", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),  # due, done or aside
    sa.Column("due", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("outcome", sa.Text, nullable=False, default=""),
)

bindings = sa.Table(
    "bindings",
    metadata,
    sa.Column("project", sa.Text, primary_key=True),
    sa.Column("repository", sa.Text, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),  # the code host's, which no rename changes
    sa.Column("paused", sa.Text, nullable=False, default=""),  # why nothing of it is released
)

notices = sa.Table(
    "notices",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("project", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("time", sa.Text, nullable=False),
    sa.Column("told", sa.Boolean, nullable=False, default=False),
)

sa.Index("deliveries_by_state", deliveries.c.state, deliveries.c.number)
sa.Index("releases_by_age", releases.c.created)  # what is told of one release must not cost more
sa.Index("questions_by_release", questions.c.release)  # where there have been many others
sa.Index("audit_by_release", audit.c.release)
