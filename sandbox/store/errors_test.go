package store

import (
	"errors"
	"strings"
	"syscall"
	"testing"

	"github.com/mattn/go-sqlite3"
)

// Nobody meets the database's own words: what SQLite can say, and what we say.
func TestErrorsInOurWords(t *testing.T) {
	t.Parallel()
	said := map[sqlite3.ErrNo]string{
		1: "damaged: a row or a table is not as it must be", 2: "damaged: a row or a table is not as it must be",
		3: "cannot be written to", 4: "cannot be read or written", 5: "locked by another process",
		6: "locked by another process", 7: "more than there is room for in memory, or in a row",
		8: "cannot be written to", 9: "context canceled", 10: "cannot be read or written",
		11: "damaged: its pages do not fit together", 12: "damaged: a row or a table is not as it must be",
		13: "no room on the disk", 14: "cannot be read or written", 15: "cannot be locked: its disk has no locks",
		16: "damaged: a row or a table is not as it must be", 17: "damaged: a row or a table is not as it must be",
		18: "more than there is room for in memory, or in a row", 19: "damaged: a row or a table is not as it must be",
		20: "damaged: a row or a table is not as it must be", 21: "damaged: a row or a table is not as it must be",
		22: "cannot be read or written: the disk takes no file that large",
		23: "damaged: a row or a table is not as it must be", 24: "damaged: a row or a table is not as it must be",
		25: "damaged: a row or a table is not as it must be", 26: "not a recallbox sandbox",
		27: "damaged: a row or a table is not as it must be", 28: "damaged: a row or a table is not as it must be",
	}
	for code := sqlite3.ErrNo(1); code <= 28; code++ {
		err := sqlite3.Error{Code: code}
		got := InOurWords(errors.Join(err))
		if got.Error() != said[code] || strings.Contains(got.Error(), err.Error()) {
			t.Errorf("%d, %v: %v, want %s", code, err, got, said[code])
		}
		if code == 10 || code == 14 {
			err.SystemErrno = syscall.ENOLCK
			if got := translate(err); got != ErrNoLocks {
				t.Errorf("%d without locks: %v", code, got)
			}
			err.SystemErrno = syscall.EIO
			want := "cannot be read or written: " + syscall.EIO.Error()
			if got := translate(err); !errors.Is(got, ErrDisk) || got.Error() != want {
				t.Errorf("%d: %v", code, got)
			}
		}
	}
}

// A real one is no different.
func TestConstraintInOurWords(t *testing.T) {
	t.Parallel()
	s := open(t, create(t))
	err := s.Update(t.Context(), func(tx *Tx) error {
		content, err := tx.PutContent([]byte("x"))
		return errors.Join(err, tx.PutInput(Input{"a", content}), tx.PutInput(Input{"a", content}))
	})
	if err != errUnfit {
		t.Error(err)
	}
}
