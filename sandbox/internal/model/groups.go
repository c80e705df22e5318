package model

import (
	"slices"
	"strings"

	"recallbox/sandbox/mail"
)

// Group is a distribution list: Members, or everybody in the organisation All.
type Group struct {
	Address string
	Members []Member
	All     *Organisation
}

// Member is a mailbox or a group in a group.
type Member struct {
	Mailbox *Mailbox
	Group   *Group
}

// AddGroup adds a distribution list.
type AddGroup struct {
	Address string
	Members []string
	All     string // an organisation
}

func (s AddGroup) Words() []string {
	return command("group", "add", s.Address).flag("members", strings.Join(s.Members, ",")).flag("all", s.All)
}

func (s AddGroup) play(w *World) string {
	w.mustBeFree(s.Address)
	g := &Group{Address: s.Address}
	if s.All != "" {
		g.All = w.organisation(s.All)
	}
	w.Groups = append(w.Groups, g)
	defer func() {
		if why := recover(); why != nil { // nobody and nothing of it is there
			w.Groups = w.Groups[:len(w.Groups)-1]
			panic(why)
		}
	}()
	g.Members = w.membersCalled(s.Members)
	return s.Address
}

// SetGroup gives a distribution list other members.
type SetGroup struct {
	Group   string
	Members []string
}

func (s SetGroup) Words() []string {
	return command("group", "set", s.Group).flag("members", strings.Join(s.Members, ","))
}

func (s SetGroup) play(w *World) string {
	g := w.groupCalled(s.Group)
	demand(g != nil, notFound)
	g.Members, g.All = w.membersCalled(s.Members), nil
	return ""
}

// groupCalled is the group with the address, or the first by address that has the word before the @; nil if there is
// none.
func (w *World) groupCalled(word string) (found *Group) {
	if g := w.groupAt(mail.Fold(word)); g != nil {
		return g
	}
	for _, g := range w.Groups {
		if mail.Local(g.Address) == mail.Fold(word) && (found == nil || g.Address < found.Address) {
			found = g
		}
	}
	return found
}

// membersCalled are what words mean, each once. Addresses outside get mailboxes, once all words mean something.
func (w *World) membersCalled(words []string) (all []Member) {
	for _, word := range words {
		w.member(word, false)
	}
	for _, word := range words {
		if m := w.member(word, true); !slices.Contains(all, m) {
			all = append(all, m)
		}
	}
	return all
}

func (w *World) member(word string, makes bool) Member {
	if g := w.groupAt(mail.Fold(word)); g != nil {
		return Member{Group: g}
	}
	isUsers := func(b *Mailbox) bool { return b.Kind != Nobody && mail.Local(b.Address) == mail.Fold(word) }
	if g := w.groupCalled(word); g != nil && !strings.Contains(word, "@") && !slices.ContainsFunc(w.Mailboxes, isUsers) {
		return Member{Group: g}
	}
	return Member{Mailbox: w.anyMailbox(word, makes)}
}

// anyMailbox is the mailbox that a word means. An address outside every organisation needs none before: it is made if
// makes is true, else nil comes.
func (w *World) anyMailbox(word string, makes bool) *Mailbox {
	address := mail.Fold(word)
	if !strings.Contains(address, "@") || w.mailboxAt(address) != nil || w.organisationOf(address) != nil {
		return w.mailbox(word)
	}
	if !makes {
		return nil
	}
	b := w.newMailbox(address)
	w.Mailboxes = append(w.Mailboxes, b)
	return b
}

// members are those in a group, in its order: the members of a group in it stand where that stands, and everybody
// is there once.
func (w *World) members(g *Group) []*Mailbox {
	var all []*Mailbox
	seen := map[*Group]bool{}
	var gather func(*Group)
	gather = func(g *Group) {
		seen[g] = true
		for _, b := range w.Mailboxes {
			if g.All != nil && b.Kind == User && b.Organisation == g.All && !slices.Contains(all, b) {
				all = append(all, b)
			}
		}
		for _, m := range g.Members {
			switch {
			case m.Group == nil && !slices.Contains(all, m.Mailbox):
				all = append(all, m.Mailbox)
			case m.Group != nil && !seen[m.Group]:
				gather(m.Group)
			}
		}
	}
	gather(g)
	return all
}

// hasGroups says whether groups are members of a group.
func (g *Group) hasGroups() bool {
	return g != nil && slices.ContainsFunc(g.Members, func(m Member) bool { return m.Group != nil })
}

func (w *World) mustBeFree(address string) {
	demand(w.mailboxAt(address) == nil && w.groupAt(address) == nil, conflict)
}
