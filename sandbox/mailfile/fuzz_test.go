package mailfile_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"recallbox/sandbox/mailfile"
)

// FuzzMbox reads anything as an mbox file. What comes out of it survives a round trip.
func FuzzMbox(f *testing.F) {
	for _, raw := range hardMessages {
		f.Add([]byte("From a " + asctime + "\n" + raw + "\n"))
		f.Add([]byte(raw))
	}
	f.Add([]byte("From a " + asctime + "\r\nTo: c\r\nStatus: RO\r\nX-Status: A\r\n\r\n>From x\r\n\r\n" +
		"From - Mon Jan 05 09:00:00 +0000 2026\nX-Mozilla-Status: 0001\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		const small = 2048
		g := read(t, memory{"x.mbox": {Data: data}}, "x.mbox", mailfile.Options{Limit: small})
		for i := range g.messages {
			if len(g.messages[i].Raw) > small {
				t.Errorf("%d bytes", len(g.messages[i].Raw))
			}
			g.messages[i].Folder = "a"
			g.messages[i].Received = time.Unix(g.messages[i].Received.Unix(), 0)
		}
		if len(data) < 100_000 {
			checkRoundTrip(t, mailfile.Mbox, g.messages)
		}
	})
}

// FuzzComesBack writes any message of any folder in each format, and reads it again.
func FuzzComesBack(f *testing.F) {
	for i, raw := range hardMessages {
		f.Add(oddFolders[i%len(oddFolders)], []byte(raw), int64(i), i%2 == 0)
	}
	for _, folder := range oddFolders {
		f.Add(folder, []byte("To: a\n\nb\n"), int64(1767603600), true)
	}
	f.Fuzz(func(t *testing.T, folder string, raw []byte, seconds int64, isRead bool) {
		if !isFolder(folder) || seconds < -2208988800 || seconds > 253370764799 || len(raw) > limit {
			t.Skip()
		}
		for _, format := range formats {
			m := mailfile.Message{Folder: folder, Received: time.Unix(seconds, 0), Read: isRead, Raw: raw}
			checkRoundTrip(t, format, []mailfile.Message{m})
		}
	})
}

// isFolder says whether the sandbox may have a folder of that name.
func isFolder(folder string) bool {
	for part := range strings.SplitSeq(folder, "/") {
		control := strings.ContainsFunc(part, func(r rune) bool { return r < ' ' || r == 0x7f })
		if part == "" || control || strings.TrimSpace(part) != part || len(part) > 255 || !utf8.ValidString(part) {
			return false
		}
	}
	return true
}

// FuzzDirectory reads a file in a directory, whatever both are called.
func FuzzDirectory(f *testing.F) {
	for _, name := range []string{
		"cur/1767603600.1.recallbox:2,S", "cur/1:2,", "new/:2,S", ".a.b/cur/x", ".&AOQ-/new/x",
		"a/000001-20260105T090000Z-read.eml", "a%2Fb/c.mbox", ".mbox", "x.sbd/y", "cur/-9.1.recallbox:2,",
		"a/999999999999999999-99991231T235959Z-read.eml", "a/000001-20261305T090000Z-read.eml",
	} {
		f.Add(name, []byte("From a "+asctime+"\nTo: a\n\nb\n"))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if !fs.ValidPath(name) || name == "." {
			t.Skip()
		}
		var g collector
		files := fstest.MapFS{name: {Data: data}}
		if err := mailfile.Read(t.Context(), files, ".", mailfile.Options{Limit: limit}, &g); err != nil {
			t.Fatal(err)
		}
		for _, folder := range g.folders {
			if folder != "" && !isFolder(folder) {
				t.Errorf("%q is no folder", folder)
			}
		}
	})
}
