package mailfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"recallbox/sandbox/mailfile"
)

var (
	message = []byte("To: a\n\nb\n")
	now     = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
)

// The mail that other programs keep in directories is found, each message in its folder.
func TestForeignDirectories(t *testing.T) {
	t.Parallel()
	file := func(data string) string { return data }
	mbox := "From a " + asctime + "\n" + string(message) + "\n"
	for name, test := range map[string]struct {
		files map[string]string
		want  []string // folder, received, read
		left  []string
	}{
		"a Maildir": {
			map[string]string{
				"cur/1767603600.M1P2.host:2,RS": "To: a\n",
				"new/1767603700.M1P2.host":      "To: a\n",
				"tmp/1":                         "To: a\n",
				"dovecot-uidlist":               "1",
				".Sent.2025/cur/1767603600.M3P2.host,S=6:2,": "To: a\n",
				".Sent.2025/maildirfolder":                   "",
			},
			[]string{" 09:00 read", " 09:01 unread", "Sent/2025 09:00 unread"},
			nil,
		},
		"mbox files that begin oddly": {
			map[string]string{"blanks": " \t\r\n\n" + mbox, "mark": "\xef\xbb\xbf" + mbox, "both": "\n \n\xef\xbb\xbf" + mbox},
			[]string{"blanks 09:00 unread", "both 09:00 unread", "mark 09:00 unread"},
			nil,
		},
		"names in UTF-7": {
			map[string]string{
				"new/x":                              "To: a\n",
				".Entw&APw-rfe/cur/1767603600.x:2,S": "To: a\n",
				".A&-B/cur/1767603600.x":             "To: a\n",
				".&broken/new/1767603600.x":          "To: a\n",
			},
			[]string{" 00:00 unread", "&broken 09:00 unread", "A&B 09:00 unread", "Entwürfe 09:00 read"},
			nil,
		},
		"where : is not allowed": {
			map[string]string{
				"cur/1767603600.x!2,S": "To: a\n",
				"cur/1767603601.x;2,S": "To: a\n",
			},
			[]string{" 09:00 read", " 09:00 read"},
			nil,
		},
		"odd flags": {
			map[string]string{
				"cur/1767603600.x:2":    "To: a\n",
				"cur/1767603601.x:1,S":  "To: a\n",
				"cur/1767603602.x:2,aS": "To: a\n",
			},
			[]string{" 09:00 unread", " 09:00 unread", " 09:00 read"},
			nil,
		},
		"Maildirs in directories": {
			map[string]string{
				"Inbox/cur/1767603600.x:2,S": "To: a\n",
				"Work/2026/new/1767603600.x": "To: a\n",
			},
			[]string{"Inbox 09:00 read", "Work/2026 09:00 unread"},
			nil,
		},
		"Thunderbird": {
			map[string]string{
				"Inbox":         file(mbox),
				"Inbox.msf":     "<!-- -->",
				"Work":          "",
				"Work.sbd/2026": file(mbox),
				"Trash":         "x",
			},
			[]string{"Inbox 09:00 unread", "Work/2026 09:00 unread"},
			[]string{"Trash: it is no mail", "Work: it is no mail"},
		},
		"mbox files": {
			map[string]string{
				"in.mbox":    file(mbox),
				"old/a.MBOX": file(mbox),
				"empty.mbox": "", "one.mbox": "From: a\nTo: c\n\none message, whatever its name\n", "junk.mbox": "x",
				"old/outlook.mbox": "!BDN", "table_of_contents": "of the mbox that Apple Mail has exported",
			},
			[]string{" - unread", "in 09:00 unread", "old/a 09:00 unread"},
			[]string{
				"old/outlook.mbox: it is an Outlook data file (.pst): the program readpst makes mbox files of it",
				"junk.mbox: what stands in front of the first From_ line is no message",
			},
		},
		"a file and a directory of one stem": {
			map[string]string{
				"nice.mbox": file(mbox), "nice/a.eml": "To: a\n", "nice.sbd/x": file(mbox), "nice/x/1.eml": "To: b\n",
				".nice/cur/1767603601.x:2,S": "To: a\n", // hidden, as no Maildir is around it
			},
			[]string{"nice - unread", "nice 09:00 unread", "nice/x - unread", "nice/x 09:00 unread"},
			nil,
		},
		"Apple Mail": {
			map[string]string{
				"Work.mbox/mbox": file(mbox), "Work.mbox/table_of_contents": "\x00\x01",
				"Work.mbox/Old.mbox/mbox": file(mbox), "Empty.mbox/mbox": "", "mbox": file(mbox), "Plain/mbox": file(mbox),
			},
			[]string{" 09:00 unread", "Plain/mbox 09:00 unread", "Work 09:00 unread", "Work/Old 09:00 unread"},
			nil,
		},
		"MH": {
			map[string]string{
				"inbox/10": "From: a\nTo: c\n\nten\n", "inbox/9": "From: a\nTo: c\n\nnine\n", "inbox/,8": "From: a\nTo: c\n",
				"inbox/11": "From: a\nTo: c\n\nx\n", "inbox/12": "From: a\nTo: c\n\nx\n",
				"inbox/.mh_sequences": "cur: 9\nunseen: 10 12-14\n", "old/1": "Status: RO\nFrom: a\nTo: c\n",
				"old/2": "From: a\nTo: c\n",
			},
			[]string{
				"inbox - read", "inbox - unread", "inbox - read", "inbox - unread", "old - read", "old - unread",
			},
			[]string{"inbox/,8: it was deleted"},
		},
		"files that say nothing by their names": {
			map[string]string{
				"a.txt": "Received: from x\nFrom: a\n\nhi\n", "notes.txt": "From: here to there\n\nis a long way\n",
				"list.txt": file(mbox), "b.txt": "to do: write\ndate: today\nsubject: x\n",
				"c.eml": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
				"d.MSG": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "e": "\xd0\xcf\x11\xe0\xa1\xb1\x1a", "f.pst": "!BDN\x00",
				"g.eml": "\xff\xfeT\x00o\x00:\x00a\x00\n\x00", "h.mbox": "\xfe\xff\x00F\x00r\x00o\x00m\x00 ",
			},
			[]string{" - unread", "list.txt 09:00 unread"},
			[]string{
				"b.txt: it is no mail",
				"d.MSG: it is an Outlook message (.msg): the program msgconvert makes an .eml file of it",
				"e: it is no mail",
				"f.pst: it is an Outlook data file (.pst): the program readpst makes mbox files of it",
				"h.mbox: it is text in UTF-16, which no mail is: `iconv -f utf-16 -t utf-8` makes mail of it",
				"notes.txt: it is no mail",
				"c.eml: it is an Outlook message (.msg): the program msgconvert makes an .eml file of it",
				"g.eml: it is text in UTF-16, which no mail is: `iconv -f utf-16 -t utf-8` makes mail of it",
			},
		},
		"messages": {
			map[string]string{
				"b.eml":       "To: b\n",
				"a.eml":       "To: a\n",
				"c/d.EML":     "To: d\n",
				".DS_Store":   "x",
				".git/config": "x",
			},
			[]string{" - unread", " - unread", "c - unread"},
			nil,
		},
		"all kinds": {
			map[string]string{
				"cur/1767603600.x:2,S": "To: a\n",
				"a.eml":                "To: b\n",
				"old.mbox":             file(mbox),
			},
			[]string{" 09:00 read", " - unread"},
			nil,
		},
		"too large": {
			map[string]string{
				"a.eml": string(make([]byte, limit+1)),
				"b.eml": "To: b\n",
			},
			[]string{" - unread"},
			[]string{"a.eml: it is larger than 1 MiB"},
		},
	} {
		files := memory{}
		for path, data := range test.files {
			w, _ := files.Create(path, now)
			_, _ = w.Write([]byte(data))
		}
		g := read(t, files, ".", mailfile.Options{Limit: limit})
		var got []string
		for _, m := range g.messages {
			received, state := "-", "unread"
			if !m.Received.IsZero() {
				received = m.Received.UTC().Format("15:04")
			}
			if m.Read {
				state = "read"
			}
			got = append(got, m.Folder+" "+received+" "+state)
		}
		if !slices.Equal(got, test.want) || !slices.Equal(g.skipped, test.left) {
			t.Errorf("%s: got %q, left %q\nwant %q, left %q", name, got, g.skipped, test.want, test.left)
		}
	}
}

