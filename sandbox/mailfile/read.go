package mailfile

import (
	"cmp"
	"context"
	"errors"
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
		r.short = r.readShort()
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
	short   map[string]string // folders whose names were shortened, by those names
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
	if format == AnyFormat && !isMessageName(name) {
		if head := in.peek(); isMbox(head) || isMboxName(name) && !isMessage(head) {
			format = Mbox
		}
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

// readAll reads the sources, by folder. A folder may have several, such as nice.mbox beside a directory nice.
func (r *reader) readAll() error {
	if r.options.Format != AnyFormat {
		r.found = slices.DeleteFunc(r.found, func(s source) bool { return s.format != r.options.Format })
	}
	slices.SortStableFunc(r.found, func(a, b source) int { return cmp.Compare(a.folder, b.folder) })
	if err := r.noneTwice(); err != nil {
		return err
	}
	if err := r.to.Folder(""); err != nil {
		return err
	}
	last := ""
	for _, s := range r.found {
		if s.folder != last {
			if err := r.to.Folder(s.folder); err != nil {
				return err
			}
			last = s.folder
		}
		if err := r.readSource(s); err != nil {
			return err
		}
	}
	return nil
}

// TwiceError is for two places that have one folder in one format: nobody can say which is meant.
type TwiceError struct{ Folder, One, Other string }

func (e *TwiceError) Error() string {
	return fmt.Sprintf("%s and %s are both the folder %q", portable.Quote(e.One), portable.Quote(e.Other), e.Folder)
}

// noneTwice fails where a folder has two sources of one format. Directories without messages do not count.
func (r *reader) noneTwice() error {
	type kind struct {
		folder string
		format Format
	}
	at := map[kind]string{}
	for _, s := range r.found {
		if s.format == EML && len(s.files) == 0 {
			continue
		}
		k := kind{s.folder, s.format}
		if one, twice := at[k]; twice {
			return &TwiceError{s.folder, r.displayPath(one), r.displayPath(s.path)}
		}
		at[k] = s.path
	}
	return nil
}

func (r *reader) readSource(s source) error {
	if s.format == Mbox {
		f, err := r.files.Open(s.path)
		if err != nil {
			return r.to.Skip(r.displayPath(s.path), whyNot(err))
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
		return r.to.Skip(r.displayPath(where), whyNot(err))
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
		return r.to.Skip(m.Place, whyNot(err))
	}
	if what, remedy := Foreign(raw); what != "" && !name.own() {
		return r.to.Skip(m.Place, what+": "+remedy)
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

// longestList is how many bytes of a list are read.
const longestList = 64 << 20

// readList is the text of a file that tells of others, and whether there is one.
func (r *reader) readList(name string) (text string, found bool) {
	if info, err := fs.Stat(r.files, name); err != nil || !info.Mode().IsRegular() || info.Size() > longestList {
		return "", false
	}
	data, err := fs.ReadFile(r.files, name)
	return string(data), err == nil
}

// displayPath is a path as a person knows it: below the directory that is read.
func (r *reader) displayPath(name string) string {
	if r.top == "." {
		return name
	}
	return strings.TrimPrefix(name, r.top+"/")
}

// whyNot is why something cannot be read.
func whyNot(err error) string {
	if errors.Is(err, fs.ErrInvalid) { // Go takes no other names
		return "its name is not UTF-8"
	}
	return portable.Why(err)
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
		return r.to.Skip(r.displayPath(dir), whyNot(err))
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
	r.readSequences(&messages)
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
		return r.walk(where, r.folderAt(dir, name, joinFolder(folder, readMaildirFolder(name))))
	case name[0] == '.':
		return nil
	default:
		return r.walk(where, r.folderAt(dir, name, joinFolder(folder, unescapeName(name))))
	}
}

// addFile adds a file, which is a message, an mbox file, or no mail. Its name says little: what it holds counts.
func (r *reader) addFile(messages *source, e fs.DirEntry, inMaildir bool) error {
	name, where := e.Name(), path.Join(messages.path, e.Name())
	if name[0] == '.' || r.isIndex(messages.path, name) {
		return nil
	}
	if why := r.whyUnreadable(where, e); why != "" {
		return r.to.Skip(r.displayPath(where), why)
	}
	if isMessageName(name) {
		messages.files = append(messages.files, readEMLName(name))
		return nil
	}
	if inMaildir { // servers keep files of their own there
		return nil
	}
	held, why := r.sniff(where)
	if held == noMail && (isMboxName(name) || isAppleMbox(messages.path, name)) { // it may be empty, or begin with junk
		held = mboxFile
	}
	switch {
	case held == mboxFile:
		r.found = append(r.found, source{r.mboxFolder(*messages, name), Mbox, where, nil})
	case held == messageFile && isDeletedMH(name):
		return r.to.Skip(r.displayPath(where), "it was deleted")
	case held == messageFile:
		messages.files = append(messages.files, readMHName(name))
	case r.options.Format == AnyFormat:
		return r.to.Skip(r.displayPath(where), why)
	}
	return nil
}

// mboxFolder is the folder that an mbox file is. One that is called mbox is the folder around it, at the top and where
// Apple Mail exports a folder.
func (r *reader) mboxFolder(around source, name string) string {
	if name == MboxName && (around.path == r.top || isMboxName(around.path)) {
		return around.folder
	}
	return r.folderAt(around.path, name, joinFolder(around.folder, unescapeName(name)))
}

// folderAt is the folder that lies at a place: the one that its name says, unless the name was shortened.
func (r *reader) folderAt(dir, name, folder string) string {
	if full := r.short[name]; full != "" && dir == r.top {
		return full
	}
	return folder
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
		return whyNot(err)
	case info.IsDir():
		return "it is a link to a directory"
	case !info.Mode().IsRegular():
		return "it is no file"
	}
	return ""
}

// joinFolder is the path of a folder inside another.
func joinFolder(folder, name string) string {
	if folder == "" {
		return name
	}
	return folder + "/" + name
}
