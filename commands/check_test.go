package commands

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"recallbox/sandbox"
)

// checkedWorld is a sandbox in which there is something of everything.
const checkedWorld = `
org add acme --domain acme.example
user add alice@acme.example bob@acme.example erin@acme.example
user add carol@acme.example role=admin
user add dave@acme.example auto-process=off
group add team@acme.example --members bob,erin
group add all@acme.example --all acme
public-folder add news@acme.example
public-folder grant news@acme.example bob reviewer
folder add --as bob Projects
rule add --as erin --subject-contains Lunch --class note --mark-read
hold add --as carol --org acme --for 10m --senders dave
send --as alice --to team@acme.example,nobody@acme.example,zoe@else.example --subject Budget --read-receipt
open --as bob m1
share --as bob m1 --with erin
folder share --as bob Projects --with erin
ask --as alice m1 --to bob
recall --as alice m1
send --as alice --to erin --subject Lunch
recall --as alice m12 --replace --body Anew
send --as alice --to news@acme.example,dave --subject News
open --as erin m17 --in news@acme.example
recall --as alice m17
open --as bob m18 --in news@acme.example
send --as dave --to bob --subject Held
send --as dave --to bob --subject Draft
outbox take-back --as dave m21
send --as alice --to bob --subject Gone
delete --as bob m22 --hard
at +0s -- client stop --as nemo
at +0s -- send --as alice --to bob --subject Later
at +1h --spread exponential:30m -- preview --as all@acme.example m1
clock advance 0s
`

