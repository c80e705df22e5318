package commands

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
	"recallbox/sandbox/store"
)

// listings are lines that list what is in a sandbox, by command. What they list grows in a world of many.
var listings = map[string][]string{
	"org list":           {"org list"},
	"org show":           {"org show acme"},
	"user list":          {"user list"},
	"user show":          {"user show alice"},
	"user set":           {"user set u* role=user", "user set v* role=user"},
	"group list":         {"group list"},
	"folder list":        {"folder list alice"},
	"public-folder list": {"public-folder list"},
	"rule list":          {"rule list alice"},
	"hold list":          {"hold list"},
	"outbox list":        {"outbox list henry"},
	"client stop":        {"client stop --as u*"},
	"inspect":            {"inspect", "inspect alice"},
	"inspect mailbox": {
		"inspect mailbox zoe", "inspect mailbox alice", "inspect mailbox u1", "inspect mailbox henry --folder Outbox",
	},
	"inspect public-folder": {"inspect public-folder board"},
	"inspect message":       {"inspect message m1", "inspect message m2"},
	"inspect recall":        {"inspect recall r1"},
	"delegate list":         {"delegate list alice"},
	"inspect delivery":      {"inspect delivery m1", "inspect delivery m2"},
	"explain":               {"explain r1", "explain r1 u1"},
	"log":                   {"log", "log --mailbox alice"},
	"at list":               {"at list"},
	"history":               {"history", "history --script"},
	"export": {
		"export --as alice --format mbox DIR", "export --as u1 --format eml DIR", "export --fixture DIR",
		"export --as zoe --format mbox DIR", "export --as tom@zed.example --format mbox DIR",
		"export --as vault@archive.example --format maildir DIR",
	},
	"open":          {"open --as u[13456]@* m1"},
	"preview":       {"preview --as u1 m1"},
	"mark-read":     {"mark-read --as u* m1"},
	"mark-unread":   {"mark-unread --as u* m1"},
	"move":          {"move --as u* m1 Archive"},
	"delete":        {"delete --as u* m1", "delete --as u* m1 --hard"},
	"send":          {"send --as alice --to all --subject More"},
	"recall":        {"recall --as alice m1", "recall --as alice m1 --replace --subject More"},
	"purge":         {"purge --as henry m1 --dry-run"},
	"snapshot list": {"snapshot list"},
	"snapshot diff": {"snapshot diff s1"},
	"completion candidates": {
		"completion candidates -- open --as alice m", "completion candidates -- inspect m",
		"completion candidates -- inspect ", "completion candidates -- explain r1 u",
		"completion candidates -- user show u", "completion candidates -- rule remove ",
		"completion candidates -- recall --as alice m", "completion candidates -- outbox release m",
		"completion candidates -- move --as alice m1 ", "completion candidates -- send --to ",
		"completion candidates -- snapshot restore ", "completion candidates -- inspect m1 --attachment ",
	},
}

// others are the commands whose statements are not counted, each for a reason.
var others = map[string]string{
	"the result is one thing": "org add, org set, user add, group add, group set, delegate add, delegate remove, " +
		"folder add, folder share, public-folder add, " +
		"public-folder grant, rule add, rule remove, hold add, hold remove, outbox take-back, outbox edit, outbox release, " +
		"at, at remove, forward, share, fetch, recover, ask, client start, snapshot save, snapshot restore, " +
		"snapshot remove, clock, init",
	"some for each thing that it takes in":       "import, batch",
	"some for each message that falls due":       "clock advance, clock set",
	"some for each recall and each snapshot":     "check",
	"it looks at no sandbox, or one of its own":  "run, experiment, demo, sources, systems, help",
	"it looks at behaviours, which are not rows": "behaviours, behaviours show",
	"commands run in it, each by itself":         "serve",
	"it prints a script":                         "completion bash, completion zsh, completion fish",
}

// manyOfEach is a batch that makes n things of each kind.
func manyOfEach(n int) string {
	var others []string // users of many organisations
	for i := range n {
		others = append(others, fmt.Sprintf("v%d@o%[1]d.example", i+1))
	}
	lines := []string{
		"org add acme --domain acme.example", "org add late --domain late.example",
		"user add alice@acme.example henry@late.example", "user set henry role=admin",
		fmt.Sprintf("user add --count %d --pattern u%%d@acme.example", n), "group add all@acme.example --all acme",
		"public-folder add board@acme.example",
	}
	for _, line := range []string{
		"org add oN --domain oN.example", "org set oN recall=on", "user add vN@oN.example",
		"public-folder add shelf@oN.example",
	} {
		for i := range n {
			lines = append(lines, strings.ReplaceAll(line, "N", fmt.Sprint(i+1)))
		}
	}
	lines = append(lines,
		"group add others@acme.example --members "+strings.Join(others, ","),
		"send --as alice --to all,board,others --subject Budget --body Right",
		"send --as alice --to all,board,others,nobody@acme.example --subject Budget --body Wrong"+
			" --read-receipt --delivery-receipt",
	)
	for _, line := range []string{
		"group add gN@acme.example --members uN,alice",
		"delegate add --as alice uN",
		"public-folder add fN@acme.example", "public-folder grant board@acme.example uN reviewer",
		"folder add --as alice PN", "folder share --as alice PN --with uN",
		"rule add --as alice --from uN --subject-contains XN --move-to PN",
		"hold add --as henry --org late --for Nm --senders henry", "send --as henry --to xN@else.example --subject Held",
		"send --as uN --to alice,u1,noneN@acme.example --subject HelloN --body Hello",
		"send --as alice --to uN,board,noneN@acme.example --subject AnswerN --body Hello",
		"send --as uN --to alice --subject XN --body Moved",
	} {
		for i := range n {
			lines = append(lines, strings.ReplaceAll(line, "N", fmt.Sprint(i+1)))
		}
	}
	return strings.Join(append(lines, "open --as u* m2", "client stop --as u2",
		"recall --as alice m2"), "\n")
}

