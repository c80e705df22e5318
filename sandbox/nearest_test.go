package sandbox_test

import (
	"strings"
	"testing"

	"recallbox/sandbox"
)

// A word has one slip, and one more for every four bytes; what it begins is near too, and the first of equals counts.
func TestNearest(t *testing.T) {
	t.Parallel()
	names := []string{"send", "sent", "recall", "user", "outlook/auto-read"}
	for word, want := range map[string]string{
		"sned": "send", "sen": "send", "sent": "sent", "rec": "recall", "re": "", "usre": "user", "uesrs": "user",
		"xyz": "", "": "", "outlook/atuo-raed": "outlook/auto-read", strings.Repeat("x", 1<<20): "",
	} {
		if got := sandbox.Nearest(word, names); got != want {
			t.Errorf("%.20q: got %q, want %q", word, got, want)
		}
	}
}
