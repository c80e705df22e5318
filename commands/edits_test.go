package commands

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/urfave/cli/v2"

	"recallbox/commands/serve"
	"recallbox/sandbox"
)

var (
	edits     = flag.Int("edits", 40, "in how many files TestEditedFiles edits something")
	firstEdit = flag.Int("first-edit", 0, "the number of the first of them")
)

// editedLines are commands of every kind. Those that write come last.
var editedLines = []string{
	"inspect", "inspect --all", "inspect mailbox alice bob erin carol", "inspect public-folder news@acme.example",
	"inspect message m1", "inspect message m3 --mailbox alice", "inspect message m12", "inspect message m11",
	"inspect delivery m1", "inspect recall r1 --all", "inspect recall r2", "inspect recall r3 --all",
	"explain r1", "explain r1 bob", "explain r3", "log", "clock", "org list", "org show acme", "user list",
	"user show bob", "group list", "public-folder list", "folder list bob", "rule list erin", "hold list",
	"outbox list dave", "at list", "history", "snapshot list", "snapshot diff before",
	"export {out} --as bob --format eml",
	"export {out} --as alice --format mbox", "export --fixture {out}",
	"completion candidates -- open --as bob m", "completion candidates -- inspect mailbox ",
	"completion candidates -- move --as bob m1 ",

	"check",

	"open --as bob m1", "preview --as erin m12", "forward --as erin m12 --to dave", "move --as bob m1 Projects",
	"delete --as erin m12", "send --as alice --to all@acme.example --subject More --read-receipt",
	"send --as dave --to bob --subject Later", "recall --as alice m12", "ask --as alice m17 --to dave",
	"share --as erin m12 --with bob", "outbox edit --as dave m20 --subject Other", "outbox release --as carol m20",
	"at remove a3",
	"client stop --as bob", "client start --as bob", "rule add --as bob --from alice --move-to Projects",
	"user set dave auto-process=on", "clock advance 2d", "snapshot save after", "snapshot remove after",
	"snapshot restore before",
}

// rareLines are all other commands that look into a sandbox. An edited file meets a fourth of them, in front of those
// that go through all of it.
var rareLines = []string{
	"org add other --domain other.example", "org set acme journal=carol@acme.example", "user add frank@acme.example",
	"group add some@acme.example --members bob,team@acme.example", "group set team@acme.example --members bob",
	"delegate add bob --as alice", "delegate list alice", "delegate remove bob --as alice", "folder add --as erin Old",
	"folder share --as erin Inbox --with bob", "public-folder add all@other.example",
	"public-folder grant news@acme.example erin editor", "rule remove rule1", "hold add --as carol --org acme --for 5m",
	"hold remove --as carol h1", "mark-read --as dave m17", "mark-unread --as alice m3", "recover --as bob m22",
	"fetch --as erin --via imap", "outbox take-back --as dave m26", "log --mailbox alice", "history --script",
	"batch -", "recall --as alice m12 --dry-run", "purge --as carol m1 --dry-run", "purge --as carol m1 --yes",
	"at +1h -- open --as all@acme.example m1", "import --as bob mail.eml", "clock set 2026-01-05T10:30:00Z",
}

// editedLast is the first of the lines that go through all of a file.
const editedLast = "client stop --as bob"

// notEdited are the commands that look into no sandbox that is there.
const notEdited = "init, run, experiment, demo, help, version, behaviours, behaviours show, sources, systems, " +
	"completion bash, completion zsh, completion fish, " +
	"serve" // see page

// Whatever stands in the rows of a file, commands do what they can, or fail as they should: nothing panics or hangs,
// and where a value cannot be, its table, row and column are named; check finds that too.
func TestEditedFiles(t *testing.T) {
	t.Parallel()
	world := editable(t, makeCheckedWorld(t))
	var workers sync.WaitGroup
	var count editCount
	for worker := range 2 {
		dir := t.TempDir()
		workers.Go(func() {
			for i := *firstEdit + worker; i < *firstEdit+*edits; i += 2 {
				e := editOf(world, i)
				e.play(t, dir, &count)
			}
		})
	}
	workers.Wait()
	t.Logf("of %d edited files %d were refused by a command, %d more by check, and %d did no harm",
		*edits, count.refused, count.found, *edits-count.refused-count.found)
	if *edits >= 40 && count.refused < *edits/4 {
		t.Errorf("only %d of %d files were refused", count.refused, *edits)
	}
}

type editCount struct {
	sync.Mutex
	refused, found int
}

// editedWorld is a sound sandbox file, with the text of its tables and their columns.
type editedWorld struct {
	file    []byte
	schema  map[string]string
	columns []editedColumn
}

type editedColumn struct{ table, name, kind string }