// However much a list has, it is read with the same number of statements.
func TestListsTakeTheSameStatements(t *testing.T) {
	t.Parallel()
	few, many := listed(t, 2), listed(t, 6)
	for _, lines := range listings {
		for _, line := range lines {
			ways := []string{line, "--json " + line}
			if strings.HasSuffix(line, "--script") {
				ways = ways[:1]
			}
			for _, line := range ways {
				a, b := few.statements(t, line), many.statements(t, line)
				if len(a) != len(b) {
					t.Errorf("%s: %d statements for 2 of each, %d for 6\n%s", line, len(a), len(b), moreOften(a, b))
				}
			}
		}
	}
}

// A check runs no statement for each message.
func TestCheckTakesTheSameStatements(t *testing.T) {
	t.Parallel()
	messages := func(n int) listedWorld {
		w := listedWorld{dir: t.TempDir()}
		mustRun(t, w.dir, "", "init")
		mustRun(t, w.dir, "org add acme --domain acme.example\nuser add alice@acme.example bob@acme.example\n"+
			strings.Repeat("send --as alice --to bob --subject Budget\n", n), "batch")
		w.file = readSandbox(t, w.dir)
		return w
	}
	few, many := messages(2).statements(t, "check"), messages(6).statements(t, "check")
	if len(few) != len(many) {
		t.Errorf("%d statements for 2 messages, %d for 6\n%s", len(few), len(many), moreOften(few, many))
	}
}

// Every command is among those whose statements are counted, or has a reason why not.
func TestEveryListIsCounted(t *testing.T) {
	var known []string
	for _, names := range others {
		known = append(known, strings.Split(names, ", ")...)
	}
	known = slices.AppendSeq(known, maps.Keys(listings))
	var want []string
	everyCommand(tree(), func(c *cli.Command) {
		if c.Action != nil {
			want = append(want, title(c))
		}
	})
	slices.Sort(known)
	slices.Sort(want)
	if !slices.Equal(known, want) {
		t.Errorf("counted or not:\n%q\ncommands:\n%q", known, want)
	}
}

// listedWorld is a folder with a sandbox, which is put back before each command.
type listedWorld struct {
	dir  string
	file []byte
}

func listed(t *testing.T, n int) listedWorld {
	t.Helper()
	w := listedWorld{dir: t.TempDir()}
	mustRun(t, w.dir, "", "init")
	mustRun(t, w.dir, manyOfEach(n), "batch")
	mustRun(t, w.dir, "org add zed --domain zed.example --system zoho\nuser add zoe@zed.example tom@zed.example\n"+
		"org add kept --domain kept.example journal=vault@archive.example\nuser add kim@kept.example", "batch")
	for i := range n {
		for _, sender := range []string{"zoe", "kim"} {
			id := mustRun(t, w.dir, "", "send", "--as", sender, "--to", "tom@zed.example,alice", "--subject", fmt.Sprint(i))
			mustRun(t, w.dir, "", "recall", "--as", sender, "--yes", strings.TrimSpace(id))
		}
		mustRun(t, w.dir, fmt.Sprint(i), "send", "--as", "alice", "--to", "u1", "--subject", "File", "--attach", "-")
		mustRun(t, w.dir, "", "snapshot", "save", fmt.Sprintf("s%d", i+1))
	}
	w.file = readSandbox(t, w.dir)
	return w
}

// statements are those that a command runs.
func (w listedWorld) statements(t *testing.T, line string) (all []string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, "recallbox.db"), w.file, 0o600); err != nil {
		t.Fatal(err)
	}
	words, _ := newWordReader(strings.ReplaceAll(line, "DIR", filepath.Join(t.TempDir(), "out"))).next()
	var said bytes.Buffer
	context := store.WithTrace(t.Context(), func(query string, _ []any) { all = append(all, query) })
	p := Process{Context: context, Dir: w.dir, Args: words.words, Out: &said, Err: &said,
		Options: sandbox.Options{Throwaway: true}}
	if code := Run(p); code != 0 {
		t.Errorf("%s: exit %d\n%s", line, code, said.String())
	}
	return all
}

// moreOften are the statements that stand more often in many than in few.
func moreOften(few, many []string) string {
	counts := map[string]int{}
	for _, s := range few {
		counts[s]--
	}
	for _, s := range many {
		counts[s]++
	}
	var all []string
	for s, n := range counts {
		if n > 0 {
			all = append(all, fmt.Sprintf("%d more of %s", n, strings.Join(strings.Fields(s), " ")))
		}
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}
