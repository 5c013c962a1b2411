"""The tables of what surrounds a repository: the App, events, CI, issues, rules and faults."""

TABLES = """
CREATE TABLE IF NOT EXISTS app (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL,
    permissions TEXT NOT NULL,
    events TEXT NOT NULL,
    hook_url TEXT NOT NULL DEFAULT '',
    hook_secret TEXT NOT NULL DEFAULT '',
    token_seconds REAL NOT NULL DEFAULT 3600,
    created TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS app_keys (public_key TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS installations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    owner TEXT NOT NULL UNIQUE COLLATE NOCASE,
    permissions TEXT NOT NULL DEFAULT '',
    is_removed INTEGER NOT NULL DEFAULT 0,
    suspended TEXT NOT NULL DEFAULT '',
    created TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS hidden_repositories (
    repository INTEGER PRIMARY KEY REFERENCES repositories (id)
);
CREATE TABLE IF NOT EXISTS installation_tokens (
    sha256 TEXT PRIMARY KEY,
    installation INTEGER NOT NULL REFERENCES installations (id),
    permissions TEXT NOT NULL,
    repositories TEXT NOT NULL,
    expires REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS accounts (
    id INTEGER PRIMARY KEY,
    login TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS people_tokens (
    sha256 TEXT PRIMARY KEY,
    login TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS former_names (
    full_name TEXT PRIMARY KEY COLLATE NOCASE,
    repository INTEGER NOT NULL REFERENCES repositories (id)
);
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guid TEXT NOT NULL,
    event TEXT NOT NULL,
    action TEXT,
    repository INTEGER,
    installation INTEGER,
    is_redelivery INTEGER NOT NULL DEFAULT 0,
    body BLOB NOT NULL,
    delivered TEXT NOT NULL,
    seconds REAL NOT NULL DEFAULT 0,
    status TEXT NOT NULL DEFAULT '',
    status_code INTEGER NOT NULL DEFAULT 0,
    answer TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS check_runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    repository INTEGER NOT NULL REFERENCES repositories (id),
    sha TEXT NOT NULL,
    name TEXT NOT NULL,
    app INTEGER NOT NULL,
    branch TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL,
    conclusion TEXT,
    external_id TEXT NOT NULL DEFAULT '',
    details_url TEXT NOT NULL DEFAULT '',
    title TEXT,
    summary TEXT,
    started TEXT NOT NULL,
    completed TEXT
);
CREATE TABLE IF NOT EXISTS statuses (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    repository INTEGER NOT NULL REFERENCES repositories (id),
    sha TEXT NOT NULL,
    context TEXT NOT NULL,
    state TEXT NOT NULL,
    description TEXT,
    target_url TEXT,
    creator TEXT NOT NULL,
    created TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS workflow_runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    repository INTEGER NOT NULL REFERENCES repositories (id),
    path TEXT NOT NULL,
    name TEXT NOT NULL,
    sha TEXT NOT NULL,
    branch TEXT NOT NULL,
    event TEXT NOT NULL,
    status TEXT NOT NULL,
    conclusion TEXT,
    actor TEXT NOT NULL,
    head_repository TEXT NOT NULL DEFAULT '',
    attempt INTEGER NOT NULL DEFAULT 1,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS issues (
    repository INTEGER NOT NULL REFERENCES repositories (id),
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    author TEXT NOT NULL,
    labels TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    closed TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (repository, number)
);
CREATE TABLE IF NOT EXISTS milestones (
    repository INTEGER NOT NULL REFERENCES repositories (id),
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    description TEXT,
    due_on TEXT,
    creator TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    closed TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (repository, number)
);
CREATE TABLE IF NOT EXISTS milestone_of (
    repository INTEGER NOT NULL REFERENCES repositories (id),
    number INTEGER NOT NULL,
    milestone INTEGER NOT NULL,
    PRIMARY KEY (repository, number)
);
CREATE TABLE IF NOT EXISTS mergers (
    repository INTEGER NOT NULL REFERENCES repositories (id),
    number INTEGER NOT NULL,
    login TEXT NOT NULL,
    PRIMARY KEY (repository, number)
);
CREATE TABLE IF NOT EXISTS comments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    repository INTEGER NOT NULL REFERENCES repositories (id),
    number INTEGER NOT NULL,
    author TEXT NOT NULL,
    body TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS reactions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    repository INTEGER NOT NULL REFERENCES repositories (id),
    subject TEXT NOT NULL,
    author TEXT NOT NULL,
    content TEXT NOT NULL,
    created TEXT NOT NULL,
    UNIQUE (repository, subject, author, content)
);
CREATE TABLE IF NOT EXISTS labels (
    repository INTEGER NOT NULL REFERENCES repositories (id),
    name TEXT NOT NULL COLLATE NOCASE,
    color TEXT NOT NULL,
    description TEXT NOT NULL,
    PRIMARY KEY (repository, name)
);
CREATE TABLE IF NOT EXISTS branch_rules (
    repository INTEGER NOT NULL REFERENCES repositories (id),
    branch TEXT NOT NULL,
    kind TEXT NOT NULL,
    checks TEXT NOT NULL,
    reviews INTEGER NOT NULL,
    PRIMARY KEY (repository, branch, kind)
);
CREATE TABLE IF NOT EXISTS immutable_releases (
    repository INTEGER NOT NULL REFERENCES repositories (id),
    tag TEXT NOT NULL,
    release INTEGER NOT NULL,
    PRIMARY KEY (repository, tag)
);
CREATE TABLE IF NOT EXISTS repository_settings (
    repository INTEGER PRIMARY KEY REFERENCES repositories (id),
    makes_immutable INTEGER NOT NULL DEFAULT 0,
    is_private INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS collaborators (
    repository INTEGER NOT NULL REFERENCES repositories (id),
    login TEXT NOT NULL COLLATE NOCASE,
    role TEXT NOT NULL,
    PRIMARY KEY (repository, login)
);
CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    kind TEXT NOT NULL,
    times INTEGER NOT NULL,
    skip INTEGER NOT NULL DEFAULT 0,
    seconds REAL NOT NULL DEFAULT 0,
    target TEXT NOT NULL DEFAULT ''
);
"""
