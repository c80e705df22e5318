package commands

import (
	"fmt"
	"strings"
)

// text is a piece of a line with a colour for each part. Its parts are safe to print: what makes one escapes it.
type text []span

type span struct {
	role role
	s    string
}

// role is what a part of a line is to the reader; the palette knows its colour.
type role int

const (
	rolePlain role = iota
	roleHeading
	roleGood
	roleBad
	roleWaiting
	roleFaint
	roleWarning
	roles
)

func plain(s string) text   { return text{{rolePlain, escape(s)}} }
func heading(s string) text { return text{{roleHeading, escape(s)}} }
func good(s string) text    { return text{{roleGood, escape(s)}} }
func bad(s string) text     { return text{{roleBad, escape(s)}} }
func waiting(s string) text { return text{{roleWaiting, escape(s)}} }
func faint(s string) text   { return text{{roleFaint, escape(s)}} }
func warning(s string) text { return text{{roleWarning, escape(s)}} }

// plainf is plain with a format.
func plainf(format string, args ...any) text { return plain(fmt.Sprintf(format, args...)) }

// join puts texts behind each other.
func join(parts ...text) text {
	if len(parts) == 1 {
		return parts[0]
	}
	var all text
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

// string is the text without colour.
func (t text) string() string {
	var b strings.Builder
	for _, s := range t {
		b.WriteString(s.s)
	}
	return b.String()
}

// width is how many columns of a terminal the text takes.
func (t text) width() int {
	columns := 0
	for _, s := range t {
		columns += width(s.s)
	}
	return columns
}
