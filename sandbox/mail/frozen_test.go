package mail

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "freeze the words anew, as long as no release has stored them")

// Closed sets are stored as numbers: words are only ever appended, or files that are out there would mean
// something else.
func TestWordsAreOnlyAppended(t *testing.T) {
	const file = "testdata/words-1.txt"
	sets := []set{accounts, clients, roles, receipts, rights, classes, notices, sensitivities, whats, failures}
	var now []string
	for _, s := range sets {
		now = append(now, s.what+": "+strings.Join(s.words, ", "))
	}
	for kind, path := range BuiltIn {
		now = append(now, "folder "+string(rune('0'+kind))+": "+path)
	}
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(now, "\n")+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	frozen, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimSpace(string(frozen)), "\n") {
		if i >= len(now) || !strings.HasPrefix(now[i]+",", line+",") {
			t.Errorf(
				"stored as\n\t%s\nand now\n\t%s\n(go test ./sandbox/mail -update, only while no release has stored it)",
				line, now[min(i, len(now)-1)],
			)
		}
	}
}
