package commands

import (
	"cmp"
	"strings"
)

// manual is the manual page of the whole program.
func manual(root *command) string {
	var m manPage
	m.title(root.name)
	m.section("name")
	m.text(root.name + " - " + root.short)
	m.section("synopsis")
	m.text(root.usage())
	m.section("description")
	m.prose(root.long)
	m.section("options")
	m.flags(globalFlags())
	m.section("commands")
	for _, sub := range root.subs {
		m.command(sub)
	}
	for _, name := range topicNames() {
		_, page, _ := topic(name)
		m.section(cmp.Or(manSections[name], name))
		m.topic(page)
	}
	m.section("files")
	m.tagged(bold(defaultSandbox), "the sandbox, where nothing names another: one SQLite file")
	m.section("examples")
	m.example(root.example)
	m.section("see also")
	m.text("jq(1), mbox(5), sqlite3(1)")
	return m.String()
}

// manSections are what some topics are called where readers of manual pages look for them.
var manSections = map[string]string{"exit-codes": "exit status", "scripting": "scripts"}

// command explains a command and those below it.
func (m *manPage) command(c *command) {
	if c.hidden {
		return
	}
	m.subsection(c.usage())
	m.text(strings.ToUpper(c.short[:1]) + c.short[1:] + ".")
	m.prose(c.long)
	m.flags(c.flags)
	m.example(c.example)
	for _, sub := range c.subs {
		m.command(sub)
	}
}
