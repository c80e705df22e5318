package store

import (
	"context"
	"fmt"
)

// migrations bring an older file up, each by one version: the first turns version 1 into version 2. What is
// here has been released and never changes again; a change of schema.sql appends one. New columns come last in
// their table, as ALTER TABLE puts them.
var migrations = []string{
	keepHistory, countOpen, splitFacts, numberSnapshotsOnce, findReplacements, tellMovers, playReports, actLater,
}

// newest is the version of schema.sql.
func newest() int { return len(migrations) + 1 }

// upgrade brings the file up by those of the steps that it lacks, in the writers' turn, so that one of those
// who open it at once does it. It is one transaction: the file is as it was, or new.
func (s *Store) upgrade(ctx context.Context, steps []string) error {
	migrated := func(t *Tx) error { return t.migrate(steps) }
	return s.inTurn(ctx, func() error {
		return s.withoutChecks(ctx, func() error { return s.transact(ctx, "BEGIN IMMEDIATE", "COMMIT", migrated) })
	})
}

func (t *Tx) migrate(steps []string) error {
	from, err := t.number(`PRAGMA user_version`)
	if err != nil {
		return err
	}
	if from <= int64(len(migrations)) {
		if err := t.mustBeOurs(inside, int(from)); err != nil {
			return err
		}
	}
	for at := from; at <= int64(len(steps)); at++ {
		if err := t.exec(steps[at-1]); err != nil {
			return fmt.Errorf("from version %d to %d: %w", at, at+1, err)
		}
	}
	switch bad, err := t.number(`SELECT count(*) FROM pragma_foreign_key_check`); {
	case err != nil:
		return err
	case bad > 0:
		return fmt.Errorf("%w: %d references lead nowhere", ErrDamaged, bad)
	}
	return t.exec(fmt.Sprintf(`PRAGMA user_version = %d`, len(steps)+1))
}

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
INSERT INTO history SELECT 0, ''
WHERE EXISTS (SELECT 1 FROM organisations) OR EXISTS (SELECT 1 FROM mailboxes) OR EXISTS (SELECT 1 FROM events)`

// countOpen turns version 2 into version 3, in which each recall knows how many outcomes are open, and few
// mailboxes that are no users' are found without looking at all.
const countOpen = `
CREATE INDEX mailboxes_else ON mailboxes (kind) WHERE kind <> 0;
ALTER TABLE recalls ADD COLUMN open INTEGER NOT NULL DEFAULT 0;
CREATE INDEX recalls_open ON recalls (id) WHERE open > 0;
UPDATE recalls SET open = (SELECT count(*) FROM outcomes o WHERE o.recall = recalls.id AND o.answer IS NULL)`

// splitFacts packs the facts that are the same for a whole recall with the recall alone, and those of a copy with its
// outcome. Before, one number held both: bits 0 to 24 and 56 to 59 were the recall's, and those between a copy's.
const splitFacts = `
UPDATE recalls SET facts = (facts & 0x1FFFFFF) | (((facts >> 56) & 0xF) << 25);
UPDATE outcomes SET facts = (facts >> 25) & 0x7FFFFFFF WHERE facts IS NOT NULL;
UPDATE attempts SET facts = (facts >> 25) & 0x7FFFFFFF`

// numberSnapshotsOnce turns version 4 into version 5, in which no number of a snapshot is given again after
// that one was removed.
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

// findReplacements turns version 5 into version 6, in which the recall that sent a message in place of another is found
// without looking at all.
const findReplacements = `
CREATE INDEX recalls_instead ON recalls (replacement) WHERE replacement IS NOT NULL`

// tellMovers turns version 6 into version 7, in which recall_facts also tells what brought the recall message where it
// lies.
const tellMovers = `
DROP VIEW recall_facts;
CREATE VIEW recall_facts AS
SELECT o.recall, o.mailbox, o.position,
       o.via IS NOT NULL                              AS grouped,
       b.kind = 1                                     AS public,
       b.client NOT IN (0, 1)                         AS other_program,
       b.stopped,
       b.manual,
       CASE WHEN b.kind = 1 THEN 0 ELSE coalesce(c.seen, 0) END AS seen,
       CASE WHEN c.folder IS NULL THEN 3 WHEN cf.kind = 0 THEN 0 WHEN cf.kind = 4 THEN 2 ELSE 1 END AS original,
       coalesce(c.placed_by, 0)                       AS placed_by,
       CASE WHEN q.folder IS NULL THEN 3 WHEN qf.kind = 0 THEN 0 WHEN qf.kind = 4 THEN 2 ELSE 1 END AS request,
       coalesce(q.placed_by, 0)                       AS request_placed_by,
       coalesce(c.folder = q.folder, 0)               AS together,
       CASE WHEN c.shared THEN 1 WHEN cf.shared THEN 2 ELSE 0 END AS shared,
       coalesce(c.fetched, 0)                         AS fetched
