package eml

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"recallbox/sandbox/mail"
)

// ParseAddressList reads an address list (RFC 5322 section 3.4) that somebody typed. Names may be quoted, in UTF-8 or
// in encoded words; a group stands for its members; empty elements are skipped. It never returns an empty list without
// an error.
func ParseAddressList(s string) ([]mail.Address, error) {
	return ParseAddressListFunc(s, func(word string) (string, error) {
		return "", fmt.Errorf("address %s: has no @", quoted(word))
	})
}

// ParseAddressListFunc is ParseAddressList for lists in which a word may stand for an address: complete is asked for
// every word without an @.
func ParseAddressListFunc(s string, complete func(word string) (addr string, err error)) ([]mail.Address, error) {
	if c, found := findControl(s); found {
		return nil, fmt.Errorf("address %s: has %s", quoted(s), c)
	}
	if !utf8.ValidString(s) {
		return nil, fmt.Errorf("address %s: is not UTF-8", quoted(s))
	}
	boxes, problem := parseAddresses(s)
	if problem != "" {
		return nil, fmt.Errorf("address %s: %s", quoted(s), problem)
	}
	var list []mail.Address
	for _, box := range boxes {
		a := mail.Address{Name: cleanText(decodeWords(box.name, nil)), Addr: box.addr}
		if !strings.Contains(a.Addr, "@") && a.Addr != "" {
			addr, err := complete(a.Addr)
			if err != nil {
				return nil, err
			}
			a.Addr = addr
		}
		if err := checkAddress(a); err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("address %s: is empty", quoted(s))
	}
	return list, nil
}

// quoted is a value as an error has it: what would be too long for an address is cut.
func quoted(s string) string {
	if len(s) > maxAddress {
		return strconv.Quote(strings.ToValidUTF8(s[:maxAddress], "")) + "…"
	}
	return strconv.Quote(s)
}

// checkAddress says why an address cannot be written into a message.
func checkAddress(a mail.Address) error {
	if c, found := findControl(a.Addr); found {
		return fmt.Errorf("address %s: has %s", quoted(a.Addr), c)
	}
	if c, found := findControl(a.Name); found {
		return fmt.Errorf("name %s: has %s", quoted(a.Name), c)
	}
	if !utf8.ValidString(a.Name) {
		return fmt.Errorf("name %s: is not UTF-8", quoted(a.Name))
	}
	if problem := mail.AddressProblem(a.Addr); problem != "" {
		return fmt.Errorf("address %s: %s", quoted(a.Addr), problem)
	}
	return nil
}

// SplitWritable splits a list from real mail into the addresses that Build can write, and the others.
func SplitWritable(list []mail.Address) (writable, others []mail.Address) {
	for _, a := range list {
		if checkAddress(a) == nil {
			writable = append(writable, a)
		} else {
			others = append(others, a)
		}
	}
	return writable, others
}

// formatAddress writes an address that was checked. Its name stands in atoms, in quotes or in encoded words, whichever
// is enough.
func formatAddress(a mail.Address) string {
	switch {
	case a.Name == "":
		return a.Addr
	case !plainText(a.Name):
		return encodeWords(a.Name) + " <" + a.Addr + ">"
	case strings.IndexFunc(a.Name, func(r rune) bool { return r != ' ' && !mail.IsAtext(r) }) < 0:
		return a.Name + " <" + a.Addr + ">"
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(a.Name) + `" <` + a.Addr + ">"
}
