package model

import (
	"fmt"
	"slices"
	"strings"

	"recallbox/sandbox/mail"
)

// AddPublicFolder adds a public folder.
type AddPublicFolder struct{ Address string }

func (s AddPublicFolder) Words() []string { return command("public-folder", "add", s.Address) }

func (s AddPublicFolder) play(w *World) string {
	w.mustBeFree(s.Address)
	b := w.newMailbox(s.Address)
	demand(b.Organisation != nil, notFound)
	b.Kind, b.Account, b.Client = Public, mail.Exchange, mail.Outlook
	w.Mailboxes = append(w.Mailboxes, b)
	return s.Address
}

// Grant gives a user a role in a public folder.
type Grant struct{ Folder, User, Role string }

func (s Grant) Words() []string { return command("public-folder", "grant", s.Folder, s.User, s.Role) }

func (s Grant) play(w *World) string {
	f := w.mailboxAt(s.Folder)
	demand(f != nil && f.Kind == Public, notFound)
	b := w.user(s.User)
	rights, err := mail.ParseRights(s.Role)
	demand(err == nil, invalid)
	f.Grants[b] = rights
	return ""
}

// AddFolder adds a folder to a mailbox, with the folders above it.
type AddFolder struct{ As, Path string }

func (s AddFolder) Words() []string { return command("folder", "add", s.Path).flag("as", s.As) }

func (s AddFolder) play(w *World) string {
	b := w.user(s.As)
	demand(!b.Folders[s.Path], conflict)
	for path := s.Path; ; path = path[:strings.LastIndexByte(path, '/')] {
		b.Folders[path] = true
		if !strings.Contains(path, "/") {
			return s.Path
		}
	}
}

// ShareFolder lets somebody see what lies in a folder.
type ShareFolder struct{ As, Path, With string }

func (s ShareFolder) Words() []string {
	return command("folder", "share", s.Path).flag("as", s.As).flag("with", s.With)
}

func (s ShareFolder) play(w *World) string {
	b, with := w.user(s.As), w.user(s.With)
	path := b.folder(s.Path)
	if b.FolderShares[path] == nil {
		b.FolderShares[path] = map[string]bool{}
	}
	b.FolderShares[path][with.Address] = true
	w.log(Event{Who: b, What: mail.WasShared, Mailbox: b, Folder: path, Detail: "with " + with.Address})
	return ""
}

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
	return (r.From == "" || r.From == m.Sender.Address) &&
		strings.Contains(strings.ToLower(subject), strings.ToLower(r.Subject)) &&
		(r.Class == "" || r.Class == m.Class.String())
}
