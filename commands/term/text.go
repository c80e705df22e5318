package term

import (
	"fmt"
	"strconv"
	"strings"
)

// Text is a piece of a line, each part with its role. It is safe to print: the functions that make a text escape it.
type Text []span

type span struct {
	role Role
	s    string
}

// Role is what a part of a line is to the reader; the colour follows from the role.
type Role int

const (
	RolePlain Role = iota
	RoleHeading
	RoleGood
	RoleBad
	RoleWaiting
	RoleFaint
	RoleWarning
	roles
)

// Role and String are for templates.
func (s span) Role() Role     { return s.role }
func (s span) String() string { return s.s }

// Plain, and the functions below it, make a text in the role that they are named after.
func Plain(s string) Text   { return Text{{RolePlain, Escape(s)}} }
func Heading(s string) Text { return Text{{RoleHeading, Escape(s)}} }
func Good(s string) Text    { return Text{{RoleGood, Escape(s)}} }
func Bad(s string) Text     { return Text{{RoleBad, Escape(s)}} }
func Waiting(s string) Text { return Text{{RoleWaiting, Escape(s)}} }
func Faint(s string) Text   { return Text{{RoleFaint, Escape(s)}} }
func Warning(s string) Text { return Text{{RoleWarning, Escape(s)}} }

// Outcome is the word for how something ended, or has not ended yet, in its colour. More words may follow it.
func Outcome(words string) Text {
	word, _, _ := strings.Cut(words, " ")
	switch strings.TrimRight(word, ",") {
	case "succeeded", "passed":
		return Good(words)
	case "failed", "refused":
		return Bad(words)
	}
	return Waiting(words)
}

// Styled is a text in a role.
func Styled(role Role, s string) Text { return Text{{role, Escape(s)}} }

// Tabbed is a text in a role that keeps its tabs.
func Tabbed(role Role, s string) Text { return Text{{role, escapeBody(s)}} }

// Plainf is Plain with a format.
func Plainf(format string, args ...any) Text { return Plain(fmt.Sprintf(format, args...)) }

// Join puts texts behind each other.
func Join(parts ...Text) Text {
	if len(parts) == 1 {
		return parts[0]
	}
	var all Text
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

// String is the text without colour.
func (t Text) String() string {
	var b strings.Builder
	for _, s := range t {
		b.WriteString(s.s)
	}
	return b.String()
}

// Width is how many columns of a terminal the text takes.
func (t Text) Width() int {
	columns := 0
	for _, s := range t {
		columns += Width(s.s)
	}
	return columns
}

// Role is the role of the first part.
func (t Text) Role() Role {
	if len(t) == 0 {
		return RolePlain
	}
	return t[0].role
}

// Map is the text after a function has rewritten every part.
func (t Text) Map(with func(string) string) Text {
	var all Text
	for _, s := range t {
		all = append(all, Tabbed(s.role, with(s.s))...)
	}
	return all
}

// PlainLines are the lines of a text that may come from mail, each safe to print.
func PlainLines(s string) []Text {
	var list []Text
	for line := range strings.Lines(s) {
		line = strings.ReplaceAll(strings.TrimRight(line, "\r\n"), "\t", "    ")
		list = append(list, Plain(line))
	}
	return list
}

// Count is a number with its noun: "1 message", "3 messages".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// Names are names in a line: "a, b, c", the first ones where they are many, unless all are wanted.
func Names(list []string, all bool) string {
	const most = 8
	more := ""
	if len(list) > most && !all {
		more = fmt.Sprintf(" and %d more", len(list)-most/2)
		list = list[:most/2]
	}
	return strings.Join(list, ", ") + more
}
