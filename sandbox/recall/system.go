package recall

import (
	"fmt"
	"slices"
	"strings"

	"recallbox/sandbox/mail"
)

// System is a mail system: its name, its settings, its own behaviours, and the rules that it goes by.
type System struct {
	Name       string
	Says       string // one line: what it is
	Account    mail.Account
	Client     mail.Client
	Settings   []Setting
	Behaviours []Behaviour // its own
	Rules      []Behaviour // all that it asks, in order: its own, and those that it takes over from another system
	First      []Behaviour // of its own, those that go before what is part of every system
	Feature    bool        // no mail system by itself, but part of every one, or of those that have it among Features
	Features   []string    // what it has that not every mail system has
	Optional   bool        // a feature that only some mail systems have
	ByMessage  bool        // recalls through a recall message, not by itself
	Request    string      // ID of the behaviour that fixes how its recall messages look, those to outsiders included
	Limits     Limits
	Lets       Lets
	Status     string // how it calls the list of what became of a message's recipients, where it has a name
	Button     string // how it calls recall where it is offered, the same
	Default    bool   // what an organisation has that names none, and by which whoever is in no organisation is judged

	Options []Option
	Reaches []mail.Account // those from which it recalls; Exchange and Microsoft 365, where it names none
}

// Option is something that can be asked for with a recall, and that only some mail systems know.
type Option string

const (
	FromWhere Option = "from"    // whether the sender's own copy goes too
	Comment   Option = "comment" // what the recipients are told besides
)

// Accounts are those from which it recalls.
func (s System) Accounts() []mail.Account {
	if s.Reaches == nil {
		return []mail.Account{mail.Exchange, mail.Microsoft365}
	}
	return s.Reaches
}

// Limits are how many seconds old a message may be to be recalled; zero is as old as it likes.
type Limits struct {
	Sender        int64
	Administrator int64
	Setting       string // the organisation's setting that stands in for Sender
	Undo          string // the organisation's setting of how long what is sent waits, and can be taken back, if it does
}

// Age is how old a message is by the limits: at the limit is past it.
func (l Limits) Age(age int64) Age {
	switch {
	case l.Administrator > 0 && age >= l.Administrator:
		return TooLate
	case l.Sender > 0 && age >= l.Sender:
		return Late
	}
	return Fresh
}

// Lets are the settings with which an organisation lets others recall from its mailboxes, if they have the same mail
// system: one that must be on, and one that names them.
type Lets struct{ Switch, Names string }

// Trust is how far an organisation with these settings lets another recall, by the names and the settings of both.
func (l Lets) Trust(name string, settings map[string]string, other string, others map[string]string) Trusting {
	names := func(set map[string]string, one string) bool {
		return set[l.Switch] == "on" && slices.Contains(strings.Split(set[l.Names], ","), one)
	}
	switch {
	case names(settings, other):
		return Listed
	case names(others, name):
		return OneWay
	case settings[l.Switch] == "on":
		return NotListed
	}
	return TrustOff
}

// Setting is what an organisation may set for its mail system. The first value is the default.
type Setting struct {
	Key     string
	Values  []string
	Says    string
	Fact    AnyFact // the fact that it is, if it is one: the setting's values are the fact's, in their order
	Address bool    // it is the address of a mailbox, which may be outside, or the first of Values for none
	Theirs  AnyFact // the same of a copy from which another organisation recalls
	Longest string  // for a duration, which may be any up to this one (2h45m, 365d); else the value is one of Values
	Names   bool    // for the names of organisations, comma separated
}

// Set puts what an organisation has set into the facts that its mail system's settings are.
func (s System) Set(f *Facts, settings map[string]string) {
	s.set(f, settings, func(one Setting) AnyFact { return one.Fact })
}

// SetTheirs puts what the recipient's organisation has set into the facts about a copy from which another one recalls.
func (s System) SetTheirs(f *Facts, settings map[string]string) {
	s.set(f, settings, func(one Setting) AnyFact { return one.Theirs })
}

func (s System) set(f *Facts, settings map[string]string, fact func(Setting) AnyFact) {
	for _, setting := range s.Settings {
		value := slices.Index(setting.Values, settings[setting.Key])
		if of := fact(setting); of != nil && value >= 0 {
			f.set(of.untyped(), uint64(value))
		}
	}
}

// Find is the system's rule with the ID, or nil.
func (s System) Find(id string) *Behaviour {
	for i := range s.Rules {
		if s.Rules[i].ID == id {
			return &s.Rules[i]
		}
	}
	return nil
}

// Asks says whether any rule answers the question.
func (s System) Asks(q Question) bool {
	return slices.ContainsFunc(s.Rules, func(b Behaviour) bool { return b.Question == q })
}

// Reads are the facts that the system's answers to the question depend on.
func (s System) Reads(q Question) (set FactSet) {
	for i := range s.Rules {
		b := &s.Rules[i]
		if b.Question != q {
			continue
		}
		for j := range b.When {
			b.When[j].addReads(&set)
		}
		b.Final.addReads(&set)
		b.Acts.addReads(&set)
		for j := range b.Effects {
			b.Effects[j].If.addReads(&set)
		}
	}
	return set
}

// Check goes through every possible case of every question, and says in a line each what is wrong with a mail system:
// cases of a question that wants an answer and gets none, success that is not for good, and behaviours of its own that
// no case reaches. A system that says nothing at all to a question need not answer it.
func (s System) Check() (complaints []string) {
	reached := map[string]bool{}
	said := map[string]bool{}
	complain := func(what string, about FactSet, f Facts) {
		if !said[what] {
			said[what] = true
			complaints = append(complaints, fmt.Sprintf("%s, for one in %v", what, f.Words(about)))
		}
	}
	for q := MayRecall; q < questionCount; q++ {
		asked := s.Asks(q)
		reads := s.Reads(q)
		s.eachCase(q, reads, func(f Facts) {
			d := s.Decide(q, f)
			reached[d.ID()] = true
			switch {
			case d.Answer() == Silent && asked && !q.Optional():
				complain(fmt.Sprintf("%s: %q is not answered", s.Name, q), reads, f)
			case d.Answer() == Succeeded && !d.Final():
				complain(d.ID()+": succeeds, and not for good", reads, f)
			}
		})
	}
	for _, b := range s.Behaviours {
		if !reached[b.ID] && b.Question != OnlyForm {
			reached[b.ID] = true
			complaints = append(complaints, b.ID+": no possible case reaches it")
		}
	}
	return complaints
}

// eachCase visits the cases of a question that the system tells apart.
func (s System) eachCase(q Question, reads FactSet, visit func(Facts)) {
	if q != WhatHappens {
		Enumerate(reads, visit)
		return
	}
	Enumerate(reads.And(SetOf(BroughtBy, RequestMoved)), func(f Facts) {
		if !s.ByMessage {
			f = f.With(JustHappened.As(Requested), RequestIn.As(Gone))
		}
		if f.Possible() {
			visit(f)
		}
	})
}
