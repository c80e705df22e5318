package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"recallbox/sandbox/mail"
)

// Compare runs fn while another sandbox can be compared with this one, by the methods whose names begin with
// Changed: they visit what was another thing in the other sandbox than it is in this one. Numbers of mailboxes,
// folders and contents mean nothing across sandboxes; what people know things by does.
func (s *Store) Compare(ctx context.Context, other *Store, fn func() error) error {
	return s.attach(ctx, other.path, fn)
}

// comparison is how two sandboxes are compared in one respect.
type comparison[T any, K comparable] struct {
	query string           // of one sandbox, for which {db} stands
	order int              // how many of its first columns are the order, in which each thing has its place
	dest  func(*T) []field // where a row goes
	key   func(T) K        // what makes two the same thing
}

// visit visits what the query gives in one of the two sandboxes and not in the other, as it was and as it is; nil where
// there is none. What went comes before what came to the same place. Only what differs is ever kept.
func (c comparison[T, K]) visit(t *Tx, visit func(was, is *T) error) error {
	var order []string
	for i := range c.order {
		order = append(order, strconv.Itoa(i+2))
	}
	was, is := strings.ReplaceAll(c.query, "{db}", "beside"), strings.ReplaceAll(c.query, "{db}", "main")
	query := `
		SELECT 0, *
		FROM (SELECT * FROM (` + was + `) EXCEPT SELECT * FROM (` + is + `))
		UNION ALL
		SELECT 1, *
		FROM (SELECT * FROM (` + is + `) EXCEPT SELECT * FROM (` + was + `))
		ORDER BY ` + strings.Join(order, ", ") + `, 1`
	var waits *T // one that was, until it is clear whether it still is
	end := func() error {
		gone := waits
		if waits = nil; gone == nil {
			return nil
		}
		return visit(gone, nil)
	}
	err := t.each(query, nil, func(scan func(...field) error) error {
		var present bool
		next := new(T)
		if err := scan(append([]field{yesNo{&present}}, c.dest(next)...)...); err != nil {
			return err
		}
		if was := waits; present && was != nil && c.key(*was) == c.key(*next) {
			waits = nil
			return visit(was, next)
		}
		if err := end(); err != nil {
			return err
		}
		if present {
			return visit(nil, next)
		}
		waits = next
		return nil
	})
	if err != nil {
		return err
	}
	return end()
}

// ComparedMailbox is a user or a public folder.
type ComparedMailbox struct {
	Mailbox
	Organisation string
	Forwards     string // to which address, or ""
}

// ChangedMailboxes visits the users and public folders that differ, by address.
func (t *Tx) ChangedMailboxes(visit func(was, is *ComparedMailbox) error) error {
	const query = `
		SELECT m.address, m.kind, coalesce(o.name, ''), coalesce(m.name, ''), m.account, m.client, m.role, m.receipts,
		  m.stopped, m.manual, m.sent_copies,
		  coalesce((SELECT t.address FROM {db}.mailboxes t WHERE t.id = m.forward_to), ''), m.forward_keeps,
		  m.hosted, m.held IS NOT NULL, m.processes_after, m.pane_reads, m.shared_reading
		FROM {db}.mailboxes m
		LEFT JOIN {db}.organisations o ON o.id = m.organisation
		WHERE m.kind < 2`
	return comparison[ComparedMailbox, string]{
		query: query,
		order: 1,
		dest: func(m *ComparedMailbox) []field {
			return []field{
				addressText{&m.Address}, oneOf(&m.Kind), nameText{&m.Organisation}, nameText{&m.Name},
				oneOf(&m.Account), oneOf(&m.Client), oneOf(&m.Role), oneOf(&m.Receipts), yesNo{&m.Stopped},
				yesNo{&m.Manual}, yesNo{&m.SentCopies}, addressText{&m.Forwards}, yesNo{&m.ForwardKeeps},
				yesNo{&m.OnServer}, yesNo{&m.Held}, while{&m.ProcessesAfter}, yesNo{&m.PaneReads}, yesNo{&m.SharedReading},
			}
		},
		key: func(m ComparedMailbox) string { return m.Address },
	}.visit(t, visit)
}

// ComparedSetting is something that was set up, in words; but a role is its number, and a hold's begins with
// its seconds.
type ComparedSetting struct {
	SettingKey
	Value string
}

// SettingKey says what was set up: an organisation, group, folder, rule, hold, role or share, by its name, and
// what of it.
type SettingKey struct{ What, Name, Key string }

