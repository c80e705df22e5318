package store

// keepHistory turns version 1 into version 2, in which history and snapshots are kept.
const keepHistory = `
CREATE TABLE history (
  seq  INTEGER PRIMARY KEY,
  line TEXT NOT NULL
) STRICT;
CREATE TABLE inputs (
  name    TEXT PRIMARY KEY,
  content INTEGER NOT NULL REFERENCES contents
) STRICT, WITHOUT ROWID;
CREATE TABLE snapshots (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  saved_at INTEGER NOT NULL,
  messages INTEGER NOT NULL
) STRICT;
CREATE TABLE snapshot_parts (
  snapshot INTEGER NOT NULL REFERENCES snapshots ON DELETE CASCADE,
  part     INTEGER NOT NULL,
  data     BLOB NOT NULL,
  PRIMARY KEY (snapshot, part)
) STRICT;
INSERT INTO history SELECT 0, '' WHERE EXISTS (SELECT 1 FROM organisations) OR EXISTS (SELECT 1 FROM mailboxes) OR EXISTS (SELECT 1 FROM events)`
