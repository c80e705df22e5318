package mailfile

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"recallbox/sandbox/eml"
)

// Options are how a mailbox is read.
type Options struct {
	Format Format // only what has it; Any takes all
	Limit  int    // how large a message may be, in bytes
}

// Read gives what a file or a directory holds to a visitor, by folder, and in each in the order of what recallbox wrote, else by date
// or name. Files that are no mail are left, and so is what lies behind links to other directories.
func Read(ctx context.Context, files fs.FS, name string, o Options, to Visitor) error {
	r := reader{ctx: ctx, files: files, options: o, to: to}
	info, err := fs.Stat(files, name)
	if err != nil {
		return err
	}
	if info.IsDir() {
		r.top = name
		if err := r.walk(name, ""); err != nil {
			return err
		}
		return r.readAll()
	}
	return r.single(name)
}

// source is a place in which messages of one folder lie.
type source struct {
	folder string
	format Format
	path   string     // of the directory, or the mbox file
	files  []fileName // in the directory
}

type reader struct {
	ctx     context.Context
	files   fs.FS
	top     string
	options Options
	to      Visitor
	found   []source
}

// single reads one file that was named: an mbox file, or a message.
func (r *reader) single(name string) error {
	f, err := r.files.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	in := &sniffed{from: f}
	format := r.options.Format
	if format == AnyFormat && !strings.HasSuffix(strings.ToLower(name), emlEnd) && (in.isMbox() || isMboxName(name)) {
		format = Mbox
	}
	if err := r.to.Folder(""); err != nil {
		return err
	}
	if format == Mbox {
		return readMbox(r.ctx, in, name, "", r.options.Limit, r.to)
	}
	return r.letter(f, in, readEMLName(path.Base(name)), Message{Place: name})
}

// readAll reads what was found, by folder.
func (r *reader) readAll() error {
	if err := r.to.Folder(""); err != nil {
		return err
	}
	slices.SortStableFunc(r.found, func(a, b source) int { return cmp.Compare(a.folder, b.folder) })
	for _, s := range r.found {
		if r.options.Format != AnyFormat && r.options.Format != s.format {
			continue
		}
		if err := r.to.Folder(s.folder); err != nil {
			return err
		}
		if err := r.read(s); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) read(s source) error {
	if s.format == Mbox {
		f, err := r.files.Open(s.path)
		if err != nil {
			return r.to.Skip(r.shown(s.path), plainError(err))
		}
		defer f.Close()
		return readMbox(r.ctx, f, r.shown(s.path), s.folder, r.options.Limit, r.to)
	}
	inOrder(s.files)
	for _, name := range s.files {
		if err := r.file(s, name); err != nil {
			return err
		}
	}
	return nil
}

// file reads the file of one message.
func (r *reader) file(s source, name fileName) error {
	where := path.Join(s.path, name.name)
	f, err := r.files.Open(where)
	if err != nil {
		return r.to.Skip(r.shown(where), plainError(err))
	}
	defer f.Close()
	return r.letter(f, f, name, Message{Folder: s.folder, Place: r.shown(where)})
}

// letter reads a message that is a file of its own.
func (r *reader) letter(f fs.File, in io.Reader, name fileName, l Message) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if info, err := f.Stat(); err == nil && info.Size() > int64(r.options.Limit) {
		return r.to.Skip(l.Place, tooLarge(r.options.Limit))
	}
	raw, err := io.ReadAll(io.LimitReader(in, int64(r.options.Limit)+1))
	if err != nil {
		return r.to.Skip(l.Place, plainError(err))
	}
	if len(raw) > r.options.Limit {
		return r.to.Skip(l.Place, tooLarge(r.options.Limit))
	}
	l.Raw, l.Received, l.Read, l.Own = raw, name.received, name.read, name.own()
	if !l.Own && !l.Read {
		l.Read = strings.Contains(eml.Field(raw, "status"), "R") || thunderbird(raw)&1 != 0
	}
	return r.to.Message(l)
}

// shown is a path as a person knows it: below the directory that was named.
func (r *reader) shown(name string) string {
	if r.top == "." {
		return name
	}
	return strings.TrimPrefix(name, r.top+"/")
}

// plainError is why a file cannot be read, without the file.
func plainError(err error) string {
	if p, ok := err.(*fs.PathError); ok {
		return p.Err.Error()
	}
	return err.Error()
}

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
		return r.to.Skip(r.shown(dir), plainError(err))
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
		return r.to.Skip(r.shown(where), why)
	}
	switch {
	case strings.HasSuffix(strings.ToLower(name), emlEnd):
		letters.files = append(letters.files, readEMLName(name))
	case inMaildir: // servers keep files of their own there
	case isMboxName(name) || r.holdsMbox(where):
		r.found = append(r.found, source{joined(letters.folder, unescapeName(name)), Mbox, where, nil})
	case r.options.Format == AnyFormat:
		return r.to.Skip(r.shown(where), "it is no mail")
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
