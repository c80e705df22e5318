package model

import (
	"fmt"
	"slices"
	"strings"

	"recallbox/sandbox/mail"
)

// AddRule adds an inbox rule for users. It says one of MoveTo, Delete and MarkRead.
type AddRule struct {
	As, From, Subject, Class string
	MoveTo                   string
	Delete, MarkRead         bool
}

func (s AddRule) Words() []string {
	return command(
		"rule",
		"add",
	).flag("as", s.As).
		flag("from", s.From).
		flag("subject-contains", s.Subject).
		flag("class", s.Class).
		flag("move-to", s.MoveTo).
		on("delete", s.Delete).
		on("mark-read", s.MarkRead)
}

func (s AddRule) play(w *World) string {
	r := Rule{Subject: s.Subject, Class: s.Class, Deletes: s.Delete}
	if s.From != "" {
		r.From = mail.Fold(s.From)
		b := w.mailboxAt(r.From)
		if !strings.Contains(r.From, "@") || b != nil && b.Kind != Nobody {
			r.From = w.mailbox(s.From).Address
		}
	}
	users, _ := w.users(s.As)
	slices.SortFunc(users, func(a, b *Mailbox) int { return strings.Compare(a.Address, b.Address) })
	for _, b := range users {
		if s.MoveTo != "" {
			b.folder(s.MoveTo)
		}
	}
	for _, b := range users {
		one := r
		w.lastRule++
		one.ID, one.Owner = w.lastRule, b
		switch {
		case s.MoveTo != "":
			one.To = b.folder(s.MoveTo)
		case s.Delete:
			one.To = mail.BuiltIn[mail.DeletedItems]
		}
		w.Rules = append(w.Rules, &one)
	}
	if len(users) == 0 {
		return ""
	}
	return fmt.Sprintf("rule%d", w.lastRule)
}

// RemoveRule removes an inbox rule.
type RemoveRule struct{ ID string }

func (s RemoveRule) Words() []string { return command("rule", "remove", s.ID) }

func (s RemoveRule) play(w *World) string {
	i := slices.IndexFunc(w.Rules, func(r *Rule) bool { return r.ID == number("rule", s.ID) })
	demand(i >= 0, notFound)
	w.Rules = slices.Delete(w.Rules, i, i+1)
	return ""
}

func (r *Rule) matches(m *Message, subject string) bool {
	return (r.From == "" || r.From == m.author().Address) &&
		strings.Contains(strings.ToLower(subject), strings.ToLower(r.Subject)) &&
		(r.Class == "" || r.Class == m.Class.String())
}
