package store

import "recallbox/sandbox/mail"

// A purge works on ways, as settling works on facts: GatherPurge collects the copies of some messages with how they
// stand; the engine is asked once for each way; Purge carries the verdicts out, one statement for each kind of effect.

// PurgeWay is how copies stand that a purge may be about.
type PurgeWay struct {
	Inside   bool // the organisation that searches
	Public   bool // in a public folder
	Forwards bool // the message passes another on
	Owner
}

// PurgeVerdict is what becomes of them.
type PurgeVerdict struct {
	PurgeWay
	Purged, Kept bool
	Keeping
	Cites string // behaviours, space separated
}

// binned says of a gathered copy that its owner could still recover it.
const purgingTables = `
	CREATE TEMP TABLE IF NOT EXISTS purging (
	  message INTEGER,
	  mailbox INTEGER,
	  sent    INTEGER,
	  folder  INTEGER NOT NULL,
	  binned  INTEGER NOT NULL,
	  way     INTEGER NOT NULL,
	  PRIMARY KEY (message, mailbox, sent)
	) WITHOUT ROWID;
	CREATE TEMP TABLE IF NOT EXISTS purge_ways (
	  way    INTEGER PRIMARY KEY,
	  kept   INTEGER NOT NULL,
	  hidden INTEGER NOT NULL,
	  until  INTEGER NOT NULL,
	  cites  INTEGER
	);
	DELETE FROM purging; DELETE FROM purge_ways`

// wayBits pack a way into a number.
const wayBits = `
	(m.forwards IS NOT NULL) | ((b.kind = 1) << 1) | (b.hosted << 2) | ((b.held IS NOT NULL) << 3) | (b.account << 4)
	  | ((coalesce(b.organisation, 0) = ?1) << 8)`

func (w PurgeWay) number() int64 {
	n := int64(w.Account) << 4
	for i, bit := range []bool{w.Forwards, w.Public, w.OnServer, w.Held} {
		if bit {
			n |= 1 << i
		}
	}
	if w.Inside {
		n |= 1 << 8
	}
	return n
}

// GatherPurge collects the copies of messages, for a search in an organisation, and lists their ways. With binned it
// takes those too that their owners could still recover there.
func (t *Tx) GatherPurge(messages []int64, organisation int64, binned bool) ([]PurgeWay, error) {
	if err := t.exec(purgingTables); err != nil {
		return nil, err
	}
	for _, m := range messages {
		err := t.exec(`
			INSERT INTO purging
			SELECT c.message, c.mailbox, c.sent, c.folder, 0, `+wayBits+`
			FROM messages m
			CROSS JOIN copies c ON c.message = m.id
			CROSS JOIN mailboxes b ON b.id = c.mailbox
			WHERE m.id = ?2`, organisation, m)
		if err != nil {
			return nil, err
		}
		if !binned {
			continue
		}
		err = t.exec(`
			INSERT INTO purging
			SELECT c.message, c.mailbox, c.sent, c.folder, 1, `+wayBits+`
			FROM messages m
			CROSS JOIN recoverable c ON c.message = m.id
			CROSS JOIN mailboxes b ON b.id = c.mailbox
			WHERE m.id = ?2 AND b.organisation = ?1 AND NOT c.purges`, organisation, m)
		if err != nil {
			return nil, err
		}
	}
	return list(t, `SELECT DISTINCT way FROM purging ORDER BY way`, nil,
		func(w *PurgeWay, scan func(...field) error) error {
			var n int64
			if err := scan(tally{&n}); err != nil {
				return err
			}
			is := func(bit int) bool { return n>>bit&1 == 1 }
			*w = PurgeWay{Forwards: is(0), Public: is(1), Inside: is(8),
				Owner: Owner{OnServer: is(2), Held: is(3), Account: mail.Account(n >> 4 & 15)}}
			if w.Inside {
				w.Organisation = organisation
			}
			return nil
		})
}

// PurgedFrom is how many copies were purged from a mailbox.
type PurgedFrom struct {
	Mailbox string
	Copies  int64
	Until   int64 // what is kept of them is kept so long; 0 for nothing
	Hidden  bool  // only administrators see that
	Held    bool  // it is kept longer, as the mailbox is on hold
}

// joinPurge is what was gathered and is purged.
const joinPurge = ` FROM purging p CROSS JOIN purge_ways v ON v.way = p.way `

