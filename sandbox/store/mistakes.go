package store

import "recallbox/sandbox/mail"

// ActInVain is an act of which all turns failed, and one of them as something is not there.
type ActInVain struct {
	Turns int64
	First int64 // the event of the first that failed so
}

// ActsInVain are those acts, in the order of these events.
func (t *Tx) ActsInVain() (all []ActInVain, err error) {
	err = t.each(`
		SELECT count(*), min(CASE WHEN failed = ? THEN first END) AS missed
		FROM act_events
		GROUP BY act
		HAVING count(*) = count(failed) AND missed IS NOT NULL
		ORDER BY missed`, []any{mail.WasNotFound}, func(scan func(...field) error) error {
		var a ActInVain
		if err := scan(tally{&a.Turns}, tally{&a.First}); err != nil {
			return err
		}
		all = append(all, a)
		return nil
	})
	return all, err
}

// DetailOf is the detail of an event.
func (t *Tx) DetailOf(seq int64) (detail string, err error) {
	err = t.row(`SELECT coalesce(detail, '') FROM events WHERE seq = ?`, []any{seq}, lineText{&detail})
	return detail, err
}

// HasBeenThere says whether a message has waited in an Outbox, or has come into the mailbox of an event; into any
// where that has none.
func (t *Tx) HasBeenThere(message, seq int64) (bool, error) {
	n, err := t.number(`
		SELECT count(*)
		FROM (SELECT 1 FROM events e JOIN events missed ON missed.seq = ?
		  WHERE e.message = ?
		    AND (e.what = ? OR e.what = ? AND e.mailbox = coalesce(missed.mailbox, e.mailbox))
		  LIMIT 1)`, seq, message, mail.WasHeld, mail.WasDelivered)
	return n > 0, err
}

// NobodysPatterns are addresses which nobody has, to which mail was sent, and that look like many.
func (t *Tx) NobodysPatterns() (all []string, err error) {
	err = t.each(`SELECT address FROM mailboxes WHERE kind <> 0 AND kind = ? AND address GLOB '*[*?]*' ORDER BY address`,
		[]any{NobodysMailbox}, func(scan func(...field) error) error {
			var address string
			if err := scan(addressText{&address}); err != nil {
				return err
			}
			all = append(all, address)
			return nil
		})
	return all, err
}