// loose takes from a table what SQLite would compare a value with.
var loose = regexp.MustCompile(`(?i) STRICT\b,?| NOT NULL| CHECK \([^)]*\)`)

// editable reads what has to be known of a file to edit it.
func editable(t *testing.T, whole []byte) editedWorld {
	t.Helper()
	path := filepath.Join(t.TempDir(), "recallbox.db")
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	w := editedWorld{schema: map[string]string{}}
	db := openEdited(t, path)
	defer db.Close()
	rows, err := db.Query(`SELECT t.name, t.sql, c.name, c.type
		FROM sqlite_schema t, pragma_table_info(t.name) c
		WHERE t.type = 'table' AND t.name NOT IN ('snapshot_parts')
		ORDER BY 1, 3`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var c editedColumn
		var made string
		if err := rows.Scan(&c.table, &made, &c.name, &c.kind); err != nil {
			t.Fatal(err)
		}
		w.columns = append(w.columns, c)
		w.schema[c.table] = made
	}
	w.file = whole
	return w
}

func openEdited(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?_foreign_keys=off&_synchronous=off&_journal_mode=memory")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	return db
}

// edit is what is done to a file.
type edit struct {
	number     int
	world      editedWorld
	statements []string
}

// editOf makes up one to three edits of a file.
func editOf(w editedWorld, number int) edit {
	random := rand.New(rand.NewPCG(uint64(number), 3))
	e := edit{number: number, world: w}
	for range 1 + random.IntN(3)/2*random.IntN(3) {
		c := w.columns[random.IntN(len(w.columns))]
		row := fmt.Sprintf(`FROM %s ORDER BY 1 LIMIT 1 OFFSET %d %% (SELECT max(1, count(*)) FROM %[1]s)`,
			quoted(c.table), random.IntN(40))
		where := w.oneRow(c.table, row)
		switch random.IntN(12) {
		case 0:
			e.statements = append(e.statements, fmt.Sprintf(`DELETE FROM %s WHERE %s`, quoted(c.table), where))
		case 1: // in many rows at once
			e.statements = append(e.statements,
				fmt.Sprintf(`UPDATE OR IGNORE %s SET %s = %s`, quoted(c.table), quoted(c.name), w.value(random, c)))
		default:
			e.statements = append(e.statements, fmt.Sprintf(`UPDATE OR IGNORE %s SET %s = %s WHERE %s`,
				quoted(c.table), quoted(c.name), w.value(random, c), where))
		}
	}
	return e
}

func quoted(name string) string { return `"` + name + `"` }

// oneRow is the condition for a row of a table, by all its columns.
func (w editedWorld) oneRow(table, from string) string {
	var names []string
	for _, c := range w.columns {
		if c.table == table {
			names = append(names, quoted(c.name))
		}
	}
	if strings.Contains(w.schema[table], "WITHOUT ROWID") {
		all := strings.Join(names, ", ")
		return fmt.Sprintf(`(%s) IS (SELECT %s %s)`, all, all, from)
	}
	return fmt.Sprintf(`rowid = (SELECT rowid %s)`, from)
}

// value is one that a column might hold, or none should.
func (w editedWorld) value(random *rand.Rand, c editedColumn) string {
	numbers := []int64{
		-1, 0, 1, 2, 3, 4, 5, 7, 8, 15, 19, 20, 99, 255, 256, 1 << 31, 1<<32 - 1, 1 << 32, 1 << 53,
		253402300799, 253402300800, -62167219201, math.MaxInt64, math.MaxInt64 - 1, math.MinInt64, 77 << 32,
	}
	texts := []string{
		`''`, `'x'`, `'..'`, `'../../etc/x'`, `'Inbox'`, `'Outbox'`, `'a//b'`, `'/abs'`, `char(27) || '[2J'`,
		`'a' || char(10) || 'b'`,
		`CAST(x'fffe' AS TEXT)`, `'a' || char(0) || 'b'`, `'alice@acme.example'`, `'nobody'`, `'outlook/wonder'`, `'zoho'`,
		`hex(zeroblob(3000))`, `hex(zeroblob(200000))`, `char(8238) || 'gpj'`, `'{subject}{list}'`, `'-1'`, `'exec rm'`,
		`'x@' || hex(zeroblob(2500000)) || '.example'`, `'recall'`, `'10m'`,
	}
	switch kind := random.IntN(20); {
	case kind == 0:
		return `NULL`
	case kind == 1:
		return `zeroblob(9)`
	case kind == 2:
		return `1.5e300`
	case kind == 3: // the value of another row
		return fmt.Sprintf(`(SELECT %s FROM %s ORDER BY 1 DESC LIMIT 1 OFFSET %d)`,
			quoted(c.name), quoted(c.table), random.IntN(9))
	case kind == 4 && c.kind == "INTEGER":
		return fmt.Sprintf(`(%[1]s | %[2]d) - (%[1]s & %[2]d)`, quoted(c.name), int64(1)<<random.IntN(63))
	case (c.kind == "INTEGER") != (kind == 5):
		return fmt.Sprintf(`(%d)`, numbers[random.IntN(len(numbers))])
	}
	return texts[random.IntN(len(texts))]
}

