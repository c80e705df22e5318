package testscripts_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// world is a sandbox as its users see it: what lies where, and how recalls stand.
type world struct{ copies, outcomes map[string]string }

// ask runs a command of the program and reads what it prints.
type ask func(args ...string) (code int, said string)

func (do ask) json(t *testing.T, into any, args ...string) bool {
	t.Helper()
	code, said := do(append(args, "--json")...)
	if code != 0 {
		return false
	}
	_, document, _ := strings.Cut(said, "{") // warnings come before it
	if err := json.NewDecoder(strings.NewReader("{" + document)).Decode(into); err != nil {
		t.Errorf("%q: %v\n%s", args, err, said)
	}
	return true
}

// observe reads all mailboxes and recalls.
func observe(t *testing.T, do ask) world {
	t.Helper()
	w := world{map[string]string{}, map[string]string{}}
	var all struct{ Mailboxes []struct{ Address string } }
	do.json(t, &all, "inspect")
	var addresses []string
	for _, m := range all.Mailboxes {
		addresses = append(addresses, m.Address)
	}
	for some := range slices.Chunk(addresses, 1000) {
		w.addMailboxes(t, do, some...)
	}
	for n := 1; ; n++ {
		var r struct {
			Recipients []struct {
				Address, Outcome, Behaviour string
				Final                       bool
			}
		}
		id := fmt.Sprintf("r%d", n)
		if !do.json(t, &r, "inspect", "recall", id) {
			return w
		}
		for _, one := range r.Recipients {
			w.outcomes[id+" "+one.Address] = fmt.Sprint(one.Outcome, one.Final, one.Behaviour)
		}
	}
}

func (w world) addMailboxes(t *testing.T, do ask, mailboxes ...string) {
	var seen struct {
		Mailboxes []struct {
			Address string
			Folders []struct {
				Path     string
				Messages []struct {
					ID   string
					Read bool
					Tags []string
				}
			}
		}
	}
	if !do.json(t, &seen, append([]string{"inspect", "mailbox"}, mailboxes...)...) {
		t.Errorf("cannot look into %q", mailboxes)
	}
	for _, m := range seen.Mailboxes {
		for _, f := range m.Folders {
			for _, one := range f.Messages {
				w.copies[m.Address+" "+one.ID] += fmt.Sprint(f.Path, one.Read, one.Tags, ";")
			}
		}
	}
}

// differentKeys are the keys whose values differ; with both, only keys that both maps have.
func differentKeys(a, b map[string]string, both bool) []string {
	found := map[string]bool{}
	for _, keys := range []map[string]string{a, b} {
		for key := range keys {
			was, had := a[key]
			is, has := b[key]
			found[key] = was != is && (had && has || !both)
		}
	}
	maps.DeleteFunc(found, func(_ string, differs bool) bool { return !differs })
	return slices.Sorted(maps.Keys(found))
}

// wantDiff demands that the program's diff since a snapshot names what differs between two worlds, and nothing else.
func wantDiff(t *testing.T, what []string, do ask, snapshot string, before, after world) {
	t.Helper()
	var diff struct {
		Messages []struct {
			Mailbox, ID string
			Changes     []string
		}
		Outcomes []struct{ Recall, Recipient string }
	}
	if !do.json(t, &diff, "snapshot", "diff", snapshot) {
		t.Errorf("%q: no diff", what)
	}
	copies, outcomes := map[string]string{}, map[string]string{}
	for _, m := range diff.Messages {
		key := m.Mailbox + " " + m.ID
		_, was := before.copies[key]
		_, is := after.copies[key]
		unseen := slices.DeleteFunc(slices.Clone(m.Changes), func(change string) bool {
			return slices.Contains([]string{"seen", "shared", "fetched", "edited"}, change)
		})
		if (was || is) && len(unseen) > 0 { // no mailbox lists public folders
			copies[key] = "differs"
		}
	}
	for _, o := range diff.Outcomes {
		outcomes[o.Recall+" "+o.Recipient] = "differs"
	}
	got, want := slices.Sorted(maps.Keys(copies)), differentKeys(before.copies, after.copies, false)
	if !slices.Equal(got, want) {
		t.Errorf("%q: messages %q differ, want %q", what, got, want)
	}
	got, want = slices.Sorted(maps.Keys(outcomes)), differentKeys(before.outcomes, after.outcomes, true)
	if !slices.Equal(got, want) {
		t.Errorf("%q: outcomes %q differ, want %q", what, got, want)
	}
}
