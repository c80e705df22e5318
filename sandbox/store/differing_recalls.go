package store

import "slices"

// ComparedRecall is what makes a recall the same in two sandboxes.
type ComparedRecall struct {
	ID      int64
	Message int64
	Sender  string
}

// ChangedRecalls visits the recalls that only one of the sandboxes has, by number.
func (t *Tx) ChangedRecalls(visit func(was, is *ComparedRecall) error) error {
	const query = `SELECT r.id, r.message, b.address FROM {db}.recalls r JOIN {db}.mailboxes b ON b.id = r.sender`
	return differing(t, query, 3, func(r *ComparedRecall) []any { return []any{&r.ID, &r.Message, &r.Sender} },
		func(r ComparedRecall) ComparedRecall { return r }, visit)
}

// ComparedOutcome is a recipient's outcome, with all that it depends on. Its facts are those in which it was decided, or else what
// recall_facts says about it, packed.
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

// ChangedOutcomes visits the outcomes that may differ of recalls that both sandboxes have, by recall and in the recipients' order. Bits say
// how what recall_facts says is packed.
func (t *Tx) ChangedOutcomes(bits []Bits, visit func(was, is *ComparedOutcome) error) error {
	const columns = `SELECT o.recall, o.position, b.address, coalesce(b.name, ''), b.kind = 1, coalesce(g.address, ''), o.reach, r.system, r.facts, q.due IS NOT NULL,
		  CASE WHEN b.kind = 1 THEN (SELECT count(*) FROM {db}.attempts a WHERE a.recall = o.recall AND a.folder = o.mailbox) ELSE 0 END, coalesce(x.address, ''), `
	const tables = `{db}.outcomes o JOIN {db}.recalls r ON r.id = o.recall JOIN {db}.mailboxes b ON b.id = o.mailbox
		LEFT JOIN {db}.messages q ON q.id = r.request LEFT JOIN {db}.groups g ON g.id = o.via LEFT JOIN {db}.mailboxes x ON x.id = o.reader `
	const inBoth = ` AND o.recall IN (SELECT id FROM beside.recalls) AND o.recall IN (SELECT id FROM main.recalls)`
	query := columns + `o.answer, coalesce(c.behaviours, ''), o.facts FROM ` + tables + `LEFT JOIN {db}.citations c ON c.id = o.behaviour WHERE o.answer IS NOT NULL` + inBoth + ` UNION ALL ` +
		columns + `0, '', ` + packed(qualified(bits)) + ` FROM {db}.recall_facts v JOIN ` + tables + `WHERE o.recall = v.recall AND o.mailbox = v.mailbox` + inBoth
	return differing(t, query, 3, func(o *ComparedOutcome) []any {
		return []any{&o.Recall, &o.Position, &o.Address, &o.Name, &o.Public, &o.Via, &o.Reach, &o.System, &o.Asked, &o.Held, &o.Attempts, &o.Reader, &o.Answer, &o.Behaviour, &o.Facts}
	}, func(o ComparedOutcome) OutcomeKey { return OutcomeKey{o.Recall, o.Position, o.Address} }, visit)
}

// qualified names the columns as those of recall_facts.
func qualified(bits []Bits) []Bits {
	out := slices.Clone(bits)
	for i := range out {
		out[i].Column = "v." + out[i].Column
	}
	return out
}
