package systems

import (
	"cmp"
	"slices"
	"strings"

	"recallbox/sandbox/recall"
)

// Comparison sets mail systems side by side. Nothing in it is written for a system: each cell is what the system
// answers to cases.
type Comparison struct {
	Systems    []string    `json:"systems"`    // their names, in the order of the cells
	Dimensions []Dimension `json:"dimensions"` // in what they may differ
	Features   []Feature   `json:"features"`   // what every mail system shares
}

// Dimension is one respect in which mail systems differ, with a cell for each system, in their order.
type Dimension struct {
	Name  string `json:"dimension"` // what is compared
	Cells []Cell `json:"cells"`     // one for each mail system
}

// Cell is what one system says in one respect, and the behaviours that say it.
type Cell struct {
	System     string   `json:"system"`
	Says       string   `json:"says"`
	Behaviours []string `json:"behaviours"`
}

// Feature is what every mail system has besides.
type Feature struct {
	Name string `json:"name"`
	Says string `json:"says"`
}

// dimensions are what is compared, in order: what a system says where it recalls, and what holds where its only way
// back is the Outbox.
var dimensions = []struct {
	name   string
	recall func(*probe) []string
	outbox string
}{
	{"who may", (*probe).whoMay, "whoever sent it"},
	{"until when", (*probe).untilWhen, "until it leaves the Outbox"},
	{"read or not", (*probe).readOrNot, "nobody has it yet"},
	{"moved or not", (*probe).movedOrNot, "nobody has it yet"},
	{"which client", (*probe).whichClient, "any"},
	{"outside recipients", (*probe).outsiders, "like all others: nobody has it yet"},
	{"what the recipient sees", (*probe).recipientSees, "nothing"},
	{"what the sender gets", (*probe).senderGets, "the message back, as a draft"},
	{"replacement", (*probe).replacement, "the draft, corrected and sent again"},
}

// Compare asks the mail systems in every dimension. What is part of every one of them is only named. The function
// puts a number of seconds into words.
func Compare(all []recall.System, inWords func(seconds int64) string) Comparison {
	var out Comparison
	var compared []recall.System
	for _, s := range all {
		switch {
		case s.Feature && s.Optional:
			continue
		case s.Feature:
			out.Features = append(out.Features, Feature{s.Name, s.Says})
			continue
		}
		compared = append(compared, s)
		out.Systems = append(out.Systems, s.Name)
	}
	for _, d := range dimensions {
		shown := Dimension{Name: d.name}
		for _, s := range compared {
			p := &probe{system: s, inWords: inWords}
			says := p.says(d.recall, d.outbox)
			shown.Cells = append(shown.Cells, Cell{s.Name, says, p.cited})
		}
		out.Dimensions = append(out.Dimensions, shown)
	}
	return out
}

// probe asks a mail system about cases. It remembers which behaviours answered.
type probe struct {
	system  recall.System
	inWords func(seconds int64) string
	cited   []string
}

func (p *probe) ask(q recall.Question, f recall.Facts) recall.Decision {
	d := p.system.Decide(q, f)
	if id := d.ID(); id != "" && !slices.Contains(p.cited, id) {
		p.cited = append(p.cited, id)
	}
	return d
}

// sender is who can recall if anybody can: with the system's own account and program, a fresh message, confirming it.
// And what is different.
func (p *probe) sender(and ...recall.Value) recall.Facts {
	own := recall.Given(recall.SenderAccount.As(p.system.Account), recall.SenderClient.As(p.system.Client))
	return own.With(and...)
}

// may says whether a recall with these facts is not refused.
func (p *probe) may(f recall.Facts) bool {
	return p.ask(recall.MayRecall, f).Answer() != recall.Refused
}

// says is a system's cell: what it says of its recall, or of its Outbox where it has no recall, or that there is no
// way back.
func (p *probe) says(recalls func(*probe) []string, outbox string) string {
	if p.system.Decide(recall.MayRecall, p.sender()).Answer() != recall.Refused {
		return strings.Join(recalls(p), "; ")
	}
	p.may(p.sender())
	held := recall.Given(recall.MessageState.As(recall.Held), recall.HeldBy.As(recall.UndoWindow))
	if p.ask(recall.MayTakeBack, held).Answer() != recall.Yes {
		return "no way back"
	}
	if window := p.setting(p.system.Limits.Undo); window != "" {
		outbox = strings.Replace(outbox, "until it leaves the Outbox", window+", in the Outbox", 1)
	}
	return outbox
}

