package model

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"recallbox/sandbox/delay"
	"recallbox/sandbox/mail"
)

// Later does another step later. With Spread or Share everybody whom its As means does it alone: each after a delay
// that Spread says, and only some of them.
type Later struct {
	After, Spread, Share, Seed string
	Of                         Step
	As                         string // of that step
}

func (s Later) Words() []string {
	line := command("at", "+"+s.After).flag("spread", s.Spread).flag("share", s.Share).flag("seed", s.Seed)
	return append(line.then("--"), s.Command()...)
}

// Command are the words of the step that is done later, as the history writes them: who acts comes first.
func (s Later) Command() []string {
	line := slices.Clone(s.Of.Words())
	title := 1
	if line[0] == "client" {
		title = 2
	}
	if i := slices.Index(line, "--as"); i > 0 {
		line = slices.Insert(slices.Delete(line, i, i+2), title, "--as", s.As)
	}
	return line
}

// Line is the command as one line.
func (s Later) Line() string {
	var all []string
	for _, word := range s.Command() {
		if strings.ContainsAny(word, " *") {
			word = "'" + word + "'"
		}
		all = append(all, word)
	}
	return strings.Join(all, " ")
}

// RemoveLater takes back what is still to come of an act.
type RemoveLater struct{ ID string }

func (s RemoveLater) Words() []string { return command("at", "remove", s.ID) }

func (s RemoveLater) play(w *World) string {
	n := number("a", s.ID)
	demand(n > 0, invalid)
	before := len(w.Turns)
	w.Turns = slices.DeleteFunc(w.Turns, func(u *Turn) bool { return u.Act == n })
	demand(len(w.Turns) < before, notFound)
	return s.ID
}

// Turn is when a step is done, and by whom.
type Turn struct {
	Due      int64
	Act      int
	Position int
	Who      *Mailbox // nil for whoever the step names
	Step     Later
}

func (s Later) play(w *World) string {
	now := w.Now + seconds(s.After)
	demand(now <= endOfTime, invalid)
	if s.Spread == "" && s.Share == "" {
		w.lastAct++
		w.Turns = append(w.Turns, &Turn{Due: now, Act: w.lastAct, Step: s})
		return fmt.Sprintf("a%d", w.lastAct)
	}
	all := w.inOrder(s.As)
	demand(len(all) > 0, notFound)
	w.lastAct++
	key := delay.NewKey(s.SeedNumber(), s.Line())
	for i, b := range all {
		when, whether := key.Draw(b.Address)
		after, acts := s.Delay().Seconds(when)
		if share, err := delay.ParseShare(s.Share); err == nil && whether >= share || !acts {
			continue
		}
		w.Turns = append(w.Turns, &Turn{now + after, w.lastAct, i + 1, b, s})
	}
	return fmt.Sprintf("a%d", w.lastAct)
}

// SeedNumber is the seed, which is 1 where none is given.
func (s Later) SeedNumber() int64 {
	seed, _ := strconv.ParseInt(cmp.Or(s.Seed, "1"), 10, 64)
	return seed
}

// Delay is how long each waits.
func (s Later) Delay() delay.Delay {
	d, err := delay.Parse(cmp.Or(s.Spread, "fixed:0s"), delay.Source{Seconds: func(text string) (float64, error) {
		d, err := time.ParseDuration(text)
		return d.Seconds(), err
	}})
	if err != nil {
		panic(err)
	}
	return d
}

// inOrder are the users that a word means, in the order in which they act alone: those of a pattern by address, members
// of a group as they stand in it.
func (w *World) inOrder(word string) []*Mailbox {
	all, one := w.users(word)
	if g := w.groupAt(mail.Fold(word)); g != nil && !one && !strings.ContainsAny(word, "*?[") {
		return slices.DeleteFunc(w.members(g), func(b *Mailbox) bool { return b.Kind != User })
	}
	slices.SortFunc(all, func(a, b *Mailbox) int { return cmp.Compare(a.Address, b.Address) })
	return all
}

