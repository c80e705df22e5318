package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"iter"
	"os"
	"slices"
	"sync"
	"time"

	"recallbox/sandbox/portable"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/store"
	"recallbox/sandbox/systems"
)

// allSystems are the mail systems of nearly every sandbox, made once.
var allSystems = sync.OnceValue(systems.All)

// Options say how a sandbox is opened.
type Options struct {
	Systems   []recall.System // the mail systems; nil means all of them
	Cite      func(id string) // gets the ID of every behaviour that decides something; may be nil
	Throwaway bool            // the file need not survive a crash, which makes it faster
	ReadOnly  bool            // never writes, not even to bring an older file up, and waits for nobody
	OpenFile  *OpenFile       // leaves the file open for the next Box; may be nil
	Temp      string          // the folder for temporary files, see TempFolder
	Deed      ReadDeed        // reads the commands that wait in a sandbox; nil for a program that carries none out
	Turned    func(n int64)   // runs when commands that waited were carried out n times; may be nil
	Blank     *Blank          // keeps the file of a new sandbox, to copy it for the next throwaway one; may be nil

	Wait    time.Duration // the longest wait for other processes; 0 means 60 s
	Waiting func()        // runs when a use of the file has waited for a second; may be nil
}

func (o Options) forStore() store.Options {
	return store.Options{
		Throwaway: o.Throwaway,
		ReadOnly:  o.ReadOnly,
		Temp:      o.Temp,
		Blank:     o.Blank,
		Wait:      o.Wait,
		Waiting:   o.Waiting,
	}
}

// TempFolder is the folder for temporary files: the one that is wanted, "" being the system's, or where no file can be
// made there, the first of the others where one can. A Box tries the sandbox's folder, and then the current one.
func TempFolder(wanted string, others ...string) (string, error) {
	folder, err := store.TempFolder(wanted, others...)
	return folder, fromStore("", err)
}

// Aside makes a folder inside another one, for files that are there for a while, or on their way to where they belong.
// Done removes it. The next Aside in the same folder removes what killed processes have left there.
func Aside(in string) (path string, done func(), err error) { return store.Aside(in) }

// Blank keeps the file of a new sandbox, for a program that makes many throwaway ones.
type Blank = store.Blank

// Box is one open sandbox.
type Box struct {
	store     *store.Store
	path      string
	systems   []recall.System
	cite      func(string)
	deed      ReadDeed
	turned    func(n int64)
	leaveOpen bool // an OpenFile closes the file
}

// New is a sandbox that Create makes.
type New struct {
	Start   time.Time       // the time that its clock shows first; Start if it is zero
	Replace bool            // replaces a sandbox in which something has been made
	Fill    func(*Tx) error // runs in the new sandbox, in one transaction; may be nil
}

// Create makes a new sandbox file, with all that Fill puts into it, or makes nothing. It fails with a conflict where a
// sandbox is in which something has been made, unless that one is to be replaced. A file that is no sandbox is never
// replaced.
func Create(ctx context.Context, path string, n New, o Options) error {
	so := o.forStore()
	so.ReadOnly = false
	if n.Start.IsZero() {
		n.Start = Start
	}
	if err := CheckClock(n.Start); err != nil {
		return err
	}
	it := store.New{Start: n.Start.Unix(), Replace: true, Fill: n.fillStore(ctx, path, o)}
	if !n.Replace {
		it.If = func(t *store.Tx) error { return mustBeFresh(path, t) }
	}
	err := store.Make(ctx, path, it, so)
	if errors.Is(err, store.ErrNotOurs) {
		return invalid(try(NameOtherFile),
			"%s is not a recallbox sandbox, and is not replaced", portable.Quote(path))
	}
	return fromStore(path, err)
}

// fillStore runs Fill on the new file, before the file gets its place.
func (n New) fillStore(ctx context.Context, path string, o Options) func(*store.Store) error {
	if n.Fill == nil {
		return nil
	}
	return func(s *store.Store) error {
		return newBox(s, path, o).Update(ctx, n.Fill)
	}
}

