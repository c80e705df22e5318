package sandbox_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"recallbox/fixtures/corpus"
	"recallbox/sandbox"
	"recallbox/sandbox/eml"
	"recallbox/sandbox/mailfile"
)

// A sandbox keeps real mail of every class whole, shows it as expected, delivers it without its Bcc line, and recalls
// it.
func TestRealMail(t *testing.T) {
	box := office(t)
	files, err := fs.Glob(corpus.FS, "*/*.eml")
	if err != nil || len(files) == 0 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(file, ".eml"), func(t *testing.T) {
			err := box.DryRun(t.Context(), func(tx *sandbox.Tx) error {
				sendShowRecall(t, tx, strings.TrimSuffix(file, ".eml"))
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
	if err := sandbox.Create(ctx, file, sandbox.New{Start: sandbox.Start}, options); err != nil {
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

func sendShowRecall(t *testing.T, tx *sandbox.Tx, name string) {
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
	answerForward(t, tx, m)
	importAnswerForward(t, tx, raw)
	r, err := tx.Recall(sandbox.RecallRequest{As: "alice", ID: id, Replace: &sandbox.Replacement{}})
	if err != nil || r.Result != "complete-success" {
		t.Fatalf("recalled: %s, %v", r.Result, err)
	}
	checkMade(t, tx, m, r.Request)
}

// answerForward: whatever form a message has, it can be answered and forwarded. The forward has its attachments.
func answerForward(t *testing.T, tx *sandbox.Tx, m sandbox.Message) {
	t.Helper()
	request := sandbox.SendRequest{As: "bob", To: []string{"alice"}, Subject: "Re", Text: "x", InReplyTo: m.ID}
	if _, err := tx.Send(request); err != nil {
		t.Errorf("answered: %v", err)
	}
	for _, request := range []sandbox.ForwardRequest{
		{As: "bob", ID: m.ID, To: []string{"alice"}},
		{As: "bob", ID: m.ID, To: []string{"alice"}, Text: "look"},
	} {
		sent, err := tx.Forward(request)
		if err != nil {
			t.Errorf("forwarded: %v", err)
			continue
		}
		f, err := tx.InspectMessage(sent.Message.ID, "")
		if err != nil || len(f.Attachments) != len(m.Attachments) || len(f.Defects) > 0 {
			t.Errorf("forwarded with %d of %d attachments, %q, %v", len(f.Attachments), len(m.Attachments), f.Defects, err)
		}
	}
}

// importAnswerForward does the same with the message as bob imports it, if it can be imported.
func importAnswerForward(t *testing.T, tx *sandbox.Tx, raw []byte) {
	t.Helper()
	if !eml.HasHeader(raw) {
		return
	}
	read := func(v mailfile.Visitor) error {
		files := fstest.MapFS{"x.eml": {Data: raw}}
		return mailfile.Read(t.Context(), files, "x.eml", mailfile.Options{Limit: 1 << 20}, v)
	}
	_, err := tx.Import(sandbox.ImportRequest{As: "bob", Path: "Archive"}, read)
	if err != nil {
		t.Fatal(err)
	}
	box, err := tx.InspectMailbox("bob", "Archive")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for e, err := range box.Folders[0].Messages {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, e.ID)
	}
	for _, id := range ids {
		m, err := tx.InspectMessage(id, "bob")
		if err != nil {
			t.Fatal(err)
		}
		answerForward(t, tx, m)
	}
}

// checkMade checks the messages that the recall made, from its request on: recall message, replacement, notice, report.
func checkMade(t *testing.T, tx *sandbox.Tx, original sandbox.Message, request string) {
	var first int
	if _, err := fmt.Sscanf(request, "m%d", &first); err != nil {
		t.Fatal(err)
	}
	for i, class := range []string{"recall", "note", "notice", "report"} {
		m, err := tx.InspectMessage(fmt.Sprintf("m%d", first+i), "")
		about := strings.Contains(m.Subject, original.Subject)
		if err != nil || m.Class.String() != class || len(m.Defects) > 0 || !about {
			t.Errorf("%s is %s %q with %q, want %s about %q, %v",
				m.ID, m.Class, m.Subject, m.Defects, class, original.Subject, err)
		}
		if class == "note" && (m.Text != original.Text || len(m.Attachments) != len(original.Attachments)) {
			t.Errorf("the replacement has another text, or %d attachments instead of %d:\n%s",
				len(m.Attachments), len(original.Attachments), m.Text)
		}
	}
}

// expectedLines are the message in the form of the .expected files.
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
	for i, word := range m.AttachmentWords() {
		a := m.Attachments[i]
		data, err := tx.MessageAttachment(m.ID, "", word)
		if sum := fmt.Sprintf("%x", sha256.Sum256(data)); err != nil || sum != a.SHA256 || len(data) != a.Bytes {
			t.Errorf("attachment %q: %d bytes, %v", word, len(data), err)
		}
	}
}

// No two attachments have one word, and a name that is there once is its own.
func TestAttachmentWords(t *testing.T) {
	for names, want := range map[string]string{
		"":                "",
		"a b":             "a b",
		"a b a":           "a#1 b a#2",
		"a a a#1":         "a#2 a#3 a#1",
		"a#1 a#1 a a":     "a#1#1 a#1#2 a#2 a#3",
		"a#2 a a a":       "a#2 a#1 a#3 a#4",
		"a#1 a a#1#1 a#1": "a#1#2 a a#1#1 a#1#3",
	} {
		var m sandbox.Message
		for _, name := range strings.Fields(names) {
			m.Attachments = append(m.Attachments, sandbox.Attachment{Name: name})
		}
		if got := strings.Join(m.AttachmentWords(), " "); got != want {
			t.Errorf("%s: %s, want %s", names, got, want)
		}
	}
}

// files are the files that an export writes.
type files fstest.MapFS

func (f files) Mkdir(name string) error {
	if name != "." {
		f[name] = &fstest.MapFile{Mode: fs.ModeDir | 0o700}
	}
	return nil
}

func (f files) Create(name string, modified time.Time) (io.WriteCloser, error) {
	f[name] = &fstest.MapFile{ModTime: modified}
	return file{f[name]}, nil
}

type file struct{ *fstest.MapFile }

func (f file) Write(data []byte) (int, error) {
	f.Data = append(f.Data, data...)
	return len(data), nil
}

func (f file) Close() error { return nil }

// Real mail comes back from files with its bytes, dates and read states. Exported again, the files have the same bytes.
func TestMailboxesComeBack(t *testing.T) {
	for _, format := range []mailfile.Format{mailfile.Mbox, mailfile.EML, mailfile.Maildir} {
		t.Run(string(format), func(t *testing.T) {
			t.Parallel()
			box := office(t)
			err := box.Update(t.Context(), func(tx *sandbox.Tx) error {
				fillWithCorpus(t, tx)
				first := export(t, tx, "bob", format)
				read := func(v mailfile.Visitor) error {
					return mailfile.Read(t.Context(), fstest.MapFS(first), ".", mailfile.Options{Limit: 1 << 20}, v)
				}
				done, err := tx.Import(sandbox.ImportRequest{As: "alice", Path: "bob"}, read)
				if err != nil || done.Skipped > 0 || len(done.Warnings) > 0 {
					t.Fatalf("%+v, %v", done, err)
				}
				if again := export(t, tx, "alice", format); !maps.Equal(contents(first), contents(again)) {
					t.Error("goes into files as other bytes than it came out of them")
				}
				sameMail(t, tx, format)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// fillWithCorpus sends bob the whole corpus, a message an hour, and moves it to a folder for each class. Every third
// message is read. The sender keeps no copies.
func fillWithCorpus(t *testing.T, tx *sandbox.Tx) {
	t.Helper()
	names, err := fs.Glob(corpus.FS, "*/*.eml")
	must(t, err)
	for i, name := range names {
		raw, err := corpus.FS.ReadFile(name)
		must(t, err)
		sent, err := tx.Send(sandbox.SendRequest{As: "alice", To: []string{"bob"}, EML: raw})
		must(t, err)
		id, folder := sent.Message.ID, "Classes/"+path.Dir(name)
		_, _ = tx.AddFolder("bob", folder)
		must(t, tx.Move("bob", id, "", folder))
		must(t, tx.Delete("alice", id, "", true))
		if i%3 == 0 {
			must(t, tx.MarkRead("bob", id, ""))
		}
		_, err = tx.Advance(time.Hour)
		must(t, err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func export(t *testing.T, tx *sandbox.Tx, as string, format mailfile.Format) files {
	t.Helper()
	out := files{}
	_, err := tx.Export(sandbox.ExportRequest{As: as, Format: format}, out)
	must(t, err)
	return out
}

func contents(f files) map[string]string {
	out := map[string]string{}
	for name, file := range f {
		out[name] = string(file.Data)
	}
	return out
}

// sameMail compares the mail of alice and bob, message by message.
func sameMail(t *testing.T, tx *sandbox.Tx, format mailfile.Format) {
	t.Helper()
	bob, err := tx.InspectMailbox("bob", "")
	must(t, err)
	alice, err := tx.InspectMailbox("alice", "")
	must(t, err)
	if len(bob.Folders) != len(alice.Folders) {
		t.Fatalf("%d folders became %d", len(bob.Folders), len(alice.Folders))
	}
	n := 0
	for i, was := range bob.Folders {
		is := alice.Folders[i]
		before, err := was.Messages.List()
		must(t, err)
		after, err := is.Messages.List()
		must(t, err)
		if was.Path != is.Path || len(before) != len(after) {
			t.Fatalf("%s with %d became %s with %d", was.Path, len(before), is.Path, len(after))
		}
		for j, m := range before {
			sameMessage(t, tx, format, [2]sandbox.Entry{m, after[j]})
			n++
		}
	}
	if n < 133 {
		t.Errorf("only %d messages", n)
	}
}

// sameMessage compares a message of bob with the one that alice has of it.
func sameMessage(t *testing.T, tx *sandbox.Tx, format mailfile.Format, both [2]sandbox.Entry) {
	t.Helper()
	was, is := both[0], both[1]
	want, err := tx.RawMessage(was.ID, "bob")
	must(t, err)
	got, err := tx.RawMessage(is.ID, "alice")
	must(t, err)
	if format == mailfile.Mbox && len(want) > 0 && want[len(want)-1] != '\n' {
		want = fmt.Append(want, "\n")
	}
	if !bytes.Equal(want, got) || !was.ReceivedAt.Equal(is.ReceivedAt) || *was.Read != *is.Read {
		t.Errorf("%s became %s: %v %v, %v %v\n%q\n%q",
			was.ID, is.ID, was.ReceivedAt, is.ReceivedAt, *was.Read, *is.Read, want, got)
	}
}
