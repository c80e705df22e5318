package model

import (
	"strings"

	"recallbox/sandbox/mail"
)

// AddPublicFolder adds a public folder.
type AddPublicFolder struct{ Address, ReadState string }

func (s AddPublicFolder) Words() []string {
	return command("public-folder", "add", s.Address).flag("read-state", s.ReadState)
}

func (s AddPublicFolder) play(w *World) string {
	w.mustBeFree(s.Address)
	b := w.newMailbox(s.Address)
	demand(b.Organisation != nil, notFound)
	b.Kind, b.Account, b.Client = Public, mail.Exchange, mail.Outlook
	b.SharedReading = s.ReadState == "shared"
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

// Share lets somebody see a copy of a message.
type Share struct{ As, ID, With string }

func (s Share) Words() []string { return command("share", s.ID).flag("as", s.As).flag("with", s.With) }

func (s Share) play(w *World) string {
	h := w.find(s.As, s.ID, "").mustBeOwn()
	demand(h.reader != nil && h.public == nil, invalid)
	with, c, id := w.user(s.With), h.copyOf(h.reader), h.message.ID
	if h.reader.Shares[id] == nil {
		h.reader.Shares[id] = map[string]bool{}
	}
	h.reader.Shares[id][with.Address], c.Shared = true, true
	e := Event{Who: h.reader, What: mail.WasShared, Message: id, Mailbox: h.reader, Folder: c.Folder}
	e.Detail = "with " + with.Address
	w.log(e)
	return ""
}
