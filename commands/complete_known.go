package commands

import (
	"path"
	"slices"
	"strings"

	"recallbox/fixtures"
	"recallbox/sandbox"
	"recallbox/sandbox/recall"
	"recallbox/testscripts"
)

// What can be completed without a sandbox: the program knows it.

func (l *look) mailSystems() candidates { return offer(l.call.systems(), asSystem) }

// usableSystems are those that an organisation can have.
func (l *look) usableSystems() candidates {
	isFeature := func(s recall.System) bool { return s.Feature }
	return offer(slices.DeleteFunc(slices.Clone(l.call.systems()), isFeature), asSystem)
}

func asSystem(s recall.System) candidate { return candidate{s.Name, s.Says} }

func (l *look) behaviourIDs() candidates {
	list, _ := sandbox.Behaviours(l.call.systems(), "")
	return offer(list, func(b sandbox.Behaviour) candidate { return candidate{b.ID, b.Says} })
}

// helpSubjects are the commands below those that were named, and the topics.
func (l *look) helpSubjects() candidates {
	about := l.line.command
	for about.parent != nil {
		about = about.parent
	}
	for _, word := range l.line.args {
		if about = about.sub(word); about == nil {
			return candidates{}
		}
	}
	all := subcommands(about)
	if about.parent == nil {
		isCommand := func(name string) bool { return about.sub(name) != nil }
		all.add(offer(slices.DeleteFunc(topicNames(), isCommand), asTopic))
	}
	return all
}

func asTopic(name string) candidate {
	short, _, _ := topic(name)
	return candidate{name, short}
}

// scripts are files, and the built-in ones folder by folder, with what one will see.
func (l *look) scripts() candidates {
	files, _ := scriptFiles(testscripts.Files)
	var names []string
	for _, file := range files {
		if folder := path.Dir(file) + "/"; !strings.HasPrefix(l.part, folder) {
			file = folder
		}
		names = append(names, file)
	}
	found := offer(slices.Compact(names), asScript)
	found.files = true
	return found
}

func asScript(file string) candidate {
	text, _ := testscripts.Files.ReadFile(file)
	summary, _, _ := strings.Cut(string(text), "\n")
	return candidate{strings.TrimSuffix(file, scriptSuffix), strings.TrimPrefix(summary, "# ")}
}

// fixtures are files and folders, and the built-in ones.
func (l *look) fixtures() candidates {
	list, _ := fixtures.List()
	found := offer(list, func(f fixtures.Fixture) candidate { return candidate{f.Name, f.Says} })
	found.files = true
	return found
}

// userSettings are KEY= and, behind that, its values.
func (l *look) userSettings() candidates {
	var f candidates
	for _, key := range sandbox.UserSettings {
		f.setting(l.part, key, "", sandbox.UserSettingWords(key))
	}
	return f
}

// organisationSettings are those of the mail system that the organisation has or is to have.
func (l *look) organisationSettings() candidates {
	system := ""
	if given := l.given("system"); len(given) > 0 {
		system = given[0]
	}
	l.see(func(tx *sandbox.Tx) error {
		o, err := tx.Organisation(l.arg())
		if err == nil {
			system = o.System
		}
		return err
	})
	all, _ := sandbox.Systems(l.call.systems(), system)
	var f candidates
	for _, s := range all[:min(1, len(all))] {
		for _, set := range s.Settings {
			f.setting(l.part, set.Key, set.Says, set.Values)
		}
	}
	return f
}

// setting adds KEY=, or what stands behind it once that was typed.
func (f *candidates) setting(typed, key, says string, values []string) {
	if !strings.HasPrefix(typed, key+"=") {
		f.list = append(f.list, candidate{key + "=", says})
		return
	}
	for _, value := range values {
		f.list = append(f.list, candidate{key + "=" + value, ""})
	}
}
