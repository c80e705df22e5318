package sandbox

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// findUser finds the user that a word means: an address, or the part before the @ if only one user has it.
func (tx *Tx) findUser(word string) (store.Mailbox, error) {
	m, err := tx.findMailbox(word)
	if err == nil && m.Kind == store.PublicMailbox {
		err = invalid(try(ShowPublicFolder, "folder", m.Address), "%q is a public folder, not a user", m.Address)
	}
	return m, err
}

// findMailbox finds the mailbox that a word means, a user's or a public folder's.
func (tx *Tx) findMailbox(word string) (store.Mailbox, error) {
	m, ok, err := tx.mailboxAt(word)
	if err == nil && !ok {
		if !strings.Contains(word, "@") {
			word = mail.Fold(word)
		}
		err = tx.unknownUser(word)
	}
	return m, err
}

// mailboxAt is findMailbox that says whether there is one.
func (tx *Tx) mailboxAt(word string) (m store.Mailbox, ok bool, err error) {
	if word == "" {
		return m, false, invalid(say("name a user"), "no user given")
	}
	address := mail.Fold(word)
	if !strings.Contains(address, "@") {
		return tx.mailboxCalled(address)
	}
	m, ok, err = optional(tx.store.MailboxAt(address))
	return m, ok && m.Kind != store.NobodysMailbox, err
}

func (tx *Tx) mailboxCalled(local string) (m store.Mailbox, ok bool, err error) {
	found, err := tx.store.MailboxesCalled(local)
	switch {
	case err != nil || len(found) == 0:
		return m, false, err
	case len(found) > 1 && found[0].Kind == found[1].Kind:
		var all []string
		for _, m := range found {
			all = append(all, m.Address)
		}
		return m, false, invalid(say("write the whole address"), "%q may be %s", local, strings.Join(all, " or "))
	}
	return found[0], true, nil
}

// shortName is the shortest word that means the mailbox.
func (tx *Tx) shortName(m store.Mailbox) string {
	if found, _, err := tx.mailboxCalled(mail.Local(m.Address)); err == nil && found.ID == m.ID {
		return mail.Local(m.Address)
	}
	return m.Address
}

func (tx *Tx) unknownUser(word string) error {
	if group, err := tx.groupCalled(word); err != nil {
		return err
	} else if group != "" {
		return notFound(try(ListMembers), "no user %q in this sandbox", word)
	}
	hint := try(ListUsersOrAddOne)
	if tx.unhinted {
		return notFound(hint, "no user %q in this sandbox", word)
	}
	addresses, err := tx.store.SomeAddresses(5000)
	if err != nil {
		return err
	}
	if near := nearestAddress(mail.Fold(word), addresses); near != "" {
		hint = say("did you mean " + near + "?")
	}
	return notFound(hint, "no user %q in this sandbox", word)
}

// groupCalled is the address of the group that a word means, or "".
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

// findUsers finds the users that a word means: one user, all that match a pattern with * or ?, or the members of a
// group. A user's own address always means that user. The mailbox is nil if there are many. The store keeps the
// choice of many until the next one.
func (tx *Tx) findUsers(word string) (store.Mailboxes, *store.Mailbox, error) {
	if isPattern(word) {
		if m, ok, err := optional(tx.store.MailboxAt(mail.Fold(word))); err != nil || ok && m.Kind == store.UserMailbox {
			return store.Mailboxes{Mailbox: m.ID}, &m, err
		}
		if err := checkPattern(word); err != nil {
			return store.Mailboxes{}, nil, err
		}
		n, err := tx.store.Choose(mail.Fold(word))
		if err == nil && n == 0 {
			err = nobodyMatches(word)
		}
		return store.Mailboxes{Chosen: true}, nil, err
	}
	if id, ok, err := optional(tx.store.GroupAt(mail.Fold(word))); ok || err != nil {
		if err == nil {
			_, err = tx.store.ChooseMembers(id)
		}
		return store.Mailboxes{Chosen: true}, nil, err
	}
	m, err := tx.findUser(word)
	return store.Mailboxes{Mailbox: m.ID}, &m, err
}

func nobodyMatches(pattern string) error {
	hint := try(ListUsers)
	if !strings.Contains(pattern, "@") && !strings.HasSuffix(pattern, "*") {
		hint = say("a pattern is compared with whole addresses, as in '" + pattern + "@*'")
	}
	return notFound(hint, "no user matches %q", pattern)
}

