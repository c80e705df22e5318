package model

import (
	"fmt"
	"maps"
	"slices"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

// setUp adds an organisation or two with their people.
func (g *generator) setUp() {
	number, allies, allied := 1+g.roll(4)/2, g.oneIn(8), g.allied()
	if allies {
		number = 2
	}
	for n := range number {
		system := g.system()
		if allies {
			system = pick(g, allied...)
		}
		o := AddOrganisation{fmt.Sprintf("org%d", n), fmt.Sprintf("org%d.example", n), system.Name, nil}
		if g.oneIn(2) {
			o.Set = g.settings(system)
		}
		g.do(o)
		g.people(o.Name, o.Domain)
	}
	if allies {
		lets := g.world.Organisations[0].System.Lets
		g.do(SetOrganisation{"org0", Settings{{lets.Names, "org1"}, {lets.Switch, "on"}}})
	}
	for range g.roll(6) {
		g.do(g.setUpMore())
	}
}

// people adds the users of an organisation, and maybe a group and a public folder.
func (g *generator) people(name, domain string) {
	names := []string{"alice", "bob", "carol", "dave", "erin", "frank"}
	for i, local := range names[:2+g.roll(len(names)-1)] {
		u := AddUser{Address: local + "@" + domain}
		if i > 0 {
			u.Set = upTo(g, 2, g.userSetting)
		}
		g.do(u)
		if g.oneIn(2) {
			g.do(AddFolder{local + "@" + domain, pick(g, "Own", "Own/Deep")})
		}
	}
	if g.oneIn(3) { // so that recalls stay open
		g.do(SetUsers{"*@" + domain, Settings{{"auto-process", "off"}}})
	}
	if g.oneIn(4) {
		g.do(SetUsers{"*@" + domain, Settings{{"processes-after", pick(g, "5s", "1m")}}})
	}
	if !g.oneIn(4) {
		g.do(AddGroup{Address: "all@" + domain, All: name})
	}
	if !g.oneIn(4) {
		g.do(AddPublicFolder{"news@" + domain, pick(g, "", "", "shared")})
		g.do(Grant{"news@" + domain, "bob@" + domain, g.rights()})
	}
}

// setUpMore makes up one more thing to set up.
func (g *generator) setUpMore() Step {
	switch g.roll(10) {
	case 8:
		return Delegate{pick(g, "add", "add", "add", "remove"), g.user(), g.user()}
	case 9:
		if len(g.world.Groups) > 0 {
			return SetGroup{pick(g, g.world.Groups...).Address, append(upTo(g, 3, g.member), g.member())}
		}
		return g.setUser()
	case 0:
		address := fmt.Sprintf("list%d@%s", g.roll(9), g.domain())
		return AddGroup{Address: address, Members: append(upTo(g, 3, g.member), g.member())}
	case 1, 2:
		return Grant{"news@" + g.domain(), g.user(), g.rights()}
	case 3, 4, 5:
		return g.rule()
	case 6:
		return pick[Step](g, AddUser{fmt.Sprintf("ghost%d@%s", g.roll(2), g.domain()), nil},
			AddUser{"zed@else.example", Settings{{"account", "exchange"}, {"client", "outlook"}}})
	}
	return g.hold()
}

func (g *generator) rights() string {
	return pick(g, "none", "contributor", "contributor", "reviewer", "author", "editor", "owner")
}

func (g *generator) rule() Step {
	r := AddRule{As: g.who(), Subject: pick(g, "", "", "budget", "Lunch"), Class: pick(g, "", "note", "recall", "recall")}
	if g.oneIn(4) {
		r.From = g.user()
	}
	switch g.roll(4) {
	case 0:
		r.MarkRead = true
	case 1:
		r.Delete = true
	default:
		r.MoveTo = pick(g, "Own", "Archive", "Junk", "Inbox")
	}
	if len(g.world.Rules) > 0 && g.oneIn(5) {
		return RemoveRule{fmt.Sprintf("rule%d", g.world.Rules[g.roll(len(g.world.Rules))].ID)}
	}
	return r
}

func (g *generator) hold() Step {
	if n := len(g.world.Holds); n > 0 && g.oneIn(3) {
		return RemoveHold{g.admin(), fmt.Sprintf("h%d", g.world.Holds[g.roll(n)].ID)}
	}
	return AddHold{
		As: g.admin(), Organisation: pick(g, g.world.Organisations...).Name, For: pick(g, "10s", "5m", "1h"),
		Senders: upTo(g, 2, g.user), AdminsOnly: g.oneIn(3),
	}
}

func (g *generator) userSetting() [2]string {
	return pick(g, Settings{
		{"auto-process", "off"},
		{"auto-process", "off"},
		{"auto-process", "on"},
		{"processes-after", pick(g, "5s", "1m", "1m", "5m", "0s", "501s")},
		{"processes-after", pick(g, "1m", "5m")},
		{"reading-pane", pick(g, "marks-read", "marks-read", "not-reading")},
		{"receipts", pick(g, "always", "ask", "never")},
		{"client", g.client()},
		{"account", pick(g, mail.AccountWords()...)},
		{"role", pick(g, "user", "admin", "admin")},
		{"hosted", pick(g, "cloud", "on-premises")},
		{"name", pick(g, "Bob Brown", "The Boss")},
		{"sent-copies", pick(g, "delegate", "both")},
		{"forward-to", g.forwarding()},
		{"hold", pick(g, "on", "off")},
	}...)
}

// system is one of all mail systems, more often the default, which has the most rules.
func (g *generator) system() recall.System {
	if g.oneIn(4) {
		return systems.Default(g.world.systems)
	}
	return pick(g, usable(g.world.systems)...)
}

// usable are the mail systems that an organisation can have.
func usable(all []recall.System) []recall.System {
	return slices.DeleteFunc(slices.Clone(all), func(s recall.System) bool { return s.Feature })
}

// allied are those in which one organisation can let another recall from its mailboxes.
func (g *generator) allied() []recall.System {
	return slices.DeleteFunc(usable(g.world.systems), func(s recall.System) bool { return s.Lets == (recall.Lets{}) })
}

// settings are some settings that a mail system has.
func (g *generator) settings(system recall.System) (set Settings) {
	for _, s := range slices.Concat(systems.CommonSettings, system.Settings) {
		set = append(set, [2]string{s.Key, g.value(s)})
	}
	i := g.roll(len(set))
	return set[i : i+1+g.roll(min(4, len(set)-i))]
}

// value is one that a setting can have.
func (g *generator) value(s recall.Setting) string {
	switch {
	case s.Longest != "":
		return pick(g, slices.DeleteFunc([]string{s.Values[0], "0s", "10s", "1m", "1h"}, func(v string) bool {
			return seconds(v) > seconds(s.Longest)
		})...)
	case s.Address:
		return g.journal()
	case s.Names:
		return g.trusted()
	}
	return pick(g, s.Values...)
}

// journal is where a journal may be kept.
func (g *generator) journal() string {
	if len(g.world.Mailboxes) == 0 {
		return pick(g, "none", "vault@else.example")
	}
	return pick(g, "none", "none", "vault@else.example", g.user())
}

// delegated is what a delegate does for an owner, where there is one.
func (g *generator) delegated() Step {
	for _, owner := range g.world.Mailboxes {
		for _, b := range g.world.Mailboxes {
			if !owner.Delegates[b] || g.oneIn(3) {
				continue
			}
			if g.oneIn(2) {
				s := g.send().(Send)
				s.As, s.For = b.Address, owner.Address
				return s
			}
			var ids []int
			for n := range maps.Keys(owner.Received) {
				ids = append(ids, n)
			}
			slices.Sort(ids)
			if len(ids) == 0 {
				continue
			}
			return g.actOn(b.Address, fmt.Sprintf("m%d", pick(g, ids...)), owner.Address)
		}
	}
	return Delegate{"add", g.user(), g.user()}
}

// trusted are names of organisations, now and then of one that is not there.
func (g *generator) trusted() string {
	var names []string
	for _, o := range g.world.Organisations {
		names = append(names, o.Name)
	}
	if len(names) > 1 && g.oneIn(20) {
		return "nowhere"
	}
	return pick(g, append(names, "")...)
}

func (g *generator) send() Step {
	s := Send{
		As: g.user(), To: upTo(g, 3, g.addressee), Cc: upTo(g, 1, g.addressee), Bcc: upTo(g, 1, g.addressee),
		Subject:   pick(g, "Budget", "Lunch", "the budget"),
		Protected: g.oneIn(20), ReadReceipt: g.oneIn(3), Delivery: g.oneIn(5), Appointment: g.oneIn(5),
	}
	if g.oneIn(6) {
		s.InReplyTo = g.message()
	}
	return s
}

// recall makes up a recall, mostly by the sender of the message.
func (g *generator) recall() Step {
	s := AskForRecall{As: g.user(), ID: g.message(), NoReport: g.oneIn(5), Replace: g.oneIn(4), Yes: !g.oneIn(10)}
	if m := g.note(); m != nil && !g.oneIn(10) {
		s.As, s.ID = m.Sender.Address, id(m)
	}
	if s.Replace && g.oneIn(2) {
		s.Subject = "Budget, corrected"
	}
	if g.oneIn(8) {
		s.Client = g.client()
	}
	s.From, s.Comment = g.options(s.As)
	if g.oneIn(15) {
		s.View = pick(g, "reading-pane", "window")
	}
	return s
}

// options are what only some mail systems know: mostly where the asker's does.
func (g *generator) options(as string) (from, comment string) {
	knows := false
	for _, b := range g.world.Mailboxes {
		if b.Address == as && b.Organisation != nil {
			knows = len(b.Organisation.System.Options) > 0
		}
	}
	if knows && g.oneIn(2) || g.oneIn(30) {
		from = pick(g, "", "recipients", "all", "all")
	}
	if knows && g.oneIn(3) || g.oneIn(30) {
		comment = "It is wrong."
	}
	return from, comment
}

func (g *generator) read() Step {
	s := Read{How: pick(g, "open", "open", "preview", "mark-read", "mark-unread")}
	s.As, s.ID, s.In = g.pickCopy(func(*Message) bool { return true })
	return g.withReceipt(s)
}

// openRecall opens a recall message. Now and then many do so together, in one folder or wherever it lies.
func (g *generator) openRecall() Step {
	s := Read{How: "open"}
	s.As, s.ID, s.In = g.pickCopy(func(m *Message) bool { return m.Class == mail.RecallMessage })
	if g.oneIn(3) {
		s.As, s.In = g.who(), pick(g, "", "Inbox", "Archive", "Own")
	}
	return g.withReceipt(s)
}

// withReceipt says how a message is opened: with what answer about the receipt, in what program.
func (g *generator) withReceipt(s Read) Step {
	if s.How == "open" {
		s.Receipt = pick(g, "", "yes", "no")
		if g.oneIn(6) {
			s.Client = g.client()
		}
	}
	return s
}

func (g *generator) move() Step {
	var s Move
	s.As, s.ID, s.In = g.pickCopy(nil)
	s.To = pick(g, "Inbox", "Archive", "Own", "Deleted Items", "Own")
	return s
}

func (g *generator) delete() Step {
	s := Delete{Hard: g.oneIn(2)}
	s.As, s.ID, s.In = g.pickCopy(nil)
	return s
}

// recover brings something back, mostly what its owner can.
func (g *generator) recover() Step {
	s := Recover{As: g.user(), ID: g.message()}
	for _, b := range g.world.Mailboxes {
		first := 0
		for at := range b.Kept {
			if first == 0 || at.message < first {
				first = at.message
			}
		}
		if first != 0 && !g.oneIn(3) {
			s = Recover{As: b.Address, ID: fmt.Sprintf("m%d", first)}
		}
	}
	if g.oneIn(2) {
		s.In, s.As = s.As, g.admin()
	}
	return s
}

func (g *generator) purge() Step {
	s := Purge{As: g.admin(), ID: g.message(), Hard: g.oneIn(2)}
	if m := g.note(); m != nil && !g.oneIn(4) {
		s.ID = id(m)
	}
	if g.oneIn(4) {
		s.ID, s.Subject = "", pick(g, "budget", "LUNCH", "nothing")
	}
	return s
}

func (g *generator) program() Step { return Program{pick(g, "start", "stop", "start"), g.who()} }

func (g *generator) fetch() Step { return Fetch{g.who(), pick(g, "pop", "imap")} }

func (g *generator) share() Step {
	as, id, _ := g.pickCopy(nil)
	if g.oneIn(2) {
		return ShareFolder{as, pick(g, "Inbox", "Own", "Archive", "Sent Items"), g.user()}
	}
	return Share{as, id, g.user()}
}

func (g *generator) forward() Step {
	as, id, _ := g.pickCopy(nil)
	return Forward{as, id, upTo(g, 2, g.addressee)}
}

func (g *generator) askToDelete() Step {
	if m := g.note(); m != nil {
		return AskToDelete{As: m.Sender.Address, ID: id(m), To: upTo(g, 1, g.addressee)}
	}
	return AskToDelete{As: g.user(), ID: g.message()}
}

func (g *generator) advance() Step {
	return Advance{pick(g, "5s", "10s", "1m", "29m", "30m", "25h", "14d")}
}

// outbox makes up what somebody does to a held message, or to a draft.
func (g *generator) outbox() Step {
	as, id := g.user(), g.message()
	for _, m := range g.world.Messages {
		if m.Due != 0 || m.Draft {
			as, id = m.Sender.Address, fmt.Sprintf("m%d", m.ID)
		}
	}
	if g.oneIn(4) {
		as = g.admin()
	}
	inReplyTo := pick(g, "", "", g.message())
	return pick[Step](g, TakeBack{as, id}, TakeBack{as, id},
		SendDraft{as, id, pick(g, "", "Once more"), upTo(g, 1, g.addressee), inReplyTo},
		Correct{as, id, pick(g, "", "Corrected"), upTo(g, 1, g.addressee), inReplyTo},
		Release{g.admin(), id})
}

func (g *generator) setUser() Step { return SetUsers{g.who(), Settings{g.userSetting()}} }

func (g *generator) setOrganisation() Step {
	o := pick(g, g.world.Organisations...)
	if g.oneIn(10) {
		return SetOrganisation{o.Name, Settings{{"colour", "blue"}}}
	}
	return SetOrganisation{o.Name, g.settings(o.System)}
}
