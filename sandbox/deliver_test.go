package sandbox_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recallbox/sandbox"
)

// The store delivers a message to many at once. The test does the same one mailbox and one rule at a time. For random
// rules, recipients and groups each copy must lie in the same folder, read or not.
func TestDeliveryIsAsOneByOne(t *testing.T) {
	t.Parallel()
	for seed := range uint64(30) {
		m := &mailroom{random: rand.New(rand.NewPCG(seed, 1)), rules: map[string][]sandbox.Rule{}}
		path := filepath.Join(t.TempDir(), "delivery.db")
		options := sandbox.Options{Throwaway: true}
		if err := sandbox.Create(t.Context(), path, sandbox.New{Start: sandbox.Start}, options); err != nil {
			t.Fatal(err)
		}
		box, err := sandbox.Open(path, options)
		if err != nil {
			t.Fatal(err)
		}
		if err := box.Update(t.Context(), func(tx *sandbox.Tx) error { return m.play(t, tx) }); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		box.Close()
	}
}

// mailroom knows the rules of all users, and says where they put a message.
type mailroom struct {
	random *rand.Rand
	users  []string
	rules  map[string][]sandbox.Rule
}

const (
	people    = 8
	ruleCount = 20
	mails     = 6
)

func (m *mailroom) play(t *testing.T, tx *sandbox.Tx) error {
	if err := m.setUp(tx); err != nil {
		return err
	}
	for range ruleCount {
		if err := m.addRule(tx); err != nil {
			return err
		}
	}
	for range mails {
		from, subject := m.one(m.users), m.one([]string{"Budget 2026", "Lunch", "the BUDGET", "Recall: Budget"})
		sent, err := tx.Send(sandbox.SendRequest{
			As: from, To: m.some(), Cc: m.some(), Bcc: []string{"everybody@acme.example"}, Subject: subject, Text: "x",
		})
		if err != nil {
			return err
		}
		for _, user := range m.users {
			if err := m.compare(t, tx, user, note{sent.Message.ID, from, subject}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *mailroom) setUp(tx *sandbox.Tx) error {
	if _, err := tx.AddOrganisation("acme", "acme.example", "outlook", nil); err != nil {
		return err
	}
	for i := range people {
		m.users = append(m.users, fmt.Sprintf("user%d@acme.example", i))
	}
	if _, err := tx.AddUsers(m.users, nil); err != nil {
		return err
	}
	for _, user := range m.users {
		if _, err := tx.AddFolder(user, "Own"); err != nil {
			return err
		}
	}
	_, err := tx.AddGroup("everybody@acme.example", m.users, "")
	return err
}

func (m *mailroom) addRule(tx *sandbox.Tx) error {
	r := sandbox.Rule{
		SubjectContains: m.one([]string{"", "budget", "Lunch"}), Class: m.one([]string{"", "note", "recall"}),
	}
	if m.random.IntN(2) == 0 {
		r.From = m.one(m.users)
	}
	switch m.random.IntN(4) {
	case 0:
		r.MarkRead = true
	case 1:
		r.Delete = true
	default:
		r.MoveTo = m.one([]string{"Own", "Archive", "Junk"})
	}
	user := m.one(m.users)
	m.rules[user] = append(m.rules[user], r)
	_, err := tx.AddRules(sandbox.NewRule{As: user, Rule: r})
	return err
}

// target is the folder of a note, and whether it is read there. Rules apply one by one until one moves or deletes.
func (m *mailroom) target(user, from, subject string) (folder string, read bool) {
	for _, r := range m.rules[user] {
		inSubject := strings.Contains(strings.ToLower(subject), strings.ToLower(r.SubjectContains))
		if r.Class == "recall" || r.From != "" && r.From != from || !inSubject {
			continue
		}
		switch {
		case r.Delete:
			return "Deleted Items", read
		case r.MoveTo != "":
			return r.MoveTo, read
		}
		read = true
	}
	return "Inbox", read
}

// note is a message that a user gets.
type note struct{ id, from, subject string }

func (m *mailroom) compare(t *testing.T, tx *sandbox.Tx, user string, n note) error {
	got, err := tx.InspectMailbox(user, "")
	if err != nil {
		return err
	}
	var places []string
	for _, f := range got.Folders {
		for e, err := range f.Messages {
			if err != nil {
				return err
			}
			if e.ID == n.id && f.Path != "Sent Items" {
				places = append(places, fmt.Sprintf("%s %t", f.Path, *e.Read))
			}
		}
	}
	folder, read := m.target(user, n.from, n.subject)
	if want := fmt.Sprintf("%s %t", folder, read); !slices.Equal(places, []string{want}) {
		t.Errorf("%s, %s %q from %s: lies in %q, want %q; rules %+v",
			user, n.id, n.subject, n.from, places, want, m.rules[user])
	}
	return nil
}

func (m *mailroom) one(of []string) string { return of[m.random.IntN(len(of))] }

// some are one to three users, maybe one of them twice.
func (m *mailroom) some() []string {
	var out []string
	for range 1 + m.random.IntN(3) {
		out = append(out, m.one(m.users))
	}
	return out
}

// A replacement asks for the receipts that the original asked for.
func TestReplacementAsksForReceiptsToo(t *testing.T) {
	box := office(t)
	err := box.Update(t.Context(), func(tx *sandbox.Tx) error {
		sent, err := tx.Send(sandbox.SendRequest{
			As: "alice", To: []string{"bob"}, Subject: "Budget", ReadReceipt: true, Delivery: true,
		})
		if err != nil {
			return err
		}
		r, err := tx.Recall(sandbox.RecallRequest{
			As: "alice", ID: sent.Message.ID, NoReport: true, Replace: &sandbox.Replacement{},
		})
		if err != nil {
			return err
		}
		raw, err := tx.RawMessage(r.Replacement, "")
		if err != nil {
			return err
		}
		if !strings.Contains(string(raw), "Disposition-Notification-To: Alice <alice@acme.example>\r\n") {
			t.Errorf("no receipt is asked for:\n%s", raw)
		}
		if _, err := tx.Open(sandbox.OpenRequest{As: "bob", ID: r.Replacement}); err != nil {
			return err
		}
		for id, class := range map[string]string{"m3": "recall", "m4": "note", "m5": "notice", "m6": "receipt"} {
			if m, err := tx.InspectMessage(id, ""); err != nil || m.Class.String() != class {
				t.Errorf("%s is %s, want %s: receipts come last, %v", id, m.Class, class, err)
			}
		}
		inbox, err := tx.InspectMailbox("alice", "Inbox")
		if err != nil {
			return err
		}
		var subjects []string
		for m, err := range inbox.Folders[0].Messages {
			if err != nil {
				return err
			}
			subjects = append(subjects, m.Subject)
		}
		if got, want := strings.Join(subjects, ", "), "Delivered: Budget, Delivered: Budget, Read: Budget"; got != want {
			t.Errorf("alice has %s, want %s", got, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
