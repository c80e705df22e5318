package sandbox

import (
	"fmt"
	"strings"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// headerLines are the addresses in the To, Cc and Bcc lines of a header.
type headerLines struct{ to, cc, bcc []mail.Address }

func (l headerLines) empty() bool { return len(l.to)+len(l.cc)+len(l.bcc) == 0 }

// writableLines are the recipients that a real message names, and a warning for each address that cannot be used.
func writableLines(head eml.Header) (l headerLines, left []string) {
	for _, line := range []struct {
		to   *[]mail.Address
		from []mail.Address
	}{{&l.to, head.To}, {&l.cc, head.Cc}, {&l.bcc, head.Bcc}} {
		var others []mail.Address
		*line.to, others = eml.SplitWritable(line.from)
		for _, a := range others {
			left = append(left, fmt.Sprintf("left out the recipient %q: not an address that mail can be sent to here",
				strings.TrimSpace(a.Name+" <"+a.Addr+">")))
		}
	}
	return l, left
}

// orElse takes the lines that are empty from others.
func (l headerLines) orElse(others headerLines) headerLines {
	if len(l.to) == 0 {
		l.to = others.to
	}
	if len(l.cc) == 0 {
		l.cc = others.cc
	}
	if len(l.bcc) == 0 {
		l.bcc = others.bcc
	}
	return l
}

// MaxWritten is how many recipients one message names. A group counts as one, however many members it has.
const MaxWritten = 10_000

// checkCount refuses a message with too many recipients.
func (l headerLines) checkCount() error {
	if n := len(l.to) + len(l.cc) + len(l.bcc); n > MaxWritten {
		return invalid(try(AddGroup), "%d recipients are written out, and a message has room for %d", n, MaxWritten)
	}
	return nil
}

func (tx *Tx) parseLines(to, cc, bcc []string) (l headerLines, err error) {
	if l.to, err = tx.parseList(to); err != nil {
		return l, err
	}
	if l.cc, err = tx.parseList(cc); err != nil {
		return l, err
	}
	l.bcc, err = tx.parseList(bcc)
	return l, err
}

// parseList reads RFC 5322 address lists. A word without an @ stands for a user, a public folder or a group of the
// sandbox. An address without a name gets the name of the mailbox, if the sandbox has one.
func (tx *Tx) parseList(lists []string) ([]mail.Address, error) {
	var out []mail.Address
	for _, text := range lists {
		var failed error
		list, err := eml.ParseAddressListFunc(text, func(word string) (address string, err error) {
			address, failed = tx.addressOf(word)
			return address, failed
		})
		if failed != nil {
			return nil, failed
		}
		if err != nil {
			return nil, invalid(try(WriteRecipients), "%v", err)
		}
		for _, a := range list {
			if a.Addr = mail.Fold(a.Addr); a.Name == "" {
				if a.Name, err = tx.nameAt(a.Addr); err != nil {
					return nil, err
				}
			}
			out = append(out, a)
		}
	}
	return out, nil
}

func (tx *Tx) nameAt(address string) (string, error) {
	m, ok, err := optional(tx.store.MailboxAt(address))
	if !ok || err != nil || m.Kind == store.NobodysMailbox {
		return "", err
	}
	return m.DisplayName(), nil
}

// addressOf is the address for a word without an @.
func (tx *Tx) addressOf(word string) (string, error) {
	m, ok, err := tx.mailboxCalled(mail.Fold(word))
	if ok || err != nil {
		return m.Address, err
	}
	groups, groupErr := tx.store.GroupsCalled(mail.Fold(word))
	switch {
	case groupErr != nil:
		return "", groupErr
	case len(groups) == 1:
		return groups[0], nil
	case len(groups) > 1:
		return "", invalid(say("write the whole address"), "%q may be %s", word, strings.Join(groups, " or "))
	}
	return "", tx.unknownUser(mail.Fold(word))
}

// addressee is one recipient of a message: a mailbox or a group.
type addressee struct {
	line    mail.Line
	mailbox int64
	group   int64
}

// makeEnvelope finds the mailboxes and groups for the addresses. It makes mailboxes that are needed.
func (tx *Tx) makeEnvelope(lines headerLines) ([]addressee, error) {
	if err := lines.checkCount(); err != nil {
		return nil, err
	}
	var out []addressee
	for line, list := range [][]mail.Address{mail.To: lines.to, mail.Cc: lines.cc, mail.Bcc: lines.bcc} {
		for _, a := range list {
			to, err := tx.addressee(mail.Fold(a.Addr))
			if err != nil {
				return nil, err
			}
			to.line = mail.Line(line)
			out = append(out, to)
		}
	}
	return out, nil
}

// addressee finds the group or the mailbox with the address.
func (tx *Tx) addressee(address string) (addressee, error) {
	group, ok, err := optional(tx.store.GroupAt(address))
	if ok || err != nil {
		return addressee{group: group}, err
	}
	m, err := tx.ensureMailbox(address)
	return addressee{mailbox: m.ID}, err
}

// ensureMailbox is the mailbox with the address. Outside every organisation's domain, it is made when mail first
// needs it. Inside, an address without a user belongs to nobody, and mail to it bounces.
func (tx *Tx) ensureMailbox(address string) (store.Mailbox, error) {
	m, ok, err := optional(tx.store.MailboxAt(address))
	if ok || err != nil {
		return m, err
	}
	if m, err = tx.newMailbox(address); err != nil {
		return m, err
	}
	if m.Organisation != 0 {
		m.Kind = store.NobodysMailbox
	}
	m.ID, err = tx.store.PutMailbox(m)
	return m, err
}

// putRecipients stores the recipients of a message. If somebody is named twice, the first time counts.
func (tx *Tx) putRecipients(message int64, envelope []addressee) error {
	for place, a := range envelope {
		var err error
		if a.group != 0 {
			err = tx.store.PutGroupRecipients(message, a.group, place, a.line)
		} else {
			err = tx.store.PutRecipient(message, a.mailbox, place, a.line)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
