package reference

import (
	"fmt"

	"recallbox/sandbox/mail"
)

// episode is a recall as it happens: somebody writes to colleagues, some of them do something with the message, the sender recalls it, and
// they do something with what they have now.
func (g *generator) episode() {
	o := one(g, g.world.Organisations...)
	sender := g.of(o)
	s := Send{As: sender.Address, Subject: "Budget", To: []string{g.colleague(o), g.colleague(o)}, Cc: some(g, 1, g.addressee), ReadReceipt: g.maybe(3), Delivery: g.maybe(6)}
	g.do(s)
	original := g.note()
	if original == nil {
		return
	}
	who := g.protagonist(original.ID)
	for range g.roll(5) {
		g.do(g.touch(who, original.ID))
	}
	if g.maybe(3) {
		g.do(g.advance())
	}
	recall := AskRecall{As: sender.Address, ID: id(original), NoReport: g.maybe(5), Replace: g.maybe(4), Yes: true}
	if g.maybe(8) {
		recall.As = g.admin()
	}
	g.do(recall)
	if len(g.world.Recalls) == 0 {
		return
	}
	request := g.world.Recalls[len(g.world.Recalls)-1].Request
	for range g.roll(6) {
		g.do(g.touch(who, one(g, original.ID, request, request)))
	}
}

// protagonist is one who has the message and does everything in this episode, or nil where anybody may.
func (g *generator) protagonist(id int) *Mailbox {
	if g.maybe(2) {
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
	return one(g, holders...)
}

// of is a user of the organisation: mostly the first, who works as the mail system wants it.
func (g *generator) of(o *Organisation) *Mailbox {
	users := g.world.members(&Group{All: o})
	if g.maybe(4) {
		return one(g, users...)
	}
	return users[0]
}

// colleague is somebody whom the organisation's users write to: another of them, its public folder, or a list.
func (g *generator) colleague(o *Organisation) string {
	switch g.roll(8) {
	case 0, 1:
		return "news@" + o.Domain
	case 2:
		return "all@" + o.Domain
	}
	return one(g, g.world.members(&Group{All: o})...).Address
}

// touch is something that somebody who has the message does with it.
func (g *generator) touch(b *Mailbox, id int) Step {
	if b == nil || b.Received[id] == nil {
		b = g.holder(id)
	}
	if b == nil {
		return g.next()
	}
	as, in := b.Address, ""
	if b.Kind == Public {
		as, in = g.reader(b), b.Address
	}
	return g.handle(as, fmt.Sprintf("m%d", id), in)
}

// reader is one of those who have a role in a public folder, or of its organisation.
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
	return one(g, readers...).Address
}

func (g *generator) handle(as, id, in string) Step {
	switch g.roll(10) {
	case 0, 1, 2:
		return Move{as, id, in, one(g, "Archive", "Archive", "Own", "Inbox", "Deleted Items")}
	case 3:
		return Delete{as, id, in, g.maybe(2)}
	case 4:
		return one[Step](g, Program{"stop", as}, Program{"start", as}, Fetch{as, one(g, "pop", "imap")}, Share{as, id, g.user()}, Forward{as, id, []string{g.addressee()}})
	}
	return g.readBy(Look{How: one(g, "open", "open", "open", "preview", "mark-read", "mark-unread"), As: as, ID: id, In: in})
}
