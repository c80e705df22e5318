package commands

import (
	"maps"
	"slices"
	"strings"

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
func showSettings(set map[string]string) text {
	var words []string
	for _, key := range slices.Sorted(maps.Keys(set)) {
		words = append(words, key+"="+set[key])
	}
	return plain(strings.Join(words, " "))
}
