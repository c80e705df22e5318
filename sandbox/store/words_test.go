package store

import (
	"fmt"
	"testing"
)

// However many organisations, snapshots and held senders a sandbox has, no more of them are read than can be shown.
func TestWordsAreBounded(t *testing.T) {
	t.Parallel()
	s, _ := recorded(t)
	try(t, s.Try(t.Context(), func(tx *Tx) error {
		const many = 3 * MostSenders
		var senders []int64
		for i := range many {
			name := fmt.Sprintf("Org%03d", i)
			const organisation = `INSERT INTO organisations (name, domain, system) VALUES (?, ?, 'outlook')`
			try(t, tx.exec(organisation, name, name+".example"))
			try(t, tx.exec(`INSERT INTO snapshots (name, saved_at, messages) VALUES (?, 0, 0)`, name))
			box := Mailbox{Address: fmt.Sprintf("u%03d@org.example", i)}
			id, err := tx.PutMailbox(box)
			try(t, err)
			senders = append(senders, id)
		}
		_, err := tx.PutHold(Hold{Organisation: 1, Seconds: 60}, senders)
		try(t, err)
		found := func(what string, got, want int, err error) {
			t.Helper()
			try(t, err)
			if got != want {
				t.Errorf("%s: %d, not %d", what, got, want)
			}
		}
		all, few := Beginnings{WholeWords, many}, Beginnings{WholeWords, 9}
		names, err := tx.OrganisationsFrom(false, "oRg", few)
		found("names", len(names), 9, err)
		names, err = tx.OrganisationsFrom(false, "oRg14", all)
		found("names with more letters", len(names), 10, err)
		names, err = tx.OrganisationsFrom(true, "org", Beginnings{5, many})
		found("beginnings of domains", len(names), 15, err)
		snapshots, err := tx.SnapshotsFrom("org", few)
		found("snapshots", len(snapshots), 9, err)
		holds, err := tx.HoldsFrom("", few)
		found("holds", len(holds), 1, err)
		found("senders", len(holds[0].Senders), MostSenders+1, nil)
		return nil
	}))
}