FROM outcomes o
JOIN recalls r ON r.id = o.recall
JOIN mailboxes b ON b.id = o.mailbox
LEFT JOIN copies c ON c.message = r.message AND c.mailbox = o.mailbox AND c.sent = 0
LEFT JOIN folders cf ON cf.id = c.folder
LEFT JOIN copies q ON q.message = r.request AND q.mailbox = o.mailbox AND q.sent = 0
LEFT JOIN folders qf ON qf.id = q.folder
WHERE o.answer IS NULL`

// playReports turns version 7 into version 8, in which there are delegates, groups in groups, forwarding, mailboxes on
// servers and on hold, Outlook that is idle, calendar items, and what was removed for good is kept.
const playReports = `
ALTER TABLE mailboxes ADD COLUMN hosted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mailboxes ADD COLUMN held INTEGER;
ALTER TABLE mailboxes ADD COLUMN processes_after INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mailboxes ADD COLUMN pane_reads INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mailboxes ADD COLUMN sent_copies INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mailboxes ADD COLUMN shared_reading INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mailboxes ADD COLUMN forward_to INTEGER REFERENCES mailboxes;
ALTER TABLE mailboxes ADD COLUMN forward_keeps INTEGER NOT NULL DEFAULT 0;
CREATE TABLE member_groups (
  "group"  INTEGER NOT NULL REFERENCES groups,
  position INTEGER NOT NULL,
  member   INTEGER NOT NULL REFERENCES groups,
  PRIMARY KEY ("group", position)
) STRICT, WITHOUT ROWID;
CREATE TABLE delegates (
  owner    INTEGER NOT NULL REFERENCES mailboxes,
  delegate INTEGER NOT NULL REFERENCES mailboxes,
  PRIMARY KEY (owner, delegate)
) STRICT, WITHOUT ROWID;
ALTER TABLE messages ADD COLUMN on_behalf_of INTEGER REFERENCES mailboxes;
ALTER TABLE messages ADD COLUMN appointment INTEGER;
CREATE TABLE recoverable (
  message     INTEGER NOT NULL REFERENCES messages,
  mailbox     INTEGER NOT NULL REFERENCES mailboxes,
  sent        INTEGER NOT NULL,
  folder      INTEGER NOT NULL REFERENCES folders,
  received_at INTEGER NOT NULL,
  seen        INTEGER NOT NULL,
  placed_by   INTEGER NOT NULL,
  shared      INTEGER NOT NULL DEFAULT 0,
  fetched     INTEGER NOT NULL DEFAULT 0,
  tagged      INTEGER NOT NULL DEFAULT 0,
  purges      INTEGER NOT NULL,
  until       INTEGER NOT NULL,
  PRIMARY KEY (message, mailbox, sent)
) STRICT, WITHOUT ROWID;
ALTER TABLE receipts ADD COLUMN unread INTEGER NOT NULL DEFAULT 0;
CREATE INDEX recoverable_until ON recoverable (until);
ALTER TABLE recalls ADD COLUMN comment TEXT;
ALTER TABLE recalls ADD COLUMN from_own INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outcomes ADD COLUMN due INTEGER;
CREATE INDEX outcomes_due ON outcomes (due) WHERE due IS NOT NULL;
CREATE INDEX mailboxes_forward ON mailboxes (forward_to) WHERE forward_to IS NOT NULL;
CREATE TABLE forwardings (
  message INTEGER NOT NULL REFERENCES messages,
  mailbox INTEGER NOT NULL REFERENCES mailboxes,
  target  INTEGER NOT NULL REFERENCES mailboxes,
  kept    INTEGER NOT NULL,
  PRIMARY KEY (message, mailbox)
) STRICT, WITHOUT ROWID;
CREATE INDEX forwardings_to ON forwardings (message, target);
CREATE INDEX mailboxes_idle ON mailboxes (id) WHERE processes_after > 0;
DROP VIEW recall_facts;
CREATE VIEW recall_facts AS
SELECT o.recall, o.mailbox, o.position,
       o.via IS NOT NULL                              AS grouped,
       b.kind = 1                                     AS public,
       b.client NOT IN (0, 1)                         AS other_program,
       b.stopped,
       b.manual,
       CASE WHEN b.kind = 1 THEN 0 ELSE coalesce(c.seen, 0) END AS seen,
       CASE WHEN c.folder IS NULL THEN 3 WHEN cf.kind = 0 THEN 0 WHEN cf.kind = 4 THEN 2 ELSE 1 END AS original,
       coalesce(c.placed_by, 0)                       AS placed_by,
       CASE WHEN q.folder IS NULL THEN 3 WHEN qf.kind = 0 THEN 0 WHEN qf.kind = 4 THEN 2 ELSE 1 END AS request,
       coalesce(q.placed_by, 0)                       AS request_placed_by,
       coalesce(c.folder = q.folder, 0)               AS together,
       CASE WHEN c.shared THEN 1 WHEN cf.shared THEN 2 ELSE 0 END AS shared,
       coalesce(c.fetched, 0)                         AS fetched,
       b.kind <> 1 AND coalesce(q.seen, 0) > 2        AS request_read,
       o.due IS NOT NULL                              AS not_idle_yet,
       b.shared_reading                               AS one_read_state
FROM outcomes o
JOIN recalls r ON r.id = o.recall
JOIN mailboxes b ON b.id = o.mailbox
LEFT JOIN copies c ON c.message = r.message AND c.mailbox = o.mailbox AND c.sent = 0
LEFT JOIN folders cf ON cf.id = c.folder
LEFT JOIN copies q ON q.message = r.request AND q.mailbox = o.mailbox AND q.sent = 0
LEFT JOIN folders qf ON qf.id = q.folder
WHERE o.answer IS NULL`

// actLater turns version 8 into version 9, in which commands wait for their time.
const actLater = `
CREATE TABLE acts (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  command TEXT NOT NULL,
  spread  TEXT,
  share   TEXT,
  seed    INTEGER,
  left    INTEGER NOT NULL
) STRICT;
CREATE TABLE turns (
  due      INTEGER NOT NULL,
  act      INTEGER NOT NULL REFERENCES acts,
  position INTEGER NOT NULL,
  mailbox  INTEGER REFERENCES mailboxes,
  PRIMARY KEY (due, act, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE act_events (
  first  INTEGER PRIMARY KEY REFERENCES events,
  last   INTEGER NOT NULL,
  act    INTEGER NOT NULL,
  failed INTEGER
) STRICT`