// checkName refuses a name that nobody could type, or that would break a line.
func checkName(what, name string) error {
	if strings.TrimSpace(name) != name || name == "" || len(name) > 255 {
		return invalid(say("a name has 1 to 255 bytes and no space around it"), "%s %q is no name", what, name)
	}
	if !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return invalid(say("a name is UTF-8 without control characters"), "%s %q is no name", what, name)
	}
	return nil
}

// plainAddress reads an address without a name.
func plainAddress(s string) (string, error) {
	list, err := eml.ParseAddressList(s)
	if err != nil {
		return "", invalid(say("an address looks like bob@acme.example"), "%v", err)
	}
	if len(list) != 1 || list[0].Name != "" {
		return "", invalid(say("an address looks like bob@acme.example; a name is given as name=…"),
			"address %q: is not one plain address", s)
	}
	return mail.Fold(list[0].Addr), nil
}

// Longer patterns, and those with more stars, would take too long. Each star multiplies the time by the length of an
// address.
const (
	maxAddress = 320 // bytes of a pattern, or of a word that stands for an address
	maxStars   = 4
)

// isPattern says whether a word may mean many users.
func isPattern(word string) bool { return strings.ContainsAny(word, "*?[") }

// checkPattern refuses a pattern that would take too long.
func checkPattern(word string) error {
	if len(word) > maxAddress || strings.Count(word, "*") > maxStars {
		return invalid(say("for example 'user*@acme.example'"),
			"a pattern has at most %d stars and %d bytes", maxStars, maxAddress)
	}
	return nil
}

// MeansOne says whether a word means one user. A pattern or a group never does.
func (tx *Tx) MeansOne(word string) (bool, error) {
	_, one, err := tx.findUsers(word)
	return one != nil, err
}

// IDs are short: messages m1, m2, …, recalls r1, rules rule1, holds h1, later acts a1.
const (
	messagePrefix = "m"
	recallPrefix  = "r"
	rulePrefix    = "rule"
	holdPrefix    = "h"
	actPrefix     = "a"
)

func makeID(prefix string, n int64) string {
	if n == 0 {
		return ""
	}
	return prefix + strconv.FormatInt(n, 10)
}

// parseID reads the number of an ID. Only the form that the sandbox writes is ok.
func parseID(prefix, id string) (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimPrefix(id, prefix), 10, 64)
	return n, err == nil && n > 0 && makeID(prefix, n) == id
}

// IsMessageID says whether a word has the form of a message's ID.
func IsMessageID(s string) bool { _, ok := parseID(messagePrefix, s); return ok }

// IsRecallID says whether a word has the form of a recall's ID.
func IsRecallID(s string) bool { _, ok := parseID(recallPrefix, s); return ok }

func (tx *Tx) findMessage(id string) (store.Message, error) {
	n, ok := parseID(messagePrefix, id)
	if !ok {
		return store.Message{}, invalid(try(NameMessage), "%q is not a message", id)
	}
	m, ok, err := optional(tx.store.MessageByID(n))
	if err == nil && !ok {
		err = notFound(try(ListMessages), "no message %q in this sandbox", id)
	}
	return m, err
}

func (tx *Tx) findRecall(id string) (store.Recall, error) {
	n, ok := parseID(recallPrefix, id)
	if message, isMessage := parseID(messagePrefix, id); isMessage {
		return store.Recall{}, tx.noRecall(message)
	}
	if !ok {
		return store.Recall{}, invalid(try(ListOpenRecalls), "%q is not a recall", id)
	}
	r, ok, err := optional(tx.store.RecallByID(n))
	if err == nil && !ok {
		err = notFound(try(ListRecalls), "no recall %q in this sandbox", id)
	}
	return r, err
}

// noRecall is the error that a message is no recall, with the recalls of it.
func (tx *Tx) noRecall(message int64) error {
	id := makeID(messagePrefix, message)
	if _, err := tx.findMessage(id); err != nil {
		return err
	}
	recalls, err := tx.store.RecallsOf(message)
	if err != nil {
		return err
	}
	var ids []string
	for _, r := range recalls {
		ids = append(ids, makeID(recallPrefix, r.ID))
	}
	hint := try(InspectDelivery, "message", id)
	if r, ok, err := optional(tx.store.RecallOfRequest(message)); err != nil {
		return err
	} else if ok {
		hint = say("it is the recall message of " + makeID(recallPrefix, r.ID))
	}
	if len(ids) > 0 {
		hint = say("recalls of " + id + ": " + strings.Join(ids, ", "))
	}
	return invalid(hint, "%q is not a recall", id)
}

