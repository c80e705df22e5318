package sandbox

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"recallbox/sandbox/delay"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Deed is a command that can be carried out later.
type Deed struct {
	As string // who acts; "" where the command names nobody

	// Do carries the command out. As is who acts in place of the one whom it names; "" for that one.
	Do func(tx *Tx, as string) error

	// Reads is the message that the command opens, previews or marks as How says, where it does nothing else and leaves
	// all else to who acts. Many may do so together.
	Reads string
	How   ReadHow
}

// ReadHow is a way to read a message.
type ReadHow uint8

const (
	ByOpening ReadHow = iota
	ByPreviewing
	ByMarkingRead
	ByMarkingUnread
)

// ReadDeed reads the words of a command. It must refuse a command that may not wait: the words may be a stranger's.
type ReadDeed func(command []string) (Deed, error)

// Later is a command that waits for its time.
type Later struct {
	ID      string    `json:"id"`
	Next    time.Time `json:"next,omitzero"`    // when it is carried out next
	Left    int64     `json:"left"`             // how many times it still is
	Spread  string    `json:"spread,omitempty"` // how those who act alone are spread
	Share   *float64  `json:"share,omitempty"`  // of them who act
	Seed    *int64    `json:"seed,omitempty"`   // of what was drawn
	Command []string  `json:"command"`          // its words

	Warnings []string  `json:"-"`
	Patterns []Pattern `json:"-"` // of which some warnings are
}

// LaterRequest asks for a command to be carried out later.
type LaterRequest struct {
	At      time.Time
	Command []string // its words, as they are in the history
	Line    string   // the same as a line, by which draws are keyed
	Alone   *Alone   // those who act alone; nil where the command is carried out once
}

// Alone says that everybody whom a word means acts alone, each after a delay of their own.
type Alone struct {
	As     string
	Spread string // the delay as it was typed; "" for none
	Delay  delay.Delay
	Share  *float64 // with this probability; nil for everybody
	Seed   int64
}

// MostSeed is the largest seed.
const MostSeed = 999_999_999_999_999

// mostTurns is how many times commands may be carried out that wait.
const mostTurns = 10_000_000

// AddLater makes a command wait. Those who act alone are fixed now, with the time at which each acts.
func (tx *Tx) AddLater(r LaterRequest) (Later, error) {
	switch {
	case r.At.Unix() < tx.now:
		return Later{}, invalid(try(TellTime), "%s is before %s, the sandbox's time",
			r.At.UTC().Format(time.RFC3339), at(tx.now).Format(time.RFC3339))
	case r.At.After(latest):
		return Later{}, invalid(try(TellTime), "the clock ends with the year 9999")
	}
	if a := r.Alone; a != nil && (a.Seed > MostSeed || a.Seed < -MostSeed) {
		return Later{}, invalid(say("take a smaller one"), "the seed %d has more than 15 digits", a.Seed)
	}
	many, err := tx.putActors(r.Alone)
	if err != nil {
		return Later{}, err
	}
	waiting, err := tx.store.CountTurns()
	if err != nil {
		return Later{}, err
	}
	if waiting+many > mostTurns {
		return Later{}, invalid(try(AdvanceClock), "at most %d acts wait, and %d do already", mostTurns, waiting)
	}
	act := store.Act{Command: r.Command}
	if a := r.Alone; a != nil {
		act.Spread, act.Seed = a.Spread, &a.Seed
		if a.Share != nil {
			act.Share = strconv.FormatFloat(*a.Share, 'g', -1, 64)
		}
	}
	id, err := tx.store.PutAct(act)
	if err != nil {
		return Later{}, err
	}
	if r.Alone == nil {
		err = tx.store.PutTurn(store.Turn{Due: r.At.Unix(), Act: id})
	} else {
		err = tx.draw(id, r)
	}
	if err != nil {
		return Later{}, err
	}
	return tx.added(id)
}

// putActors puts those who act alone in their order, and gives their number: one where the command is carried out once.
func (tx *Tx) putActors(a *Alone) (int64, error) {
	if a == nil {
		return 1, nil
	}
	_, one, err := tx.findUsers(a.As)
	if err != nil {
		return 0, err
	}
	who := store.Actors{}
	if one != nil {
		who.Mailbox = one.ID
	} else if !isPattern(a.As) {
		if who.Group, err = tx.store.GroupAt(mail.Fold(a.As)); err != nil {
			return 0, err
		}
	}
	n, err := tx.store.PutActors(who)
	if err == nil && n == 0 {
		err = notFound(try(ListMembers), "nobody is meant by %q", a.As)
	}
	return n, err
}

// drawnAtOnce is how many delays are drawn before they are stored.
const drawnAtOnce = 10_000

// draw gives those who act alone their turns.
func (tx *Tx) draw(act int64, r LaterRequest) error {
	key := delay.NewKey(r.Alone.Seed, r.Line)
	var due []int64
	for behind := int64(0); ; {
		some, err := tx.store.SomeActors(behind, drawnAtOnce)
		if err != nil || len(some) == 0 {
			return err
		}
		due = due[:0]
		for _, a := range some {
			due = append(due, r.Alone.due(r.At.Unix(), key, a.Address))
		}
		if err := tx.store.PutTurns(act, some[0].Position, due); err != nil {
			return err
		}
		behind = some[len(some)-1].Position
	}
}

// due is when somebody acts, or store.Never.
func (a *Alone) due(when int64, key delay.Key, address string) int64 {
	u, whether := key.Draw(address)
	if a.Share != nil && whether >= *a.Share {
		return store.Never
	}
	after, acts := a.Delay.Seconds(u)
	if due := when + after; acts && due <= latest.Unix() {
		return due
	}
	return store.Never
}

