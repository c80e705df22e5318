-- What a new sandbox gets. Closed sets are stored as the numbers of package mail; times are Unix seconds, UTC.

-- The sandbox's own clock.
CREATE TABLE clock (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  now  INTEGER NOT NULL
) STRICT;

CREATE TABLE organisations (
  id     INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE,
  domain TEXT NOT NULL UNIQUE,
  system TEXT NOT NULL
) STRICT;

-- Only what an organisation has set; the rest is as the mail system has it.
CREATE TABLE settings (
  organisation INTEGER NOT NULL REFERENCES organisations,
  key          TEXT NOT NULL,
  value        TEXT NOT NULL,
  PRIMARY KEY (organisation, key)
) STRICT, WITHOUT ROWID;

-- Whatever mail can be addressed to: users and outsiders, public folders, and addresses that turned out to be nobody's.
-- A mailbox has the number of its first folder, its Inbox (or of the one folder that a public folder is).
CREATE TABLE mailboxes (
  id           INTEGER PRIMARY KEY,
  address      TEXT NOT NULL UNIQUE,
  kind         INTEGER NOT NULL,            -- 0 user, 1 public folder, 2 nobody
  organisation INTEGER REFERENCES organisations,
  name         TEXT,                        -- as given; else made from the address
  account      INTEGER NOT NULL DEFAULT 0,
  client       INTEGER NOT NULL DEFAULT 0,
  role         INTEGER NOT NULL DEFAULT 0,
  receipts     INTEGER NOT NULL DEFAULT 0,
  stopped      INTEGER NOT NULL DEFAULT 0,  -- the mail program does not run
  manual       INTEGER NOT NULL DEFAULT 0,  -- automatic processing is off
  rules        INTEGER NOT NULL DEFAULT 0,  -- how many inbox rules there are
  hosted       INTEGER NOT NULL DEFAULT 0,  -- 1 on a server of the organisation's own
  held         INTEGER,                     -- since when it is on hold: nothing leaves recoverable
  processes_after INTEGER NOT NULL DEFAULT 0, -- seconds that Outlook is idle before it looks for recall messages
  pane_reads   INTEGER NOT NULL DEFAULT 0,  -- the reading pane marks as read
  sent_copies  INTEGER NOT NULL DEFAULT 0,  -- has what delegates send in Sent Items too
  shared_reading INTEGER NOT NULL DEFAULT 0, -- a public folder that keeps one read state for all
  forward_to   INTEGER REFERENCES mailboxes, -- where its mail goes
  forward_keeps INTEGER NOT NULL DEFAULT 0  -- and it keeps a copy
) STRICT;
CREATE INDEX mailboxes_else ON mailboxes (kind) WHERE kind <> 0;
CREATE INDEX mailboxes_forward ON mailboxes (forward_to) WHERE forward_to IS NOT NULL;
CREATE INDEX mailboxes_idle ON mailboxes (id) WHERE processes_after > 0;

-- Built-in folders other than the Inbox come into being when something is put there.
CREATE TABLE folders (
  id      INTEGER PRIMARY KEY,
  mailbox INTEGER NOT NULL REFERENCES mailboxes,
  kind    INTEGER NOT NULL,
  path    TEXT NOT NULL,
  shared  INTEGER NOT NULL DEFAULT 0,
  UNIQUE (mailbox, kind, path)
) STRICT;

CREATE TABLE groups (
  id       INTEGER PRIMARY KEY,
  address  TEXT NOT NULL UNIQUE,
  everyone INTEGER REFERENCES organisations  -- whose users are its members; else it has those in members
) STRICT;

CREATE TABLE members (
  "group"  INTEGER NOT NULL REFERENCES groups,
  position INTEGER NOT NULL,
  mailbox  INTEGER NOT NULL REFERENCES mailboxes,
  PRIMARY KEY ("group", position)
) STRICT, WITHOUT ROWID;