// breaking says for everything that check can find wrong, how to make just that wrong.
var breaking = map[string]string{
	"the tables are not those of a sandbox":                  `DROP INDEX recalls_of`,
	"a row names another that is not there":                  `INSERT INTO shares VALUES (1, 1, 999)`,
	"a file of the history has a name that no command gives": `INSERT INTO inputs VALUES ('recallbox.db', 1)`,
	"a row has a value that it cannot have":                  `UPDATE messages SET sent_at = 1 << 40 WHERE id = 1`,
	"a message passes on what was not there yet":             `UPDATE messages SET forwards = id WHERE id = 1`,
	"the bytes of a message are not what was kept": `UPDATE contents
		SET size = size + 1
		WHERE id = 1`,
	"a mailbox lacks its first folder": `UPDATE folders
		SET kind = 7, path = 'X'
		WHERE id = 8`,
	"a folder has the path of another kind": `UPDATE folders SET path = 'Outbox' WHERE id = 1`,
	"a mailbox is not in the organisation of its domain": `UPDATE mailboxes
		SET organisation = 1
		WHERE address = 'zoe@else.example'`,
	"the number of inbox rules is wrong": `UPDATE mailboxes
		SET rules = rules + 1
		WHERE id = 1`,
	"an inbox rule moves into another mailbox": `UPDATE rules SET folder = 1`,
	"a mailbox and a group have one address": `UPDATE groups
		SET address = 'bob@acme.example'
		WHERE everyone IS NULL`,
	"a group has members of its own beside everybody": `INSERT INTO members
		SELECT id, 1, 1
		FROM groups
		WHERE everyone IS NOT NULL`,
	"a group names a member twice": `INSERT INTO members
		SELECT "group", 9, mailbox
		FROM members
		WHERE position = 1`,
	"a group has two members in one place": `INSERT INTO member_groups
		SELECT "group", position, "group"
		FROM members
		WHERE position = 1`,
	"a group names a group twice": `INSERT INTO member_groups
		SELECT DISTINCT "group", 8, "group"
		FROM members;
		INSERT INTO member_groups
		SELECT DISTINCT "group", 9, "group"
		FROM members`,
	"somebody acts for who is in another organisation": `INSERT INTO delegates VALUES (1, 1)`,
	"the words of a later act are none":                `UPDATE acts SET command = '["open", 1]'`,
	"a later act counts turns that it has not":         `UPDATE acts SET left = left + 1`,
	"a later act is due in the past":                   `UPDATE turns SET due = due - 86400`,
	"events of later acts overlap, or are not there":   `UPDATE act_events SET last = 9999 WHERE failed IS NULL`,
	"the log does not tell which later acts failed":    `UPDATE act_events SET failed = NULL`,
	"a journal is kept in what is no mailbox":          `INSERT INTO settings VALUES (1, 'journal', 'nemo@acme.example')`,
	"a mailbox forwards to what is no user": `UPDATE mailboxes
		SET forward_to = (SELECT id FROM mailboxes WHERE kind = 1)
		WHERE id = 1`,
	"a message was passed on by a mailbox that did not get it": `INSERT INTO forwardings VALUES (1, 1, 2, 0)`,
	"a role is given in what is no public folder":              `INSERT INTO grants VALUES (1, 2, 1)`,
	"a rule that holds mail holds it for no time":              `UPDATE holds SET seconds = 0`,
	"a rule that holds mail is unclear about whose":            `UPDATE holds SET everybody = 1`,
	"a folder is shared with nobody":                           `UPDATE folders SET shared = 1 WHERE id = 1`,
	"the numbers of the messages have a gap before": `INSERT INTO messages (id, class, sent_at, content)
		VALUES (99, 0, 0, 1);
		UPDATE messages
		SET subject = m.subject, from_name = m.from_name, from_addr = m.from_addr
		FROM messages m
		WHERE messages.id = 99 AND m.id = 1`,
	"a message was written and has no content, or was made and has one": `UPDATE messages
		SET content = NULL
		WHERE id = 14`,
	"what a mail system made has a subject or sender of its own": `UPDATE messages
		SET subject = 'x'
		WHERE class = 3`,
	"what a mail system made lacks what it is about": `UPDATE messages
		SET party = NULL
		WHERE class = 2`,
	"a notice or a report lacks its recall": `UPDATE messages
		SET recall = NULL
		WHERE class = 3`,
	"a notice says nothing": `UPDATE messages SET notice = 0 WHERE class = 2`,
	"a message has two recipients in one place": `INSERT INTO recipients
		VALUES (4, 3, 0, 0, 0, NULL)`,
	"what waits to go out was due before now": `UPDATE messages
		SET due = 1
		WHERE due IS NOT NULL`,
	"what waits to go out is not in its sender's mailbox": `DELETE FROM copies WHERE message = 20`,
	"a message that does not wait is held":                `UPDATE messages SET hold = 1 WHERE id = 14`,
	"a message is a draft and held": `UPDATE messages
		SET draft = 1
		WHERE due IS NOT NULL`,
	"what has not gone out has arrived": `INSERT INTO copies
		SELECT m.id, 2, 0, 2, 0, 0, 0, 0, 0, 0
		FROM messages m
		WHERE due IS NOT NULL;
		INSERT INTO events (at, what, message, mailbox)
		SELECT max(e.at), 1, m.id, 2
		FROM events e, messages m
		WHERE due IS NOT NULL`,
	"a read receipt and its note do not agree":             `DELETE FROM receipts`,
	"somebody was asked to delete what was sent to others": `UPDATE asks SET mailbox = 1`,
	"a copy is in Recoverable Items and still there": `INSERT INTO copies
		SELECT message, mailbox, sent, folder, received_at, seen, placed_by, 0, 0, 0
		FROM recoverable`,
	"a copy in Recoverable Items was in another mailbox's folder": `UPDATE recoverable SET folder = 1`,
	"a copy is in Recoverable Items and was never removed":        `UPDATE events SET what = 8 WHERE what = 9`,
	"a copy is kept in Recoverable Items for too long":            `UPDATE recoverable SET until = 0`,
	"a mailbox is on hold from later on":                          `UPDATE mailboxes SET held = 1 << 36 WHERE id = 2`,
	"a copy lies in another mailbox's folder": `UPDATE copies
		SET folder = 1
		WHERE mailbox = 2 AND message = 1`,
	"a copy was delivered to no recipient": `INSERT INTO copies
		VALUES (14, 5, 0, 5, 0, 0, 0, 0, 0, 0);
		INSERT INTO events (at, what, message, mailbox)
		SELECT max(at), 1, 14, 5
		FROM events`,
	"a sender's copy is in another mailbox": `INSERT INTO copies
		VALUES (1, 2, 1, 2, 0, 0, 0, 0, 0, 0)`,
	"a copy is marked as shared with nobody":            `DELETE FROM shares`,
	"a read state is kept for what is no public folder": `UPDATE readings SET folder = 1`,
	"the numbers of the recalls have a gap before": `INSERT INTO recalls (id, message, sender, asked_at, system,
			no_report, facts, open)
		VALUES (9, 14, 1, 0, 'outlook', 0, 0, 1);
		INSERT INTO events (at, what, recall)
		SELECT max(at), 12, 9
		FROM events;
		INSERT INTO outcomes (recall, mailbox, position, reach)
		VALUES (9, 3, 0, 0)`,
	"a recall and its recall message do not agree": `UPDATE messages SET recall = 1 WHERE id = 18`,
	"a replacement went to others than the original": `INSERT INTO recipients
		VALUES (14, 5, 1, 0, 0, NULL)`,
	"a recall has an outcome for somebody who was no recipient": `INSERT INTO outcomes (recall, mailbox, position, reach)
		VALUES (1, 1, 0, 0);
		UPDATE recalls
		SET open = open + 1
		WHERE id = 1`,
	"a recall has no outcome for a recipient": `DELETE
		FROM outcomes
		WHERE recall = 3 AND mailbox = 5;
		UPDATE recalls
		SET open = open - 1
		WHERE id = 3`,
	"a recall miscounts the outcomes that are open": `UPDATE recalls SET open = open + 1 WHERE id = 1`,
	"an outcome is half decided": `UPDATE outcomes
		SET facts = NULL
		WHERE recall = 1`,
	"an outcome is due and decided, or was due before now": `UPDATE outcomes
		SET due = decided_at
		WHERE recall = 1 AND answer IS NOT NULL`,
	"an outcome was decided before the recall was asked for": `UPDATE recalls
		SET asked_at = asked_at + 1
		WHERE id = 1`,
	"an outcome and the log do not agree": `UPDATE events
		SET recall = 2
		WHERE what = 14 AND recall = 1`,
	"what was taken back is still there": `INSERT INTO copies
		SELECT message, mailbox, 0, mailbox, 0, 0, 0, 0, 0, 0
		FROM events
		WHERE what = 13`,
	"an attempt was made where there is no public folder": `UPDATE attempts SET folder = 5`,
	"the sandbox does not have one clock":                 `DELETE FROM clock`,
	"the clock is behind the log":                         `UPDATE clock SET now = now - 1`,
	"the log has a gap before": `UPDATE events
		SET seq = seq + 1
		WHERE seq = (SELECT max(seq) FROM events)`,
	"the log goes back in time at": `UPDATE events SET at = at - 1 WHERE seq = 2`,
	"a recall is not in the log once": `UPDATE events
		SET recall = NULL
		WHERE what = 12 AND recall = 1`,
	"a copy arrived and the log does not say so": `UPDATE events
		SET message = 1
		WHERE what = 1 AND message = 17 AND mailbox = 5`,
	"the history has a gap before": `DELETE FROM history WHERE seq = 3`,
	"a snapshot is not what was saved": `UPDATE snapshot_parts
		SET data = zeroblob(32)
		WHERE part = 0`,
	"a snapshot lacks a part":                               `INSERT INTO snapshots VALUES (9, 'x', 0, 0)`,
	"an organisation has a mail system that does not exist": `UPDATE organisations SET system = 'pigeons'`,
	"an organisation has a setting that does not exist": `INSERT INTO settings
		VALUES (1, 'recall', 'maybe')`,
	"a behaviour is cited that does not exist": `INSERT INTO citations (behaviours)
		VALUES ('outlook/wonder')`,
	"a recall could not have been asked for":          `UPDATE recalls SET facts = facts | 1`,
	"what was decided does not follow from the facts": `UPDATE outcomes SET answer = 3 WHERE answer = 5`,
	"an outcome is open that is for good": `DELETE
		FROM copies
		WHERE mailbox = 5 AND message = 18`,
	"a list shows another subject or sender than the message has": `UPDATE messages
		SET subject = 'Bugdet'
		WHERE id = 1`,
}

