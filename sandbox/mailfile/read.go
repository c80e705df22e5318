package mailfile

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"recallbox/sandbox/eml"
	"recallbox/sandbox/portable"
)

// Options say how to read a mailbox.
type Options struct {
	Format Format // only mail in this format
	Limit  int    // how large a message may be, in bytes
}

// Read reads a file or a directory and gives the visitor what is in it, folder by folder. In each folder the messages
// that recallbox wrote come in their order, then the others by date and name. It skips files that are no mail, and does
// not follow links to directories.
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

// A source is a place where messages of one folder lie.
type source struct {
	folder string
	format Format
	path   string     // of the directory, or the mbox file
	files  []fileName // in the directory
}

// A reader first walks through all directories, then reads the sources it found.
type reader struct {
	ctx     context.Context
	files   fs.FS
	top     string
	options Options
	to      Visitor
	found   []source
}

// readFile reads a single file: an mbox file, or a message.
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
		mbox := mboxParser{ctx: r.ctx, in: in, limit: r.options.Limit, place: name, to: r.to}
		return mbox.read()
	}
	return r.readMessage(f, in, readEMLName(path.Base(name)), Message{Place: name})
}

// readAll reads the sources, by folder.
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
			return r.to.Skip(r.displayPath(s.path), portable.Why(err))
		}
		defer f.Close()
		place := r.displayPath(s.path)
		mbox := mboxParser{ctx: r.ctx, in: f, limit: r.options.Limit, place: place, folder: s.folder, to: r.to}
		return mbox.read()
	}
	sortFiles(s.files)
	for _, name := range s.files {
		if err := r.readMessageFile(s, name); err != nil {
			return err
		}
	}
	return nil
}

// readMessageFile reads the file of one message.
func (r *reader) readMessageFile(s source, name fileName) error {
	where := path.Join(s.path, name.name)
	f, err := r.files.Open(where)
	if err != nil {
		return r.to.Skip(r.displayPath(where), portable.Why(err))
	}
	defer f.Close()
	return r.readMessage(f, f, name, Message{Folder: s.folder, Place: r.displayPath(where)})
}

// readMessage reads a message that is a file of its own.
func (r *reader) readMessage(f fs.File, in io.Reader, name fileName, m Message) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if info, err := f.Stat(); err == nil && info.Size() > int64(r.options.Limit) {
		return r.to.Skip(m.Place, tooLarge(r.options.Limit))
	}
	raw, err := io.ReadAll(io.LimitReader(in, int64(r.options.Limit)+1))
	if err != nil {
		return r.to.Skip(m.Place, portable.Why(err))
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

// displayPath is a path as a person knows it: below the directory that is read.
func (r *reader) displayPath(name string) string {
	if r.top == "." {
		return name
	}
	return strings.TrimPrefix(name, r.top+"/")
}

func tooLarge(limit int) string {
	if limit >= 1<<20 {
		return fmt.Sprintf("it is larger than %d MiB", limit>>20)
	}
	return fmt.Sprintf("it is larger than %d bytes", limit)
}

// walk finds the mail in a directory, which is the folder of that path, and in the directories below it.
func (r *reader) walk(dir, folder string) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	entries, err := fs.ReadDir(r.files, dir)
	if err != nil {
		if dir == r.top {
			return err
		}
		return r.to.Skip(r.displayPath(dir), portable.Why(err))
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

// walkDirectory walks through a directory inside another, unless it is no folder.
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

// addFile adds a file, which is a message, an mbox file, or no mail.
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
		return portable.Why(err)
	case info.IsDir():
		return "it is a link to a directory"
	case !info.Mode().IsRegular():
		return "it is no file"
	}
	return ""
}

func isMboxName(name string) bool { return strings.HasSuffix(strings.ToLower(name), ".mbox") }

// holdsMbox says whether a file is an mbox file, though its name does not say so.
func (r *reader) holdsMbox(where string) bool {
	f, err := r.files.Open(where)
	if err != nil {
		return false
	}
	defer f.Close()
	return (&peekReader{from: f}).isMbox()
}

// A peekReader can look at the beginning of a stream before it is read.
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

// joinFolder is the path of a folder inside another.
func joinFolder(folder, name string) string {
	if folder == "" {
		return name
	}
	return folder + "/" + name
}