// write makes the edited file. While it is edited, SQLite takes its tables for looser ones.
func (e edit) write(t *testing.T, path string) {
	for name, data := range map[string][]byte{
		path: e.world.file, filepath.Join(filepath.Dir(path), "mail.eml"): []byte(editedMail),
	} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Error(err)
			return
		}
	}
	e.do(t, path, e.world.tablesAs(1000, func(text string) string { return loose.ReplaceAllString(text, "") }))
	e.do(t, path, e.statements)
	e.do(t, path, e.world.tablesAs(1001, func(text string) string { return text }))
}

// tablesAs are statements after which the tables are taken for others.
func (w editedWorld) tablesAs(version int, other func(text string) string) []string {
	all := []string{`PRAGMA writable_schema = ON`}
	for table, text := range w.schema {
		if table != "sqlite_sequence" {
			all = append(all, fmt.Sprintf(`UPDATE sqlite_schema SET sql = '%s' WHERE name = '%s'`,
				strings.ReplaceAll(other(text), "'", "''"), table))
		}
	}
	return append(all, fmt.Sprintf(`PRAGMA schema_version = %d`, version))
}

// do runs statements on a connection of their own.
func (e edit) do(t *testing.T, path string, statements []string) {
	db := openEdited(t, path)
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil && err.Error() != "datatype mismatch" { // as of a key
			t.Errorf("edit %d: %s: %v", e.number, s, err)
		}
	}
}

// play runs all commands on the edited file.
func (e edit) play(t *testing.T, dir string, count *editCount) {
	path := filepath.Join(dir, "recallbox.db")
	e.write(t, path)
	if e.number%4 == 0 {
		e.page(t, path)
	}
	var refused string
	for _, line := range e.lines() {
		out := filepath.Join(dir, "out")
		os.RemoveAll(out)
		f := e.run(t, dir, strings.ReplaceAll(line, "{out}", out))
		switch {
		case f == nil:
			if line == "check" && refused != "" {
				t.Errorf("edit %d: %s\ncheck finds nothing, and %s", e.number, e, refused)
			}
		case line == "check" && refused == "":
			count.Lock()
			count.found++
			count.Unlock()
		case refused == "" && f.Kind == sandbox.Damaged:
			refused = line + ": " + f.Message
			count.Lock()
			count.refused++
			count.Unlock()
		}
	}
}

// lines are those that the edited file meets.
func (e edit) lines() []string {
	var rare []string
	for i, line := range rareLines {
		if e.number < 0 || (e.number+i)%4 == 0 {
			rare = append(rare, line)
		}
	}
	return slices.Insert(slices.Clone(editedLines), slices.Index(editedLines, editedLast), rare...)
}

func (e edit) String() string { return fmt.Sprintf("%.300s", strings.Join(e.statements, "; ")) }

// fail tells what went wrong where something was done with the edited file.
func (e edit) fail(t *testing.T, doing, format string, args ...any) {
	t.Errorf("edit %d: %s\n%s: %.3000s", e.number, e, doing, fmt.Sprintf(format, args...))
}

// recovers tells of a panic. It is to be deferred.
func (e edit) recovers(t *testing.T, doing *string) {
	if r := recover(); r != nil {
		e.fail(t, *doing, "panic: %v\n%s", r, debug.Stack())
	}
}

// namesPlace is an error that says where the damage is.
var namesPlace = regexp.MustCompile(`damaged: \w+ .+: \w+ is .+, not |damaged: [\w ,'-]+: .|damaged: it has no clock` +
	`|"recallbox.db" is damaged: \d+ things? (is|are) wrong|snapshot "[^"]*"( is damaged|: damaged)`)

