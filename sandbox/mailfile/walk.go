package mailfile

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// walk finds what lies in a directory, which is the folder with that path, and below it.
func (r *reader) walk(dir, folder string) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	entries, err := fs.ReadDir(r.files, dir)
	if err != nil {
		if dir == r.top {
			return err
		}
		return r.to.Leave(r.shown(dir), plainError(err))
	}
	isMaildir := slices.ContainsFunc(entries, marksMaildir)
	if isMaildir {
		if err := r.maildir(dir, folder, entries); err != nil {
			return err
		}
	}
	letters := source{folder, EML, dir, nil}
	for _, e := range entries {
		if e.IsDir() {
			err = r.directory(dir, folder, e.Name(), isMaildir)
		} else {
			err = r.plainFile(&letters, e, isMaildir)
		}
		if err != nil {
			return err
		}
	}
	if len(letters.files) > 0 || len(entries) == 0 && dir != r.top { // an empty directory is an empty folder
		r.found = append(r.found, letters)
	}
	return nil
}

// directory walks on, where a directory is a folder.
func (r *reader) directory(dir, folder, name string, inMaildir bool) error {
	where := path.Join(dir, name)
	switch {
	case inMaildir && slices.Contains(maildirParts, name):
		return nil
	case inMaildir && name[0] == '.':
		if entries, err := fs.ReadDir(r.files, where); err == nil && !slices.ContainsFunc(entries, marksMaildir) {
			return nil
		}
		return r.walk(where, joined(folder, readMaildirFolder(name)))
	case name[0] == '.':
		return nil
	default:
		return r.walk(where, joined(folder, unescapeName(name)))
	}
}

// plainFile is a message, an mbox file, or no mail.
func (r *reader) plainFile(letters *source, e fs.DirEntry, inMaildir bool) error {
	name, where := e.Name(), path.Join(letters.path, e.Name())
	if name[0] == '.' || strings.HasSuffix(name, ".msf") { // Thunderbird's index of an mbox file
		return nil
	}
	if why := r.unreadable(where, e); why != "" {
		return r.to.Leave(r.shown(where), why)
	}
	switch {
	case strings.HasSuffix(strings.ToLower(name), emlEnd):
		letters.files = append(letters.files, readEMLName(name))
	case inMaildir: // servers keep files of their own there
	case isMboxName(name) || r.holdsMbox(where):
		r.found = append(r.found, source{joined(letters.folder, unescapeName(name)), Mbox, where, nil})
	case r.options.Format == Any:
		return r.to.Leave(r.shown(where), "it is no mail")
	}
	return nil
}

// unreadable says why something cannot be read as a file. A pipe might never end, and a link to a directory might lead back.
func (r *reader) unreadable(where string, e fs.DirEntry) string {
	if e.Type().IsRegular() {
		return ""
	}
	info, err := fs.Stat(r.files, where)
	switch {
	case err != nil:
		return plainError(err)
	case info.IsDir():
		return "it is a link to a directory"
	case !info.Mode().IsRegular():
		return "it is no file"
	}
	return ""
}

// maildir finds the messages of a Maildir.
func (r *reader) maildir(dir, folder string, entries []fs.DirEntry) error {
	s := source{folder, Maildir, dir, nil}
	for _, part := range []string{"cur", "new"} {
		if !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.IsDir() && e.Name() == part }) {
			continue
		}
		files, err := fs.ReadDir(r.files, path.Join(dir, part))
		if err != nil {
			return r.to.Leave(r.shown(path.Join(dir, part)), plainError(err))
		}
		for _, e := range files {
			if e.Name()[0] == '.' {
				continue
			}
			name := path.Join(part, e.Name())
			if why := r.unreadable(path.Join(dir, name), e); why != "" {
				if err := r.to.Leave(r.shown(path.Join(dir, name)), why); err != nil {
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

// marksMaildir says whether what contains an entry is a Maildir.
func marksMaildir(e fs.DirEntry) bool {
	return e.IsDir() && (e.Name() == "cur" || e.Name() == "new") || e.Name() == MaildirMark
}

func isMboxName(name string) bool { return strings.HasSuffix(strings.ToLower(name), ".mbox") }

// holdsMbox says whether a file without a name that tells so is an mbox file.
func (r *reader) holdsMbox(where string) bool {
	f, err := r.files.Open(where)
	if err != nil {
		return false
	}
	defer f.Close()
	return (&sniffed{from: f}).isMbox()
}

// sniffed is a stream whose beginning was looked at.
type sniffed struct {
	from io.Reader
	head []byte
}

func (s *sniffed) isMbox() bool {
	head := make([]byte, len(fromWord))
	n, _ := io.ReadFull(s.from, head)
	s.head = head[:n]
	return bytes.Equal(s.head, fromWord)
}

func (s *sniffed) Read(into []byte) (int, error) {
	if len(s.head) > 0 {
		n := copy(into, s.head)
		s.head = s.head[n:]
		return n, nil
	}
	return s.from.Read(into)
}

// joined is the path of a folder inside another.
func joined(folder, name string) string {
	if folder == "" {
		return name
	}
	return folder + "/" + name
}
