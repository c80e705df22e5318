package commands

import (
	"maps"
	"slices"
)

// A card shows one thing: its name, and a line for each of its fields.

type field struct{ name, value string }

// card prints the fields that have a value.
func (p *printer) card(title string, fields ...field) {
	p.line(heading(title))
	rows := p.table()
	for _, f := range fields {
		if f.value != "" {
			rows.row(faint(f.name), plain(f.value))
		}
	}
	rows.print(true)
}

// settings prints settings as fields, by key.
func (p *printer) settings(set map[string]string) {
	p.section("settings")
	rows := p.table()
	for _, key := range slices.Sorted(maps.Keys(set)) {
		rows.row(faint(key), plain(set[key]))
	}
	rows.print(true)
}

// none tells a person that a list is empty, and what to type.
func (p *printer) none(rows int, sentence string) {
	if rows == 0 {
		p.done(sentence)
	}
}

// onOff is how a switch is written.
func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}
