"""The tables of the local Discord; objects are kept as the JSON that Discord shows."""

TABLES = """
CREATE TABLE IF NOT EXISTS discord_users (id INTEGER PRIMARY KEY, content TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS discord_guilds (id INTEGER PRIMARY KEY, content TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS discord_roles (
    id INTEGER PRIMARY KEY,
    guild INTEGER NOT NULL,
    content TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS discord_members (
    guild INTEGER NOT NULL,
    user INTEGER NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (guild, user)
);
CREATE TABLE IF NOT EXISTS discord_channels (
    id INTEGER PRIMARY KEY,
    guild INTEGER,
    deleted INTEGER NOT NULL DEFAULT 0,
    content TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS discord_messages (
    id INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL,
    author INTEGER NOT NULL,
    seen_by INTEGER,
    nonce TEXT,
    deleted INTEGER NOT NULL DEFAULT 0,
    content TEXT NOT NULL,
    once_shown TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS discord_messages_of_channel ON discord_messages (channel, id);
CREATE TABLE IF NOT EXISTS discord_pings (
    message INTEGER NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS discord_commands (
    id INTEGER PRIMARY KEY,
    guild INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    UNIQUE (guild, kind, name)
);
CREATE TABLE IF NOT EXISTS discord_interactions (
    id INTEGER PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    created REAL NOT NULL,
    sent REAL NOT NULL,
    user INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    message INTEGER,
    content TEXT NOT NULL,
    answered INTEGER,
    answer TEXT,
    original INTEGER
);
CREATE TABLE IF NOT EXISTS discord_webhooks (
    id INTEGER PRIMARY KEY,
    token TEXT NOT NULL,
    channel INTEGER NOT NULL,
    content TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS discord_counts (name TEXT NOT NULL, target TEXT NOT NULL, time REAL);
CREATE TABLE IF NOT EXISTS discord_violations (route TEXT NOT NULL, complaint TEXT NOT NULL);
"""