// breakingBytes is breaking for what takes more than statements.
var breakingBytes = map[string]func(t *testing.T, whole []byte) []byte{
	"the database is not whole": func(_ *testing.T, whole []byte) []byte {
		// which its index has otherwise
		return bytes.Replace(whole, []byte("alice@acme.example"), []byte("alice@acme.exampls"), 1)
	},
	"a snapshot is damaged in itself": func(t *testing.T, whole []byte) []byte {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "recallbox.db"), damage(t, whole, "a mailbox", `UPDATE mailboxes
			SET rules = 7
			WHERE id = 1`), 0o600); err != nil {
			t.Fatal(err)
		}
		mustRun(t, dir, "", "snapshot", "save", "bad")
		return damage(t, readSandbox(t, dir), "a mailbox", `UPDATE mailboxes SET rules = 0 WHERE id = 1`)
	},
}

// Whatever check can find wrong is made wrong in turn, and check names just that.
func TestCheckNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	whole := makeCheckedWorld(t)
	wantProblems(t, "nothing", whole)
	for _, what := range sandbox.Invariants() {
		if make, ok := breakingBytes[what]; ok {
			wantProblems(t, what, make(t, whole))
			continue
		}
		statements, ok := breaking[what]
		if !ok {
			t.Errorf("%q: nothing here breaks it", what)
			continue
		}
		wantProblems(t, what, damage(t, whole, what, statements))
	}
}

