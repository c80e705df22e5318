package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// pictureOf reads copies like `bob Inbox m1 unread`. A + after the state means a tag, a * after the ID a copy of the
// sender.
func pictureOf(copies string) Picture {
	var p Picture
	for _, line := range strings.Split(copies, ", ") {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		id, sent := strings.CutSuffix(f[2], "*")
		state, tagged := strings.CutSuffix(f[3], "+")
		read := state == "read"
		c := PicturedCopy{Mailbox: f[0], Folder: f[1], Sent: sent, Entry: Entry{ID: id, Read: &read}}
		if tagged {
			c.Tags = []string{"recalled"}
		}
		if by, public := strings.CutPrefix(state, "by:"); public {
			c.Read, c.ReadBy = nil, strings.FieldsFunc(by, func(r rune) bool { return r == '/' })
		}
		p.Copies = append(p.Copies, c)
	}
	return p
}

// list writes changes as `bob Inbox m1 moved read`.
func list(changes []ChangedMailbox) string {
	var lines []string
	for _, m := range changes {
		for _, c := range m.Copies {
			words := []string{m.Address, c.Folder, c.ID}
			for _, what := range c.Changes {
				words = append(words, fmt.Sprint(what))
			}
			lines = append(lines, strings.Join(words, " "))
		}
	}
	return strings.Join(lines, ", ")
}

func TestChanges(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, before, after, want string }{
		{"nothing at all", "", "", ""},
		{"nothing changed", "a Inbox m1 read, b Inbox m1 unread", "a Inbox m1 read, b Inbox m1 unread", ""},
		{"only the mailbox that changed",
			"a Inbox m1 read, b Inbox m1 unread", "a Inbox m1 read, b Inbox m1 read", "b Inbox m1 read"},
		{"the first that comes", "", "a Inbox m1 unread", "a Inbox m1 came"},
		{"the last that goes", "a Inbox m1 unread", "", "a Inbox m1 went"},
		{"mailboxes before, between and after",
			"b Inbox m1 unread, d Inbox m1 unread", "a Inbox m1 unread, c Inbox m1 unread, d Inbox m1 unread",
			"a Inbox m1 came, b Inbox m1 went, c Inbox m1 came"},
		{"unchanged copies in the same mailbox",
			"a Inbox m1 read, a Inbox m2 unread", "a Inbox m1 read, a Inbox m2 unread, a Inbox m3 unread",
			"a Inbox m1, a Inbox m2, a Inbox m3 came"},
		{"read and unread",
			"a Inbox m1 unread, a Inbox m2 read", "a Inbox m1 read, a Inbox m2 unread",
			"a Inbox m1 read, a Inbox m2 unread"},
		{"moved and read at once", "a Inbox m1 unread", "a Archive m1 read", "a Archive m1 moved read"},
		{"retagged", "a Sent m1* read", "a Sent m1* read+", "a Sent m1 retagged"},
		{"two copies of one message",
			"a Sent m1* read, a Inbox m1 unread", "a Sent m1* read", "a Inbox m1 went, a Sent m1"},
		{"a copy that went stands where it was",
			"a Inbox m1 read, a Inbox m9 read, a Inbox m10 read, a Junk m2 read",
			"a Inbox m1 read, a Inbox m10 read, a Junk m2 read",
			"a Inbox m1, a Inbox m9 went, a Inbox m10, a Junk m2"},
		{"a reader of a public folder", "n News m1 by:", "n News m1 by:c/d", "n News m1 read"},
		{"another reader", "n News m1 by:c", "n News m1 by:c/d", "n News m1 read"},
	}
	for _, test := range tests {
		got := strings.Split(list(pictureOf(test.before).Changes(pictureOf(test.after))), ", ")
		want := strings.Split(test.want, ", ")
		if test.name == "two copies of one message" { // their folders have no order in this test
			slices.Sort(got)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s:\ngot  %q\nwant %q", test.name, got, want)
		}
	}
}

// Going back from after to before undoes every change.
func TestChangesHaveAnOpposite(t *testing.T) {
	t.Parallel()
	opposite := map[Change]Change{Came: Went, Went: Came, Moved: Moved, Read: Unread, Unread: Read, Retagged: Retagged}
	states := []string{
		"", "a Inbox m1 read", "a Inbox m1 unread+", "a Junk m1 read",
		"a Inbox m1 read, a Inbox m2 unread, b Inbox m1 read",
	}
	for _, before := range states {
		for _, after := range states {
			from, to := pictureOf(before), pictureOf(after)
			there, back := count(from.Changes(to)), count(to.Changes(from))
			for what, n := range there {
				if back[opposite[what]] != n {
					t.Errorf("%q to %q: %v, and back %v", before, after, there, back)
				}
			}
		}
	}
}

// count counts changes of each kind.
func count(changes []ChangedMailbox) map[Change]int {
	n := map[Change]int{}
	for _, m := range changes {
		for _, c := range m.Copies {
			for _, what := range c.Changes {
				n[what]++
			}
		}
	}
	return n
}
