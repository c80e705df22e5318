package mailfile_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"recallbox/fixtures/corpus"
	"recallbox/sandbox/mailfile"
	"recallbox/sandbox/portable"
)

const limit = 1 << 20

var formats = []mailfile.Format{mailfile.Mbox, mailfile.EML, mailfile.Maildir}

// memory is a tree of files in memory.
type memory fstest.MapFS

func (m memory) Open(name string) (fs.File, error) { return fstest.MapFS(m).Open(name) }

func (m memory) Mkdir(name string) error {
	if name != "." {
		m[name] = &fstest.MapFile{Mode: fs.ModeDir | 0o700}
	}
	return nil
}

func (m memory) Create(name string, modified time.Time) (io.WriteCloser, error) {
	if m[name] != nil || !fs.ValidPath(name) {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrExist)
	}
	m[name] = &fstest.MapFile{ModTime: modified}
	return appender{m[name]}, nil
}

type appender struct{ *fstest.MapFile }

func (a appender) Write(data []byte) (int, error) {
	a.Data = append(a.Data, data...)
	return len(data), nil
}

func (a appender) Close() error { return nil }

// content is what is in the files, by name.
func (m memory) content() map[string]string {
	out := map[string]string{}
	for name, file := range m {
		out[name] = string(file.Data)
	}
	return out
}

// A collector keeps what was read.
type collector struct {
	folders  []string
	messages []mailfile.Message
	skipped  []string
}

func (g *collector) Folder(name string) error {
	if !slices.Contains(g.folders, name) {
		g.folders = append(g.folders, name)
	}
	return nil
}

func (g *collector) Message(m mailfile.Message) error {
	m.Raw = bytes.Clone(m.Raw)
	g.messages = append(g.messages, m)
	return nil
}

func (g *collector) Skip(place, why string) error {
	g.skipped = append(g.skipped, place+": "+why)
	return nil
}