// Of very many problems the first are told, and how many there are.
func TestCheckTellsTheFirst(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := damage(t, makeCheckedWorld(t), "gaps", `DELETE FROM act_events;
		UPDATE events
		SET seq = -2 * seq;
		UPDATE events
		SET seq = -seq;
		UPDATE folders
		SET path = 'X'
		WHERE kind = 0`)
	if err := os.WriteFile(filepath.Join(dir, "recallbox.db"), file, 0o600); err != nil {
		t.Fatal(err)
	}
	var out, said strings.Builder
	code := Run(Process{Args: []string{"check"}, Dir: dir, Out: &out, Err: &said})
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	more, total := 0, 0
	fmt.Sscanf(lines[len(lines)-1], "and %d more", &more)
	fmt.Sscanf(said.String(), `recallbox: "recallbox.db" is damaged: %d things are wrong`, &total)
	if code != 1 || len(lines) != 51 || more == 0 || total != 50+more {
		t.Errorf("exit %d, %d lines\n%s%s", code, len(lines), out.String(), said.String())
	}
}

// makeCheckedWorld gives the bytes of a sandbox file.
func makeCheckedWorld(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	mustRun(t, dir, "", "init")
	mustRun(t, dir, checkedWorld, "batch")
	mustRun(t, dir, "", "snapshot", "save", "before")
	return readSandbox(t, dir)
}

// mustRun runs a command in a folder, which must succeed.
func mustRun(t *testing.T, dir, in string, args ...string) string {
	t.Helper()
	var said strings.Builder
	code := Run(Process{
		Dir:     dir,
		Args:    args,
		In:      strings.NewReader(in),
		Out:     &said,
		Err:     &said,
		Options: sandbox.Options{Throwaway: true},
	})
	if code != 0 {
		t.Fatalf("%s: exit %d\n%s", args, code, said.String())
	}
	return said.String()
}

func readSandbox(t *testing.T, dir string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "recallbox.db"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// damage is the file with changes that no command makes.
func damage(t *testing.T, whole []byte, what, statements string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "recallbox.db")
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", "file:"+path+"?_foreign_keys=off&_synchronous=off&_journal_mode=memory")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	before := changes(t, db)
	if _, err := db.Exec(statements); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if changes(t, db) == before {
		t.Errorf("%s: %s changes nothing", what, statements)
	}
	return readSandbox(t, filepath.Dir(path))
}

// changes counts what was changed, in rows and in the schema.
func changes(t *testing.T, db *sql.DB) (n int64) {
	t.Helper()
	db.SetMaxOpenConns(1)
	row := db.QueryRow(`SELECT total_changes() + (SELECT schema_version FROM pragma_schema_version)`)
	if err := row.Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// wantProblems checks a file, in which just that is wrong.
func wantProblems(t *testing.T, want string, file []byte) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "recallbox.db"), file, 0o600); err != nil {
		t.Fatal(err)
	}
	var out, said bytes.Buffer
	code := Run(Process{Args: []string{"check", "--json"}, Dir: dir, Out: &out, Err: &said})
	var got struct {
		OK       bool
		Problems []sandbox.Problem
		Error    *shownFailure
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("%s: %v\n%s%s", want, err, out.String(), said.String())
	}
	whats := []string{}
	for _, p := range got.Problems {
		if p.Where == "" {
			t.Errorf("%s: it does not say where", p.What)
		}
		if !slices.Contains(whats, p.What) {
			whats = append(whats, p.What)
		}
	}
	switch {
	case want == "nothing" && (code != 0 || !got.OK || len(whats) > 0 || got.Error != nil):
		t.Errorf("a whole sandbox: exit %d\n%s", code, out.String())
	case want != "nothing" && (code != 1 || got.OK || !slices.Equal(whats, []string{want}) ||
		got.Error == nil || got.Error.Kind != sandbox.Damaged):
		t.Errorf("%q: exit %d\n%s%s", want, code, out.String(), said.String())
	}
}