// setting is what a setting of the system comes as, and the setting's name.
func (p *probe) setting(key string) string {
	for _, s := range p.system.Settings {
		if s.Key == key {
			return s.Values[0] + " (" + key + ")"
		}
	}
	return ""
}

// limit is how old a message may be: by the system's setting, or in seconds.
func (p *probe) limit(setting string, seconds int64) string {
	return cmp.Or(p.setting(setting), p.inWords(seconds))
}

// among puts the words that are in and those that are not into few words.
func among(in, out []string) string {
	switch {
	case len(out) == 0:
		return "any"
	case len(in) == 0:
		return "none"
	case len(out) < len(in):
		return "any but " + oneOf(out)
	}
	return oneOf(in)
}

// oneOf is a list in words: a, b or c.
func oneOf(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// What a comparison tells of who recalls, until when, in which program, and what comes of it for the sender.

// toldElsewhere are the facts about a recall that have a dimension, or a sentence in whoMay, of their own; and the view,
// which who recalls need not choose.
var toldElsewhere = recall.SetOf(recall.MessageIn, recall.SenderAccount, recall.Administrator, recall.Unconfirmed,
	recall.MessageState, recall.MessageAge, recall.SenderClient, recall.SentInstead, recall.AllOutside,
	recall.ReportsOff, recall.ViewChosen)

func (p *probe) whoMay() []string {
	says := []string{"account: " + among(p.values(recall.SenderAccount))}
	if p.may(p.sender(recall.MessageIn.As(recall.SentByOthers), recall.Administrator.As(true))) {
		says = append(says, "administrators also what others sent")
	}
	unconfirmed := p.ask(recall.MayRecall, p.sender(recall.Unconfirmed.As(true)))
	if _, confirm := unconfirmed.Effect(recall.Confirm); confirm {
		says = append(says, "after a confirmation")
	}
	if obstacles := p.obstacles(); len(obstacles) > 0 {
		says = append(says, "not if "+oneOf(obstacles))
	}
	p.sender().VaryEach(p.system.Reads(recall.WhoseRules), func(f recall.Facts) {
		d := p.ask(recall.WhoseRules, f)
		if to, ok := d.Effect(recall.GoBy); ok {
			says = append(says, "like "+to.System+" if "+oneOf(conditions(d)))
		}
	})
	return says
}

// values are the words for a fact about who recalls: those with which it is allowed, and those with which not.
func (p *probe) values(of recall.AnyFact) (in, out []string) {
	p.sender().Vary(of, func(word string, f recall.Facts) {
		if p.may(f) {
			in = append(in, word)
		} else {
			out = append(out, word)
		}
	})
	return in, out
}

// obstacles are what else may stand in the way, as the conditions of the behaviours that refuse say it.
func (p *probe) obstacles() []string {
	var says []string
	p.sender().VaryEach(p.system.Reads(recall.MayRecall).Without(toldElsewhere), func(f recall.Facts) {
		if d := p.ask(recall.MayRecall, f); d.Answer() == recall.Refused {
			says = append(says, conditions(d)...)
		}
	})
	return says
}

// conditions are what made a behaviour decide, in words.
func conditions(d recall.Decision) []string {
	var says []string
	for _, p := range d.Behaviour.When {
		says = append(says, p.Says)
	}
	return says
}

func (p *probe) untilWhen() []string {
	limits, late := p.system.Limits, recall.MessageAge.As(recall.Late)
	if p.may(p.sender(late)) {
		return []string{"no limit"}
	}
	says := []string{p.limit(limits.Setting, limits.Sender)}
	if !p.may(p.sender(late, recall.Administrator.As(true))) {
		return says
	}
	if p.may(p.sender(recall.MessageAge.As(recall.TooLate), recall.Administrator.As(true))) {
		return append(says, "administrators: no limit")
	}
	return append(says, "administrators: "+p.limit("", limits.Administrator))
}

func (p *probe) whichClient() []string {
	other, stopped := p.arrival(recall.OtherProgram.As(true)), p.arrival(recall.ProgramStopped.As(true))
	reader := "any"
	if p.ask(recall.WhatHappens, other).Answer() != recall.Succeeded {
		reader = "Outlook"
	}
	if p.ask(recall.WhatHappens, stopped).Answer() == recall.Pending {
		reader += ", once it runs"
	}
	return []string{"sender: " + among(p.values(recall.SenderClient)), "recipient: " + reader}
}

func (p *probe) senderGets() []string {
	var says []string
	each, hasReports := p.ask(recall.WhoIsTold, recall.Facts{}).Effect(recall.TellSender)
	if hasReports {
		says = append(says, "a report for each recipient ("+oneOf(p.subjects(each.Form))+")")
	}
	switchedOff := p.ask(recall.WhoIsTold, recall.Given(recall.ReportsOff.As(true)))
	if _, anyway := switchedOff.Effect(recall.TellSender); hasReports && !anyway {
		says = append(says, "none if reports are switched off")
	}
	if one := p.summaries(); len(one) > 0 {
		says = append(says, "one message ("+oneOf(one)+")")
	}
	if !p.may(p.sender(recall.ReportsOff.As(true))) {
		says = append(says, "it cannot be switched off")
	}
	fromAll := p.ask(recall.WhatIsTagged, recall.Given(recall.TakenBackFrom.As(recall.All)))
	if _, tagged := fromAll.Effect(recall.Tag); tagged {
		says = append(says, "a tag on what was sent")
	}
	if len(says) == 0 {
		return []string{"nothing"}
	}
	return says
}

// summaries are the subjects of the message that sums a recall up, over all that it can come to.
func (p *probe) summaries() []string {
	var all []string
	for _, single := range []bool{false, true} {
		for _, taken := range []recall.Share{recall.All, recall.Some, recall.None} {
			result := recall.Given(recall.TakenBackFrom.As(taken), recall.OneRecipient.As(single))
			if e, ok := p.ask(recall.HowSummedUp, result).Effect(recall.TellSender); ok {
				all = append(all, p.subjects(e.Form)...)
			}
		}
	}
	return distinct(all)
}

// distinct are the words without those that were there before.
func distinct(words []string) []string {
	var out []string
	for _, word := range words {
		if !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}

// subjects are what a form's messages are called, without the subject of what was recalled.
func (p *probe) subjects(id string) []string {
	b := p.system.Find(id)
	if b == nil || b.Form == nil {
		return nil
	}
	bare := func(subject string) string { return strings.TrimSuffix(subject, ": {subject}") }
	return distinct([]string{bare(b.Form.Subject), bare(cmp.Or(b.Form.FailureSubject, b.Form.Subject))})
}

func (p *probe) replacement() []string {
	f := p.sender(recall.SentInstead.As(recall.NewMessage))
	if !p.may(f) {
		return []string{"none"}
	}
	if _, sends := p.ask(recall.WhatInstead, f).Effect(recall.SendReplacement); !sends {
		return []string{"none"}
	}
	return []string{"a new message to the same recipients, whatever the outcome"}
}

// What a comparison tells of the recipients' copies: which are taken back, and what their owners see of it.

// arrival is a copy that nobody has touched, in the Inbox, when it is to be taken back.
func (p *probe) arrival(and ...recall.Value) recall.Facts {
	f := recall.Given(recall.JustHappened.As(recall.Requested), recall.RequestIn.As(recall.Gone))
	if p.system.ByMessage {
		f = recall.Given(recall.JustHappened.As(recall.Arrived), recall.InOneFolder.As(true))
	}
	return f.With(and...)
}

// results sort cases by what happens to the copy.
type results struct{ taken, kept, open []string }

func (r *results) add(name string, a recall.Answer) {
	switch a {
	case recall.Succeeded:
		r.taken = append(r.taken, name)
	case recall.Pending:
		r.open = append(r.open, name)
	default:
		r.kept = append(r.kept, name)
	}
}

func (r results) says() (says []string) {
	for _, one := range []struct {
		what string
		list []string
	}{{"taken back: ", r.taken}, {"waits: ", r.open}, {"stays: ", r.kept}} {
		if len(one.list) > 0 {
			says = append(says, one.what+strings.Join(one.list, ", "))
		}
	}
	return says
}

func (p *probe) readOrNot() []string {
	seen := func(f recall.Facts) (r results) {
		f.Vary(recall.Seen, func(word string, f recall.Facts) { r.add(word, p.ask(recall.WhatHappens, f).Answer()) })
		return r
	}
	all := seen(p.arrival())
	says := all.says()
	if len(all.taken) > 0 && len(all.kept)+len(all.open) == 0 {
		says = []string{"taken back, read or not"}
	}
	if kept := seen(p.arrival(recall.UnreadOnly.As(true))).kept; len(kept) > len(all.kept) {
		says = append(says, "if the organisation recalls unread copies only, stays: "+strings.Join(kept, ", "))
	}
	return says
}

// move is something that may have happened to a copy on its way through a mailbox.
type move struct {
	name      string
	fact      recall.AnyFact // what tells it
	byMessage bool           // it is about the recall message
	change    []recall.Value
}

// moves are what may have happened to a copy, in the order in which they are told.
func moves() []move {
	original, request, apart := recall.OriginalIn, recall.RequestIn, recall.InOneFolder.As(false)
	by := recall.BroughtBy.As
	movedTo := func(p recall.Place, m recall.Mover) []recall.Value {
		return []recall.Value{original.As(p), by(m), apart}
	}
	return []move{
		{"moved by a rule", original, false, movedTo(recall.Elsewhere, recall.ByRule)},
		{"moved by hand", original, false, movedTo(recall.Elsewhere, recall.ByHand)},
		{"in Deleted Items", original, false, movedTo(recall.DeletedItems, recall.ByHand)},
		{"only the recall message moved", request, true, []recall.Value{
			request.As(recall.Elsewhere), recall.RequestMoved.As(recall.ByHand), apart,
		}},
		{"moved to one folder with the recall message", recall.InOneFolder, true, []recall.Value{
			original.As(recall.Elsewhere), by(recall.ByRule),
			request.As(recall.Elsewhere), recall.RequestMoved.As(recall.ByRule), recall.JustHappened.As(recall.Opened),
		}},
		{"shared", recall.Shared, false, []recall.Value{recall.Shared.As(recall.CopyShared)}},
		{"in a shared folder", recall.Shared, false, []recall.Value{recall.Shared.As(recall.FolderShared)}},
		{"fetched by POP", recall.Fetched, false, []recall.Value{recall.Fetched.As(recall.ByPOP)}},
		{"fetched by IMAP", recall.Fetched, false, []recall.Value{recall.Fetched.As(recall.ByIMAP)}},
	}
}

func (p *probe) movedOrNot() []string {
	var all results
	p.eachMove(func(name string, f recall.Facts) { all.add(name, p.ask(recall.WhatHappens, f).Answer()) })
	if len(all.kept)+len(all.open) == 0 {
		return []string{"taken back, moved or not"}
	}
	return all.says()
}

// eachMove visits what may have happened to a copy, as far as the system can tell it.
func (p *probe) eachMove(visit func(name string, f recall.Facts)) {
	reads := p.system.Reads(recall.WhatHappens).And(recall.SetOf(recall.OriginalIn))
	for _, m := range moves() {
		if reads.Has(m.fact) && (p.system.ByMessage || !m.byMessage) {
			visit(m.name, p.arrival(m.change...))
		}
	}
}

func (p *probe) outsiders() []string {
	var says []string
	d := p.ask(recall.HowFar, recall.Given(recall.Recipient.As(recall.Outside)))
	_, asMail := d.Effect(recall.DeliverAsMail)
	switch {
	case d.Answer() == recall.Yes:
		says = append(says, "like those inside")
	case asMail:
		says = append(says, "stays, and the recall message comes as ordinary mail")
	default:
		says = append(says, "stays, and nothing comes")
	}
	if d.Answer() == recall.NotCounted {
		says = append(says, "does not count")
	}
	if !p.may(p.sender(recall.AllOutside.As(true))) {
		says = append(says, "refused where all are outside")
	}
	return says
}

func (p *probe) recipientSees() []string {
	if !p.system.ByMessage {
		return p.noticeOfRecall()
	}
	notices := map[recall.Answer][]string{}
	note := func(_ string, f recall.Facts) {
		d := p.ask(recall.WhatHappens, f)
		if e, ok := d.Effect(recall.Notify); ok {
			notices[d.Answer()] = append(notices[d.Answer()], e.Notice.String())
		}
	}
	p.arrival().Vary(recall.Seen, note)
	p.eachMove(note)
	return []string{
		"taken back: " + noticeWords(notices[recall.Succeeded]),
		"else: the recall message, and " + noticeWords(notices[recall.Failed]),
	}
}

// noticeOfRecall is what a recipient is told where there is no recall message.
func (p *probe) noticeOfRecall() []string {
	notice := func(f recall.Facts) string {
		e, ok := p.ask(recall.WhatRecipient, f).Effect(recall.Notify)
		if !ok {
			return noticeWords(nil)
		}
		return noticeWords([]string{e.Notice.String()})
	}
	quiet, alerted := notice(recall.Facts{}), notice(recall.Given(recall.AlertsTo.As(recall.AlertAll)))
	if quiet == alerted {
		return []string{quiet}
	}
	return []string{quiet, alerted + " if the organisation alerts recipients"}
}

func noticeWords(notices []string) string {
	if len(notices) == 0 {
		return "nothing"
	}
	return "a notice (" + oneOf(distinct(notices)) + ")"
}
