package sandbox

import (
	"fmt"
	"slices"
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// Pattern is a recipient that looks like many, and is one address that nobody has.
type Pattern struct {
	Warning      string // that says so, among the warnings
	Domain       string
	Organisation string // whose domain that is
}

// patterns are the recipients among addresses that look like many.
func (tx *Tx) patterns(l headerLines) (all []Pattern, err error) {
	for _, a := range slices.Concat(l.to, l.cc, l.bcc) {
		address := mail.Fold(a.Addr)
		if !strings.Contains(address, "*") {
			continue
		}
		m, ok, err := optional(tx.store.MailboxAt(address))
		if err != nil {
			return nil, err
		}
		if !ok || m.Kind != store.NobodysMailbox {
			continue
		}
		o, err := tx.store.OrganisationOf(mail.Domain(address))
		if err != nil {
			return nil, err
		}
		all = append(all, Pattern{fmt.Sprintf("%s is one address, and nobody has it", address), o.Domain, o.Name})
	}
	return all, nil
}
