package mailfile

import (
	"encoding/base64"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"recallbox/sandbox/portable"
)

// MaildirMark is the empty file by which Maildir++ knows a subfolder. A directory that has one is a Maildir even if it
// has no directories.
const MaildirMark = "maildirfolder"

// A maildirWriter writes one Maildir, with a Maildir++ subfolder for each folder below the top.
type maildirWriter struct {
	target
	portable bool // its names are for every system
	started  bool // the Maildir at the top is there, which is one even if it is empty
}

func (w *maildirWriter) Folder(folder string) error {
	if !w.started {
		w.started = true
		if err := w.make("."); err != nil {
			return err
		}
	}
	w.at = "."
	if folder = w.below(folder); folder == "" {
		return nil
	}
	w.at = w.place(folder)
	if err := w.make(w.at); err != nil {
		return err
	}
	return w.put(path.Join(w.at, MaildirMark), noTime)
}

// place is the directory of a folder.
func (w *maildirWriter) place(folder string) string {
	encoded := needsUTF7
	if w.portable {
		encoded = cannotStand
	}
	dir := maildirFolder(folder, encoded)
	if strings.EqualFold(dir, listName) || w.portable && w.names.isTaken(dir, folder) {
		dir = maildirFolder(folder, func(rune) bool { return true })
	}
	if !takes(dir) {
		dir = w.shorten(folder, func(name string) string { return maildirFolder(name, encoded) }, "")
	}
	return dir
}

func (w *maildirWriter) make(dir string) error {
	for _, part := range maildirParts {
		if err := w.to.Mkdir(path.Join(dir, part)); err != nil {
			return err
		}
	}
	return nil
}

func (w *maildirWriter) Message(m Message) error {
	return w.put(path.Join(w.at, "cur", maildirName(w.next(), m, w.flagMark())), m.Received, m.Raw)
}

func (w *maildirWriter) Close() error { return w.putList() }

var (
	ownMaildirName = pattern(`^(-?[0-9]{1,12})\.([0-9]{1,18})\.recallbox$`)
	maildirInfo    = pattern(`^(.*?)[:;!]2,([A-Za-z]*)$`) // ; or ! where a file name must not have a colon
	maildirTime    = pattern(`^[0-9]{9,12}\b`)
)

// flagMark stands in front of the flags: a colon, or what isync and others write on Windows.
func (w *maildirWriter) flagMark() string {
	if w.portable {
		return ";"
	}
	return ":"
}

// maildirName is the name of a message in a Maildir: when it was received, in seconds, the number in its folder, and
// its flags.
func maildirName(n int, m Message, mark string) string {
	flags := ""
	if m.Read {
		flags = "S"
	}
	return fmt.Sprintf("%d.%d.recallbox%s2,%s", m.Received.Unix(), n, mark, flags)
}

// readMaildirName reads a name that any program made. To copy a file makes its time stamp later, and to add a message
// to a Maildir makes the time in its name later. Nothing makes them earlier, so the message was received at the earlier
// of the two. In a name that recallbox made the name alone counts.
func readMaildirName(name string, modified time.Time) fileName {
	out := fileName{name: name, received: modified}
	unique := name
	if words := maildirInfo().FindStringSubmatch(name); words != nil {
		unique, out.read = words[1], strings.Contains(words[2], "S")
	}
	if words := ownMaildirName().FindStringSubmatch(unique); words != nil {
		n, _ := strconv.ParseInt(words[2], 10, 64)
		seconds, _ := strconv.ParseInt(words[1], 10, 64)
		out.n, out.received = n, time.Unix(seconds, 0)
		return out
	}
	if seconds, err := strconv.ParseInt(maildirTime().FindString(unique), 10, 64); err == nil {
		if named := time.Unix(seconds, 0); modified.IsZero() || named.Before(modified) {
			out.received = named
		}
	}
	return out
}

