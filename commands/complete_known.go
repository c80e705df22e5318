package commands

import (
	"path"
	"strings"

	"recallbox/fixtures"
	"recallbox/sandbox"
	"recallbox/testscripts"
)

// What can be completed without a sandbox: the program knows it.

func (l *look) mailSystems() candidates {
	var f candidates
	for _, s := range l.call.systems() {
		f.list = append(f.list, candidate{s.Name, s.Says})
	}
	return f
}

// usableSystems are those that an organisation can have.
func (l *look) usableSystems() candidates {
	var f candidates
	for _, s := range l.call.systems() {
		if !s.Feature {
			f.list = append(f.list, candidate{s.Name, s.Says})
		}
	}
	return f
}

func (l *look) behaviourIDs() candidates {
	var f candidates
	list, _ := sandbox.Behaviours(l.call.systems(), "")
	for _, b := range list {
		f.list = append(f.list, candidate{b.ID, b.Says})
	}
	return f
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
		all.add(offer(topicNames()...))
	}
	return all
}

// scripts are files, and the built-in ones folder by folder.
func (l *look) scripts() candidates {
	f := l.builtIns()
	f.files = true
	return f
}

func (l *look) builtIns() candidates {
	names, _ := scriptFiles(testscripts.Files)
	var list []string
	for _, name := range names {
		name = strings.TrimSuffix(name, scriptSuffix)
		if folder := path.Dir(name) + "/"; !strings.HasPrefix(l.part, folder) {
			name = folder
		}
		if len(list) == 0 || list[len(list)-1] != name {
			list = append(list, name)
		}
	}
	return offer(list...)
}

// fixtures are files and folders, and the built-in ones.
func (l *look) fixtures() candidates {
	f := candidates{files: true}
	list, _ := fixtures.List()
	for _, one := range list {
		f.list = append(f.list, candidate{one.Name, one.Says})
	}
	return f
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