// mustBeFresh fails if something has been made in a sandbox.
func mustBeFresh(path string, t *store.Tx) error {
	fresh, err := t.IsFresh()
	if err == nil && !fresh {
		err = conflict(try(ReplaceSandbox), "there is a sandbox at %s already", portable.Quote(path))
	}
	return err
}

// Open opens a sandbox file.
func Open(path string, o Options) (*Box, error) {
	return OpenContext(context.Background(), path, o)
}

// OpenContext is Open, and waits for other processes until the context ends.
func OpenContext(ctx context.Context, path string, o Options) (*Box, error) {
	open := store.OpenContext
	if o.OpenFile != nil && !o.ReadOnly {
		open = o.OpenFile.open
	}
	s, err := open(ctx, path, o.forStore())
	if err != nil {
		return nil, fromStore(path, err)
	}
	return newBox(s, path, o), nil
}

func newBox(s *store.Store, path string, o Options) *Box {
	b := &Box{store: s, path: path, systems: o.Systems, cite: o.Cite, deed: o.Deed, turned: o.Turned}
	b.leaveOpen = o.OpenFile != nil && !o.ReadOnly
	if b.systems == nil {
		b.systems = allSystems()
	}
	if b.cite == nil {
		b.cite = func(string) {}
	}
	return b
}

// Close closes the file.
func (b *Box) Close() error {
	if b.leaveOpen {
		return nil
	}
	return fromStore(b.path, b.store.Close())
}

// Update runs fn in one transaction: everything that fn does takes effect, or nothing if fn fails.
func (b *Box) Update(ctx context.Context, fn func(*Tx) error) error {
	return b.run(ctx, b.store.Update, fn)
}

// DryRun runs fn as Update does, and then takes everything back.
func (b *Box) DryRun(ctx context.Context, fn func(*Tx) error) error {
	return b.run(ctx, b.store.Try, fn)
}

// View runs fn on one state of the sandbox. What fn changes is lost.
func (b *Box) View(ctx context.Context, fn func(*Tx) error) error {
	return b.run(ctx, b.store.View, fn)
}

// ViewAside is View for what takes long: fn sees a copy of the sandbox, and nobody waits who wants to write meanwhile.
func (b *Box) ViewAside(ctx context.Context, fn func(*Tx) error) error {
	return b.run(ctx, b.store.ViewAside, fn)
}

func (b *Box) run(
	ctx context.Context,
	transact func(context.Context, func(*store.Tx) error) error,
	fn func(*Tx) error,
) error {
	err := transact(ctx, func(t *store.Tx) error {
		now, err := t.Now()
		if err != nil {
			return err
		}
		return fn(&Tx{store: t, box: b, now: now})
	})
	return fromStore(b.path, err)
}

// Tx is one transaction on a sandbox. Its methods are the use cases.
type Tx struct {
	store         *store.Tx
	box           *Box
	now           int64
	organisations map[int64]organisationInfo // organisations, by number
	deeds         map[int64]Deed             // of later acts, by number
	together      int64                      // how many turns are taken together next
	unhinted      bool                       // a later act goes on: nobody sees a hint at what it does wrong
}

// Savepoint runs use cases as a part of the transaction. If fn fails, only what fn did is taken back, and failed is
// its error. If the transaction cannot go on, err says why.
func (tx *Tx) Savepoint(fn func() error) (failed, err error) {
	failed, err = tx.savepoint(fn)
	if failed != nil {
		tx.deeds = nil
	}
	return failed, err
}

// savepoint is Savepoint for what changes no later act.
func (tx *Tx) savepoint(fn func() error) (failed, err error) {
	before := tx.now
	failed, err = tx.store.Savepoint(fn)
	if failed != nil {
		tx.now, tx.organisations = before, nil
	}
	return fromStore(tx.box.path, failed), fromStore(tx.box.path, err)
}