-- Groups that are members of groups. Their positions are among those of members.
CREATE TABLE member_groups (
  "group"  INTEGER NOT NULL REFERENCES groups,
  position INTEGER NOT NULL,
  member   INTEGER NOT NULL REFERENCES groups,
  PRIMARY KEY ("group", position)
) STRICT, WITHOUT ROWID;

-- Who acts for whom.
CREATE TABLE delegates (
  owner    INTEGER NOT NULL REFERENCES mailboxes,
  delegate INTEGER NOT NULL REFERENCES mailboxes,
  PRIMARY KEY (owner, delegate)
) STRICT, WITHOUT ROWID;

-- The members of every group as they are now, users of an organisation in the order in which they were added.
CREATE VIEW group_members AS
SELECT "group", position, mailbox FROM members
UNION ALL
SELECT g.id, b.id, b.id FROM groups g JOIN mailboxes b ON b.organisation = g.everyone AND b.kind = 0;

CREATE TABLE grants (
  folder  INTEGER NOT NULL REFERENCES mailboxes,  -- the public folder
  mailbox INTEGER NOT NULL REFERENCES mailboxes,
  rights  INTEGER NOT NULL,
  PRIMARY KEY (folder, mailbox)
) STRICT, WITHOUT ROWID;

CREATE TABLE rules (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  mailbox   INTEGER NOT NULL REFERENCES mailboxes,
  sender    TEXT,                           -- only from this address
  subject   TEXT,                           -- only with this in the subject, as typed
  folded    TEXT,                           -- the same in lower case, which is compared
  class     INTEGER,                        -- only this class
  folder    INTEGER REFERENCES folders,     -- where it moves; none for a rule that marks as read
  deletes   INTEGER NOT NULL DEFAULT 0      -- it was made with --delete
) STRICT;
CREATE INDEX rules_of ON rules (mailbox);

-- Delivery that is held back, as organisations' administrators want it.
CREATE TABLE holds (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  organisation INTEGER NOT NULL REFERENCES organisations,
  seconds      INTEGER NOT NULL,
  admins       INTEGER NOT NULL,            -- only administrators take back what it holds
  everybody    INTEGER NOT NULL             -- it holds all senders' mail, not only that of hold_senders
) STRICT;
CREATE INDEX holds_of ON holds (organisation);

CREATE TABLE hold_senders (
  hold    INTEGER NOT NULL REFERENCES holds ON DELETE CASCADE,
  mailbox INTEGER NOT NULL REFERENCES mailboxes,
  PRIMARY KEY (hold, mailbox)
) STRICT, WITHOUT ROWID;

-- The bytes of written messages, once each.
CREATE TABLE contents (
  id     INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL UNIQUE,
  size   INTEGER NOT NULL,
  packed INTEGER NOT NULL,                  -- 1 when data is deflated
  data   BLOB NOT NULL
) STRICT;

-- A message is stored once, however many copies there are. What a mail system makes (recall messages, notices, reports,
-- bounces) has no content: it is rendered from the columns below when it is read.
CREATE TABLE messages (
  id          INTEGER PRIMARY KEY,
  class       INTEGER NOT NULL,
  sender      INTEGER REFERENCES mailboxes, -- who wrote it; none for what a mail system made
  sent_at     INTEGER NOT NULL,
  content     INTEGER REFERENCES contents,
  subject     TEXT,                         -- decoded
  from_addr   TEXT,                         -- as the From line has it
  from_name   TEXT,
  protected   INTEGER,
  reply_to    INTEGER REFERENCES messages,  -- what it answers
  forwards    INTEGER REFERENCES messages,  -- what it passes on
  about       INTEGER REFERENCES messages,  -- the message that a recall message, notice, report or bounce is about
  party       INTEGER REFERENCES mailboxes, -- whom a notice tells, or which recipient a report or bounce is about
  recall      INTEGER REFERENCES recalls,
  notice      INTEGER,
  succeeded   INTEGER,                      -- a report's answer
  form        INTEGER REFERENCES citations, -- the behaviour that fixes how it looks
  draft       INTEGER,                      -- it was taken back
  due         INTEGER,                      -- when it leaves the Outbox; none when it has
  hold        INTEGER,                      -- the rule that holds it; none for an undo window
  admins      INTEGER,                      -- only administrators take it back
  receipt     INTEGER,                      -- the sender asked for a read receipt
  delivery    INTEGER,                      -- the sender asked for a delivery receipt
  manual      INTEGER,                      -- a read receipt that the recipient allowed by hand
  on_behalf_of INTEGER REFERENCES mailboxes, -- for whom the sender wrote it
  appointment INTEGER                       -- it is a calendar item
) STRICT;
CREATE INDEX messages_due ON messages (due, id) WHERE due IS NOT NULL;
CREATE INDEX messages_forwards ON messages (forwards, sender) WHERE forwards IS NOT NULL;

