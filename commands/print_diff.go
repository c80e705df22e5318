package commands

import (
	"cmp"
	"slices"
	"strings"

	"recallbox/sandbox"
	"recallbox/sandbox/mail"
)

// diff prints what differs between two states of the sandbox, one beside the other; outcomes, whose reasons are sentences, one below the other.
func (p *printer) diff(d sandbox.Diff) {
	from, to := d.From, cmp.Or(d.To, "now")
	if d.IsEmpty() {
		p.line(plain("nothing differs between " + from + " and " + to))
		return
	}
	p.line(heading("from " + from + " to " + to))
	p.setupDiff(d, from, to)
	p.messageDiff(d.Messages, from, to)
	p.recallDiff(d.Recalls, from, to)
	p.outcomeDiff(d.Outcomes, from, to)
}

// setupDiff prints the clock and what was set up otherwise.
func (p *printer) setupDiff(d sandbox.Diff, from, to string) {
	rows := p.table("SET UP", "", from, to)
	if d.Clock != nil {
		rows.row(plain("clock"), nil, plain(moment(d.Clock.From)), plain(moment(d.Clock.To)))
	}
	for _, s := range d.Setup {
		rows.row(plain(s.What+" "+s.Name), plain(s.Key), orNothing(s.From), orNothing(s.To))
	}
	p.differing(rows)
}

// messageDiff prints messages that a mailbox has otherwise.
func (p *printer) messageDiff(list []sandbox.MessageDiff, from, to string) {
	rows := p.table("MAILBOX", "MESSAGE", from, to)
	for _, m := range list {
		mailbox := m.Mailbox
		if m.Reader != "" {
			mailbox += ": " + m.Reader
		}
		edited := ""
		if slices.Contains(m.Changes, "edited") {
			edited = ", edited"
		}
		rows.row(plain(mailbox), messageWords(m), orNothing(stateWords(m.From)), orNothing(stateWords(m.To)+edited))
	}
	p.differing(rows, func() {
		p.tally("differences", len(list), func(i int) string { return strings.Join(list[i].Changes, " and ") })
	})
}

// messageWords are a message's ID, and its subject or what it is if nobody wrote it.
func messageWords(m sandbox.MessageDiff) text {
	if m.Class == mail.Note {
		return plain(m.ID + ` "` + m.Subject + `"`)
	}
	about := strings.TrimSpace(m.Notice.String() + m.Recipient + " " + m.Outcome)
	return join(plain(m.ID+" "), faint(strings.TrimSuffix(m.Class.String()+": "+about, ": ")))
}

// stateWords say where a message lies and what was done with it; "" where it is not there.
func stateWords(s *sandbox.MessageState) string {
	if s == nil {
		return ""
	}
	var words []string
	if s.Folder != "" {
		words = append(words, s.Folder)
	}
	if !sandbox.IsOutgoing(s.Folder) {
		words = append(words, s.Seen)
	}
	if s.Shared {
		words = append(words, "shared")
	}
	if s.Fetched != "" {
		words = append(words, "fetched by "+s.Fetched)
	}
	if s.Tagged {
		words = append(words, "recalled")
	}
	return strings.Join(words, ", ")
}

// recallDiff prints recalls that were asked for in one of the states only.
func (p *printer) recallDiff(list []sandbox.RecallDiff, from, to string) {
	rows := p.table("RECALL", from, to)
	for _, r := range list {
		said := r.By + " asked for " + r.Message
		if r.Change == "went" {
			rows.row(plain(r.ID), plain(said), orNothing(""))
			continue
		}
		rows.row(plain(r.ID), orNothing(""), plain(said))
	}
	p.differing(rows)
}

// outcomeDiff prints recipients whose outcome is another, or has another reason.
func (p *printer) outcomeDiff(list []sandbox.OutcomeDiff, from, to string) {
	shown := list
	if len(list) > manyRows && !p.all {
		shown = list[:fewRows]
	}
	rows := p.table("RECALL", "RECIPIENT", "IN", "OUTCOME", "WHY")
	for _, o := range shown {
		rows.row(append([]text{plain(o.Recall), plain(o.Recipient), faint(from)}, outcomeCells(o.From)...)...)
		rows.row(append([]text{nil, nil, faint(to)}, outcomeCells(o.To)...)...)
	}
	p.differing(rows, func() {
		p.tally("outcomes", len(list), func(i int) string { return outcomeName(list[i].From) + " → " + outcomeName(list[i].To) })
	})
	p.left(len(list) - len(shown))
}

func outcomeCells(o *sandbox.OutcomeState) []text {
	if o == nil {
		return []text{orNothing(""), nil}
	}
	return []text{outcomeWords(o.Outcome, o.Final), because(o.Reason, o.Behaviour)}
}

func outcomeName(o *sandbox.OutcomeState) string {
	if o == nil {
		return "none"
	}
	return o.Outcome
}

// differing prints a table of differences below a blank line, and above it what they come to; nothing where there are none.
func (p *printer) differing(rows *table, sumUp ...func()) {
	if len(rows.rows) == 0 {
		return
	}
	p.line()
	for _, say := range sumUp {
		say()
	}
	rows.print(p.all)
}

// orNothing is a text, or a dash where there is none.
func orNothing(s string) text {
	if s == "" {
		return faint("–")
	}
	return plain(s)
}
