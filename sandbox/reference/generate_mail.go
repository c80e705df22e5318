package reference

import (
	"fmt"

	"recallbox/sandbox/mail"
)

func (g *generator) send() Step {
	s := Send{As: g.user(), To: some(g, 3, g.addressee), Cc: some(g, 1, g.addressee), Bcc: some(g, 1, g.addressee), Subject: one(g, "Budget", "Lunch", "the budget"),
		Protected: g.maybe(20), ReadReceipt: g.maybe(3), Delivery: g.maybe(5)}
	if g.maybe(6) {
		s.InReplyTo = g.message()
	}
	return s
}

// recall mostly asks for what its sender could recall.
func (g *generator) recall() Step {
	s := AskRecall{As: g.user(), ID: g.message(), NoReport: g.maybe(5), Replace: g.maybe(4), Yes: !g.maybe(10)}
	if m := g.note(); m != nil && !g.maybe(10) {
		s.As, s.ID = m.Sender.Address, id(m)
	}
	if s.Replace && g.maybe(2) {
		s.Subject = "Budget, corrected"
	}
	if g.maybe(8) {
		s.Client = g.client()
	}
	if g.maybe(15) {
		s.View = "reading-pane"
	}
	return s
}

func (g *generator) look() Step {
	s := Look{How: one(g, "open", "open", "preview", "mark-read", "mark-unread")}
	s.As, s.ID, s.In = g.copy(func(*Message) bool { return true })
	return g.readBy(s)
}

// openRecall opens a recall message; many do so together, in one folder or wherever it lies.
func (g *generator) openRecall() Step {
	s := Look{How: "open"}
	s.As, s.ID, s.In = g.copy(func(m *Message) bool { return m.Class == mail.RecallMessage })
	if g.maybe(3) {
		s.As, s.In = g.who(), one(g, "", "Inbox", "Archive", "Own")
	}
	return g.readBy(s)
}

func (g *generator) readBy(s Look) Step {
	if s.How == "open" {
		s.Receipt = one(g, "", "yes", "no")
		if g.maybe(6) {
			s.Client = g.client()
		}
	}
	return s
}

func (g *generator) move() Step {
	var s Move
	s.As, s.ID, s.In = g.copy(nil)
	s.To = one(g, "Inbox", "Archive", "Own", "Deleted Items", "Own")
	return s
}

func (g *generator) delete() Step {
	s := Delete{Hard: g.maybe(2)}
	s.As, s.ID, s.In = g.copy(nil)
	return s
}

func (g *generator) program() Step { return Program{one(g, "start", "stop", "start"), g.who()} }

func (g *generator) fetch() Step { return Fetch{g.who(), one(g, "pop", "imap")} }

func (g *generator) share() Step {
	as, id, _ := g.copy(nil)
	if g.maybe(2) {
		return ShareFolder{as, one(g, "Inbox", "Own", "Archive"), g.user()}
	}
	return Share{as, id, g.user()}
}

func (g *generator) forward() Step {
	as, id, _ := g.copy(nil)
	return Forward{as, id, some(g, 2, g.addressee)}
}

func (g *generator) ask() Step {
	if m := g.note(); m != nil {
		return AskToDelete{As: m.Sender.Address, ID: id(m), To: some(g, 1, g.addressee)}
	}
	return AskToDelete{As: g.user(), ID: g.message()}
}

func (g *generator) advance() Step { return Advance{one(g, "5s", "10s", "1m", "29m", "30m", "25h")} }

// outbox does something to what is held, or was.
func (g *generator) outbox() Step {
	as, id := g.user(), g.message()
	for _, m := range g.world.Messages {
		if m.Due != 0 || m.Draft {
			as, id = m.Sender.Address, fmt.Sprintf("m%d", m.ID)
		}
	}
	if g.maybe(4) {
		as = g.admin()
	}
	answered := one(g, "", "", g.message())
	return one[Step](g, TakeBack{as, id}, TakeBack{as, id}, SendDraft{as, id, one(g, "", "Once more"), some(g, 1, g.addressee), answered},
		Correct{as, id, one(g, "", "Corrected"), some(g, 1, g.addressee), answered}, Release{g.admin(), id})
}

func (g *generator) setUser() Step { return SetUsers{g.who(), Settings{g.userSetting()}} }

func (g *generator) setOrganisation() Step {
	o := one(g, g.world.Organisations...)
	if g.maybe(10) {
		return SetOrganisation{o.Name, Settings{{"colour", "blue"}}}
	}
	return SetOrganisation{o.Name, g.settings(o.System.Name)}
}
