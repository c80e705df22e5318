package commands

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox"
)

// TestFilter: whatever prints JSON prints what --jq gives of it, and has done nothing where that fails or cannot be
// read. The commands are those in the examples of all help pages.
func TestFilter(t *testing.T) {
	everyCommand(tree(), func(c *cli.Command) {
		if c.Action == nil || title(c) == "completion candidates" { // which prints words for a shell
			return
		}
		t.Run(title(c), func(t *testing.T) {
			t.Parallel()
			dir, twin, third := exampleFolder(t, c), exampleFolder(t, c), exampleFolder(t, c)
			for _, words := range typedLines(t, strings.ReplaceAll(c.UsageText, "~/", "")) {
				plain := runFiltered(twin, words, "--json")
				if plain.code != 0 { // its own output wants stdout, or it prints bytes
					if got := runFiltered(dir, words, "--jq=."); got.code != plain.code {
						t.Errorf("%s: exit %d with --jq, %d with --json", shellWords(words), got.code, plain.code)
					}
					succeeds(t, dir, words)
					succeeds(t, twin, words)
					succeeds(t, third, words)
					continue
				}
				before := filesIn(t, dir)
				for expression, code := range map[string]int{`error("no")`: 1, ".a |": 2} {
					got := runFiltered(dir, words, "--jq="+expression)
					failed := strings.Contains(got.err, "--jq: ") &&
						strings.HasPrefix(strings.Join(strings.Fields(got.out), ""), `{"error":{"kind":`)
					if got.code != code || !failed {
						t.Errorf("%s --jq '%s': %+v", shellWords(words), expression, got)
					}
				}
				if after := filesIn(t, dir); !maps.Equal(before, after) {
					t.Errorf("%s: something was done", shellWords(words))
				}
				got := runFiltered(dir, words, "--jq", ".")
				if got.code != 0 || !reflect.DeepEqual(documents(t, got.out), documents(t, plain.out)) {
					t.Errorf("%s: %+v\nand with --json\n%s", shellWords(words), got, plain.out)
				}
				if n := strings.Count(got.out, "\n"); n != len(documents(t, got.out)) {
					t.Errorf("%s: %d lines", shellWords(words), n)
				}
				field, want := oneField(documents(t, plain.out), len(words))
				got = runFiltered(third, words, "--jq", "."+field+" | [.]")
				if got.code != 0 || field != "" && !reflect.DeepEqual(documents(t, got.out), want) {
					t.Errorf("%s: .%s is %+v\nand with --json\n%s", shellWords(words), field, got, plain.out)
				}
			}
		})
	})
}

// oneField is one of the fields that all documents have, and a list of its value in each; "" where they have none.
func oneField(documents []any, n int) (name string, values []any) {
	first, is := documents[0].(map[string]any)
	if !is || len(first) == 0 {
		return "", nil
	}
	names := slices.Sorted(maps.Keys(first))
	name = names[n%len(names)]
	for _, one := range documents {
		values = append(values, []any{one.(map[string]any)[name]})
	}
	return name, values
}

type filtered struct {
	code     int
	out, err string
}

func runFiltered(dir string, words []string, flags ...string) filtered {
	var out, errs bytes.Buffer
	ctx, end := endOf(words)
	defer end()
	code := Run(Process{
		Context: ctx,
		Args:    append(flags, words...), Dir: dir, In: strings.NewReader("clock\n"), Out: &out, Err: &errs,
		Options: sandbox.Options{Throwaway: true},
	})
	return filtered{code, out.String(), errs.String()}
}

// documents are those on stdout, without how long things took.
func documents(t *testing.T, out string) (all []any) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(out))
	for decoder.More() {
		var one any
		if err := decoder.Decode(&one); err != nil {
			t.Fatalf("%v in\n%s", err, out)
		}
		if fields, is := one.(map[string]any); is {
			delete(fields, "seconds")
			delete(fields, "log")
			delete(fields, "url") // the live page has another address each time
		}
		all = append(all, one)
	}
	return all
}

// filesIn are the files below a folder, with what they hold.
func filesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			all[path] = "folder"
			return err
		}
		data, err := os.ReadFile(path)
		all[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A terminal gets what an expression gives escaped, and a file as it is.
func TestFilterOnATerminal(t *testing.T) {
	for isTerminal, want := range map[bool]string{false: "a\x1bb\n", true: `a\x1bb` + "\n"} {
		out, _ := printed(Terminal{Out: isTerminal}, func(p *printer) {
			p.JSON = true
			l := &line{flags: []flagValue{{"jq", ".a"}}}
			if err := l.setFilter(Process{Context: t.Context()}, p); err != nil {
				t.Fatal(err)
			}
			p.WriteJSON(map[string]string{"a": "a\x1bb"})
		})
		if out != want {
			t.Errorf("terminal %t: %q", isTerminal, out)
		}
	}
}

// The budget of an expression is that of scripts.
func TestFilterHasABudget(t *testing.T) {
	got := runFiltered(t.TempDir(), []string{"systems"}, `--jq="x" * 70000000`)
	if got.code != 1 || !strings.Contains(got.err, "--jq: the results are larger than 64 MiB") {
		t.Errorf("exit %d, %s", got.code, got.err)
	}
}