// firstTurn is the one that is due next, until then.
func (w *World) firstTurn(until int64) (first *Turn) {
	for _, u := range w.Turns {
		if u.Due <= until && (first == nil || u.before(first)) {
			first = u
		}
	}
	return first
}

func (u *Turn) before(v *Turn) bool {
	return cmp.Or(cmp.Compare(u.Due, v.Due), cmp.Compare(u.Act, v.Act), cmp.Compare(u.Position, v.Position)) < 0
}

// take does what is due. What cannot be done is an event.
func (w *World) take(u *Turn) {
	w.Turns = slices.DeleteFunc(w.Turns, func(v *Turn) bool { return u == v })
	of, before := u.Step.Of, len(w.Events)
	if u.Who != nil {
		of = By(of, u.Who.Address)
	}
	if _, refused := w.Play(of); refused != nil {
		who := u.Who
		if who == nil {
			who = w.called(u.Step.As)
		}
		w.log(Event{Who: who, What: mail.LaterFailed, Mailbox: who, Cites: refused.Behaviour, Failed: refused.Kind})
	}
	for i := before; i < len(w.Events); i++ {
		w.Events[i].Act = u.Act
	}
}

// called is the mailbox that a word means, or nil.
func (w *World) called(word string) (b *Mailbox) {
	defer func() { _ = recover() }()
	return w.mailbox(word)
}

// By is a step that somebody else does.
func By(s Step, as string) Step {
	switch s := s.(type) {
	case Read:
		s.As = as
		return s
	case Move:
		s.As = as
		return s
	case Delete:
		s.As = as
		return s
	case Recover:
		s.As = as
		return s
	case Program:
		s.As = as
		return s
	case Fetch:
		s.As = as
		return s
	case Share:
		s.As = as
		return s
	}
	return s
}

// readLater lets many read a message, each alone, and time go on.
func (g *generator) readLater(m *Message) Step {
	for range 1 + g.roll(2) {
		of := Read{How: pick(g, "open", "open", "open", "preview", "mark-read", "mark-unread"), ID: id(m)}
		of.As = pick(g, "*", "*@"+g.domain(), g.who())
		if g.oneIn(6) {
			of.Receipt = "yes"
		}
		spread := pick(g, "fixed:5s", "uniform:0s:6s", "uniform:0s:20s", "exponential:30s")
		g.do(Later{After: pick(g, "0s", "5s", "10s"), Spread: spread, As: of.As, Of: of})
		if g.oneIn(3) {
			m = g.note()
		}
	}
	return Advance{pick(g, "5s", "10s", "1m", "1m")}
}

// later makes up something that is done later, mostly by many, each alone.
func (g *generator) later() Step {
	s := Later{After: pick(g, "0s", "0s", "5s", "10s", "1m", "29m")}
	if len(g.world.Turns) > 0 && g.oneIn(12) {
		return RemoveLater{fmt.Sprintf("a%d", 1+g.roll(g.world.lastAct))}
	}
	switch of := pick(g, g.read, g.read, g.read, g.read, g.openRecall, g.move, g.delete, g.recover, g.program, g.fetch,
		g.recall, g.share)().(type) {
	case Read:
		s.As, s.Of = of.As, of
		if m := g.note(); m != nil && g.oneIn(2) { // as many do
			return g.readLater(m)
		}
	case Move:
		s.As, s.Of = of.As, of
	case Delete:
		s.As, s.Of = of.As, of
	case Recover:
		s.As, s.Of = of.As, of
	case Program:
		s.As, s.Of = of.As, of
	case Fetch:
		s.As, s.Of = of.As, of
	case Share:
		s.As, s.Of = of.As, of
	case AskForRecall:
		of.Yes = true
		s.As, s.Of = of.As, of
	default:
		return g.advance()
	}
	if _, whole := s.Of.(AskForRecall); !whole && !g.oneIn(5) {
		s.Spread = pick(g, "fixed:0s", "fixed:5s", "uniform:0s:3s", "uniform:0s:1m", "exponential:1m", "lognormal:1m:1.5")
		s.Share, s.Seed = pick(g, "", "", "0.7"), pick(g, "", "2", "3")
	}
	return s
}
