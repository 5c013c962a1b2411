"""The tables of the local Slack, in the world's own database."""

TABLES = """
CREATE TABLE IF NOT EXISTS slack_users (
    id TEXT PRIMARY KEY,
    team TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    is_bot INTEGER NOT NULL DEFAULT 0,
    is_admin INTEGER NOT NULL DEFAULT 0,
    is_restricted INTEGER NOT NULL DEFAULT 0,
    is_ultra_restricted INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS slack_channels (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    is_archived INTEGER NOT NULL DEFAULT 0,
    is_ext_shared INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS slack_members (
    channel TEXT NOT NULL REFERENCES slack_channels (id),
    user TEXT NOT NULL REFERENCES slack_users (id),
    PRIMARY KEY (channel, user)
);
CREATE TABLE IF NOT EXISTS slack_messages (
    channel TEXT NOT NULL REFERENCES slack_channels (id),
    ts TEXT NOT NULL,
    thread_ts TEXT NOT NULL DEFAULT '',
    user TEXT NOT NULL,
    visible_to TEXT NOT NULL DEFAULT '',
    content TEXT NOT NULL,
    metadata TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (channel, ts)
);
CREATE TABLE IF NOT EXISTS slack_views (
    id TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT '{}',
    hash TEXT NOT NULL,
    previous TEXT NOT NULL DEFAULT '',
    root TEXT NOT NULL,
    position INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS slack_tickets (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    user TEXT NOT NULL,
    channel TEXT NOT NULL,
    ts TEXT NOT NULL,
    view TEXT NOT NULL,
    used INTEGER NOT NULL DEFAULT 0,
    made REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS slack_files (
    id TEXT PRIMARY KEY,
    ticket TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    length INTEGER NOT NULL,
    sha256 TEXT NOT NULL DEFAULT '',
    channel TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS slack_marks (
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    ts TEXT NOT NULL,
    name TEXT NOT NULL,
    user TEXT NOT NULL,
    PRIMARY KEY (kind, channel, ts, name, user)
);
"""
