package recall

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "freeze the packing anew, as long as no release has stored it")

// Decisions are stored with their facts, packed, and with their answers as numbers: where a fact lies and what its values mean never
// changes, and new ones come last, or what is explained of old recalls would be something else.
func TestPackingIsOnlyAppendedTo(t *testing.T) {
	const file = "testdata/packing-1.txt"
	var now []string
	for id := range packedCount {
		shift, width := id.Shift()
		now = append(now, fmt.Sprintf("%s at %d, %d bits: %s", fields[id].name, shift, width, strings.Join(fields[id].words, ", ")))
	}
	now = append([]string{"answers: " + strings.Join(answers[:], ", ")}, now...)
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
			t.Errorf("stored as\n\t%s\nand now\n\t%s\n(go test ./sandbox/recall -run Packing -update, only while no release has stored it)", line, now[min(i, len(now)-1)])
		}
	}
}