// page looks at the edited file as the live page does.
func (e edit) page(t *testing.T, path string) {
	var doing string
	defer e.recovers(t, &doing)
	ends := func(err error) {
		if err == nil || errors.Is(err, errSeen) {
			return
		}
		if f := asFailure(err); f.Kind == sandbox.IO || f.Kind == misused || f.Kind == interrupted {
			e.fail(t, doing, "%s: %s", f.Kind, f.Message)
		}
	}
	ended := func(a serve.Answer, err error) {
		if err != nil || a.Exit > 1 {
			e.fail(t, doing, "exit %d, %v: %s", a.Exit, err, a.Stderr)
		}
	}
	options := sandbox.Options{Throwaway: true, Temp: filepath.Dir(path)}
	p := &livePage{
		call:    &call{process: Process{Dir: filepath.Dir(path), Options: options}.complete()},
		file:    path,
		options: options,
	}
	for _, doing = range pageLines {
		ended(p.run(t.Context(), strings.Fields(doing), serve.How{Looks: true, Text: true}))
	}
	for _, doing = range []string{"batch", "fixture", "script"} {
		a, _ := p.download(t.Context(), doing)
		ended(a, nil)
	}
	doing = "html, complete"
	_, _ = p.html(t.Context(), "m1", "bob")
	p.complete(t.Context(), "open --as b")
	doing = "events"
	_, err := p.events(t.Context(), 0)
	ends(err)
	doing = "watch"
	ends(p.watch(t.Context(), sandbox.Watching{Past: true, Tell: func(seen sandbox.Seen) error {
		for _, one := range seen.Events {
			says(one)
		}
		return errSeen
	}}))
}

// pageLines are commands that the page runs by itself.
var pageLines = []string{
	"inspect", "inspect mailbox bob", "inspect message m1", "inspect recall r1", "explain r1", "log",
}

var errSeen = errors.New("seen")

// What the commands read besides.
const (
	editedBatch = "open --as bob m1\ninspect message m1\nrecall --as alice m14 --yes\nclock advance 1h\n"
	editedMail  = "From: ann@else.example\nTo: bob@acme.example\nSubject: Old\n\ntext\n"
)

// run runs a command, and gives the error with which it ended. It must be one that a user can make something of.
func (e edit) run(t *testing.T, dir, line string) (f *shownFailure) {
	fail := func(format string, args ...any) { e.fail(t, line, format, args...) }
	defer e.recovers(t, &line)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	args := strings.Fields(line)
	if strings.HasSuffix(line, " ") {
		args = append(args, "")
	}
	inJSON := (e.number%2 == 0 || e.number < 0) && args[0] != "completion" && !strings.Contains(line, "--script")
	if inJSON {
		args = append([]string{"--json"}, args...)
	}
	var out, said bytes.Buffer
	code := Run(Process{
		Context: ctx, Dir: dir, Args: args, In: strings.NewReader(editedBatch), Out: &out, Err: &said,
		Options: sandbox.Options{Throwaway: true, Temp: dir},
	})
	switch {
	case code == 0:
		return nil
	case ctx.Err() != nil:
		fail("it hangs")
	case code != 1 && code != 3:
		fail("exit %d: %s", code, said.String())
	}
	f, ok := shownIn(inJSON, out.Bytes(), said.String())
	if !ok {
		fail("exit %d\n%.300s%.300s", code, out.String(), said.String())
		return nil
	}
	switch {
	case strings.ContainsAny(f.Message, "\n\x1b"), strings.Contains(f.Message, "sql:"), len(f.Message) > 2000:
		fail("%.300q", f.Message)
	case f.Kind == sandbox.IO, f.Kind == misused, f.Kind == interrupted:
		fail("%s: %.300s", f.Kind, f.Message)
	case f.Kind == sandbox.Damaged && !namesPlace.MatchString(f.Message):
		fail("does not say where: %.300s", f.Message)
	}
	return f
}

// shownIn is the error of a command, as JSON has it or as it stands on stderr, where its kind is not said.
func shownIn(inJSON bool, out []byte, said string) (*shownFailure, bool) {
	if inJSON {
		var got failureShown
		err := json.Unmarshal(out, &got)
		return &got.Error, err == nil && got.Error.Kind != ""
	}
	line, hint, _ := strings.Cut(strings.TrimSuffix(said, "\n"), "\n")
	message, ok := strings.CutPrefix(line, "recallbox: ")
	kind := sandbox.Invalid
	if namesPlace.MatchString(message) || strings.Contains(message, "damaged") {
		kind = sandbox.Damaged
	}
	return &shownFailure{Kind: kind, Message: message}, ok && !strings.Contains(hint, "\n")
}

// All commands succeed on a sound file, in which nothing is edited; and none is left out.
func TestEditedLines(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e := edit{number: -1, world: editable(t, makeCheckedWorld(t))}
	e.write(t, filepath.Join(dir, "recallbox.db"))
	met := strings.Split(notEdited, ", ")
	for _, line := range e.lines() {
		if typed, err := readLine(tree(), strings.Fields(line)); err == nil {
			met = append(met, title(typed.command))
		}
		if f := e.run(t, dir, strings.ReplaceAll(line, "{out}", filepath.Join(t.TempDir(), "out"))); f != nil {
			t.Errorf("%s: %s", line, f.Message)
		}
	}
	everyCommand(tree(), func(c *cli.Command) {
		if c.Action != nil && !slices.Contains(met, title(c)) {
			t.Errorf("no edited file meets %s: put it into a list, or into notEdited", title(c))
		}
	})
}
