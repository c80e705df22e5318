package sandbox

import (
	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// Word is what can be typed for something in the sandbox, and what that is.
type Word struct{ Text, Says string }

// UserWords are the addresses of users that begin with prefix, with their names, by address.
func (tx *Tx) UserWords(prefix string) ([]Word, error) {
	return tx.addressWords(store.UserMailbox, prefix)
}

// PublicFolderWords are the addresses of public folders that begin with prefix, with their names, by address.
func (tx *Tx) PublicFolderWords(prefix string) ([]Word, error) {
	return tx.addressWords(store.PublicMailbox, prefix)
}

func (tx *Tx) addressWords(kind store.MailboxKind, prefix string) ([]Word, error) {
	found, err := tx.store.AddressesFrom(kind, mail.Fold(prefix))
	var words []Word
	for _, a := range found {
		words = append(words, Word{a.Addr, a.Name})
	}
	return words, err
}

// MessageWords are the IDs of all messages with their subjects, in the order in which they were made; only of those that are held back if
// told so.
func (tx *Tx) MessageWords(held bool) ([]Word, error) {
	all, err := tx.store.Messages(held)
	if err != nil {
		return nil, err
	}
	var words []Word
	for _, m := range all {
		h, err := tx.headline(m)
		if err != nil {
			return nil, err
		}
		words = append(words, Word{makeID(messagePrefix, m.ID), h.subject})
	}
	return words, nil
}

// RecallWords are the IDs of all recalls with the subjects of what was recalled, in the order in which they were made.
func (tx *Tx) RecallWords() ([]Word, error) {
	all, err := tx.store.Recalls()
	var words []Word
	for _, r := range all {
		words = append(words, Word{makeID(recallPrefix, r.ID), makeID(messagePrefix, r.Message) + " " + r.Subject})
	}
	return words, err
}

// RuleWords are the IDs of all inbox rules with the users whose they are, in the order in which they were made.
func (tx *Tx) RuleWords() ([]Word, error) {
	all, err := tx.store.RuleOwners()
	var words []Word
	for _, r := range all {
		words = append(words, Word{makeID(rulePrefix, r.Rule), "a rule of " + r.Owner})
	}
	return words, err
}