// write writes messages in the order they have.
func write(t testing.TB, f mailfile.Format, messages []mailfile.Message) memory {
	t.Helper()
	files := memory{}
	w := mailfile.NewWriter(f, files, "")
	at, begun := "", false
	for _, m := range messages {
		if !begun || m.Folder != at {
			if err := w.Folder(m.Folder); err != nil {
				t.Fatal(err)
			}
			at, begun = m.Folder, true
		}
		if err := w.Message(m); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return files
}

func read(t testing.TB, files fs.FS, name string, o mailfile.Options) collector {
	t.Helper()
	var g collector
	if err := mailfile.Read(t.Context(), files, name, o, &g); err != nil {
		t.Fatal(err)
	}
	return g
}

// checkRoundTrip checks that messages, which must lie folder by folder, come out of files as they went in, and go in
// again as the same bytes.
func checkRoundTrip(t testing.TB, f mailfile.Format, messages []mailfile.Message) {
	t.Helper()
	files := write(t, f, messages)
	g := read(t, files, ".", mailfile.Options{Limit: limit})
	if len(g.skipped) > 0 || len(g.messages) != len(messages) {
		t.Fatalf("%s: of %d messages %d came back, left %q", f, len(messages), len(g.messages), g.skipped)
	}
	for i, want := range messages {
		got := g.messages[i]
		raw := want.Raw
		if f == mailfile.Mbox && len(raw) > 0 && raw[len(raw)-1] != '\n' {
			raw = append(bytes.Clone(raw), '\n')
		}
		if got.Folder != want.Folder || !got.Received.Equal(want.Received) || got.Read != want.Read || !got.Own ||
			!bytes.Equal(got.Raw, raw) {
			t.Errorf("%s: went in as\n\t%q %s\nand came back as\n\t%q %s",
				f, want.Folder, describe(want), got.Folder, describe(got))
		}
	}
	if again := write(t, f, g.messages); !maps.Equal(files.content(), again.content()) {
		t.Errorf("%s: %q\nbecame %q", f, files.content(), again.content())
	}
}

// Real mail of every class survives a round trip.
func TestCorpusRoundTrip(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(corpus.FS, "*/*.eml")
	if err != nil || len(files) < 133 {
		t.Fatal(len(files), err)
	}
	var messages []mailfile.Message
	for i, file := range files {
		raw, err := corpus.FS.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		received := time.Unix(1767603600+int64(i)*7919, 0)
		m := mailfile.Message{Folder: path.Dir(file), Received: received, Read: i%3 == 0, Raw: raw}
		messages = append(messages, m)
	}
	slices.SortStableFunc(messages, func(a, b mailfile.Message) int { return strings.Compare(a.Folder, b.Folder) })
	for _, f := range formats {
		checkRoundTrip(t, f, messages)
	}
}

// hardMessages look like what stands around messages.
var hardMessages = []string{
	"", "\n", "\n\n", "\r\n", "\r", "a", "a\n", "a\n\n", "a\r\n\r\n", "\x00", "From ", "From \n", ">From \n",
	">>>From x\n", "\nFrom a Mon Jan  5 09:00:00 2026\nTo: b\n\n",
	"To: b\n\nFrom a Mon Jan  5 09:00:00 2026\n", "Status: RO\n", "Status: O\nStatus: RO\n\nx", "X-Status: A\n\n",
	" \n", "\tx\n", "\nFrom", "From\n", "To: b\r\n\r\nFrom c\r\n", "\rFrom a\n", ">", ">\n",
}

func TestHardMessagesRoundTrip(t *testing.T) {
	t.Parallel()
	var messages []mailfile.Message
	for i, raw := range hardMessages {
		m := mailfile.Message{Folder: "a", Received: time.Unix(int64(i), 0), Read: i%2 == 0, Raw: []byte(raw)}
		messages = append(messages, m)
	}
	for _, f := range formats {
		checkRoundTrip(t, f, messages)
	}
}

// oddFolders have names that mean something to a file system or to one of the formats.
var oddFolders = []string{
	"..", "../..", ".", "a/..", "%2F", "%", "100%", "a.b", "a.b/c.d", ".hidden", "cur", "new/tmp", "a.mbox",
	"a.mbox/b", "x.SBD", "m.eml", "INBOX", "&", "&-", "&AOQ-", "ä", "ä/ö.ü", "日本語", "😀.😀",
	`a\b`, `<>:"|?*`, "end.", "maildirfolder", "mbox", "~", "-", "a b", "Sent Items", "recallbox",
	"dovecot-uidlist", "'", "$HOME", "a.mboxx", "a.mbox.mbox", "CON", "nul.txt/lpt1", "com1 .x", "Projects", "projects/x",
	"projects/X", "PROJECTS", "ÄRGER", "Ärger", `a:b/c"d`,
}

// longFolders have names that no file system takes as they are, or that become so where they are escaped.
func longFolders() []string {
	all := []string{strings.Repeat("ab/", 31) + "c"}
	for _, letter := range []string{"a", ".", "%", "&", "ä", "日", "😀", "?", "A", "~", "&-"} {
		name := strings.Repeat(letter, 255/len(letter))
		all = append(all, name, strings.Repeat(name+"/", 31)+name, name+"/short", "a/"+name, name+"/"+name)
	}
	return append(all, strings.Repeat("a", 254)+"b")
}

// Windows takes every name that is written, and keeps those apart that differ in case only.
func TestNamesAreForEverySystem(t *testing.T) {
	t.Parallel()
	writers := map[string]func(mailfile.Tree) mailfile.Writer{
		"mbox":    func(to mailfile.Tree) mailfile.Writer { return mailfile.NewWriter(mailfile.Mbox, to, "") },
		"eml":     func(to mailfile.Tree) mailfile.Writer { return mailfile.NewWriter(mailfile.EML, to, "") },
		"maildir": mailfile.NewPortableMaildir,
	}
	for what, writer := range writers {
		files := memory{}
		w := writer(files)
		all := slices.Sorted(slices.Values(slices.Concat(oddFolders, longFolders())))
		for i, folder := range all {
			m := mailfile.Message{Folder: folder, Received: time.Unix(1, 0), Read: i%2 == 0, Raw: []byte("To: a\n\nb\n")}
			if err := errors.Join(w.Folder(folder), w.Message(m)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		inAnyCase := map[string]string{}
		for name := range files {
			for part := range strings.SplitSeq(name, "/") {
				if portable.Name(part) != part || len(part) > 255 {
					t.Errorf("%s: %q has %q", what, name, part)
				}
			}
			for at := name; at != "."; at = path.Dir(at) {
				small := strings.ToLower(at)
				if other, is := inAnyCase[small]; is && other != at {
					t.Errorf("%s: %q and %q", what, at, other)
				}
				inAnyCase[small] = at
			}
		}
		if g := read(t, files, ".", mailfile.Options{Limit: limit}); len(g.messages) != len(all) {
			t.Errorf("%s: of %d messages %d came back", what, len(all), len(g.messages))
		}
	}
}

func TestOddFoldersRoundTrip(t *testing.T) {
	t.Parallel()
	for _, folder := range slices.Concat(oddFolders, longFolders()) {
		for _, f := range formats {
			m := mailfile.Message{Folder: folder, Received: time.Unix(1, 0), Raw: []byte("To: a\n\nb\n")}
			checkRoundTrip(t, f, []mailfile.Message{m})
		}
	}
	all := slices.Sorted(slices.Values(slices.Concat(oddFolders, longFolders())))
	var messages []mailfile.Message
	for _, folder := range all {
		messages = append(messages, mailfile.Message{Folder: folder, Received: time.Unix(1, 0), Raw: []byte(folder)})
	}
	for _, f := range formats {
		checkRoundTrip(t, f, messages)
	}
}

// Real file systems take the longest names, and give them back.
func TestLongFoldersOnDisk(t *testing.T) {
	t.Parallel()
	for _, f := range formats {
		folder := t.TempDir()
		w := mailfile.NewWriter(f, disk(folder), "")
		all := slices.Sorted(slices.Values(longFolders()))
		for _, name := range all {
			if err := errors.Join(w.Folder(name), w.Message(mailfile.Message{Raw: message})); err != nil {
				t.Fatalf("%s: %.40s: %v", f, name, err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		var g collector
		if err := mailfile.Read(t.Context(), os.DirFS(folder), ".", mailfile.Options{Limit: limit}, &g); err != nil {
			t.Fatal(err)
		}
		for i, m := range g.messages {
			if m.Folder != all[i] {
				t.Errorf("%s: %q came back as %q", f, all[i], m.Folder)
			}
		}
		if len(g.messages) != len(all) || g.skipped != nil {
			t.Errorf("%s: of %d messages %d came back, left %q", f, len(all), len(g.messages), g.skipped)
		}
	}
}

// Empty folders survive, too.
func TestEmptyFoldersRoundTrip(t *testing.T) {
	t.Parallel()
	for _, f := range formats {
		files := memory{}
		w := mailfile.NewWriter(f, files, "")
		for _, folder := range []string{"a", "a/b", "c"} {
			if err := w.Folder(folder); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		want := []string{"", "a", "a/b", "c"}
		if f == mailfile.EML {
			want = []string{"", "a/b", "c"} // that there is an a goes without saying
		}
		if g := read(t, files, ".", mailfile.Options{Limit: limit}); !slices.Equal(g.folders, want) {
			t.Errorf("%s: %q", f, g.folders)
		}
	}
}