// comparedSetup fails where a value of the setup cannot be: SQL makes words of them, which nobody can compare.
func (t *Tx) comparedSetup() error {
	for _, table := range []string{
		"organisations", "settings", "mailboxes", "groups", "folders", "shares", "grants", "rules", "holds",
		"delegates", "member_groups",
	} {
		if err := t.firstWrongIn(table); err != nil {
			return err
		}
	}
	return nil
}

// ChangedSettings visits what was set up otherwise apart from mailboxes, by kind and name.
func (t *Tx) ChangedSettings(visit func(was, is *ComparedSetting) error) error {
	if err := t.comparedSetup(); err != nil {
		return err
	}
	const query = `
		SELECT 'organisation', name, 'domain', domain
		FROM {db}.organisations
		UNION ALL
		SELECT 'organisation', name, 'system', system
		FROM {db}.organisations
		UNION ALL
		SELECT 'organisation', o.name, s.key, s.value
		FROM {db}.settings s
		JOIN {db}.organisations o ON o.id = s.organisation
		UNION ALL
		SELECT 'group', g.address, 'members',
		  coalesce('all of ' || o.name,
		    (SELECT group_concat(address, ', ')
		      FROM (SELECT b.address, m.position
		        FROM {db}.members m
		        JOIN {db}.mailboxes b ON b.id = m.mailbox
		        WHERE m."group" = g.id
		        UNION ALL
		        SELECT i.address, m.position
		        FROM {db}.member_groups m
		        JOIN {db}.groups i ON i.id = m.member
		        WHERE m."group" = g.id
		        ORDER BY 2)),
		    'nobody')
		FROM {db}.groups g
		LEFT JOIN {db}.organisations o ON o.id = g.everyone
		UNION ALL
		SELECT 'delegate', b.address, 'of', group_concat(o.address, ', ' ORDER BY o.address)
		FROM {db}.delegates d
		JOIN {db}.mailboxes b ON b.id = d.delegate
		JOIN {db}.mailboxes o ON o.id = d.owner
		GROUP BY d.delegate
		UNION ALL
		SELECT 'folder', b.address || '''s ' || f.path, 'shared with',
		  coalesce( (SELECT group_concat(address, ', ') FROM (SELECT x.address FROM {db}.folder_shares s JOIN
		    {db}.mailboxes x ON x.id = s.sharer WHERE s.folder = f.id ORDER BY x.address)),
		    'nobody')
		FROM {db}.folders f
		JOIN {db}.mailboxes b ON b.id = f.mailbox
		WHERE f.kind = 7 OR f.shared
		UNION ALL
		SELECT 'share', b.address || '''s m' || s.message, 'with', group_concat(x.address, ', ')
		FROM {db}.shares s
		JOIN {db}.mailboxes b ON b.id = s.owner
		JOIN {db}.mailboxes x ON x.id = s.sharer
		GROUP BY s.message, s.owner
		UNION ALL
		SELECT 'role', b.address, x.address, CAST(g.rights AS TEXT)
		FROM {db}.grants g
		JOIN {db}.mailboxes b ON b.id = g.folder
		JOIN {db}.mailboxes x ON x.id = g.mailbox
		UNION ALL
		SELECT 'rule', 'rule' || r.id, b.address,
		  CASE r.class WHEN 0 THEN 'notes' WHEN 1 THEN 'recall messages' ELSE 'mail' END
		    || coalesce(' from ' || r.sender, '') || coalesce(' with "' || r.subject || '" in the subject', '')
		    || coalesce(': to ' || f.path, ': read')
		FROM {db}.rules r
		JOIN {db}.mailboxes b ON b.id = r.mailbox
		LEFT JOIN {db}.folders f ON f.id = r.folder
		UNION ALL
		SELECT 'hold', 'h' || h.id, o.name,
		  h.seconds || ' '
		    || coalesce( (SELECT group_concat(address, ', ') FROM (SELECT x.address FROM {db}.hold_senders s JOIN
		      {db}.mailboxes x ON x.id = s.mailbox WHERE s.hold = h.id ORDER BY x.address)),
		      'everybody')
		    || CASE WHEN h.admins THEN ', taken back by admins' ELSE '' END
		FROM {db}.holds h
		JOIN {db}.organisations o ON o.id = h.organisation`
	return comparison[ComparedSetting, SettingKey]{
		query: query,
		order: 3,
		dest: func(s *ComparedSetting) []field {
			return []field{anyText{&s.What}, anyText{&s.Name}, anyText{&s.Key}, anyText{&s.Value}}
		},
		key: func(s ComparedSetting) SettingKey { return s.SettingKey },
	}.visit(t, visit)
}

