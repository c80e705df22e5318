package sandbox_test

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"testing"
	"testing/fstest"
	"time"

	"recallbox/fixtures/corpus"
	"recallbox/sandbox"
	"recallbox/sandbox/mailfile"
)

// files are what an export wrote.
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

// Whatever real mail a mailbox has comes back from files with its bytes, dates and read states, and goes into files again as the same bytes.
func TestMailboxesComeBack(t *testing.T) {
	for _, format := range []mailfile.Format{mailfile.Mbox, mailfile.EML, mailfile.Maildir} {
		t.Run(string(format), func(t *testing.T) {
			t.Parallel()
			box := office(t)
			err := box.Update(t.Context(), func(tx *sandbox.Tx) error {
				fillWithCorpus(t, tx)
				first := exported(t, tx, "bob", format)
				read := func(v mailfile.Visitor) error {
					return mailfile.Read(t.Context(), fstest.MapFS(first), ".", mailfile.Options{Limit: 1 << 20}, v)
				}
				done, err := tx.Import(sandbox.ImportRequest{As: "alice", Path: "bob"}, read)
				if err != nil || done.Skipped > 0 || len(done.Warnings) > 0 {
					t.Fatalf("%+v, %v", done, err)
				}
				if again := exported(t, tx, "alice", format); !maps.Equal(contents(first), contents(again)) {
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

// fillWithCorpus gives bob all of the corpus, a folder for each class, every third message read, one an hour; the sender's copies go away.
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

func exported(t *testing.T, tx *sandbox.Tx, as string, format mailfile.Format) files {
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

// sameMail demands that alice has what bob has, message by message.
func sameMail(t *testing.T, tx *sandbox.Tx, format mailfile.Format) {
	t.Helper()
	bob, err := tx.InspectMailbox("bob", "", -1)
	must(t, err)
	alice, err := tx.InspectMailbox("alice", "", -1)
	must(t, err)
	if len(bob.Folders) != len(alice.Folders) {
		t.Fatalf("%d folders became %d", len(bob.Folders), len(alice.Folders))
	}
	n := 0
	for i, was := range bob.Folders {
		is := alice.Folders[i]
		if was.Path != is.Path || len(was.Messages) != len(is.Messages) {
			t.Fatalf("%s with %d became %s with %d", was.Path, len(was.Messages), is.Path, len(is.Messages))
		}
		for j, m := range was.Messages {
			sameMessage(t, tx, format, m, is.Messages[j])
			n++
		}
	}
	if n < 133 {
		t.Errorf("only %d messages", n)
	}
}

func sameMessage(t *testing.T, tx *sandbox.Tx, format mailfile.Format, was, is sandbox.Entry) {
	t.Helper()
	want, err := tx.RawMessage(was.ID, "bob")
	must(t, err)
	got, err := tx.RawMessage(is.ID, "alice")
	must(t, err)
	if format == mailfile.Mbox && len(want) > 0 && want[len(want)-1] != '\n' {
		want = fmt.Append(want, "\n")
	}
	if !bytes.Equal(want, got) || !was.ReceivedAt.Equal(is.ReceivedAt) || *was.Read != *is.Read {
		t.Errorf("%s became %s: %v %v, %v %v\n%q\n%q", was.ID, is.ID, was.ReceivedAt, is.ReceivedAt, *was.Read, *is.Read, want, got)
	}
}
