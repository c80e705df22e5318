package sandbox

import (
	"errors"
	"slices"
	"strings"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// Pattern is a recipient that looks like many, and is one address that nobody has.
type Pattern struct {
	Warning      string `json:"warning"` // that says so, among the warnings
	Domain       string `json:"domain"`
	Organisation string `json:"organisation"` // whose domain that is
}

// patterns are the recipients among addresses that look like many.
func (tx *Tx) patterns(l headerLines) (all []Pattern, err error) {
	for _, a := range slices.Concat(l.to, l.cc, l.bcc) {
		if !looksLikeMany(a.Addr) {
			continue
		}
		o, is, err := tx.isNobodys(mail.Fold(a.Addr))
		if err != nil {
			return nil, err
		}
		if is {
			all = append(all, newPattern(a.Addr, o))
		}
	}
	return all, nil
}

// newPatterns are those among the recipients that a request gives a message which is there.
func (tx *Tx) newPatterns(r SendRequest) ([]Pattern, error) {
	lines, err := tx.parseLines(r.To, r.Cc, r.Bcc)
	if err != nil {
		return nil, err
	}
	return tx.patterns(lines)
}

func looksLikeMany(address string) bool { return strings.ContainsAny(address, "*?") }

func newPattern(address string, o store.Organisation) Pattern {
	return Pattern{mail.Fold(address) + " is one address, and nobody has it", o.Domain, o.Name}
}

func warningsOf(patterns []Pattern) (warnings []string) {
	for _, p := range patterns {
		warnings = append(warnings, p.Warning)
	}
	return warnings
}

// isNobodys says whether an address lies inside of an organisation, in which neither a user nor a public folder nor a
// group has it.
func (tx *Tx) isNobodys(address string) (o store.Organisation, is bool, err error) {
	if m, ok, err := optional(tx.store.MailboxAt(address)); err != nil || ok && m.Kind != store.NobodysMailbox {
		return o, false, err
	}
	if _, ok, err := optional(tx.store.GroupAt(address)); err != nil || ok {
		return o, false, err
	}
	return optional(tx.store.OrganisationOf(mail.Domain(address)))
}

// Absent are words of a command that may mean nothing yet, by what they stand for.
type Absent struct {
	As            string   // who acts
	Users         []string // or patterns, or groups
	Recipients    []string // lists of addresses, as in a header
	Groups        []string
	PublicFolders []string
	Organisations []string
	Messages      []string // IDs; what is none is another ID
	Folders       []string // of all who act
	Places        []string // folders of who acts, public folders, owners of mailboxes
}

// Absences says which of the words mean nothing yet, a sentence each. Some are of recipients that look like many.
func (tx *Tx) Absences(of Absent) (all []string, patterns []Pattern, err error) {
	a := absences{tx: tx, as: of.As}
	a.each(of.Users, func(word string) error {
		_, _, err := tx.findUsers(word)
		return err
	})
	a.each(of.Recipients, a.addresses)
	a.each(of.Groups, func(word string) error {
		address, err := tx.groupCalled(word)
		if err == nil && address == "" {
			err = noGroup(word)
		}
		return err
	})
	a.each(of.PublicFolders, func(word string) error {
		_, err := tx.findPublicFolder(word)
		return err
	})
	a.each(of.Organisations, func(name string) error {
		_, _, err := tx.findOrganisation(name)
		return err
	})
	a.each(slices.DeleteFunc(of.Messages, func(id string) bool { return !IsMessageID(id) }), func(id string) error {
		_, err := tx.findMessage(id)
		return err
	})
	a.each(of.Folders, a.folder)
	a.each(of.Places, a.place)
	return append(a.all, warningsOf(a.patterns)...), a.patterns, a.failed
}

// absences are those that have been found.
type absences struct {
	tx       *Tx
	as       string
	all      []string
	patterns []Pattern
	failed   error
}

func (a *absences) each(words []string, find func(word string) error) {
	for _, word := range words {
		if a.failed == nil {
			a.tell(find(word))
		}
	}
}

// tell keeps an error that says that something is not there. What else is wrong with a word is said when the command is
// carried out.
func (a *absences) tell(err error) {
	var known *Error
	switch {
	case err == nil:
	case isNotFound(err):
		if says := err.Error() + " yet"; !slices.Contains(a.all, says) {
			a.all = append(a.all, says)
		}
	case !errors.As(err, &known) || known.Kind != Invalid:
		a.failed = err
	}
}

// addresses reads a list of recipients, which must be one.
func (a *absences) addresses(list string) error {
	const told = "told@told.invalid" // in the place of a word that means nothing
	found, err := eml.ParseAddressListFunc(list, func(word string) (string, error) {
		address, err := a.tx.addressOf(word)
		if err != nil {
			a.tell(err)
			return told, a.failed
		}
		return address, nil
	})
	if err != nil && a.failed == nil {
		a.failed = invalid(try(WriteRecipients), "%v", err)
	}
	for _, one := range found {
		o, is, err := a.tx.isNobodys(mail.Fold(one.Addr))
		switch {
		case err != nil:
			return err
		case !is || one.Addr == told:
		case looksLikeMany(one.Addr):
			a.patterns = append(a.patterns, newPattern(one.Addr, o))
		default:
			a.tell(notFound(Hint{}, "no user %q in this sandbox", mail.Fold(one.Addr)))
		}
	}
	return nil
}

// folder finds a folder of all who act.
func (a *absences) folder(path string) error {
	users, one, err := a.tx.findUsers(a.as)
	if err != nil {
		return nil // who acts has been told
	}
	_, err = a.tx.folderOf(users, one, path)
	return err
}

// place finds where a copy may be that one user acts on.
func (a *absences) place(in string) error {
	_, one, err := a.tx.findUsers(a.as)
	if err != nil || one == nil {
		return nil
	}
	if in, err = a.tx.resolveIn(one, in); err != nil {
		return err
	}
	if _, owned, err := a.tx.ownerIn(in); owned || err != nil {
		return err
	}
	if strings.Contains(in, "@") {
		_, err = a.tx.findPublicFolder(in)
	} else {
		_, _, err = a.tx.findFolder(*one, in)
	}
	return err
}
