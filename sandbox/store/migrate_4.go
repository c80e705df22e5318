package store

// numberSnapshotsOnce turns version 4 into version 5, in which no number of a snapshot is given again after that one was removed.
const numberSnapshotsOnce = `
CREATE TABLE present (id INTEGER, name TEXT, saved_at INTEGER, messages INTEGER);
INSERT INTO present SELECT id, name, saved_at, messages FROM snapshots;
DROP TABLE snapshots;
CREATE TABLE snapshots (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  name     TEXT NOT NULL UNIQUE,
  saved_at INTEGER NOT NULL,
  messages INTEGER NOT NULL
) STRICT;
INSERT INTO snapshots SELECT id, name, saved_at, messages FROM present ORDER BY id;
DROP TABLE present`