// ComparedCopy is a mailbox's copy of a message as people see it.
type ComparedCopy struct {
	CopyKey
	Subject string
	Sum     string // SHA-256 of the message's bytes, if somebody wrote it
	Path    string
	Seen    mail.Seen
	Shared  bool
	Fetched uint8
	Tagged  bool
}

// CopyKey is what makes two copies the same: what a mail system made is told apart by what it is, as IDs are
// given in order.
type CopyKey struct {
	Mailbox string
	Message int64
	Sent    bool
	Class   mail.Class
	About   int64
	Notice  mail.Notice
	Party   string // whom a notice tells, or which recipient a report or bounce is about
	Answer  int8   // a report's: 1 taken back, 0 not; -1 for none
}

// ChangedCopies visits the copies that differ, by mailbox and message.
func (t *Tx) ChangedCopies(visit func(was, is *ComparedCopy) error) error {
	const query = `
		SELECT b.address, c.message, c.sent, m.class, coalesce(m.about, 0), coalesce(m.notice, 0),
		  coalesce(p.address, ''), coalesce(m.succeeded, -1), coalesce(m.subject, ''), coalesce(t.sha256, ''), f.path,
		  c.seen, c.shared, c.fetched, c.tagged
		FROM {db}.copies c
		JOIN {db}.messages m ON m.id = c.message
		LEFT JOIN {db}.contents t ON t.id = m.content
		JOIN {db}.mailboxes b ON b.id = c.mailbox
		JOIN {db}.folders f ON f.id = c.folder
		LEFT JOIN {db}.mailboxes p ON p.id = m.party`
	return comparison[ComparedCopy, CopyKey]{
		query: query,
		order: 3,
		dest: func(c *ComparedCopy) []field {
			return []field{
				addressText{&c.Mailbox}, rowID{&c.Message}, yesNo{&c.Sent}, oneOf(&c.Class), rowID{&c.About},
				oneOf(&c.Notice), addressText{&c.Party}, reported{&c.Answer}, headingText{&c.Subject},
				hashText{&c.Sum}, pathText{&c.Path}, oneOf(&c.Seen), yesNo{&c.Shared}, fetchIn(&c.Fetched), yesNo{&c.Tagged},
			}
		},
		key: func(c ComparedCopy) CopyKey { return c.CopyKey },
	}.visit(t, visit)
}

// ComparedKept is a copy in Recoverable Items.
type ComparedKept struct {
	Mailbox string
	Message int64
	Sent    bool
	Subject string
	Hidden  bool
}

// ChangedKept visits what is in Recoverable Items otherwise, by mailbox and message; but for what recalls took back,
// which the outcomes tell.
func (t *Tx) ChangedKept(visit func(was, is *ComparedKept) error) error {
	const query = `
		SELECT b.address, r.message, r.sent, coalesce(m.subject, ''), r.purges
		FROM {db}.recoverable r
		JOIN {db}.messages m ON m.id = r.message
		JOIN {db}.mailboxes b ON b.id = r.mailbox`
	type key struct {
		mailbox string
		message int64
		sent    bool
	}
	return comparison[ComparedKept, key]{
		query: query,
		order: 3,
		dest: func(k *ComparedKept) []field {
			return []field{addressText{&k.Mailbox}, rowID{&k.Message}, yesNo{&k.Sent}, headingText{&k.Subject}, yesNo{&k.Hidden}}
		},
		key: func(k ComparedKept) key { return key{k.Mailbox, k.Message, k.Sent} },
	}.visit(t, visit)
}

// ComparedReading is what a reader has done with a message in a public folder.
type ComparedReading struct {
	ReadingKey
	Class   mail.Class
	Subject string
	Seen    mail.Seen
}

// ReadingKey says who read what.
type ReadingKey struct {
	Folder  string
	Message int64
	Reader  string
}

// ChangedReadings visits what readers of public folders have done otherwise, by folder, message and reader.
func (t *Tx) ChangedReadings(visit func(was, is *ComparedReading) error) error {
	const query = `
		SELECT b.address, r.message, x.address, m.class, coalesce(m.subject, ''), r.seen
		FROM {db}.readings r
		JOIN {db}.messages m ON m.id = r.message
		JOIN {db}.mailboxes b ON b.id = r.folder
		JOIN {db}.mailboxes x ON x.id = r.reader`
	return comparison[ComparedReading, ReadingKey]{
		query: query,
		order: 3,
		dest: func(r *ComparedReading) []field {
			return []field{addressText{&r.Folder}, rowID{&r.Message}, addressText{&r.Reader}, oneOf(&r.Class),
				headingText{&r.Subject}, oneOf(&r.Seen)}
		},
		key: func(r ComparedReading) ReadingKey { return r.ReadingKey },
	}.visit(t, visit)
}

