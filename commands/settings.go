package commands

import (
	"maps"
	"slices"
	"strings"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

// settings reads arguments of the form KEY=VALUE.
func (c *call) settings(words []string) ([]sandbox.Setting, error) {
	var list []sandbox.Setting
	for _, word := range words {
		key, value, ok := strings.Cut(word, "=")
		if !ok || key == "" {
			return nil, usageError("%s: %q is not KEY=VALUE", c.title(), word)
		}
		list = append(list, sandbox.Setting{Key: key, Value: value})
	}
	return list, nil
}

// addressesAndSettings tells the two apart: an address may have a = in it, a key never has an @.
func addressesAndSettings(words []string) (addresses, settings []string) {
	for _, word := range words {
		key, _, isSetting := strings.Cut(word, "=")
		if isSetting && !strings.Contains(key, "@") && (slices.Contains(sandbox.UserSettings, key) || !strings.Contains(word, "@")) {
			settings = append(settings, word)
			continue
		}
		addresses = append(addresses, word)
	}
	return addresses, settings
}

// showSettings writes settings as they are given, by key.
func showSettings(set map[string]string) term.Text {
	var words []string
	for _, key := range slices.Sorted(maps.Keys(set)) {
		words = append(words, key+"="+set[key])
	}
	return term.Plain(strings.Join(words, " "))
}

// settings prints settings as fields, by key.
func (p *printer) settings(set map[string]string) {
	p.Section("settings")
	rows := p.Table()
	for _, key := range slices.Sorted(maps.Keys(set)) {
		rows.Row(term.Faint(key), term.Plain(set[key]))
	}
	rows.Print(true)
}

// onOff is how a switch is written.
func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}