// Word is a word that can be typed for something in the sandbox, and what it means.
type Word struct{ Text, Says string }

// Wanted says which words are wanted.
type Wanted struct {
	Prefix  string // with which they begin
	Letters int    // of those that have so many letters in front alike only one, or WholeWords
	Most    int    // as many words at most
}

func (w Wanted) beginnings() store.Beginnings {
	return store.Beginnings{Letters: w.Letters, Most: w.Most}
}

// WholeWords is as many letters as no word has.
const WholeWords = store.WholeWords

// UserWords are the addresses of users, with names, by address.
func (tx *Tx) UserWords(w Wanted) ([]Word, error) { return tx.addressWords(store.UserMailbox, w) }

// PublicFolderWords are the addresses of public folders, with names, by address.
func (tx *Tx) PublicFolderWords(w Wanted) ([]Word, error) {
	return tx.addressWords(store.PublicMailbox, w)
}

func (tx *Tx) addressWords(kind store.MailboxKind, w Wanted) ([]Word, error) {
	found, err := tx.store.AddressesFrom(kind, mail.Fold(w.Prefix), w.beginnings())
	return namedWords(found), err
}

func namedWords(list []mail.Address) (words []Word) {
	for _, a := range list {
		words = append(words, Word{a.Addr, a.Name})
	}
	return words
}

// RecipientWords are the addresses of a recall's recipients. Those of a recall of many are there by address, with
// names; of few in their order, with what became of the message.
func (tx *Tx) RecipientWords(id string, w Wanted) (words []Word, err error) {
	r, err := tx.findRecall(id)
	if err != nil {
		return nil, err
	}
	if many, err := tx.store.HasRecipients(r.ID, w.Most); many || err != nil {
		found, failed := tx.store.RecipientsFrom(r.ID, mail.Fold(w.Prefix), w.beginnings())
		return namedWords(found), errors.Join(err, failed)
	}
	shown, err := tx.InspectRecall(id)
	if err != nil {
		return nil, err
	}
	for r, err := range shown.Recipients {
		if err != nil {
			return nil, err
		}
		words = append(words, Word{r.Address, r.Reason})
	}
	return words, nil
}

// GroupWords are the addresses of groups, by address.
func (tx *Tx) GroupWords(w Wanted) ([]Word, error) {
	found, err := tx.store.GroupsFrom(mail.Fold(w.Prefix), w.beginnings())
	var words []Word
	for _, a := range found {
		words = append(words, Word{a.Addr, "a group"})
	}
	return words, err
}

// OrganisationWords are the names of organisations with their domains, by name.
func (tx *Tx) OrganisationWords(w Wanted) ([]Word, error) {
	all, err := tx.store.OrganisationsFrom(false, w.Prefix, w.beginnings())
	var words []Word
	for _, o := range all {
		words = append(words, Word{o.Name, o.Domain})
	}
	return words, err
}

// DomainWords are the domains of organisations with their names, by name.
func (tx *Tx) DomainWords(w Wanted) ([]Word, error) {
	all, err := tx.store.OrganisationsFrom(true, w.Prefix, w.beginnings())
	var words []Word
	for _, o := range all {
		words = append(words, Word{o.Domain, o.Name})
	}
	slices.SortFunc(words, func(a, b Word) int { return strings.Compare(a.Says, b.Says) })
	return words, err
}

// SnapshotWords are snapshots, by name.
func (tx *Tx) SnapshotWords(w Wanted) ([]Snapshot, error) {
	all, err := tx.store.SnapshotsFrom(w.Prefix, w.beginnings())
	out := []Snapshot{}
	for _, s := range all {
		out = append(out, showSnapshot(s))
	}
	return out, err
}

// HoldWords are rules that hold mail, oldest first. Of many senders each names the first.
func (tx *Tx) HoldWords(w Wanted) ([]Hold, error) {
	digits, want, ok := w.numbers(holdPrefix)
	if !ok {
		return nil, nil
	}
	all, err := tx.store.HoldsFrom(digits, want)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if s := all[i].Senders; len(s) > store.MostSenders {
			all[i].Senders = append(s[:store.MostSenders:store.MostSenders], "…")
		}
	}
	return tx.showHolds(all)
}