// maildirFolder is the directory of a folder below a Maildir. It is a Maildir++ name, which mail servers write in the
// modified UTF-7 of IMAP (RFC 3501 section 5.1.3). Here that also encodes what would separate names or leave the
// directory.
func maildirFolder(folder string, encoded func(rune) bool) string {
	var b strings.Builder
	for part := range strings.SplitSeq(folder, "/") {
		b.WriteByte('.')
		for part != "" {
			if plain := strings.IndexFunc(part, encoded); plain != 0 {
				if plain < 0 {
					plain = len(part)
				}
				b.WriteString(part[:plain])
				part = part[plain:]
				continue
			}
			if part[0] == '&' {
				b.WriteString("&-")
				part = part[1:]
				continue
			}
			end := strings.IndexFunc(part, func(r rune) bool { return r == '&' || !encoded(r) })
			if end < 0 {
				end = len(part)
			}
			b.WriteString(encodeUTF7(part[:end]))
			part = part[end:]
		}
	}
	return b.String()
}

func needsUTF7(r rune) bool { return r < ' ' || r > '~' || r == '&' || r == '.' || r == '/' }

// cannotStand is needsUTF7 with what some systems refuse in a name.
func cannotStand(r rune) bool { return needsUTF7(r) || strings.ContainsRune(portable.Forbidden, r) }

// mailboxBase64 is base64 with a comma for the slash.
var mailboxBase64 = base64.NewEncoding("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,").
	WithPadding(base64.NoPadding)

func encodeUTF7(s string) string {
	var data []byte
	for _, unit := range utf16.Encode([]rune(s)) {
		data = append(data, byte(unit>>8), byte(unit))
	}
	return "&" + mailboxBase64.EncodeToString(data) + "-"
}

// readMaildirFolder is the path of the folder that a directory below a Maildir is. A name that is no modified UTF-7
// stands as it is.
func readMaildirFolder(dir string) string {
	var parts []string
	for part := range strings.SplitSeq(strings.TrimPrefix(dir, "."), ".") {
		if decoded, ok := decodeUTF7(part); ok {
			part = decoded
		}
		parts = append(parts, cleanName(part))
	}
	return strings.Join(parts, "/")
}

func decodeUTF7(s string) (string, bool) {
	var b strings.Builder
	for {
		plain, rest, found := strings.Cut(s, "&")
		b.WriteString(plain)
		if !found {
			return b.String(), true
		}
		code, after, ended := strings.Cut(rest, "-")
		data, err := mailboxBase64.DecodeString(code)
		if !ended || err != nil || len(data)%2 != 0 {
			return "", false
		}
		if code == "" {
			b.WriteByte('&')
		}
		var units []uint16
		for i := 0; i < len(data); i += 2 {
			units = append(units, uint16(data[i])<<8|uint16(data[i+1]))
		}
		b.WriteString(string(utf16.Decode(units)))
		s = after
	}
}

// addMaildir adds the messages of a Maildir.
func (r *reader) addMaildir(dir, folder string, entries []fs.DirEntry) error {
	s := source{folder, Maildir, dir, nil}
	for _, part := range []string{"cur", "new"} {
		if !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.IsDir() && e.Name() == part }) {
			continue
		}
		files, err := fs.ReadDir(r.files, path.Join(dir, part))
		if err != nil {
			return r.to.Skip(r.displayPath(path.Join(dir, part)), whyNot(err))
		}
		for _, e := range files {
			if e.Name()[0] == '.' {
				continue
			}
			name := path.Join(part, e.Name())
			if why := r.whyUnreadable(path.Join(dir, name), e); why != "" {
				if err := r.to.Skip(r.displayPath(path.Join(dir, name)), why); err != nil {
					return err
				}
				continue
			}
			s.files = append(s.files, r.maildirFile(name, e))
		}
	}
	r.found = append(r.found, s)
	return nil
}

func (r *reader) maildirFile(name string, e fs.DirEntry) fileName {
	modified := noTime
	if info, err := e.Info(); err == nil {
		modified = info.ModTime()
	}
	f := readMaildirName(path.Base(name), modified)
	f.name = name
	return f
}

// isMaildirEntry says whether an entry makes its directory a Maildir.
func isMaildirEntry(e fs.DirEntry) bool {
	return e.IsDir() && (e.Name() == "cur" || e.Name() == "new") || e.Name() == MaildirMark
}