-- Whom a message was sent to, groups expanded; first mention counts.
CREATE TABLE recipients (
  message  INTEGER NOT NULL REFERENCES messages,
  mailbox  INTEGER NOT NULL REFERENCES mailboxes,
  position INTEGER NOT NULL,
  line     INTEGER NOT NULL,                -- 0 To, 1 Cc, 2 Bcc
  bounced  INTEGER NOT NULL,                -- nobody had the address
  via      INTEGER REFERENCES groups,
  PRIMARY KEY (message, mailbox)
) STRICT, WITHOUT ROWID;

-- The mailboxes that passed a message on, as they forward all their mail.
CREATE TABLE forwardings (
  message INTEGER NOT NULL REFERENCES messages,
  mailbox INTEGER NOT NULL REFERENCES mailboxes,
  target  INTEGER NOT NULL REFERENCES mailboxes,
  kept    INTEGER NOT NULL,                 -- it has a copy of its own too
  PRIMARY KEY (message, mailbox)
) STRICT, WITHOUT ROWID;
CREATE INDEX forwardings_to ON forwardings (message, target);

-- One mailbox's hold on a message: the received copy, or the sent one.
CREATE TABLE copies (
  message     INTEGER NOT NULL REFERENCES messages,
  mailbox     INTEGER NOT NULL REFERENCES mailboxes,
  sent        INTEGER NOT NULL,
  folder      INTEGER NOT NULL REFERENCES folders,
  received_at INTEGER NOT NULL,
  seen        INTEGER NOT NULL,
  placed_by   INTEGER NOT NULL,             -- 0 arrival, 1 a rule, 2 by hand, 3 by hand after a rule
  shared      INTEGER NOT NULL DEFAULT 0,
  fetched     INTEGER NOT NULL DEFAULT 0,   -- 1 through POP, 2 through IMAP
  tagged      INTEGER NOT NULL DEFAULT 0,   -- bears the tag "recalled"
  PRIMARY KEY (message, mailbox, sent)
) STRICT, WITHOUT ROWID;
CREATE INDEX copies_in ON copies (folder, message);

-- What was removed for good, and is kept.
CREATE TABLE recoverable (
  message     INTEGER NOT NULL REFERENCES messages,
  mailbox     INTEGER NOT NULL REFERENCES mailboxes,
  sent        INTEGER NOT NULL,
  folder      INTEGER NOT NULL REFERENCES folders, -- from where
  received_at INTEGER NOT NULL,
  seen        INTEGER NOT NULL,
  placed_by   INTEGER NOT NULL,
  shared      INTEGER NOT NULL DEFAULT 0,
  fetched     INTEGER NOT NULL DEFAULT 0,
  tagged      INTEGER NOT NULL DEFAULT 0,
  purges      INTEGER NOT NULL,             -- 0 its owner may recover it, 1 only administrators see it
  until       INTEGER NOT NULL,             -- kept so long, or while the mailbox is on hold
  PRIMARY KEY (message, mailbox, sent)
) STRICT, WITHOUT ROWID;
CREATE INDEX recoverable_until ON recoverable (until);