// MessageWords are the IDs of messages with their subjects, oldest first. If inOutbox is true, they are only those that
// wait in an Outbox.
func (tx *Tx) MessageWords(inOutbox bool, w Wanted) ([]Word, error) {
	return tx.messageWords(store.MessagesIn{Held: inOutbox}, w, func(mail.Class) string { return "" })
}

// MailboxWords are the IDs of the messages that a user has, or that lie in a folder of the user's, a public folder or
// somebody else's mailbox: whatever where names.
func (tx *Tx) MailboxWords(user, where string, w Wanted) ([]Word, error) {
	in, err := tx.messagesIn(user, where)
	if err != nil {
		return nil, err
	}
	return tx.messageWords(in, w, mail.Class.String)
}

func (tx *Tx) messagesIn(user, where string) (in store.MessagesIn, err error) {
	owner, err := tx.findUser(user)
	if err != nil || where == "" {
		return store.MessagesIn{Mailbox: owner.ID}, err
	}
	if public, err := tx.findPublicFolder(where); err == nil {
		return store.MessagesIn{Folder: public.ID}, nil
	}
	if kind, path, err := tx.findFolder(owner, where); err == nil {
		there, ok, err := optional(tx.store.FolderAt(owner.ID, kind, path))
		if err == nil && !ok {
			err = errEnough // there is nothing in it
		}
		return store.MessagesIn{Folder: there}, err
	}
	other, err := tx.findUser(where)
	return store.MessagesIn{Mailbox: other.ID}, err
}

// messageWords are the IDs of messages with their subjects. One without a subject is called by its class.
func (tx *Tx) messageWords(in store.MessagesIn, w Wanted, unnamed func(mail.Class) string) (words []Word, err error) {
	digits, want, ok := w.numbers(messagePrefix)
	if !ok {
		return nil, nil
	}
	err = tx.store.HeadlinesFrom(in, digits, want, func(of store.Headline) error {
		says := cmp.Or(tx.headline(of).subject, unnamed(of.Class))
		words = append(words, Word{makeID(messagePrefix, of.Message), says})
		return nil
	})
	return words, err
}

// numbers says which numbers are wanted where words are IDs, if any.
func (w Wanted) numbers(prefix string) (digits string, want store.Beginnings, ok bool) {
	typed := strings.ToLower(w.Prefix)
	digits, ok = strings.CutPrefix(typed, prefix)
	if strings.HasPrefix(prefix, typed) {
		digits, ok = "", true
	}
	want = w.beginnings()
	if want.Letters != WholeWords {
		want.Letters -= len(prefix)
	}
	return digits, want, ok && strings.Trim(digits, "0123456789") == "" && !strings.HasPrefix(digits, "0")
}

// RecallWords are the IDs of recalls with the subjects of their messages, oldest first.
func (tx *Tx) RecallWords(w Wanted) ([]Word, error) {
	digits, want, ok := w.numbers(recallPrefix)
	if !ok {
		return nil, nil
	}
	found, err := tx.store.RecallsFrom(digits, want)
	var words []Word
	for _, r := range found {
		words = append(words, Word{makeID(recallPrefix, r.ID), makeID(messagePrefix, r.Message) + " " + r.Subject})
	}
	return words, err
}

// RuleWords are the IDs of inbox rules with their owners, oldest first.
func (tx *Tx) RuleWords(w Wanted) ([]Word, error) {
	digits, want, ok := w.numbers(rulePrefix)
	if !ok {
		return nil, nil
	}
	found, err := tx.store.RulesFrom(digits, want)
	var words []Word
	for _, r := range found {
		words = append(words, Word{makeID(rulePrefix, r.Rule), "a rule of " + r.Owner})
	}
	return words, err
}

// FolderWords are a user's folders, with how much lies in them as far as most.
func (tx *Tx) FolderWords(user string, most int) ([]Folder, error) {
	m, err := tx.findUser(user)
	if err != nil {
		return nil, err
	}
	list, err := tx.store.FoldersUpTo(m.ID, most)
	return showFolders(withBuiltIn(m.ID, list)), err
}
