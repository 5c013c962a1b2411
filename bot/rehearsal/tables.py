"""The tables of the world's database; those of the App and its surroundings stand apart."""

TABLES = """
CREATE TABLE IF NOT EXISTS repositories (
    id INTEGER PRIMARY KEY,
    full_name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    default_branch TEXT NOT NULL,
    default_check TEXT NOT NULL,
    created TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS pulls (
    repository INTEGER NOT NULL REFERENCES repositories (id),
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    author TEXT NOT NULL,
    labels TEXT NOT NULL,
    base TEXT NOT NULL,
    head TEXT NOT NULL,
    base_sha TEXT NOT NULL,
    head_sha TEXT NOT NULL,
    merge_commit TEXT NOT NULL DEFAULT '',
    merged TEXT NOT NULL DEFAULT '',
    created TEXT NOT NULL,
    closed TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (repository, number)
);
CREATE TABLE IF NOT EXISTS pull_commits (
    repository INTEGER NOT NULL REFERENCES repositories (id),
    sha TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (repository, sha, number)
);
CREATE TABLE IF NOT EXISTS protections (
    repository INTEGER NOT NULL REFERENCES repositories (id),
    branch TEXT NOT NULL,
    needs TEXT NOT NULL,
    PRIMARY KEY (repository, branch)
);
CREATE TABLE IF NOT EXISTS releases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    repository INTEGER NOT NULL REFERENCES repositories (id),
    tag TEXT NOT NULL,
    target TEXT NOT NULL,
    title TEXT,
    body TEXT,
    author TEXT NOT NULL,
    draft INTEGER NOT NULL,
    prerelease INTEGER NOT NULL,
    latest INTEGER NOT NULL DEFAULT 0,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    published TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS one_published_release_for_a_tag
    ON releases (repository, tag) WHERE NOT draft;
CREATE TABLE IF NOT EXISTS assets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    release INTEGER NOT NULL REFERENCES releases (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    label TEXT NOT NULL,
    content_type TEXT NOT NULL,
    sha256 TEXT NOT NULL DEFAULT '',
    size INTEGER NOT NULL DEFAULT 0,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    UNIQUE (release, name)
);
CREATE TABLE IF NOT EXISTS index_files (
    package_index TEXT NOT NULL,
    package TEXT NOT NULL,
    version TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    requires_python TEXT NOT NULL,
    uploaded TEXT NOT NULL,
    yanked TEXT,
    PRIMARY KEY (package_index, name)
);
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    key TEXT NOT NULL,
    text TEXT NOT NULL,
    author TEXT NOT NULL,
    time TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS effects (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    key TEXT NOT NULL,
    digest TEXT NOT NULL,
    certain INTEGER NOT NULL DEFAULT 1
);
"""