-- Who else sees a mailbox's copy, or all that lies in a folder.
CREATE TABLE shares (
  message INTEGER NOT NULL REFERENCES messages,
  owner   INTEGER NOT NULL REFERENCES mailboxes,
  sharer  INTEGER NOT NULL REFERENCES mailboxes,
  PRIMARY KEY (message, owner, sharer)
) STRICT, WITHOUT ROWID;

CREATE TABLE folder_shares (
  folder INTEGER NOT NULL REFERENCES folders,
  sharer INTEGER NOT NULL REFERENCES mailboxes,
  PRIMARY KEY (folder, sharer)
) STRICT, WITHOUT ROWID;

-- Read receipts that were sent, one for each recipient and message (RFC 8098).
CREATE TABLE receipts (
  message INTEGER NOT NULL REFERENCES messages,
  mailbox INTEGER NOT NULL REFERENCES mailboxes,
  sent_at INTEGER NOT NULL,
  unread  INTEGER NOT NULL DEFAULT 0,       -- it tells that the copy was deleted unread
  PRIMARY KEY (message, mailbox)
) STRICT, WITHOUT ROWID;

-- Requests to delete a message, met when the recipient did.
CREATE TABLE asks (
  message INTEGER NOT NULL REFERENCES messages,
  mailbox INTEGER NOT NULL REFERENCES mailboxes,
  request INTEGER NOT NULL REFERENCES messages,  -- the message that asks
  met_at  INTEGER,
  PRIMARY KEY (message, mailbox)
) STRICT, WITHOUT ROWID;

-- Read state in public folders is kept for each reader.
CREATE TABLE readings (
  message INTEGER NOT NULL REFERENCES messages,
  folder  INTEGER NOT NULL REFERENCES mailboxes,
  reader  INTEGER NOT NULL REFERENCES mailboxes,
  seen    INTEGER NOT NULL,
  PRIMARY KEY (message, folder, reader)
) STRICT, WITHOUT ROWID;

CREATE TABLE recalls (
  id          INTEGER PRIMARY KEY,
  message     INTEGER NOT NULL REFERENCES messages,
  sender      INTEGER NOT NULL REFERENCES mailboxes,
  asked_at    INTEGER NOT NULL,
  system      TEXT NOT NULL,                -- whose behaviours decide
  request     INTEGER REFERENCES messages,  -- the recall message
  replacement INTEGER REFERENCES messages,
  no_report   INTEGER NOT NULL,
  facts       INTEGER NOT NULL,             -- that are the same for all its recipients, packed
  open        INTEGER NOT NULL DEFAULT 0,   -- how many recipients' outcomes are not for good
  comment     TEXT,                         -- what the recipients are told
  from_own    INTEGER NOT NULL DEFAULT 0    -- the sender's own copy goes too
) STRICT;
CREATE INDEX recalls_open ON recalls (id) WHERE open > 0;
CREATE INDEX recalls_of ON recalls (message);
CREATE INDEX recalls_by ON recalls (request);
CREATE INDEX recalls_instead ON recalls (replacement) WHERE replacement IS NOT NULL;

-- What became of each recipient's copy. Only outcomes that are for good are stored; the others follow from
-- recall_facts.
CREATE TABLE outcomes (
  recall     INTEGER NOT NULL REFERENCES recalls,
  mailbox    INTEGER NOT NULL REFERENCES mailboxes,
  position   INTEGER NOT NULL,
  via        INTEGER REFERENCES groups,
  reach      INTEGER NOT NULL,              -- how far the recall message came
  answer     INTEGER,                       -- recall.Answer; none while it is open
  behaviour  INTEGER REFERENCES citations,
  decided_at INTEGER,
  facts      INTEGER,                       -- about this copy when it was decided, packed
  reader     INTEGER REFERENCES mailboxes,  -- who opened the recall message in a public folder
  due        INTEGER,                       -- when Outlook looks at the recall message
  PRIMARY KEY (recall, mailbox)
) STRICT, WITHOUT ROWID;
CREATE INDEX outcomes_due ON outcomes (due) WHERE due IS NOT NULL;