// Purge carries the verdicts out on what was gathered, and logs each copy. It lists from which mailboxes copies went,
// and in which they stay, by address.
func (t *Tx) Purge(verdicts []PurgeVerdict, s Stamp) (purged []PurgedFrom, stays []string, err error) {
	for _, v := range verdicts {
		if !v.Purged {
			continue
		}
		cites, err := t.cite(v.Cites)
		if err != nil {
			return nil, nil, err
		}
		err = t.exec(`INSERT INTO purge_ways VALUES (?, ?, ?, ?, ?)`, v.number(), v.Kept, v.Hidden, v.Until, cites)
		if err != nil {
			return nil, nil, err
		}
	}
	if err := t.logPurge(s); err != nil {
		return nil, nil, err
	}
	if err := t.keepPurged(); err != nil {
		return nil, nil, err
	}
	purged, err = list(t, `
		SELECT b.address, x.n, x.until, x.hidden, x.until > 0 AND b.held IS NOT NULL
		FROM (
		  SELECT p.mailbox, count(*) AS n, coalesce(max(r.until), 0) AS until, coalesce(max(r.purges), 0) AS hidden`+
		joinPurge+`
		  LEFT JOIN recoverable r ON r.message = p.message AND r.mailbox = p.mailbox AND r.sent = p.sent
		  GROUP BY p.mailbox) x
		CROSS JOIN mailboxes b ON b.id = x.mailbox
		ORDER BY b.address`, nil, func(p *PurgedFrom, scan func(...field) error) error {
		return scan(addressText{&p.Mailbox}, tally{&p.Copies}, instant{&p.Until}, yesNo{&p.Hidden}, yesNo{&p.Held})
	})
	if err != nil {
		return nil, nil, err
	}
	stays, err = list(t, `
		SELECT DISTINCT b.address
		FROM purging p
		CROSS JOIN mailboxes b ON b.id = p.mailbox
		WHERE p.way NOT IN (SELECT way FROM purge_ways)
		ORDER BY b.address`, nil, readAddress)
	return purged, stays, err
}

func (t *Tx) logPurge(s Stamp) error {
	return t.exec(`
		INSERT INTO events (at, who, what, message, mailbox, folder, cites)
		SELECT ?, ?, ?, p.message, p.mailbox, p.folder, v.cites`+joinPurge+`
		ORDER BY p.message, p.mailbox, p.sent`, s.At, s.Who, s.What)
}

// keepPurged puts what is kept into Recoverable Items, and takes away what is not.
func (t *Tx) keepPurged() error {
	steps := []string{
		recoverableColumns + `
			v.hidden, v.until` + joinPurge + `
			CROSS JOIN copies c ON c.message = p.message AND c.mailbox = p.mailbox AND c.sent = p.sent
			WHERE v.kept AND NOT p.binned
			ORDER BY p.message, p.mailbox, p.sent`,
		`DELETE FROM copies WHERE (message, mailbox, sent) IN (
			SELECT p.message, p.mailbox, p.sent` + joinPurge + `WHERE NOT p.binned)`,
		`UPDATE recoverable SET purges = 1 WHERE (message, mailbox, sent) IN (
			SELECT p.message, p.mailbox, p.sent` + joinPurge + `WHERE v.kept AND p.binned)`,
		`DELETE FROM recoverable WHERE (message, mailbox, sent) IN (
			SELECT p.message, p.mailbox, p.sent` + joinPurge + `WHERE NOT v.kept AND p.binned)`,
	}
	for _, step := range steps {
		if err := t.exec(step); err != nil {
			return err
		}
	}
	return nil
}

// Recoverable is how many copies of a message its owners in an organisation can still recover.
func (t *Tx) Recoverable(message, organisation int64) (int64, error) {
	return t.number(`
		SELECT count(*)
		FROM recoverable r
		CROSS JOIN mailboxes b ON b.id = r.mailbox
		WHERE r.message = ? AND r.purges = 0 AND b.organisation = ?`, message, organisation)
}

// AdminOf is the address of an administrator of an organisation, or "".
func (t *Tx) AdminOf(organisation int64) (string, error) {
	all, err := list(t, `
		SELECT address FROM mailboxes WHERE organisation = ? AND role = ? ORDER BY address LIMIT 1`,
		[]any{organisation, mail.Admin}, readAddress)
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[0], nil
}
