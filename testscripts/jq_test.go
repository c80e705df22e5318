package testscripts

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// Whatever an expression does, it ends, and takes no more than it may.
func TestJqBudget(t *testing.T) {
	least := budget{time: 200 * time.Millisecond, memory: 64 << 20, text: 1 << 20}
	for expression, want := range map[string]string{
		"1 + .":                          "",
		"def f: f; f":                    "takes longer than 200ms",
		"[range(1e12)] | length":         "needs more than 64 MiB of memory",
		"[limit(1e12; repeat(1))]":       "needs more than 64 MiB of memory",
		"range(1e12)":                    "the results are larger than 1 MiB",
		`"x" * 2000000`:                  "the results are larger than 1 MiB",
		`[range(600000)]`:                "the results are larger than 1 MiB",
		`{a: ("x" * 2000000)}`:           "the results are larger than 1 MiB",
		`[range(100)] | map("x" * 1000)`: "",
	} {
		b := least
		if !strings.Contains(want, "longer") {
			b.time = 30 * time.Second
		}
		if strings.Contains(want, "results") {
			b.memory = 1 << 30
		}
		began := time.Now()
		_, err := query(t.Context(), expression, "1", b)
		if (err == nil) != (want == "") || err != nil && err.Error() != want {
			t.Errorf("%s: %v, want %s", expression, err, want)
		}
		if spent := time.Since(began); spent > 20*time.Second {
			t.Errorf("%s: %s", expression, spent)
		}
	}
}

// More than is kept of an output is an error, whatever the sizes of its pieces.
func TestLimit(t *testing.T) {
	for _, piece := range []int{1 << 20, 3 << 20, maxOutput, maxOutput + 1} {
		var kept strings.Builder
		to, data := limit(&kept), []byte(strings.Repeat("x", piece))
		var err error
		for written := 0; written < maxOutput && err == nil; written += piece {
			_, err = to.Write(data)
		}
		if fits := maxOutput%piece == 0; (err == nil) != fits || kept.Len() != maxOutput {
			t.Errorf("%d: kept %d, %v", piece, kept.Len(), err)
		}
		if n, err := to.Write([]byte("y")); n != 0 || err == nil || errors.Unwrap(err) != nil {
			t.Errorf("%d: one byte more: %d, %v", piece, n, err)
		}
	}
}
