package commands

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/sandbox/mail"
)

// source finds what may stand in one place of a command line; nil where anything may.
type source func(*look) candidates

// placed are the places of a source: a placeholder wherever it stands (ID), a flag of every command (--client), or either of one command
// only (recall ID, fetch --via), which counts first.
type placed struct {
	find   source
	places []string
}

// sources are all of them.
func sources() []placed {
	return []placed{
		{nil, []string{"NAME", "DOMAIN", "SUBJECT", "TEXT", "PATTERN", "REGEXP", "DURATION", "N", "TOPIC", "WORD", "LINE", "CHARS", "-"}},
		{(*look).files, []string{"FILE", "PATH", "DIR"}},

		{(*look).users, []string{"USER", "ADMIN", "ADDRESS"}},
		{listed((*look).users), []string{"USERS", "A,B"}},
		{listed((*look).correspondents), []string{"ADDRESSES"}},
		{(*look).correspondents, []string{"SENDER"}},
		{(*look).recipients, []string{"RECIPIENT"}},
		{(*look).mailboxes, []string{"log --mailbox"}},
		{(*look).publicFolders, []string{"public-folder grant ADDRESS", "inspect public-folder ADDRESS"}},
		{(*look).newAddresses, []string{"user add ADDRESS", "group add ADDRESS", "public-folder add ADDRESS"}},
		{(*look).actors, []string{"open --as", "mark-read --as", "mark-unread --as", "move --as", "delete --as", "fetch --as",
			"client start --as", "client stop --as", "rule add --as", "user set ADDRESS"}},

		{(*look).messages, []string{"ID"}},
		{lyingIn(mail.BuiltIn[mail.SentItems]), []string{"recall ID", "ask ID"}},
		{lyingIn(mail.BuiltIn[mail.Drafts]), []string{"--draft"}},
		{lyingIn(mail.BuiltIn[mail.Outbox]), []string{"outbox take-back ID", "outbox edit ID"}},
		{(*look).heldMessages, []string{"outbox release ID"}},
		{(*look).recalls, []string{"RECALL", "inspect recall ID", "--recall"}},
		{(*look).rules, []string{"rule remove ID"}},
		{(*look).holds, []string{"hold remove ID"}},
		{(*look).snapshots, []string{"snapshot restore NAME", "snapshot remove NAME", "A", "B"}},
		{(*look).inspectable, []string{"ARG"}},
		{(*look).attachments, []string{"inspect message --attachment"}},

		{(*look).folders, []string{"FOLDER", "folder add PATH", "folder share PATH"}},
		{(*look).places, []string{"PLACE"}},
		{(*look).organisations, []string{"ORG", "org set NAME", "org show NAME", "hold add --org"}},
		{(*look).organisationSettings, []string{"org add KEY=VALUE", "org set KEY=VALUE"}},
		{(*look).userSettings, []string{"user add KEY=VALUE", "user set KEY=VALUE"}},
		{(*look).now, []string{"clock set TIME"}},

		{(*look).mailSystems, []string{"SYSTEM"}},
		{(*look).usableSystems, []string{"org add --system"}},
		{(*look).behaviourIDs, []string{"behaviours show ID"}},
		{(*look).helpSubjects, []string{"COMMAND"}},
		{(*look).scripts, []string{"run PATH", "demo NAME"}},
		{(*look).fixtures, []string{"init --fixture"}},

		{oneOf(mail.ClientWords()...), []string{"--client"}},
		{oneOf(mail.SensitivityWords()...), []string{"--sensitivity"}},
		{oneOf(mail.RightsWords()...), []string{"ROLE"}},
		{oneOf("auto", "always", "never"), []string{"WHEN"}},
		{oneOf("window", "reading-pane"), []string{"VIEW"}},
		{oneOf("note", "recall"), []string{"CLASS"}},
		{oneOf("senders", "admins"), []string{"WHO"}},
		{oneOf("mbox", "eml", "maildir"), []string{"FORMAT"}},
		{oneOf("yes", "no"), []string{"ANSWER"}},
		{oneOf("pop", "imap"), []string{"fetch --via"}},
		{nil, []string{"init --start"}},
	}
}

// sourceOf is the source for a placeholder of a command, or of one of its flags where flag is not "", and whether there is a word about it.
// A placeholder such as NAME|FILE is one or the other.
func sourceOf(c *cli.Command, flag, placeholder string) (find source, known bool) {
	for _, place := range []string{title(c) + " --" + flag, title(c) + " " + placeholder, "--" + flag, placeholder} {
		for _, s := range sources() {
			if slices.Contains(s.places, place) {
				return s.find, true
			}
		}
	}
	one, other, several := strings.Cut(placeholder, "|")
	if !several {
		return nil, false
	}
	first, known := sourceOf(c, flag, one)
	second, alsoKnown := sourceOf(c, flag, other)
	return func(l *look) candidates { return l.either(first, second) }, known && alsoKnown
}

// either finds what any of the sources does.
func (l *look) either(list ...source) candidates {
	var all candidates
	for _, find := range list {
		if find != nil {
			all.add(find(l))
		}
	}
	return all
}

// oneOf is a closed set.
func oneOf(list ...string) source {
	return func(*look) candidates { return offer(list, bare) }
}

// listed is a list of what a source finds, with commas in between: its last entry is completed.
func listed(find source) source {
	return func(l *look) candidates {
		before := l.part[:strings.LastIndex(l.part, ",")+1]
		last := strings.TrimLeft(l.part[len(before):], " ")
		l.take(len(l.part) - len(last))
		return find(l).without(strings.Split(strings.ReplaceAll(before, " ", ""), ","))
	}
}

func (*look) files() candidates { return candidates{files: true} }