// ComparedRecall is what makes a recall the same in two sandboxes.
type ComparedRecall struct {
	ID      int64
	Message int64
	Sender  string
}

// ChangedRecalls visits the recalls that only one of the sandboxes has, by number.
func (t *Tx) ChangedRecalls(visit func(was, is *ComparedRecall) error) error {
	const query = `SELECT r.id, r.message, b.address FROM {db}.recalls r JOIN {db}.mailboxes b ON b.id = r.sender`
	return comparison[ComparedRecall, ComparedRecall]{
		query: query,
		order: 3,
		dest: func(r *ComparedRecall) []field {
			return []field{rowID{&r.ID}, rowID{&r.Message}, addressText{&r.Sender}}
		},
		key: func(r ComparedRecall) ComparedRecall { return r },
	}.visit(t, visit)
}

// ComparedOutcome is a recipient's outcome, with all that it depends on. Its facts are those in which it was
// decided, or else what recall_facts says about it, packed.
type ComparedOutcome struct {
	Recall, Position int64
	System           string
	Asked            int64 // facts in which the recall was asked for
	Held             bool
	Attempts         int64
	Outcome
}

// OutcomeKey says whose outcome it is.
type OutcomeKey struct {
	Recall, Position int64
	Address          string
}

// ChangedOutcomes visits the outcomes that may differ of recalls that both sandboxes have, by recall and in the
// recipients' order. Bits say how what recall_facts says is packed.
func (t *Tx) ChangedOutcomes(bits []Bits, visit func(was, is *ComparedOutcome) error) error {
	const columns = `
		SELECT o.recall, o.position, b.address, coalesce(b.name, ''), b.kind = 1, coalesce(g.address, ''), o.reach,
		  r.system, r.facts, q.due IS NOT NULL,
		  CASE WHEN b.kind = 1 THEN (SELECT count(*)
		    FROM {db}.attempts a
		    WHERE a.recall = o.recall AND a.folder = o.mailbox) ELSE 0 END,
		  coalesce(x.address, ''), `
	const tables = `{db}.outcomes o JOIN {db}.recalls r ON r.id = o.recall JOIN {db}.mailboxes b ON b.id = o.mailbox
		LEFT JOIN {db}.messages q ON q.id = r.request
		LEFT JOIN {db}.groups g ON g.id = o.via
		LEFT JOIN {db}.mailboxes x ON x.id = o.reader `
	const inBoth = ` AND o.recall IN (SELECT id FROM beside.recalls) AND o.recall IN (SELECT id FROM main.recalls)`
	query := columns + `
		o.answer, coalesce(c.behaviours, ''), o.facts
		FROM ` + tables + `LEFT
		JOIN {db}.citations c ON c.id = o.behaviour
		WHERE o.answer IS NOT NULL` + inBoth + `
		UNION ALL ` + columns + `0, '', ` + packFacts(qualify(bits)) + `
		FROM {db}.recall_facts v
		JOIN ` + tables + `WHERE o.recall = v.recall AND o.mailbox = v.mailbox` + inBoth
	return comparison[ComparedOutcome, OutcomeKey]{
		query: query,
		order: 3,
		dest: func(o *ComparedOutcome) []field {
			return []field{
				rowID{&o.Recall}, tally{&o.Position}, addressText{&o.Address}, nameText{&o.Name},
				yesNo{&o.Public}, addressText{&o.Via}, reachIn(&o.Reach), nameText{&o.System},
				recallFacts{&o.Asked}, yesNo{&o.Held},
				tally{&o.Attempts}, addressText{&o.Reader}, answerIn(&o.Answer), lineText{&o.Behaviour},
				copyFacts{&o.Facts},
			}
		},
		key: func(o ComparedOutcome) OutcomeKey { return OutcomeKey{o.Recall, o.Position, o.Address} },
	}.visit(t, visit)
}

// qualify names the columns as those of recall_facts.
func qualify(bits []Bits) []Bits {
	out := slices.Clone(bits)
	for i := range out {
		out[i].Column = "v." + out[i].Column
	}
	return out
}