// added is an act that was just made. One without turns, as nobody will act, is gone.
func (tx *Tx) added(id int64) (Later, error) {
	a, err := tx.store.ActByID(id)
	if err != nil {
		return Later{}, err
	}
	if a.Left == 0 {
		return showLater(a), tx.store.DeleteAct(id)
	}
	a.Next, err = tx.store.NextTurnOf(id)
	return showLater(a), err
}

func showLater(a store.Act) Later {
	l := Later{ID: makeID(actPrefix, a.ID), Left: a.Left, Spread: a.Spread, Seed: a.Seed, Command: a.Command}
	if a.Left > 0 {
		l.Next = at(a.Next)
	}
	if share, err := delay.ParseShare(a.Share); err == nil {
		l.Share = &share
	}
	return l
}

// Laters lists the commands that wait, in the order in which they were added.
func (tx *Tx) Laters() Rows[Later] {
	return rowsFrom(func(visit func(Later) error) error {
		return tx.store.EachAct(func(a store.Act) error { return visit(showLater(a)) })
	})
}

// RemoveLater takes a command back that waits.
func (tx *Tx) RemoveLater(id string) error {
	n, ok := parseID(actPrefix, id)
	if !ok {
		return invalid(try(ListLaters), "%q is not a later act", id)
	}
	if _, ok, err := optional(tx.store.ActByID(n)); err != nil {
		return err
	} else if !ok {
		return notFound(try(ListLaters), "no later act %q waits in this sandbox", id)
	}
	return tx.store.DeleteAct(n)
}

// takeTurn carries a command out that is due, as a part of the transaction that takes effect or not alone.
func (tx *Tx) takeTurn(u store.Turn) error {
	deed, err := tx.deedOf(u.Act)
	if err != nil {
		return err
	}
	if err := tx.store.EndTurn(u); err != nil {
		return err
	}
	as := ""
	if u.Mailbox != 0 {
		m, err := tx.mailboxOf(u.Mailbox)
		if err != nil {
			return err
		}
		as = m.Address
	}
	before, err := tx.store.LastEvent()
	if err != nil {
		return err
	}
	tx.unhinted = true
	failed, err := tx.savepoint(func() error { return deed.Do(tx, as) })
	tx.unhinted = false
	if err != nil {
		return err
	}
	why, err := tx.logFailure(u, deed, failed)
	if err != nil {
		return err
	}
	after, err := tx.store.LastEvent()
	if err != nil || after == before {
		return err
	}
	return tx.store.PutActEvents(u.Act, before+1, after, why)
}

// deedOf is what an act does.
func (tx *Tx) deedOf(act int64) (Deed, error) {
	if deed, ok := tx.deeds[act]; ok {
		return deed, nil
	}
	if tx.box.deed == nil {
		return Deed{}, invalid(say("move the clock with a program that knows commands"),
			"commands wait in this sandbox, and this program carries none out")
	}
	a, err := tx.store.ActByID(act)
	if err != nil {
		return Deed{}, err
	}
	deed, err := tx.box.deed(a.Command)
	if err != nil {
		return Deed{}, damaged("the later act %s is none that waits: %v", makeID(actPrefix, act), err)
	}
	if len(tx.deeds) >= mostDeeds || tx.deeds == nil {
		tx.deeds = map[int64]Deed{}
	}
	tx.deeds[act] = deed
	return deed, nil
}

// mostDeeds is how many acts are kept read.
const mostDeeds = 1000

// logFailure logs that a command was not carried out, and why. An error that is not about the command is returned.
func (tx *Tx) logFailure(u store.Turn, deed Deed, failed error) (*mail.Failure, error) {
	if failed == nil {
		return nil, nil
	}
	var known *Error
	if !errors.As(failed, &known) {
		return nil, failed
	}
	why, err := mail.ParseFailure(string(known.Kind))
	if err != nil {
		return nil, failed
	}
	who := u.Mailbox
	if m, ok, err := tx.mailboxAt(deed.As); who == 0 && deed.As != "" && err == nil && ok {
		who = m.ID
	}
	message := strings.TrimSuffix(known.Message, " ["+known.Behaviour+"]")
	return &why, tx.store.PutEvent(store.NewEvent{At: tx.now, Who: who, What: mail.LaterFailed, Mailbox: who,
		Cites: known.Behaviour, Detail: oneLine(message)})
}

// oneLine is a message as an event keeps it.
func oneLine(s string) string {
	const most = 1000
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "�")), " ")
	if r := []rune(s); len(r) > most {
		return string(slices.Concat(r[:most-1], []rune("…")))
	}
	return s
}

// Confirms says whether the mail system of a user asks for a confirmation before a recall. Of a user who is not there
// yet it does not.
func (tx *Tx) Confirms(as string) (bool, error) {
	m, ok, err := tx.mailboxAt(as)
	if err != nil || !ok {
		return false, nil
	}
	sys, _, err := tx.systemOf(m)
	return asksFirst(sys), err
}

// asksFirst says whether a mail system has a behaviour that wants a confirmation.
func asksFirst(sys recall.System) bool {
	return slices.ContainsFunc(sys.Rules, func(b recall.Behaviour) bool {
		return b.Question == recall.MayRecall && slices.ContainsFunc(b.Effects, func(e recall.Effect) bool {
			return e.Do == recall.Confirm
		})
	})
}