// DryRun runs use cases as a part of the transaction, and then takes back what they did.
func (tx *Tx) DryRun(fn func() error) error {
	before := tx.now
	failed, err := tx.store.TrySavepoint(fn)
	tx.now, tx.organisations, tx.deeds = before, nil, nil
	if err == nil {
		err = failed
	}
	return fromStore(tx.box.path, err)
}

// cite reports behaviours that decided something.
func (tx *Tx) cite(ids ...string) {
	for _, id := range ids {
		if id != "" {
			tx.box.cite(id)
		}
	}
}

// at turns the seconds of the store into a time.
func at(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }

// OpenFile holds a sandbox's file open from one Box to the next. It is for many short transactions in one goroutine.
// Another process may write to the file meanwhile, or replace it, but not without pause.
type OpenFile struct {
	store *store.Store
	path  string
	file  fs.FileInfo // the file as it was when it was opened
}

// open gives the open file if it is still the one at the path, and opens that one if not.
func (k *OpenFile) open(ctx context.Context, path string, o store.Options) (*store.Store, error) {
	now, err := os.Stat(path)
	if err != nil {
		return store.OpenContext(ctx, path, o) // its error says what is wrong
	}
	if k.store != nil && k.path == path && os.SameFile(now, k.file) && now.Mode() == k.file.Mode() {
		k.store.WaitAs(o)
		return k.store, k.store.Recognise(ctx)
	}
	if err := k.Close(); err != nil {
		return nil, err
	}
	o.Alone = true
	s, err := store.OpenContext(ctx, path, o)
	if err == nil {
		*k = OpenFile{s, path, now}
	}
	return s, err
}

// Close closes the file.
func (k *OpenFile) Close() error {
	s := k.store
	*k = OpenFile{}
	if s == nil {
		return nil
	}
	return s.Close()
}

// Rows is a list that may be long. A row is read when its turn comes, so that a million of them need no
// memory. Range over it inside the transaction that gave it, as often as you like:
//
//	for r, err := range recall.Recipients { … }
type Rows[T any] iter.Seq2[T, error]

// RowsOf makes a list of rows that are in memory.
func RowsOf[T any](list ...T) Rows[T] {
	return func(yield func(T, error) bool) {
		for _, row := range list {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// errEnough ends a reading when no more rows are wanted.
var errEnough = errors.New("enough")

// rowsFrom makes a list of what a function visits.
func rowsFrom[T any](each func(visit func(T) error) error) Rows[T] {
	return func(yield func(T, error) bool) {
		err := each(func(row T) error {
			if !yield(row, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			var none T
			yield(none, err)
		}
	}
}

// cached reads the rows once, when somebody first ranges over them. It is for short lists.
func (r Rows[T]) cached() Rows[T] {
	list := sync.OnceValues(r.List)
	return func(yield func(T, error) bool) {
		all, err := list()
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		RowsOf(all...)(yield)
	}
}

// First visits at most that many rows.
func (r Rows[T]) First(most int, visit func(T)) error {
	if most == 0 {
		return nil
	}
	for row, err := range r {
		if err != nil {
			return err
		}
		visit(row)
		if most--; most == 0 {
			return nil
		}
	}
	return nil
}

// List reads all rows.
func (r Rows[T]) List() ([]T, error) {
	list := []T{}
	if r == nil {
		return list, nil
	}
	for row, err := range r {
		if err != nil {
			return nil, err
		}
		list = append(list, row)
	}
	return slices.Clip(list), nil
}

// EachRow visits all rows, each by a pointer that holds until the next one: for whoever does not know their type.
func (r Rows[T]) EachRow(visit func(row any) error) error {
	if r == nil {
		return nil
	}
	one := new(T)
	for row, err := range r {
		if err != nil {
			return err
		}
		*one = row
		if err := visit(one); err != nil {
			return err
		}
	}
	return nil
}

// MarshalJSON writes the rows as a list.
func (r Rows[T]) MarshalJSON() ([]byte, error) {
	list, err := r.List()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false) // the caller escapes the whole document, if it wants to
	err = encoder.Encode(list)
	return b.Bytes(), err
}
