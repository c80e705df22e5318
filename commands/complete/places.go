package complete

import (
	"slices"
	"strings"

	"recallbox/sandbox/mail"
)

// source finds what may stand in one place of a command line; nil where anything may.
type source func(*completer) Candidates

// placesOf says where a source is used: a placeholder wherever it stands (ID), a flag of every command (--client), or
// either of one command only (recall ID, fetch --via), which counts first.
type placesOf struct {
	find  source
	names []string
}

// sources are all of them.
func sources() []placesOf {
	return []placesOf{
		{nil, []string{"NAME", "DOMAIN", "SUBJECT", "TEXT", "PATTERN", "REGEXP", "DURATION", "N", "TOPIC", "WORD", "LINE",
			"CHARS", "SHARE", "-", "EXPR", "I/N"}},
		{(*completer).files, []string{"FILE", "PATH", "DIR"}},

		{(*completer).users, []string{"USER", "ADMIN", "ADDRESS"}},
		{commaSeparated((*completer).users), []string{"USERS"}},
		{commaSeparated((*completer).correspondents), []string{"ADDRESSES", "A,B"}},
		{(*completer).groups, []string{"group set ADDRESS"}},
		{(*completer).correspondents, []string{"SENDER"}},
		{(*completer).recipients, []string{"RECIPIENT"}},
		{(*completer).mailboxes, []string{"log --mailbox"}},
		{(*completer).publicFolders, []string{"public-folder grant ADDRESS", "inspect public-folder ADDRESS"}},
		{(*completer).newAddresses, []string{"user add ADDRESS", "group add ADDRESS", "public-folder add ADDRESS"}},
		{(*completer).actors, []string{"open --as", "mark-read --as", "mark-unread --as", "move --as", "delete --as",
			"fetch --as", "client start --as", "client stop --as", "rule add --as", "user set ADDRESS"}},

		{(*completer).messages, []string{"ID"}},
		{inFolder(mail.BuiltIn[mail.SentItems]), []string{"recall ID", "ask ID"}},
		{inFolder(mail.BuiltIn[mail.Drafts]), []string{"--draft"}},
		{inFolder(mail.BuiltIn[mail.Outbox]), []string{"outbox take-back ID", "outbox edit ID"}},
		{(*completer).heldMessages, []string{"outbox release ID"}},
		{(*completer).recalls, []string{"RECALL", "inspect recall ID", "--recall"}},
		{(*completer).rules, []string{"rule remove ID"}},
		{(*completer).holds, []string{"hold remove ID"}},
		{(*completer).laters, []string{"at remove ID"}},
		{oneOf("--"), []string{"at COMMAND"}},
		{(*completer).delays, []string{"DELAY"}},
		{(*completer).snapshots, []string{"snapshot restore NAME", "snapshot remove NAME", "A", "B"}},
		{(*completer).inspectable, []string{"ARG"}},
		{(*completer).attachments, []string{"inspect message --attachment"}},

		{(*completer).folders, []string{"FOLDER", "folder add PATH", "folder share PATH"}},
		{(*completer).places, []string{"PLACE"}},
		{(*completer).organisations, []string{"ORG", "org set NAME", "org show NAME", "hold add --org"}},
		{(*completer).organisationSettings, []string{"org add KEY=VALUE", "org set KEY=VALUE"}},
		{(*completer).userSettings, []string{"user add KEY=VALUE", "user set KEY=VALUE"}},
		{(*completer).now, []string{"clock set TIME", "at WHEN"}},

		{(*completer).mailSystems, []string{"SYSTEM"}},
		{(*completer).usableSystems, []string{"org add --system"}},
		{(*completer).behaviourIDs, []string{"behaviours show ID"}},
		{(*completer).documents, []string{"sources ID"}},
		{(*completer).helpSubjects, []string{"COMMAND"}},
		{(*completer).scripts, []string{"run PATH", "demo NAME"}},
		{(*completer).experiments, []string{"SCRIPT"}},
		{(*completer).paramSettings, []string{"NAME=VALUE", "NAME=A,B"}},
		{(*completer).paramNames, []string{"PARAMETER"}},
		{(*completer).measures, []string{"MEASURE"}},
		{(*completer).fixtures, []string{"init --fixture"}},

		{oneOf(mail.ClientWords()...), []string{"--client"}},
		{oneOf(mail.SensitivityWords()...), []string{"--sensitivity"}},
		{oneOf(mail.RightsWords()...), []string{"ROLE"}},
		{oneOf("auto", "always", "never"), []string{"WHEN"}},
		{oneOf("window", "reading-pane"), []string{"VIEW"}},
		{oneOf("each", "shared"), []string{"WHOSE"}},
		{oneOf("recipients", "all"), []string{"recall --from"}},
		{oneOf("note", "recall"), []string{"CLASS"}},
		{oneOf("senders", "admins"), []string{"WHO"}},
		{oneOf("mbox", "eml", "maildir"), []string{"FORMAT"}},
		{oneOf("yes", "no"), []string{"ANSWER"}},
		{oneOf("pop", "imap"), []string{"fetch --via"}},
		{nil, []string{"init --start"}},
	}
}

// sourceOf is the source for a placeholder of a command, or of one of its flags where flag is not "", and whether
// the list names it. A placeholder such as NAME|FILE is one or the other.
func sourceOf(command, flag, placeholder string) (find source, ok bool) {
	for _, place := range []string{command + " --" + flag, command + " " + placeholder, "--" + flag, placeholder} {
		for _, s := range sources() {
			if slices.Contains(s.names, place) {
				return s.find, true
			}
		}
	}
	one, other, several := strings.Cut(placeholder, "|")
	if !several {
		return nil, false
	}
	first, ok := sourceOf(command, flag, one)
	second, otherOK := sourceOf(command, flag, other)
	return func(c *completer) Candidates { return c.union(first, second) }, ok && otherOK
}

// Knows says whether the list of sources names a placeholder of a command, or of one of its flags where flag is not "".
func Knows(command, flag, placeholder string) bool {
	_, ok := sourceOf(command, flag, placeholder)
	return ok
}

// PlaceNames are the names of all places that have a source.
func PlaceNames() []string {
	var all []string
	for _, s := range sources() {
		all = append(all, s.names...)
	}
	return all
}

// union finds what any of the sources finds.
func (c *completer) union(list ...source) Candidates {
	var all Candidates
	for _, find := range list {
		if find != nil {
			all.add(find(c))
		}
	}
	return all
}

// oneOf is a closed set.
func oneOf(list ...string) source {
	return func(*completer) Candidates { return candidatesFrom(list, wordOnly) }
}

// commaSeparated is a list of what a source finds, with commas in between: its last entry is completed.
func commaSeparated(find source) source {
	return func(c *completer) Candidates {
		before := c.Part[:strings.LastIndex(c.Part, ",")+1]
		last := strings.TrimLeft(c.Part[len(before):], " ")
		c.moveToHead(len(c.Part) - len(last))
		return find(c).without(strings.Split(strings.ReplaceAll(before, " ", ""), ","))
	}
}

func (*completer) files() Candidates { return Candidates{Files: true} }
