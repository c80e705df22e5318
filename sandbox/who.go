package sandbox

import (
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// user finds the one user that a word means: an address, or the part before the @ where exactly one user has it.
func (tx *Tx) user(word string) (store.Mailbox, error) {
	m, err := tx.mailbox(word)
	if err == nil && m.Kind == store.PublicMailbox {
		err = invalid(try(ShowPublicFolder, "folder", m.Address), "%q is a public folder, not a user", m.Address)
	}
	return m, err
}

// mailbox finds the one mailbox that a word means, a public folder's too.
func (tx *Tx) mailbox(word string) (store.Mailbox, error) {
	if word == "" {
		return store.Mailbox{}, invalid(say("name a user"), "no user given")
	}
	address := mail.Fold(word)
	if !strings.Contains(address, "@") {
		return tx.called(address)
	}
	m, ok, err := optional(tx.store.MailboxAt(address))
	if err == nil && (!ok || m.Kind == store.NobodysMailbox) {
		err = tx.unknown(word)
	}
	return m, err
}

func (tx *Tx) called(local string) (store.Mailbox, error) {
	found, err := tx.store.MailboxesCalled(local)
	switch {
	case err != nil:
		return store.Mailbox{}, err
	case len(found) == 0:
		return store.Mailbox{}, tx.unknown(local)
	case len(found) > 1 && found[0].Kind == found[1].Kind:
		var all []string
		for _, m := range found {
			all = append(all, m.Address)
		}
		return store.Mailbox{}, invalid(say("write the whole address"), "%q may be %s", local, strings.Join(all, " or "))
	}
	return found[0], nil
}

// shortest is the shortest word that means the mailbox.
func (tx *Tx) shortest(m store.Mailbox) string {
	if found, err := tx.called(mail.Local(m.Address)); err == nil && found.ID == m.ID {
		return mail.Local(m.Address)
	}
	return m.Address
}

func (tx *Tx) unknown(word string) error {
	if group, err := tx.groupCalled(word); err != nil {
		return err
	} else if group != "" {
		return notFound(try(ListMembers), "no user %q in this sandbox", word)
	}
	known, err := tx.store.SomeAddresses(5000)
	if err != nil {
		return err
	}
	hint := try(ListUsersOrAddOne)
	if near := nearest(mail.Fold(word), known); near != "" {
		hint = say("did you mean " + near + "?")
	}
	return notFound(hint, "no user %q in this sandbox", word)
}

// groupCalled is the address of a group that a word means, or "".
func (tx *Tx) groupCalled(word string) (string, error) {
	if _, ok, err := optional(tx.store.GroupAt(mail.Fold(word))); ok || err != nil {
		return mail.Fold(word), err
	}
	found, err := tx.store.GroupsCalled(mail.Fold(word))
	if len(found) == 0 {
		return "", err
	}
	return found[0], err
}

// who finds the users that a word means: one, all that a pattern with * or ? matches, or the members of a group. A user's
// own address means that user, whatever it could match. The mailbox is set only where it is one. Many are chosen in the
// store until somebody else is asked for.
func (tx *Tx) who(word string) (store.Mailboxes, *store.Mailbox, error) {
	if strings.ContainsAny(word, "*?[") {
		if m, ok, err := optional(tx.store.MailboxAt(mail.Fold(word))); err != nil || ok && m.Kind == store.UserMailbox {
			return store.Mailboxes{Mailbox: m.ID}, &m, err
		}
		if err := checkPattern(word); err != nil {
			return store.Mailboxes{}, nil, err
		}
		n, err := tx.store.Choose(mail.Fold(word))
		if err == nil && n == 0 {
			err = notFound(try(ListUsers), "no user matches %q", word)
		}
		return store.Mailboxes{Chosen: true}, nil, err
	}
	if id, ok, err := optional(tx.store.GroupAt(mail.Fold(word))); ok || err != nil {
		if err == nil {
			_, err = tx.store.ChooseMembers(id)
		}
		return store.Mailboxes{Chosen: true}, nil, err
	}
	m, err := tx.user(word)
	return store.Mailboxes{Mailbox: m.ID}, &m, err
}

// MeansOne says whether a word that may be a pattern or a group means one user, as a pattern or a group never does.
func (tx *Tx) MeansOne(word string) (bool, error) {
	_, one, err := tx.who(word)
	return one != nil, err
}

// nearest is the address whose whole, or whose part before the @, is closest to the word; "" where nothing is close, as to a word that no
// address is as long as.
func nearest(word string, addresses []string) string {
	if len(word) > maxAddress {
		return ""
	}
	best, distance := "", max(1, len(word)/3)+1
	for _, a := range addresses {
		for _, candidate := range []string{a, mail.Local(a)} {
			if d := EditDistance(word, candidate); d < distance {
				best, distance = a, d
			}
		}
	}
	return best
}

// EditDistance counts the insertions, deletions, replacements and swaps of neighbours between two words.
func EditDistance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