// Two places that have one folder in one format are an error.
func TestOneFolderTwice(t *testing.T) {
	t.Parallel()
	short := "To: a\nFrom: b\n"
	mbox := "From a " + asctime + "\n" + string(message)
	for want, test := range map[string]struct {
		one, other, data string
		format           mailfile.Format
	}{
		`"nice" and "nice.mbox" are both the folder "nice"`:      {one: "nice", other: "nice.mbox", data: mbox},
		`"nice" and "nice.sbd" are both the folder "nice"`:       {one: "nice/a", other: "nice.sbd/a", data: short},
		`"a%2fb/x" and "a_b.mbox/x" are both the folder "a_b/x"`: {one: "a%2fb/x", other: "a_b.mbox/x", data: mbox},
		`"x" and "x.sbd" are both the folder "x"`:                {one: "x/cur/1", other: "x.sbd/cur/1", data: "To: a\n"},
		`"MAIL" and "MAIL.mbox" are both the folder "MAIL"`: {
			one: "MAIL", other: "MAIL.mbox", data: mbox, format: mailfile.Mbox,
		},
	} {
		files := fstest.MapFS{test.one: {Data: []byte(test.data)}, test.other: {Data: []byte(test.data)}}
		err := mailfile.Read(t.Context(), files, ".", mailfile.Options{Limit: limit, Format: test.format}, &collector{})
		var twice *mailfile.TwiceError
		if !errors.As(err, &twice) || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	files := fstest.MapFS{"nice": {Data: []byte(mbox)}, "nice.mbox": {Data: []byte(mbox)}, "a.eml": {Data: message}}
	o := mailfile.Options{Limit: limit, Format: mailfile.EML}
	if err := mailfile.Read(t.Context(), files, ".", o, &collector{}); err != nil {
		t.Errorf("where nobody asks for them: %v", err)
	}
}

// A message in a Maildir was received at the earlier of the time in its name and its time stamp. In a name of our own
// the name counts.
func TestMaildirDates(t *testing.T) {
	t.Parallel()
	named := time.Unix(1767603600, 0)
	for _, test := range []struct {
		name     string
		modified time.Time
		want     time.Time
	}{
		{"1767603600.x:2,", now, named},
		{"1767603600.x:2,", named.Add(-time.Hour), named.Add(-time.Hour)},
		{"1767603600.x:2,", time.Time{}, named},
		{"x:2,", now, now},
		{"17.x:2,", now, now},
		{"1767603600.1.recallbox:2,", named.Add(-time.Hour), named},
		{"-5.1.recallbox:2,", now, time.Unix(-5, 0)},
	} {
		files := memory{"cur": {Mode: fs.ModeDir}}
		w, _ := files.Create("cur/"+test.name, test.modified)
		_, _ = w.Write(message)
		g := read(t, files, ".", mailfile.Options{Limit: limit})
		if len(g.messages) != 1 || !g.messages[0].Received.Equal(test.want) {
			t.Errorf("%s, %v: %+v", test.name, test.modified, g.messages)
		}
	}
}

// A file is what it holds when it is read alone, too.
func TestSingleFile(t *testing.T) {
	t.Parallel()
	mbox := "From a " + asctime + "\n" + string(message) + "\n"
	for name, data := range map[string]string{
		"a.mbox": "From: a\nTo: c\n\nb\n", "b.mbox": mbox, "c": mbox, "d": string(message), "e.eml": mbox,
	} {
		g := read(t, fstest.MapFS{name: {Data: []byte(data)}}, name, mailfile.Options{Limit: limit})
		if len(g.messages) != 1 || len(g.skipped) > 0 {
			t.Errorf("%s: %d messages, left %q", name, len(g.messages), g.skipped)
		}
	}
}

// Go reads no names that are not UTF-8. They are told as such.
func TestNamesThatAreNotUTF8(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	for _, dir := range []string{"a\xfe", "b"} {
		if err := os.Mkdir(filepath.Join(top, dir), 0o700); err != nil {
			t.Skip("the disk takes no such name: ", err)
		}
	}
	for _, file := range []string{"b/c\xff.eml", "b/\xff", "b/d.eml"} {
		if err := os.WriteFile(filepath.Join(top, file), message, 0o600); err != nil {
			t.Skip(err)
		}
	}
	g := read(t, os.DirFS(top), ".", mailfile.Options{Limit: limit})
	want := []string{"a\xfe", "b/\xff", "b/c\xff.eml"}
	for i := range want {
		want[i] += ": its name is not UTF-8"
	}
	if len(g.messages) != 1 || !slices.Equal(g.skipped, want) {
		t.Errorf("%d messages, left %q", len(g.messages), g.skipped)
	}
}

// Nobody waits for a pipe, and links to directories are not followed.
func TestOddFiles(t *testing.T) {
	t.Parallel()
	files := memory{"a.eml": {Mode: fs.ModeNamedPipe}, "b.eml": {Mode: fs.ModeDevice}, "c.eml": {Data: message}}
	g := read(t, files, ".", mailfile.Options{Limit: limit})
	if len(g.messages) != 1 || !slices.Equal(g.skipped, []string{"a.eml: it is no file", "b.eml: it is no file"}) {
		t.Errorf("%d messages, left %q", len(g.messages), g.skipped)
	}
}
