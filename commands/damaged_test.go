package commands

import (
	"bytes"
	"compress/flate"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// damagedRows are rows that say of themselves what cannot be, a command that reads each, and what it says of it.
var damagedRows = []struct{ statement, line, want string }{
	{
		`UPDATE messages SET about = id WHERE class = 2`, "inspect message m15",
		"messages id=15: about is 15, not the number of an earlier message",
	},
	{
		`UPDATE messages SET about = 13 WHERE id = 15`, "inspect message m15",
		"messages id=15: about is 13, not the number of a message that somebody wrote",
	},
	{
		`UPDATE messages SET forwards = id WHERE id = 1`, "inspect message m1",
		"messages id=1: forwards is 1, not the number of an earlier message",
	},
	{
		`UPDATE messages SET sent_at = 253402300800 WHERE id = 1`, "inspect message m1",
		"messages id=1: sent_at is 253402300800",
	},
	{`UPDATE clock SET now = -62167219201`, "clock", "clock only=1: now is -62167219201"},
	{
		`UPDATE outcomes SET facts = facts | 1 << 40 WHERE recall = 1`, "explain r1",
		"outcomes recall=1 mailbox=2: facts is 4618486497845182464, not facts of a copy",
	},
	{
		`UPDATE recalls SET facts = -1 WHERE id = 1`, "explain r1",
		"recalls id=1: facts is -1, not facts of a recall",
	},
	{
		`UPDATE copies SET fetched = 3 WHERE message = 17`, "snapshot diff before",
		"copies message=17 mailbox=1 sent=1: fetched is 3",
	},
	{
		`UPDATE copies SET seen = 250 WHERE message = 1`, "snapshot diff before",
		"copies message=1 mailbox=1 sent=1: seen is 250",
	},
	{
		`UPDATE mailboxes SET stopped = 1 << 40 WHERE id = 5`, "inspect recall r3",
		"mailboxes id=5: stopped is 1099511627776, not 0 or 1",
	},
	{
		`UPDATE outcomes SET answer = 99 WHERE recall = 1`, "inspect recall r1 --all",
		"answer is 99, not a number from 0 to 7",
	},
	{
		`UPDATE folders SET path = '../../etc' WHERE path = 'Projects'`, "inspect mailbox bob",
		`path is "../../etc", not a folder's path`,
	},
	{
		`UPDATE folders SET path = char(27) || '[2J' WHERE path = 'Projects'`, "folder list bob",
		`path is "\x1b[2J", not a folder's path`,
	},
	{
		`UPDATE OR IGNORE folders SET path = 'x'`, "export --as alice --format mbox out",
		`folders id=1: path is "x", not that of a folder of its kind`,
	},
	{
		`UPDATE folders SET path = 'INBOX' WHERE path = 'Projects'`, "folder list bob",
		`path is "INBOX", not that of a folder of its kind`,
	},
	{
		`UPDATE mailboxes SET address = 'x@' || hex(zeroblob(2000000)) || '.example' WHERE id = 3`, "user list",
		`mailboxes id=3: address is "x@00000000000000000000000000000000000000"… (4000010 bytes), not an address`,
	},
	{
		`UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'rules'`,
		"rule add --as bob --from alice --mark-read",
		"sqlite_sequence name=rules: seq is 92233720368",
	},
	{
		`UPDATE rules SET id = 9223372036854775807 WHERE id = 1`, "rule add --as bob --from alice --mark-read",
		"rules id=9223372036854775807: id is 922",
	},
	{
		`UPDATE rules SET id = 9223372036854775806 WHERE id = 1`, "--json rule add --as bob --from alice --mark-read",
		"rules id=9223372036854775806: id is 922",
	},
	{
		`UPDATE mailboxes SET address = 'b ob@acme.example' WHERE id = 2`, "inspect message m3",
		`mailboxes id=2: address is "b ob@acme.example", not an address`,
	},
	{
		`UPDATE messages SET subject = 'a' || char(10) || 'b' WHERE id = 1`, "inspect message m3",
		`messages id=1: subject is "a\nb", not a line`,
	},
	{
		`UPDATE messages SET from_name = char(27) || '[2J' WHERE id = 1`, "export --as bob --format eml out",
		`messages id=1: from_name is "\x1b[2J", not a line`,
	},
	{
		`UPDATE outcomes SET facts = NULL WHERE recall = 1`, "snapshot diff before",
		"an outcome is half decided: r1 bob@acme.example",
	},
	{
		`UPDATE acts SET command = '..'`, "at list",
		`acts id=3: command is "..", not the words of a command`,
	},
	{
		`DELETE FROM messages WHERE id = 23`, "send --as alice --to bob",
		"copies message=23 mailbox=1 sent=1: message is 23, not the number of a row in messages",
	},
	{`DELETE FROM clock`, "snapshot save after", "it has no clock"},
	{
		`UPDATE messages SET due = -62167219201 WHERE id = 20`, "--json clock",
		"messages id=20: due is -62167219201, not a time",
	},
	{
		`INSERT INTO copies (message, mailbox, sent, folder, received_at, seen, placed_by) VALUES (17, 6, 0, 6, 0, 0, 0);
		UPDATE readings SET seen = 77`, "open --as erin m17",
		"readings message=17 folder=6 reader=3: seen is 77",
	},
	{
		`UPDATE messages SET id = 9223372036854775807 WHERE id = 21`, "send --as alice --to bob",
		"messages id=9223372036854775807: id is 922",
	},
	{
		`UPDATE events SET seq = 9223372036854775807 WHERE seq = 1`, "log",
		"events seq=9223372036854775807: seq is 922",
	},
	{
		`UPDATE recalls SET sender = 99 WHERE id = 1`, "inspect recall r1",
		"recalls id=1: sender is 99, not the number of a row in mailboxes",
	},
	{
		`DELETE FROM folders WHERE id = 9`, "send --as alice --to zoe@else.example",
		"copies message=1 mailbox=9 sent=0: folder is 9, not the number of a row in folders",
	},
}

// A row that says of itself what cannot be is damage, and is told by table, row and column. Check tells it too.
func TestDamagedRows(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "recallbox.db")
	whole := makeCheckedWorld(t)
	for _, tt := range damagedRows {
		if err := os.WriteFile(path, damage(t, whole, tt.statement, tt.statement), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, line := range []string{tt.line, "check"} {
			code, out, said := runIn(t.Context(), dir, strings.Fields(line)...)
			if code != 1 || strings.Count(said, "\n") > 2 || !strings.Contains(said, "damaged") ||
				line == tt.line && !strings.Contains(out+said, tt.want) {
				t.Errorf("%s\n%s: exit %d\n%.1000s%.1000s", tt.statement, line, code, out, said)
			}
		}
	}
}

// Bytes that would become far more than a message may have are not unpacked.
func TestPackedBomb(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "recallbox.db")
	var bomb bytes.Buffer
	packer, err := flate.NewWriter(&bomb, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	for range 1 << 10 {
		if _, err := packer.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	packer.Close()
	for _, size := range []int{1 << 30, 1 << 20} {
		set := fmt.Sprintf(`UPDATE contents SET size = %d, packed = 1, data = x'%x' WHERE id = 1`, size, bomb.Bytes())
		if err := os.WriteFile(path, damage(t, makeCheckedWorld(t), "a bomb", set), 0o600); err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		code, _, said := runIn(t.Context(), dir, "inspect", "message", "m1")
		runtime.ReadMemStats(&after)
		used := (after.TotalAlloc - before.TotalAlloc) >> 20
		if code != 1 || !strings.Contains(said, "damaged: contents id=1: ") || used > 64 {
			t.Errorf("%d bytes: exit %d, %d MiB\n%s", size, code, used, said)
		}
	}
}

// A view that never ends, in the place of a table, is no sandbox's: each command says so at once, and Tab offers
// nothing.
func TestEndlessViews(t *testing.T) {
	t.Parallel()
	const endless = ` AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT `
	whole := makeCheckedWorld(t)
	for table, columns := range map[string]string{
		"clock": "1 AS only, max(i) AS now", "events": "max(i) AS seq", "organisations": "max(i) AS id",
		"recall_facts": "max(i) AS recall",
	} {
		drop := "TABLE"
		if table == "recall_facts" {
			drop = "VIEW"
		}
		dir := t.TempDir()
		file := damage(t, whole, table, "DROP "+drop+" "+table+"; CREATE VIEW "+table+endless+columns+" FROM n")
		if err := os.WriteFile(filepath.Join(dir, "recallbox.db"), file, 0o600); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		for _, line := range []string{"inspect", "log", "explain r1", "send --as alice --to bob", "snapshot list", "check"} {
			if code, out, said := runIn(ctx, dir, strings.Fields(line)...); code != 1 || !strings.Contains(said, "damaged") {
				t.Errorf("%s: %s: exit %d\n%s%s", table, line, code, out, said)
			}
		}
		if code, out, said := runIn(ctx, dir, "completion", "candidates", "--", "open", "--as", ""); code != 0 || said != "" {
			t.Errorf("%s: Tab: exit %d\n%s%s", table, code, out, said)
		}
		cancel()
	}
}
