package store

// Mailboxes may forward all their mail. The recipients of a message stay those it was sent to; who passed it on to whom
// is noted beside them. Where nobody forwards anything, an index says so, and nothing else is asked.

// anyForwards says whether any mailbox forwards its mail.
const anyForwards = `SELECT EXISTS (SELECT 1 FROM mailboxes WHERE forward_to IS NOT NULL)`

// passesOn is the condition on a mailbox that passes message ?1 on and keeps no copy.
func passesOn(mailbox string) string {
	return `EXISTS (SELECT 1 FROM forwardings f WHERE f.message = ?1 AND f.mailbox = ` + mailbox + ` AND NOT f.kept)`
}

// passedTo are the mailboxes that got message ?1 only because others forward to them, where none of them forwards.
const passedTo = `(SELECT DISTINCT target AS mailbox
		FROM forwardings t
		WHERE t.message = ?1
		  AND NOT EXISTS (SELECT 1 FROM recipients x WHERE x.message = ?1 AND x.mailbox = t.target AND NOT x.bounced))`

// forwardedTo are the mailboxes that got message ?1 only because others forward to them.
var forwardedTo = `(SELECT DISTINCT target AS mailbox
		FROM forwardings t
		WHERE t.message = ?1
		  AND NOT ` + passesOn("t.target") + `
		  AND NOT EXISTS (SELECT 1 FROM recipients x WHERE x.message = ?1 AND x.mailbox = t.target AND NOT x.bounced))`

// passOn notes which mailboxes pass a message on, from one to the next, and gives the rows of those to whom it is
// passed, "" if there are none. What would go round for ever among mailboxes that keep no copy is returned: its
// recipients bounce, where the message can.
func (t *Tx) passOn(message int64, bounces bool) (to string, err error) {
	if any, err := t.number(anyForwards); any == 0 || err != nil {
		return "", err
	}
	n, err := t.changed(`
		INSERT INTO forwardings (message, mailbox, target, kept)
		SELECT ?1, r.mailbox, b.forward_to, b.forward_keeps
		FROM recipients r
		CROSS JOIN mailboxes b ON b.id = r.mailbox
		WHERE r.message = ?1 AND NOT r.bounced AND b.forward_to IS NOT NULL`, message)
	if n == 0 || err != nil {
		return "", err
	}
	chain, err := t.number(`
		SELECT EXISTS (SELECT 1
		  FROM forwardings f
		  CROSS JOIN mailboxes b ON b.id = f.target
		  WHERE f.message = ? AND b.forward_to IS NOT NULL)`, message)
	if chain == 0 || err != nil {
		return passedTo, err
	}
	return forwardedTo, t.passFurther(message, bounces)
}

// passFurther notes the mailboxes that pass on what was passed on to them.
func (t *Tx) passFurther(message int64, bounces bool) error {
	err := t.exec(`
		WITH RECURSIVE further (mailbox, target, kept) AS (
		  SELECT b.id, b.forward_to, b.forward_keeps
		  FROM forwardings f
		  CROSS JOIN mailboxes b ON b.id = f.target
		  WHERE f.message = ?1 AND b.forward_to IS NOT NULL
		  UNION
		  SELECT b.id, b.forward_to, b.forward_keeps
		  FROM further f
		  CROSS JOIN mailboxes b ON b.id = f.target
		  WHERE b.forward_to IS NOT NULL)
		INSERT OR IGNORE INTO forwardings (message, mailbox, target, kept)
		SELECT ?1, mailbox, target, kept
		FROM further`, message)
	if err != nil || !bounces {
		return err
	}
	return t.bounceLoops(message)
}

// bounceLoops lets those recipients bounce from whom a message comes to nobody who keeps it.
func (t *Tx) bounceLoops(message int64) error {
	return t.exec(`
		WITH RECURSIVE kept (mailbox) AS (
		  SELECT f.mailbox
		  FROM forwardings f
		  WHERE f.message = ?1
		    AND (f.kept OR NOT EXISTS (SELECT 1 FROM forwardings n WHERE n.message = ?1 AND n.mailbox = f.target))
		  UNION
		  SELECT f.mailbox
		  FROM kept k
		  CROSS JOIN forwardings f ON f.message = ?1 AND f.target = k.mailbox)
		UPDATE recipients
		SET bounced = 1
		WHERE message = ?1
		  AND mailbox IN (SELECT mailbox FROM forwardings WHERE message = ?1)
		  AND mailbox NOT IN (SELECT mailbox FROM kept)`, message)
}

// IsPassedOn says whether any mailbox passed a message on.
func (t *Tx) IsPassedOn(message int64) (bool, error) {
	n, err := t.number(`SELECT EXISTS (SELECT 1 FROM forwardings WHERE message = ?)`, message)
	return n > 0, err
}

// PassedOn lists which recipients of a message passed it on: to whom, and whether they kept it, by mailbox.
func (t *Tx) PassedOn(message int64) (map[int64]Forwarding, error) {
	out := map[int64]Forwarding{}
	err := t.each(`
		SELECT f.mailbox, b.address, f.kept
		FROM forwardings f
		JOIN mailboxes b ON b.id = f.target
		WHERE f.message = ?`, []any{message}, func(scan func(...field) error) error {
		var f Forwarding
		var mailbox int64
		err := scan(rowID{&mailbox}, addressText{&f.To}, yesNo{&f.Kept})
		out[mailbox] = f
		return err
	})
	return out, err
}

// Forwarding is how a mailbox passed a message on.
type Forwarding struct {
	To   string
	Kept bool
}

// ForwardedTo lists those who got a message only because others forward to them.
func (t *Tx) ForwardedTo(message int64) ([]Recipient, error) {
	return list(t, `
		SELECT b.id, b.address, coalesce(b.organisation, 0)
		FROM `+forwardedTo+` r
		JOIN mailboxes b ON b.id = r.mailbox
		ORDER BY b.id`, []any{message}, func(r *Recipient, scan func(...field) error) error {
		return scan(rowID{&r.Mailbox}, addressText{&r.Address}, rowID{&r.Organisation})
	})
}
