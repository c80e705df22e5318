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

// Read gives what a file or a directory holds to a visitor, by folder, and in each in the order of what recallbox
// wrote, else by date or name. Files that are no mail are left, and so is what lies behind links to other directories.
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
	return r.readFile(name)
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
func (r *reader) readFile(name string) error {
	f, err := r.files.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	in := &peekReader{from: f}
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
	return r.readMessage(f, in, readEMLName(path.Base(name)), Message{Place: name})
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
		if err := r.readSource(s); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) readSource(s source) error {
	if s.format == Mbox {
		f, err := r.files.Open(s.path)
		if err != nil {
			return r.to.Skip(r.displayPath(s.path), plainError(err))
		}
		defer f.Close()
		return readMbox(r.ctx, f, r.displayPath(s.path), s.folder, r.options.Limit, r.to)
	}
	sortFiles(s.files)
	for _, name := range s.files {
		if err := r.readMessageFile(s, name); err != nil {
			return err
		}
	}
	return nil
}

// file reads the file of one message.
func (r *reader) readMessageFile(s source, name fileName) error {
	where := path.Join(s.path, name.name)
	f, err := r.files.Open(where)
	if err != nil {
		return r.to.Skip(r.displayPath(where), plainError(err))
	}
	defer f.Close()
	return r.readMessage(f, f, name, Message{Folder: s.folder, Place: r.displayPath(where)})
}

// letter reads a message that is a file of its own.
func (r *reader) readMessage(f fs.File, in io.Reader, name fileName, m Message) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if info, err := f.Stat(); err == nil && info.Size() > int64(r.options.Limit) {
		return r.to.Skip(m.Place, tooLarge(r.options.Limit))
	}
	raw, err := io.ReadAll(io.LimitReader(in, int64(r.options.Limit)+1))
	if err != nil {
		return r.to.Skip(m.Place, plainError(err))
	}
	if len(raw) > r.options.Limit {
		return r.to.Skip(m.Place, tooLarge(r.options.Limit))
	}
	m.Raw, m.Received, m.Read, m.Own = raw, name.received, name.read, name.own()
	if !m.Own && !m.Read {
		m.Read = strings.Contains(eml.Field(raw, "status"), "R") || mozillaStatus(raw)&1 != 0
	}
	return r.to.Message(m)
}

// shown is a path as a person knows it: below the directory that was named.
func (r *reader) displayPath(name string) string {
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
		return r.to.Skip(r.displayPath(dir), plainError(err))
	}
	isMaildir := slices.ContainsFunc(entries, isMaildirEntry)
	if isMaildir {
		if err := r.addMaildir(dir, folder, entries); err != nil {
			return err
		}
	}
	messages := source{folder, EML, dir, nil}
	for _, e := range entries {
		if e.IsDir() {
			err = r.walkDirectory(dir, folder, e.Name(), isMaildir)
		} else {
			err = r.addFile(&messages, e, isMaildir)
		}
		if err != nil {
			return err
		}
	}
	if len(messages.files) > 0 || len(entries) == 0 && dir != r.top { // an empty directory is an empty folder
		r.found = append(r.found, messages)
	}
	return nil
}

// directory walks on, where a directory is a folder.
func (r *reader) walkDirectory(dir, folder, name string, inMaildir bool) error {
	where := path.Join(dir, name)
	switch {
	case inMaildir && slices.Contains(maildirParts, name):
		return nil
	case inMaildir && name[0] == '.':
		if entries, err := fs.ReadDir(r.files, where); err == nil && !slices.ContainsFunc(entries, isMaildirEntry) {
			return nil
		}
		return r.walk(where, joinFolder(folder, readMaildirFolder(name)))
	case name[0] == '.':
		return nil
	default:
		return r.walk(where, joinFolder(folder, unescapeName(name)))
	}
}

// plainFile is a message, an mbox file, or no mail.
func (r *reader) addFile(messages *source, e fs.DirEntry, inMaildir bool) error {
	name, where := e.Name(), path.Join(messages.path, e.Name())
	if name[0] == '.' || strings.HasSuffix(name, ".msf") { // Thunderbird's index of an mbox file
		return nil
	}
	if why := r.whyUnreadable(where, e); why != "" {
		return r.to.Skip(r.displayPath(where), why)
	}
	switch {
	case strings.HasSuffix(strings.ToLower(name), emlEnd):
		messages.files = append(messages.files, readEMLName(name))
	case inMaildir: // servers keep files of their own there
	case isMboxName(name) || r.holdsMbox(where):
		r.found = append(r.found, source{joinFolder(messages.folder, unescapeName(name)), Mbox, where, nil})
	case r.options.Format == AnyFormat:
		return r.to.Skip(r.displayPath(where), "it is no mail")
	}
	return nil
}

// whyUnreadable says why something cannot be read as a file. A pipe might never end, and a link to a directory might
// lead back.
func (r *reader) whyUnreadable(where string, e fs.DirEntry) string {
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
	return (&peekReader{from: f}).isMbox()
}

// peekReader is a stream whose beginning was looked at.
type peekReader struct {
	from io.Reader
	head []byte
}

func (s *peekReader) isMbox() bool {
	head := make([]byte, len(fromWord))
	n, _ := io.ReadFull(s.from, head)
	s.head = head[:n]
	return bytes.Equal(s.head, fromWord)
}

func (s *peekReader) Read(into []byte) (int, error) {
	if len(s.head) > 0 {
		n := copy(into, s.head)
		s.head = s.head[n:]
		return n, nil
	}
	return s.from.Read(into)
}

// joined is the path of a folder inside another.
func joinFolder(folder, name string) string {
	if folder == "" {
		return name
	}
	return folder + "/" + name
}
