package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"recallbox/sandbox/mail"
)

// Generate makes up a world and at least so many steps in it. Chance comes from roll, which returns a number from 0 to
// n-1: the same rolls make the same steps. Most steps make sense, as they use what is there; some are refused.
func Generate(roll func(n int) int, steps int) []Step {
	g := &generator{roll: roll, world: New(0)}
	g.setUp()
	for until := len(g.steps) + steps; len(g.steps) < until; {
		if g.oneIn(3) {
			g.episode()
		}
		g.do(g.step())
	}
	return g.steps
}

type generator struct {
	roll  func(n int) int
	world *World // after the steps so far
	steps []Step
}

func (g *generator) do(s Step) {
	if _, refused := g.world.Play(s); refused == nil || refused.Kind != Unmodelled {
		g.steps = append(g.steps, s)
	}
}

// pick picks one of those given.
func pick[T any](g *generator, of ...T) T { return of[g.roll(len(of))] }

// oneIn is true once in n times.
func (g *generator) oneIn(n int) bool { return g.roll(n) == 0 }

// upTo makes up to n values, one by one.
func upTo[T any](g *generator, n int, of func() T) (all []T) {
	for range g.roll(n + 1) {
		all = append(all, of())
	}
	return all
}

// step makes up a step, more often one that moves or recalls mail.
func (g *generator) step() Step {
	return pick(g,
		g.send, g.send, g.send, g.send, g.recall, g.recall, g.recall, g.recall,
		g.read, g.read, g.read, g.read, g.openRecall, g.openRecall, g.openRecall,
		g.move, g.move, g.move, g.delete, g.delete, g.recover, g.purge,
		g.program, g.program, g.fetch, g.share, g.forward, g.askToDelete, g.advance, g.advance, g.outbox, g.outbox,
		g.setUser, g.setOrganisation, g.setUpMore, g.delegated, g.delegated, g.later, g.later, g.later)()
}

// message is the ID of a message, more often of a new one; now and then of none.
func (g *generator) message() string {
	n := len(g.world.Messages)
	if n == 0 || g.oneIn(30) {
		return pick(g, "m999", "r1", "x")
	}
	return fmt.Sprintf("m%d", n-min(g.roll(n), g.roll(n)))
}

// note is a message that somebody wrote, more often a new one; nil if there is none.
func (g *generator) note() *Message {
	var notes []*Message
	for _, m := range g.world.Messages {
		if m.Class == mail.Note {
			notes = append(notes, m)
		}
	}
	if len(notes) == 0 {
		return nil
	}
	return notes[len(notes)-1-min(g.roll(len(notes)), g.roll(len(notes)))]
}

// pickCopy picks a message, somebody who has it, and the folder or mailbox to look in, or "". Wanted says which
// messages will do; nil means all.
func (g *generator) pickCopy(wanted func(*Message) bool) (as, id, in string) {
	b := pick(g, g.world.Mailboxes...)
	as, id = g.word(b), g.message()
	var ids []int
	for n := range maps.Keys(b.Received) {
		if wanted == nil || wanted(g.world.message(n)) {
			ids = append(ids, n)
		}
	}
	slices.Sort(ids)
	if len(ids) > 0 && !g.oneIn(6) {
		id = fmt.Sprintf("m%d", pick(g, ids...))
	}
	switch {
	case b.Kind == Public:
		as, in = g.user(), pick(g, "", b.Address, b.Address)
	case g.oneIn(5):
		as = g.who()
		if g.oneIn(2) {
			in = pick(g, "Inbox", "Own", "Archive", "Deleted Items")
		}
	}
	if g.oneIn(12) {
		in = pick(g, "Inbox", "Own", "Archive", "Deleted Items", "Sent Items", pick(g, g.world.Mailboxes...).Address)
	}
	return as, id, in
}

// episode adds a recall as it happens: somebody writes to colleagues, some of them do something with the message, the
// sender recalls it, and they do something with what they have now.
func (g *generator) episode() {
	o := pick(g, g.world.Organisations...)
	sender := g.employee(o)
	as, owner := sender.Address, ""
	for _, b := range g.world.Mailboxes {
		if sender.Delegates[b] && g.oneIn(3) {
			as, owner = b.Address, sender.Address
		}
	}
	g.do(Send{
		As: as, For: owner, Subject: "Budget", To: []string{g.colleague(o), g.colleague(o)},
		Cc: upTo(g, 1, g.addressee), ReadReceipt: g.oneIn(3), Delivery: g.oneIn(6),
		Appointment: g.oneIn(6),
	})
	original := g.note()
	if original == nil {
		return
	}
	who := g.protagonist(original.ID)
	for range g.roll(5) {
		g.do(g.act(who, original.ID))
	}
	if g.oneIn(3) {
		g.do(g.advance())
	}
	recall := AskForRecall{As: sender.Address, ID: id(original), NoReport: g.oneIn(5), Replace: g.oneIn(4), Yes: true}
	if owner != "" && g.oneIn(2) {
		recall.As = as
	}
	if g.oneIn(8) {
		recall.As = g.admin()
		recall.Client = pick(g, "", "api")
	}
	recall.From, recall.Comment = g.options(recall.As)
	g.do(recall)
	if len(g.world.Recalls) == 0 {
		return
	}
	request := g.world.Recalls[len(g.world.Recalls)-1].Request
	for range g.roll(6) {
		g.do(g.act(who, pick(g, original.ID, request, request)))
		if g.oneIn(5) {
			g.do(Advance{pick(g, "5s", "1m")})
		}
	}
}

