package reference

import (
	"fmt"
	"strings"

	"recallbox/sandbox/mail"
)

func (g *generator) domain() string { return one(g, g.world.Organisations...).Domain }

// user is a word for a user: the address, now and then a short word, one in capitals or that of somebody who is not there.
func (g *generator) user() string {
	if g.maybe(40) {
		return one(g, "nobody@"+g.domain(), "nemo", "all@"+g.domain(), "news@"+g.domain())
	}
	var users []*Mailbox
	for _, b := range g.world.Mailboxes {
		if b.Kind == User {
			users = append(users, b)
		}
	}
	return g.word(one(g, users...))
}

func (g *generator) word(b *Mailbox) string {
	switch g.roll(10) {
	case 0:
		return mail.Local(b.Address)
	case 1:
		return strings.ToUpper(b.Address)
	}
	return b.Address
}

// who is one user or many.
func (g *generator) who() string {
	switch g.roll(4) {
	case 0:
		return one(g, "*@"+g.domain(), "a*", "*")
	case 1:
		if len(g.world.Groups) > 0 {
			return one(g, g.world.Groups...).Address
		}
	}
	return g.user()
}

// admin is an administrator, where there is one.
func (g *generator) admin() string {
	for _, b := range g.world.Mailboxes {
		if b.Role == mail.Admin && !g.maybe(4) {
			return b.Address
		}
	}
	return g.user()
}

func (g *generator) member() string {
	if g.maybe(6) {
		return "news@" + g.domain()
	}
	return g.user()
}

// addressee is whoever mail may be sent to.
func (g *generator) addressee() string {
	switch g.roll(12) {
	case 0, 1:
		if len(g.world.Groups) > 0 {
			return one(g, g.world.Groups...).Address
		}
	case 2:
		return "news@" + g.domain()
	case 3:
		return fmt.Sprintf("out%d@else.example", g.roll(3))
	case 4:
		return fmt.Sprintf("ghost%d@%s", g.roll(2), g.domain())
	}
	return g.user()
}

func (g *generator) client() string {
	return one(g, "outlook", "outlook", "outlook-2007", "outlook-web", "outlook-mobile", "zoho-web", "zoho-mobile", "gmail-web", "other")
}
