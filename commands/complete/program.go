package complete

import (
	"path"
	"slices"
	"strings"

	"recallbox/fixtures"
	"recallbox/sandbox"
	"recallbox/sandbox/delay"
	"recallbox/sandbox/recall"
	"recallbox/testscripts"
)

// What the program knows without a sandbox.

func (c *completer) mailSystems() Candidates { return candidatesFrom(c.Systems, asSystem) }

// usableSystems are those that an organisation can have.
func (c *completer) usableSystems() Candidates {
	isFeature := func(s recall.System) bool { return s.Feature }
	return candidatesFrom(slices.DeleteFunc(slices.Clone(c.Systems), isFeature), asSystem)
}

func asSystem(s recall.System) Candidate { return Candidate{s.Name, s.Says} }

func (c *completer) behaviourIDs() Candidates {
	list, _ := sandbox.Behaviours(c.Systems, "")
	return candidatesFrom(list, func(b sandbox.Behaviour) Candidate { return Candidate{b.ID, b.Says} })
}

// documents are what behaviours cite.
func (c *completer) documents() Candidates {
	return candidatesFrom(sandbox.Sources(), func(s sandbox.Source) Candidate { return Candidate{s.ID, s.Title} })
}

// helpSubjects are the topics, and the commands below those on the line.
func (c *completer) helpSubjects() Candidates { return Candidates{List: c.Subjects(c.Args)} }

// scripts are files, and the built-in ones folder by folder, each with its first comment.
func (c *completer) scripts() Candidates {
	files, _ := testscripts.List(testscripts.Files)
	var names []string
	for _, file := range files {
		if folder := path.Dir(file) + "/"; !strings.HasPrefix(c.Part, folder) {
			file = folder
		}
		names = append(names, file)
	}
	candidates := candidatesFrom(slices.Compact(names), asScript)
	candidates.Files = true
	return candidates
}

func asScript(file string) Candidate {
	text, _ := testscripts.Files.ReadFile(file)
	summary, _, _ := strings.Cut(string(text), "\n")
	return Candidate{strings.TrimSuffix(file, testscripts.Suffix), strings.TrimPrefix(summary, "# ")}
}

// fixtures are files and folders, and the built-in ones.
func (c *completer) fixtures() Candidates {
	list, _ := fixtures.List()
	candidates := candidatesFrom(list, func(f fixtures.Fixture) Candidate { return Candidate{f.Name, f.Says} })
	candidates.Files = true
	return candidates
}

// userSettings are KEY=, and its values once that is typed.
func (c *completer) userSettings() Candidates {
	var f Candidates
	for _, key := range sandbox.UserSettings {
		f.setting(c.Part, key, "", sandbox.UserSettingWords(key))
	}
	return f
}

// organisationSettings are the settings of the organisation's mail system, which may stand on the line.
func (c *completer) organisationSettings() Candidates {
	system := c.flagValue("system")
	c.view(func(tx *sandbox.Tx) error {
		o, err := tx.Organisation(c.arg())
		if err == nil {
			system = o.System
		}
		return err
	})
	all, _ := sandbox.Systems(c.Systems, system)
	var f Candidates
	for _, s := range all[:min(1, len(all))] {
		for _, set := range s.Settings {
			if set.Names {
				set.Values = c.names()
			}
			f.setting(c.Part, set.Key, set.Says, set.Values)
		}
	}
	return f
}

// setting adds KEY=, or its values where the part begins with that.
func (f *Candidates) setting(part, key, says string, values []string) {
	if !strings.HasPrefix(part, key+"=") {
		f.List = append(f.List, Candidate{key + "=", says})
		return
	}
	for _, value := range values {
		f.List = append(f.List, Candidate{key + "=" + value, ""})
	}
}

// delays are the forms of a delay, and the curves that were published.
func (c *completer) delays() Candidates {
	var words []string
	for _, form := range delay.Forms {
		if kind, _, _ := strings.Cut(form, ":"); kind != "curve" && kind != "file" {
			words = append(words, form)
		}
	}
	for _, name := range fixtures.Curves() {
		words = append(words, "curve:"+name)
	}
	return oneOf(words...)(c)
}