// protagonist is the one who acts all through an episode, or nil where several do.
func (g *generator) protagonist(id int) *Mailbox {
	if g.oneIn(2) {
		return nil
	}
	return g.holder(id)
}

// holder is somebody who has a message, or nil.
func (g *generator) holder(id int) *Mailbox {
	var holders []*Mailbox
	for _, b := range g.world.Mailboxes {
		if b.Received[id] != nil {
			holders = append(holders, b)
		}
	}
	if len(holders) == 0 {
		return nil
	}
	return pick(g, holders...)
}

// employee is a user of the organisation: mostly the first, who has the usual settings.
func (g *generator) employee(o *Organisation) *Mailbox {
	users := g.world.members(&Group{All: o})
	if g.oneIn(4) {
		return pick(g, users...)
	}
	return users[0]
}

// colleague is somebody whom the organisation's users write to: another of them, its public folder, a list, or a user
// of any organisation.
func (g *generator) colleague(o *Organisation) string {
	switch g.roll(8) {
	case 0, 1:
		return "news@" + o.Domain
	case 2:
		return "all@" + o.Domain
	case 3:
		o = pick(g, g.world.Organisations...)
	}
	return pick(g, g.world.members(&Group{All: o})...).Address
}

// act makes up what somebody who has a message does with it.
func (g *generator) act(b *Mailbox, id int) Step {
	if b == nil || b.Received[id] == nil {
		b = g.holder(id)
	}
	if b == nil {
		return g.step()
	}
	as, in := b.Address, ""
	if b.Kind == Public {
		as, in = g.reader(b), b.Address
	}
	return g.actOn(as, fmt.Sprintf("m%d", id), in)
}

// reader is a user with rights in a public folder.
func (g *generator) reader(f *Mailbox) string {
	var readers []*Mailbox
	for _, b := range g.world.Mailboxes {
		if b.Kind == User && f.rightsOf(b) != mail.NoRights {
			readers = append(readers, b)
		}
	}
	if len(readers) == 0 {
		return g.user()
	}
	return pick(g, readers...).Address
}

func (g *generator) actOn(as, id, in string) Step {
	switch g.roll(10) {
	case 0, 1, 2:
		return Move{as, id, in, pick(g, "Archive", "Archive", "Own", "Inbox", "Deleted Items")}
	case 3:
		return pick[Step](g, Delete{as, id, in, g.oneIn(2)}, Delete{as, id, in, true}, Recover{as, id})
	case 4:
		return pick[Step](g, Program{"stop", as}, Program{"start", as}, Fetch{as, pick(g, "pop", "imap")},
			Share{as, id, g.user()}, Forward{as, id, []string{g.addressee()}})
	}
	how := pick(g, "open", "open", "open", "preview", "mark-read", "mark-unread")
	return g.withReceipt(Read{How: how, As: as, ID: id, In: in})
}

func (g *generator) domain() string { return pick(g, g.world.Organisations...).Domain }

// user is a word for a user: the address, or now and then a part of it, in capitals, or of somebody who is not there.
func (g *generator) user() string {
	if g.oneIn(40) {
		return pick(g, "nobody@"+g.domain(), "nemo", "all@"+g.domain(), "news@"+g.domain())
	}
	var users []*Mailbox
	for _, b := range g.world.Mailboxes {
		if b.Kind == User {
			users = append(users, b)
		}
	}
	return g.word(pick(g, users...))
}

func (g *generator) word(b *Mailbox) string {
	switch g.roll(10) {
	case 0:
		return mail.Local(b.Address)
	case 1:
		return strings.ToUpper(b.Address)
	}
	return b.Address
}

// who is a word for one user or many.
func (g *generator) who() string {
	switch g.roll(4) {
	case 0:
		return pick(g, "*@"+g.domain(), "a*", "*")
	case 1:
		if len(g.world.Groups) > 0 {
			return pick(g, g.world.Groups...).Address
		}
	}
	return g.user()
}

// admin is an administrator, where there is one.
func (g *generator) admin() string {
	for _, b := range g.world.Mailboxes {
		if b.Role == mail.Admin && !g.oneIn(4) {
			return b.Address
		}
	}
	return g.user()
}

// forwarding is where somebody's mail may go.
func (g *generator) forwarding() string {
	if g.oneIn(3) {
		return "none"
	}
	return pick(g, g.user(), g.user(), "out0@else.example") + pick(g, "", ",keep")
}

func (g *generator) member() string {
	if len(g.world.Groups) > 0 && g.oneIn(4) {
		return pick(g, pick(g, g.world.Groups...).Address, mail.Local(pick(g, g.world.Groups...).Address))
	}
	if g.oneIn(8) {
		return fmt.Sprintf("out%d@else.example", g.roll(3))
	}
	if g.oneIn(6) {
		return "news@" + g.domain()
	}
	return g.user()
}

// addressee is a word for anybody to send mail to.
func (g *generator) addressee() string {
	switch g.roll(12) {
	case 0, 1:
		if len(g.world.Groups) > 0 {
			return pick(g, g.world.Groups...).Address
		}
	case 2:
		return "news@" + g.domain()
	case 3:
		return fmt.Sprintf("out%d@else.example", g.roll(3))
	case 4:
		return fmt.Sprintf("ghost%d@%s", g.roll(2), g.domain())
	}
	return g.user()
}

func (g *generator) client() string {
	return pick(g, "outlook", "outlook", "outlook-2007", "outlook-web", "outlook-mobile",
		"zoho-web", "zoho-mobile", "gmail-web", "other", "api", "api", "groupwise", "webmail")
}
