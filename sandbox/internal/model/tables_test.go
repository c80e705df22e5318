package model_test

import (
	"database/sql"
	"slices"
	"testing"

	"recallbox/sandbox/internal/model"
)

// exempt are the tables that have no comparison of their own, and why.
var exempt = map[string]string{
	"act_events":     "they are compared with the events",
	"citations":      "the tables that cite them are compared",
	"contents":       "the model does not write messages",
	"hold_senders":   "they are compared with the holds",
	"history":        "the model has no command line",
	"inputs":         "the model reads no files",
	"snapshots":      "each is a sandbox of its own",
	"snapshot_parts": "each is a sandbox of its own",
}

// A new table of the sandbox must be compared, or exempt.
func TestEveryTableIsCompared(t *testing.T) {
	t.Parallel()
	compared := model.New(0).Tables()
	stage := newStage(t)
	db := openFile(t, stage.path)
	defer db.Close()
	const names = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
	for _, name := range lines(t, db, names) {
		isName := func(table model.Table) bool { return table.Name == name }
		if !slices.ContainsFunc(compared, isName) && exempt[name] == "" {
			t.Errorf("%s: is not compared with the model", name)
		}
	}
}

// readTables reads the tables of a sandbox file.
func readTables(t *testing.T, path string) map[string][]string {
	t.Helper()
	db := openFile(t, path)
	defer db.Close()
	out := map[string][]string{}
	for name, text := range tables {
		out[name] = lines(t, db, text)
	}
	return out
}

