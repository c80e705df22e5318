package sandbox

import (
	"maps"
	"slices"
	"time"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
)

// Hold is a rule that keeps an organisation's mail in the Outbox for a time.
type Hold struct {
	ID           string   `json:"id"`
	Organisation string   `json:"organisation"`
	For          string   `json:"for"`       // a duration
	Senders      []string `json:"senders"`   // empty for everybody
	TakeBack     string   `json:"take_back"` // senders or admins
}

// NewHold is a hold that an administrator makes.
type NewHold struct {
	As           string
	Organisation string
	For          time.Duration // whole seconds
	Senders      []string      // empty for everybody
	AdminsOnly   bool          // only administrators take back messages that it holds
}

// AddHold makes a rule that keeps mail in the Outbox for a time.
func (tx *Tx) AddHold(n NewHold) (Hold, error) {
	_, o, err := tx.findHoldAdmin(n.As, n.Organisation)
	if err != nil {
		return Hold{}, err
	}
	if n.For < time.Second || n.For%time.Second != 0 {
		return Hold{}, invalid(try(NameHoldTime), "%s: mail is held for whole seconds, at least one", FormatDuration(n.For))
	}
	var senders []int64
	for _, word := range n.Senders {
		m, err := tx.findUser(word)
		if err != nil {
			return Hold{}, err
		}
		if m.Organisation != o.ID {
			return Hold{}, invalid(say("a rule holds the mail of its own organisation"),
				"%s does not belong to %q", m.Address, o.Name)
		}
		senders = append(senders, m.ID)
	}
	id, err := tx.store.PutHold(
		store.Hold{Organisation: o.ID, Seconds: int64(n.For / time.Second), Admins: n.AdminsOnly},
		senders,
	)
	if err != nil {
		return Hold{}, err
	}

	all, err := tx.Holds()
	i := slices.IndexFunc(all, func(h Hold) bool { return h.ID == makeID(holdPrefix, id) })
	return elementAt(all, i, err)
}

// findHoldAdmin finds the administrator and the organisation, and refuses anybody who may not change its holds.
func (tx *Tx) findHoldAdmin(as, organisation string) (store.Mailbox, store.Organisation, error) {
	o, _, err := tx.findOrganisation(organisation)
	if err != nil {
		return store.Mailbox{}, o, err
	}
	m, err := tx.findUser(as)
	if err != nil {
		return m, o, err
	}
	f := recall.Given(recall.Administrator.As(m.Role == mail.Admin && m.Organisation == o.ID),
		recall.OutsideOrPersonal.As(m.Organisation == 0 || m.Account == mail.Personal))
	for _, q := range []recall.Question{recall.MayHold, recall.MayAdminister} {
		if _, err := tx.checkNotRefused(m, q, f, "mail of "+o.Name); err != nil {
			return m, o, err
		}
	}
	return m, o, nil
}

// checkNotRefused asks the mail system a question about the Outbox, and fails if a behaviour refuses.
func (tx *Tx) checkNotRefused(
	m store.Mailbox,
	q recall.Question,
	f recall.Facts,
	what string,
) (recall.Decision, error) {
	sys, set, err := tx.systemOf(m)
	if err != nil {
		return recall.Decision{}, err
	}
	d := sys.Decide(q, f)
	tx.cite(d.ID())
	if d.Answer() != recall.Refused {
		return d, nil
	}
	words := map[string]string{}
	maps.Copy(words, set)
	maps.Copy(words, map[string]string{"sender": m.DisplayName(), "address": m.Address, "message": what})
	return d, refusedBy(d, what, words, false)
}

// checkAllowed is checkNotRefused for acts that need a behaviour that says yes.
func (tx *Tx) checkAllowed(m store.Mailbox, q recall.Question, f recall.Facts, what string) (string, error) {
	d, err := tx.checkNotRefused(m, q, f, what)
	if err == nil && d.Answer() != recall.Yes {
		err = invalid(try(SeeAllowed), "%s: nothing in this mail system allows that", what)
	}
	return d.ID(), err
}

// RemoveHold removes a rule. What it holds stays in the Outbox until it is due.
func (tx *Tx) RemoveHold(as, id string) error {
	n, ok := parseID(holdPrefix, id)
	h, found, err := optional(tx.store.HoldByID(n))
	if err != nil {
		return err
	}
	if !ok || !found {
		return notFound(try(ListHolds), "no hold %q in this sandbox", id)
	}
	o, err := tx.store.OrganisationByID(h.Organisation)
	if err != nil {
		return err
	}
	if _, _, err := tx.findHoldAdmin(as, o.Name); err != nil {
		return err
	}
	return tx.store.DeleteHold(n)
}

// Holds lists the rules that hold mail.
func (tx *Tx) Holds() ([]Hold, error) {
	all, err := tx.store.Holds()
	if err != nil {
		return []Hold{}, err
	}
	return tx.showHolds(all)
}

func (tx *Tx) showHolds(all []store.Hold) ([]Hold, error) {
	if len(all) > 1 {
		if err := tx.knowOrganisations(); err != nil {
			return nil, err
		}
	}
	out := []Hold{}
	for _, h := range all {
		o, err := tx.organisationOf(h.Organisation)
		if err != nil {
			return nil, err
		}
		shown := Hold{
			ID:           makeID(holdPrefix, h.ID),
			Organisation: o.name,
			For:          FormatDuration(time.Duration(h.Seconds) * time.Second),
			Senders:      h.Senders,
			TakeBack:     "senders",
		}
		if h.Admins {
			shown.TakeBack = "admins"
		}
		out = append(out, shown)
	}
	return out, nil
}

// outboxStay says how long a message waits in the Outbox, by which rule, and by which behaviour.
type outboxStay struct {
	due    int64 // 0 if the message goes out at once
	hold   int64
	admins bool
	cites  string
}

// outboxStayOf is the stay of a sender's mail: the organisation has a hold, or sending can be undone for a while.
func (tx *Tx) outboxStayOf(sender store.Mailbox) (outboxStay, error) {
	if sender.Organisation == 0 {
		return outboxStay{}, nil
	}
	sys, set, err := tx.systemOf(sender)
	if err != nil {
		return outboxStay{}, err
	}
	h, byRule, rules, err := tx.store.HoldOn(sender.Organisation, sender.ID)
	if err != nil {
		return outboxStay{}, err
	}
	window, err := undoWindow(sys, set)
	if err != nil {
		return outboxStay{}, err
	}
	f := recall.Given(recall.HeldBy.As(recall.NoHold), recall.OutsideOrPersonal.As(sender.Account == mail.Personal))
	switch {
	case byRule:
		recall.HeldBy.Set(&f, recall.RuleOfSender)
	case rules:
		recall.HeldBy.Set(&f, recall.RuleOfOthers)
	}
	d := sys.Decide(recall.IsHeld, f)
	tx.cite(d.ID())
	stay := outboxStay{cites: d.ID()}
	switch {
	case d.Answer() == recall.Yes:
		stay.due, stay.hold, stay.admins = tx.after(h.Seconds), h.ID, h.Admins
	case window > 0:
		stay = outboxStay{due: tx.after(window)}
	}
	return stay, nil
}

// undoWindow is the number of seconds in which an organisation's users can undo sending.
func undoWindow(sys recall.System, set map[string]string) (int64, error) {
	length := set[sys.Limits.Undo]
	if length == "" {
		return 0, nil
	}
	d, err := ParseDuration(length)
	return int64(d / time.Second), err
}
