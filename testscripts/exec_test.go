package testscripts

import (
	"errors"
	"strings"
	"testing"
)

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