func openFile(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// lines runs a query with one column.
func lines(t *testing.T, db *sql.DB, text string) (all []string) {
	t.Helper()
	rows, err := db.Query(text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		all = append(all, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// tables are the queries that read a table of the sandbox as the model writes its own: names instead of row numbers, a
// bar between columns.
var tables = map[string]string{
	"clock":         `SELECT now FROM clock`,
	"organisations": `SELECT concat_ws('|', name, domain, system) FROM organisations ORDER BY id`,
	"settings": `
		SELECT concat_ws('|', o.name, s.key, s.value) AS line
		FROM settings s
		JOIN organisations o ON o.id = s.organisation
		ORDER BY line`,
	"mailboxes": `
		SELECT concat_ws('|', b.address, b.kind, coalesce(o.name, ''), coalesce(b.name, ''), b.account,
			b.client, b.role, b.receipts, b.stopped, b.manual, b.sent_copies, coalesce(t.address, ''), b.forward_keeps,
			b.hosted, coalesce(b.held, ''), b.processes_after, b.pane_reads, b.shared_reading)
		FROM mailboxes b
		LEFT JOIN organisations o ON o.id = b.organisation
		LEFT JOIN mailboxes t ON t.id = b.forward_to
		ORDER BY b.id`,
	"folders": `
		SELECT concat_ws('|', b.address, f.path) AS line
		FROM folders f
		JOIN mailboxes b ON b.id = f.mailbox
		WHERE f.kind = 7
		ORDER BY line`,
	"folder_shares": `
		SELECT concat_ws('|', b.address, f.path, x.address) AS line
		FROM folder_shares s
		JOIN folders f ON f.id = s.folder AND f.shared
		JOIN mailboxes b ON b.id = f.mailbox
		JOIN mailboxes x ON x.id = s.sharer
		ORDER BY line`,
	"groups": `
		SELECT concat_ws('|', g.address, coalesce(o.name, ''))
		FROM groups g
		LEFT JOIN organisations o ON o.id = g.everyone
		ORDER BY g.id`,
	"members": `
		SELECT concat_ws('|', g.address, coalesce(o.name, ''),
			row_number() OVER (PARTITION BY g.id ORDER BY m.position), b.address)
		FROM groups g
		JOIN group_members m ON m."group" = g.id
		JOIN mailboxes b ON b.id = m.mailbox
		LEFT JOIN organisations o ON o.id = g.everyone
		ORDER BY g.id, m.position`,
	"member_groups": `
		SELECT concat_ws('|', g.address, m.position, i.address)
		FROM member_groups m
		JOIN groups g ON g.id = m."group"
		JOIN groups i ON i.id = m.member
		ORDER BY g.id, m.position`,
	"delegates": `
		SELECT concat_ws('|', o.address, d.address) AS line
		FROM delegates x
		JOIN mailboxes o ON o.id = x.owner
		JOIN mailboxes d ON d.id = x.delegate
		ORDER BY line`,
	"forwardings": `
		SELECT concat_ws('|', f.message, b.address, t.address, f.kept) AS line
		FROM forwardings f
		JOIN mailboxes b ON b.id = f.mailbox
		JOIN mailboxes t ON t.id = f.target
		ORDER BY line`,
	"grants": `
		SELECT concat_ws('|', f.address, b.address, g.rights) AS line
		FROM grants g
		JOIN mailboxes f ON f.id = g.folder
		JOIN mailboxes b ON b.id = g.mailbox
		ORDER BY line`,
	"rules": `
		SELECT concat_ws('|', r.id, b.address, coalesce(r.sender, ''), coalesce(r.subject, ''),
			CASE r.class WHEN 0 THEN 'note' WHEN 1 THEN 'recall' ELSE '' END, coalesce(f.path, ''), r.deletes)
		FROM rules r
		JOIN mailboxes b ON b.id = r.mailbox
		LEFT JOIN folders f ON f.id = r.folder
		ORDER BY r.id`,
	"holds": `
		SELECT concat_ws('|', h.id, o.name, h.seconds, h.admins, h.everybody,
			coalesce((SELECT group_concat(b.address, ',' ORDER BY b.address)
				FROM hold_senders s
				JOIN mailboxes b ON b.id = s.mailbox
				WHERE s.hold = h.id), ''))
		FROM holds h
		JOIN organisations o ON o.id = h.organisation
		ORDER BY h.id`,
	"messages": `
		SELECT concat_ws('|', m.id, m.class, coalesce(s.address, ''), m.sent_at, coalesce(m.subject, ''),
			coalesce(m.from_addr, ''), coalesce(m.from_name, ''), coalesce(m.protected, 0),
			coalesce(m.reply_to, 0), coalesce(m.forwards, 0), coalesce(m.about, 0), coalesce(p.address, ''),
			coalesce(m.recall, 0), coalesce(m.notice, 0), coalesce(m.succeeded, 0), coalesce(c.behaviours, ''),
			coalesce(m.draft, 0), coalesce(m.due, 0), coalesce(m.hold, 0), coalesce(m.admins, 0),
			coalesce(m.receipt, 0), coalesce(m.delivery, 0), coalesce(m.manual, 0),
			coalesce(f.address, ''), coalesce(m.appointment, 0))
		FROM messages m
		LEFT JOIN mailboxes f ON f.id = m.on_behalf_of
		LEFT JOIN mailboxes s ON s.id = m.sender
		LEFT JOIN mailboxes p ON p.id = m.party
		LEFT JOIN citations c ON c.id = m.form
		ORDER BY m.id`,
	"recipients": `
		SELECT concat_ws('|', r.message, b.address, r.line, coalesce(g.address, ''), r.bounced)
		FROM recipients r
		JOIN mailboxes b ON b.id = r.mailbox
		LEFT JOIN groups g ON g.id = r.via
		ORDER BY r.message, r.position`,
	"copies": `
		SELECT concat_ws('|', b.address, c.message, c.sent, f.path, c.received_at, c.seen, c.placed_by,
			c.shared, c.fetched, c.tagged) AS line
		FROM copies c
		JOIN mailboxes b ON b.id = c.mailbox
		JOIN folders f ON f.id = c.folder AND f.mailbox = c.mailbox
		ORDER BY line`,
	"recoverable": `
		SELECT concat_ws('|', b.address, c.message, c.sent, f.path, c.received_at, c.seen, c.placed_by,
			c.shared, c.fetched, c.tagged, c.purges, c.until) AS line
		FROM recoverable c
		JOIN mailboxes b ON b.id = c.mailbox
		JOIN folders f ON f.id = c.folder AND f.mailbox = c.mailbox
		ORDER BY line`,
	"shares": `
		SELECT concat_ws('|', s.message, o.address, x.address) AS line
		FROM shares s
		JOIN mailboxes o ON o.id = s.owner
		JOIN mailboxes x ON x.id = s.sharer
		ORDER BY line`,
	"receipts": `
		SELECT concat_ws('|', r.message, b.address, r.sent_at, r.unread) AS line
		FROM receipts r
		JOIN mailboxes b ON b.id = r.mailbox
		ORDER BY line`,
	"asks": `
		SELECT concat_ws('|', a.message, b.address, a.request, coalesce(a.met_at, 0)) AS line
		FROM asks a
		JOIN mailboxes b ON b.id = a.mailbox
		ORDER BY line`,
	"readings": `
		SELECT concat_ws('|', r.message, f.address, b.address, r.seen) AS line
		FROM readings r
		JOIN mailboxes f ON f.id = r.folder
		JOIN mailboxes b ON b.id = r.reader
		ORDER BY line`,
	"recalls": `
		SELECT concat_ws('|', r.id, r.message, b.address, r.asked_at, r.system, coalesce(r.request, 0),
			coalesce(r.replacement, 0), r.no_report, r.facts, coalesce(r.comment, ''), r.from_own)
		FROM recalls r
		JOIN mailboxes b ON b.id = r.sender
		ORDER BY r.id`,
	"outcomes": `
		SELECT concat_ws('|', o.recall, b.address, coalesce(g.address, ''), o.reach, coalesce(o.answer, 0),
			coalesce(c.behaviours, ''), coalesce(o.decided_at, 0), coalesce(o.facts, 0),
			coalesce(x.address, ''), coalesce(o.due, 0))
		FROM outcomes o
		JOIN mailboxes b ON b.id = o.mailbox
		LEFT JOIN groups g ON g.id = o.via
		LEFT JOIN citations c ON c.id = o.behaviour
		LEFT JOIN mailboxes x ON x.id = o.reader
		ORDER BY o.recall, o.position`,
	"attempts": `
		SELECT concat_ws('|', a.recall, f.address, b.address, a.at, a.answer, c.behaviours, a.facts) AS line
		FROM attempts a
		JOIN mailboxes f ON f.id = a.folder
		JOIN mailboxes b ON b.id = a.reader
		JOIN citations c ON c.id = a.behaviour
		ORDER BY line`,
	"events": `
		SELECT concat_ws('|', e.at, coalesce(w.address, ''), e.what, coalesce(e.message, 0),
			coalesce(e.recall, 0), coalesce(b.address, ''), coalesce(f.path, ''), coalesce(c.behaviours, ''),
			iif(x.failed IS NULL, coalesce(e.detail, ''), ''), coalesce(x.act, 0),
			CASE x.failed WHEN 0 THEN 'refused' WHEN 1 THEN 'not-found' WHEN 2 THEN 'invalid' WHEN 3 THEN 'conflict'
			  WHEN 4 THEN 'usage' ELSE '' END)
		FROM events e
		LEFT JOIN act_events x ON e.seq BETWEEN x.first AND x.last
		LEFT JOIN mailboxes w ON w.id = e.who
		LEFT JOIN mailboxes b ON b.id = e.mailbox
		LEFT JOIN folders f ON f.id = e.folder
		LEFT JOIN citations c ON c.id = e.cites
		ORDER BY e.seq`,
	"acts": `
		SELECT concat_ws('|', id, coalesce(spread, ''), coalesce(share, ''), left)
		FROM acts
		ORDER BY id`,
	"turns": `
		SELECT concat_ws('|', t.due, t.act, t.position, coalesce(b.address, ''))
		FROM turns t
		LEFT JOIN mailboxes b ON b.id = t.mailbox
		ORDER BY t.due, t.act, t.position`,
}
