package sandbox_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"recallbox/fixtures/corpus"
	"recallbox/sandbox"
	"recallbox/sandbox/eml"
)

// Real mail, in every class of it, is kept whole, shown as expected, delivered without its Bcc line, and recalled.
func TestRealMail(t *testing.T) {
	box := office(t)
	files, err := fs.Glob(corpus.FS, "*/*.eml")
	if err != nil || len(files) == 0 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(file, ".eml"), func(t *testing.T) {
			err := box.DryRun(t.Context(), func(tx *sandbox.Tx) error {
				keptShownRecalled(t, tx, strings.TrimSuffix(file, ".eml"))
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// office is a sandbox with alice and bob.
func office(t *testing.T) *sandbox.Box {
	t.Helper()
	file := filepath.Join(t.TempDir(), "acme.db")
	ctx, options := context.Background(), sandbox.Options{Throwaway: true}
	if err := sandbox.Create(ctx, file, sandbox.Start, false, options); err != nil {
		t.Fatal(err)
	}
	box, err := sandbox.Open(file, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { box.Close() })
	err = box.Update(ctx, func(tx *sandbox.Tx) error {
		if _, err := tx.AddOrganisation("acme", "acme.example", "outlook", nil); err != nil {
			return err
		}
		_, err := tx.AddUsers([]string{"alice@acme.example", "bob@acme.example"}, nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return box
}

func keptShownRecalled(t *testing.T, tx *sandbox.Tx, name string) {
	raw, err := corpus.FS.ReadFile(name + ".eml")
	if err != nil {
		t.Fatal(err)
	}
	expected, err := corpus.FS.ReadFile(name + ".expected")
	if err != nil {
		t.Fatal(err)
	}
	sent, err := tx.Send(sandbox.SendRequest{As: "alice", EML: raw, To: []string{"bob"}})
	if err != nil {
		t.Fatal(err)
	}
	id := sent.Message.ID
	for mailbox, want := range map[string][]byte{"": raw, "alice": raw, "bob": eml.RemoveBcc(raw)} {
		if got, err := tx.RawMessage(id, mailbox); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%q has %d bytes, want %d, %v", mailbox, len(got), len(want), err)
		}
	}
	m, err := tx.InspectMessage(id, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range expectedLines(m) {
		if !bytes.Contains(expected, []byte("\n"+line+"\n")) && !bytes.HasPrefix(expected, []byte(line+"\n")) {
			t.Errorf("shows %q, which is not expected", line)
		}
	}
	checkAttachments(t, tx, m)
	r, err := tx.Recall(sandbox.RecallRequest{As: "alice", ID: id, Replace: &sandbox.Replacement{}})
	if err != nil || r.Result != "complete-success" {
		t.Fatalf("recalled: %s, %v", r.Result, err)
	}
	checkMade(t, tx, m)
}

// checkMade reads what the recall made: recall message, replacement, notice and report.
func checkMade(t *testing.T, tx *sandbox.Tx, original sandbox.Message) {
	for i, class := range []string{"recall", "note", "notice", "report"} {
		m, err := tx.InspectMessage(fmt.Sprintf("m%d", i+2), "")
		if err != nil || m.Class.String() != class || len(m.Defects) > 0 || !strings.Contains(m.Subject, original.Subject) {
			t.Errorf("m%d is %s %q with %q, want %s about %q, %v", i+2, m.Class, m.Subject, m.Defects, class, original.Subject, err)
		}
		if class == "note" && (m.Text != original.Text || len(m.Attachments) != len(original.Attachments)) {
			t.Errorf("the replacement has another text, or %d attachments instead of %d:\n%s", len(m.Attachments), len(original.Attachments), m.Text)
		}
	}
}

// expectedLines are what is shown, in the form of the .expected files.
func expectedLines(m sandbox.Message) []string {
	lines := []string{strings.TrimRight("subject: "+m.Subject, " ")}
	if m.Text != "" {
		for line := range strings.SplitSeq("\n"+m.Text, "\n") {
			if line != "" {
				lines = append(lines, "| "+line)
			}
		}
	}
	for _, a := range m.Attachments {
		lines = append(lines, fmt.Sprintf("attachment: %s; %s; %d bytes; sha256 %s", a.Name, a.Type, a.Bytes, a.SHA256))
	}
	return lines
}

func checkAttachments(t *testing.T, tx *sandbox.Tx, m sandbox.Message) {
	seen := map[string]bool{}
	for _, a := range m.Attachments {
		if seen[a.Name] {
			continue // a name that comes twice means its first
		}
		seen[a.Name] = true
		data, err := tx.MessageAttachment(m.ID, "", a.Name)
		if sum := fmt.Sprintf("%x", sha256.Sum256(data)); err != nil || sum != a.SHA256 || len(data) != a.Bytes {
			t.Errorf("attachment %q: %d bytes, %v", a.Name, len(data), err)
		}
	}
}
