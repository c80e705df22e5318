package reference

import (
	"fmt"
	"maps"
	"slices"

	"recallbox/sandbox/mail"
)

// Generate makes up a world and at least so many steps in it. Chance comes from roll, which gives a number below n: the same rolls give the same steps.
// Most steps make sense, as they aim at what is there; some are refused.
func Generate(roll func(n int) int, steps int) []Step {
	g := &generator{roll: roll, world: New(0)}
	g.setUp()
	for until := len(g.made) + steps; len(g.made) < until; {
		if g.maybe(3) {
			g.episode()
		}
		g.do(g.next())
	}
	return g.made
}

type generator struct {
	roll  func(n int) int
	world *World // what the steps so far have come to
	made  []Step
}

func (g *generator) do(s Step) {
	if _, refused := g.world.Play(s); refused == nil || refused.Kind != Unmodelled {
		g.made = append(g.made, s)
	}
}

// one is one of those given.
func one[T any](g *generator, of ...T) T { return of[g.roll(len(of))] }

// maybe is true once in n times.
func (g *generator) maybe(n int) bool { return g.roll(n) == 0 }

// some are up to n of what is given, each by itself.
func some[T any](g *generator, n int, of func() T) (all []T) {
	for range g.roll(n + 1) {
		all = append(all, of())
	}
	return all
}

// next is a step, with what moves mail and recalls it more often than the rest.
func (g *generator) next() Step {
	return one(g,
		g.send, g.send, g.send, g.send, g.recall, g.recall, g.recall, g.recall,
		g.look, g.look, g.look, g.look, g.openRecall, g.openRecall, g.openRecall, g.move, g.move, g.move, g.delete, g.delete,
		g.program, g.program, g.fetch, g.share, g.forward, g.ask, g.advance, g.advance, g.outbox, g.outbox, g.setUser, g.setOrganisation, g.extra)()
}

// message is a message's ID, the newer the likelier.
func (g *generator) message() string {
	n := len(g.world.Messages)
	if n == 0 || g.maybe(30) {
		return one(g, "m999", "r1", "x")
	}
	return fmt.Sprintf("m%d", n-min(g.roll(n), g.roll(n)))
}

// note is a message that somebody wrote, or nil.
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

// copy is somebody who has a message that is wanted, the message, and where to look for it, if that is said.
func (g *generator) copy(wanted func(*Message) bool) (as, id, in string) {
	b := one(g, g.world.Mailboxes...)
	as, id = g.word(b), g.message()
	var ids []int
	for n := range maps.Keys(b.Received) {
		if wanted == nil || wanted(g.world.message(n)) {
			ids = append(ids, n)
		}
	}
	slices.Sort(ids)
	if len(ids) > 0 && !g.maybe(6) {
		id = fmt.Sprintf("m%d", one(g, ids...))
	}
	switch {
	case b.Kind == Public:
		as, in = g.user(), one(g, "", b.Address, b.Address)
	case g.maybe(5):
		as = g.who()
		if g.maybe(2) {
			in = one(g, "Inbox", "Own", "Archive", "Deleted Items")
		}
	}
	if g.maybe(12) {
		in = one(g, "Inbox", "Own", "Archive", "Deleted Items", "Sent Items", one(g, g.world.Mailboxes...).Address)
	}
	return as, id, in
}
