package store

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// packedFact is where a fact lies, as the frozen lists of both packings have it.
type packedFact struct {
	of     string // the number: "recall" or "copy"; "" where there was one for both
	lowest int
	width  int
}

var frozenFact = regexp.MustCompile(`^(\w+)(?: of the (copy|recall))? at (\d+), (\d+) bits: `)

func frozenFacts(t *testing.T, file string) map[string]packedFact {
	t.Helper()
	text, err := os.ReadFile(file)
	try(t, err)
	facts := map[string]packedFact{}
	for _, line := range strings.Split(string(text), "\n") {
		if m := frozenFact.FindStringSubmatch(line); m != nil {
			lowest, _ := strconv.Atoi(m[3])
			width, _ := strconv.Atoi(m[4])
			facts[m[1]] = packedFact{m[2], lowest, width}
		}
	}
	return facts
}

// Each fact, with each of its bits set, is found again where the new packing has it, and nowhere else.
func TestSplitFactsMovesEveryFact(t *testing.T) {
	t.Parallel()
	before, after := frozenFacts(t, "testdata/packing-1.txt"), frozenFacts(t, "../recall/testdata/packing-2.txt")
	if len(before) != 36 {
		t.Fatalf("%d facts were packed", len(before))
	}
	path := filepath.Join(t.TempDir(), "facts.db")
	makeFile(t, path, newest(), `
		CREATE TABLE recalls (id INTEGER PRIMARY KEY, facts INTEGER);
		CREATE TABLE outcomes (id INTEGER PRIMARY KEY, facts INTEGER);
		CREATE TABLE attempts (id INTEGER PRIMARY KEY, facts INTEGER)`)
	s := open(t, path)
	err := s.Try(t.Context(), func(tx *Tx) error {
		for name, was := range before {
			now, known := after[name]
			if !known || now.width < was.width {
				t.Errorf("%s has no room any more", name)
			}
			for bit := range was.width {
				want := map[string]int64{now.of: 1 << (now.lowest + bit)}
				for table, of := range map[string]string{"recalls": "recall", "outcomes": "copy", "attempts": "copy"} {
					if got := splitFact(t, tx, table, 1<<(was.lowest+bit)); got != want[of] {
						t.Errorf("bit %d of %s in %s became %b, want %b", bit, name, table, got, want[of])
					}
				}
			}
		}
		return nil
	})
	try(t, err)
}

// splitFact is what the migration makes of a number in a table.
func splitFact(t *testing.T, tx *Tx, table string, packed int64) int64 {
	t.Helper()
	try(t, tx.exec(fmt.Sprintf(`DELETE FROM %s`, table)))
	try(t, tx.exec(fmt.Sprintf(`INSERT INTO %s VALUES (1, ?), (2, NULL)`, table), packed))
	try(t, tx.exec(splitFacts))
	now, err := tx.number(fmt.Sprintf(`SELECT facts FROM %s WHERE id = 1`, table))
	try(t, err)
	return now
}
