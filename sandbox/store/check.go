package store

import (
	"errors"
	"fmt"
	"slices"
)

// Problem is one thing that is wrong in a sandbox file.
type Problem struct {
	What  string // what is wrong: the same words wherever it is wrong
	Where string // an ID, an address, …
}

// invariant holds in every sandbox. It is told by what is wrong where it does not hold; its query names those places, one a row.
type invariant struct{ wrong, query string }

// What is wrong where no query can tell.
const (
	brokenFile   = "the database is not whole"
	otherSchema  = "the tables are not those of a sandbox"
	brokenTable  = "a row names another that is not there"
	otherContent = "the bytes of a message are not what was kept"
)

// invariants are all that can be asked in SQL.
var invariants = slices.Concat(ranges(), ofMailboxes, ofMessages, ofCopies, ofRecalls, ofLog, ofHistory)

// Invariants are what Check can find wrong.
func Invariants() []string {
	all := []string{brokenFile, otherSchema, brokenTable, otherContent}
	for _, i := range invariants {
		all = append(all, i.wrong)
	}
	return all
}

// Check goes through the whole file and reports what is wrong in it: first what SQLite itself finds, then every row that breaks an
// invariant. Where the file, its tables or what refers to what is broken, what follows from that is not reported too.
func (t *Tx) Check(report func(Problem)) error {
	found := false
	tell := func(p Problem) {
		found = true
		report(p)
	}
	for _, step := range []func(func(Problem)) error{t.checkFile, t.checkSchema, t.checkReferences, t.checkInvariants, t.checkContents} {
		err := translate(step(tell))
		if errors.Is(err, ErrDamaged) {
			tell(Problem{brokenFile, err.Error()})
			err = nil
		}
		if err != nil || found {
			return err
		}
	}
	return nil
}

// checkFile lets SQLite go through its pages, and compare rows with indexes and with what columns may hold.
func (t *Tx) checkFile(report func(Problem)) error {
	return t.each(`PRAGMA integrity_check`, nil, func(scan func(...any) error) error {
		var said string
		err := scan(&said)
		if said != "ok" {
			report(Problem{brokenFile, said})
		}
		return err
	})
}

func (t *Tx) checkReferences(report func(Problem)) error {
	return t.violations(invariant{brokenTable, `SELECT "table" || coalesce(' ' || rowid, '') || ' names one of ' || parent FROM pragma_foreign_key_check`}, report)
}

func (t *Tx) checkInvariants(report func(Problem)) error {
	for _, i := range invariants {
		if err := t.violations(i, report); err != nil {
			return fmt.Errorf("%s: %w", i.wrong, err)
		}
	}
	return nil
}

// violations reports where an invariant does not hold, always in the same order.
func (t *Tx) violations(i invariant, report func(Problem)) error {
	return t.each(`SELECT * FROM (`+i.query+`) ORDER BY 1`, nil, func(scan func(...any) error) error {
		p := Problem{What: i.wrong}
		err := scan(&p.Where)
		report(p)
		return err
	})
}