-- Each reader's attempt in a public folder.
CREATE TABLE attempts (
  recall    INTEGER NOT NULL REFERENCES recalls,
  folder    INTEGER NOT NULL REFERENCES mailboxes,
  reader    INTEGER NOT NULL REFERENCES mailboxes,
  at        INTEGER NOT NULL,
  answer    INTEGER NOT NULL,
  behaviour INTEGER REFERENCES citations,
  facts     INTEGER NOT NULL,
  PRIMARY KEY (recall, folder, reader)
) STRICT, WITHOUT ROWID;

-- Behaviour IDs, one or several space separated, that events and outcomes cite.
CREATE TABLE citations (
  id         INTEGER PRIMARY KEY,
  behaviours TEXT NOT NULL UNIQUE
) STRICT;

-- What happened, in order; only ever appended to.
CREATE TABLE events (
  seq     INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  who     INTEGER REFERENCES mailboxes,
  what    INTEGER NOT NULL,                 -- mail.What
  message INTEGER REFERENCES messages,
  recall  INTEGER REFERENCES recalls,
  mailbox INTEGER REFERENCES mailboxes,
  folder  INTEGER REFERENCES folders,
  cites   INTEGER REFERENCES citations,
  detail  TEXT
) STRICT;

-- Commands that are still to be carried out. Each has its turns; one without is gone.
CREATE TABLE acts (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  command TEXT NOT NULL,                    -- its words, as JSON
  spread  TEXT,                             -- how turns are spread, as typed
  share   TEXT,                             -- of those who act, as a number; none where all do
  seed    INTEGER,                          -- of what was drawn; none where nothing was
  left    INTEGER NOT NULL                  -- how many turns there are
) STRICT;

-- When an act is carried out: once, or by each of those who act alone.
CREATE TABLE turns (
  due      INTEGER NOT NULL,
  act      INTEGER NOT NULL REFERENCES acts,
  position INTEGER NOT NULL,
  mailbox  INTEGER REFERENCES mailboxes,    -- who acts; none for whoever the command names
  PRIMARY KEY (due, act, position)
) STRICT, WITHOUT ROWID;

-- Which events acts left: from one to another. An act that failed left one, which says so.
CREATE TABLE act_events (
  first  INTEGER PRIMARY KEY REFERENCES events,
  last   INTEGER NOT NULL,
  act    INTEGER NOT NULL,                  -- its number; it may be gone
  failed INTEGER                            -- mail.Failure
) STRICT;

-- The commands that made the sandbox what it is, in their order. One numbered 0 stands for what an earlier recallbox
-- did, which kept none.
CREATE TABLE history (
  seq  INTEGER PRIMARY KEY,
  line TEXT NOT NULL                        -- as it stands in a batch
) STRICT;

-- The files that those commands read, under the names that their lines have for them.
CREATE TABLE inputs (
  name    TEXT PRIMARY KEY,
  content INTEGER NOT NULL REFERENCES contents
) STRICT, WITHOUT ROWID;

-- Earlier states of the sandbox. Each is a sandbox file of its own, without snapshots, cut into parts, which count
-- from 1. Part 0 is their SHA-256. No number is given twice.
CREATE TABLE snapshots (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  name     TEXT NOT NULL UNIQUE,
  saved_at INTEGER NOT NULL,                -- by the sandbox's clock
  messages INTEGER NOT NULL
) STRICT;

CREATE TABLE snapshot_parts (
  snapshot INTEGER NOT NULL REFERENCES snapshots ON DELETE CASCADE,
  part     INTEGER NOT NULL,
  data     BLOB NOT NULL,
  PRIMARY KEY (snapshot, part)
) STRICT;

-- The facts about each recipient whose outcome is open, as things stand: the only reader for the engine. Places:
-- 0 Inbox, 1 elsewhere, 2 Deleted Items, 3 gone.
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
WHERE o.answer IS NULL;
