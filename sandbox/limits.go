package sandbox

import "strings"

// Limits keep what comes from outside from taking unbounded time or memory. Those of a message's size, header and parts are in package eml,
// names have at most 255 bytes, addresses 320.
const (
	// MaxWritten is how many recipients one message names; a group, which stands for any number of them, is one.
	MaxWritten = 10_000
	// MaxAdded is how many users one command adds.
	MaxAdded = 10_000_000

	maxDepth   = 32  // how deep folders nest
	maxStars   = 4   // in a pattern of addresses: with each, searching takes longer by the length of an address
	maxAddress = 320 // bytes of a pattern, or of a word for which one is meant
)

// checkWritten refuses a message to more recipients than can be written out.
func (l headerLines) checkWritten() error {
	if n := len(l.to) + len(l.cc) + len(l.bcc); n > MaxWritten {
		return invalid(try(AddGroup), "%d recipients are written out, and a message has room for %d", n, MaxWritten)
	}
	return nil
}

// checkPattern refuses patterns of addresses that take long to search for.
func checkPattern(word string) error {
	if len(word) > maxAddress || strings.Count(word, "*") > maxStars {
		return invalid(say("for example 'user*@acme.example'"), "a pattern has at most %d stars and %d bytes", maxStars, maxAddress)
	}
	return nil
}
