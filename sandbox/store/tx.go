package store

import (
	"compress/flate"
	"context"
	"database/sql"
	"database/sql/driver"

	"github.com/mattn/go-sqlite3"
)

// Tx is one transaction: all of it happens, or nothing.
type Tx struct {
	ctx    context.Context // of its statements
	conn   *sql.Conn
	trace  Trace         // may be nil
	packer *flate.Writer // of contents; nil before the first
	temps  []string      // folders for files that are there for a while
}

// Trace is told every statement of a transaction before it runs, its BEGIN and COMMIT too.
type Trace func(query string, args []any)

type traceKey struct{}

// WithTrace is a context for transactions that are to be traced: to measure them against the bare driver.
func WithTrace(ctx context.Context, t Trace) context.Context {
	return context.WithValue(ctx, traceKey{}, t)
}

// Update runs fn in a transaction that writes, and commits it if fn succeeds.
func (s *Store) Update(ctx context.Context, fn func(*Tx) error) error {
	return s.write(ctx, "COMMIT", fn)
}

// Try runs fn as Update does, and takes everything back.
func (s *Store) Try(ctx context.Context, fn func(*Tx) error) error {
	return s.write(ctx, "ROLLBACK", fn)
}

// View runs fn on one snapshot, and changes nothing.
func (s *Store) View(ctx context.Context, fn func(*Tx) error) error {
	s.waiting.begin()
	return s.transact(ctx, "BEGIN", "ROLLBACK", fn)
}

// write is a transaction in its turn.
func (s *Store) write(ctx context.Context, end string, fn func(*Tx) error) error {
	return s.inTurn(ctx, func() error { return s.transact(ctx, "BEGIN IMMEDIATE", end, fn) })
}

// inTurn runs what writes when it is its turn, on the file that is there then: writers of all processes wait
// for each other.
func (s *Store) inTurn(ctx context.Context, do func() error) error {
	s.waiting.begin()
	if s.alone {
		return do()
	}
	if err := s.turn.take(ctx, &s.waiting); err != nil {
		return err
	}
	defer s.turn.end()
	if err := s.follow(ctx); err != nil {
		return err
	}
	return do()
}

func (s *Store) transact(ctx context.Context, begin, end string, fn func(*Tx) error) (err error) {
	t := &Tx{ctx: ctx, conn: s.conn, temps: s.temps}
	t.trace, _ = ctx.Value(traceKey{}).(Trace)
	if err := t.next(begin, nil); err != nil {
		return err
	}
	ended := false
	defer func() {
		if !ended { // after an error or a panic
			s.undo()
		}
	}()
	if err := s.begin(ctx, begin); err != nil {
		return translate(err)
	}
	if err := fn(t); err != nil {
		if mayBeDamage(err) { // which what was done since may hide
			s.undo()
			_ = s.execThrough("BEGIN")
		}
		return translate(t.explain(err))
	}
	if err := t.next(end, nil); err != nil {
		return err
	}
	err = s.waiting.forLock(ctx, func() error { return s.execThrough(end) })
	ended = err == nil
	return translate(err)
}

// begin begins a transaction. One that reads looks at the file at once: whoever waits for others does so here,
// and at the end.
func (s *Store) begin(ctx context.Context, how string) error {
	return s.waiting.forLock(ctx, func() error {
		if how != "BEGIN" {
			return s.execThrough(how)
		}
		err := s.execThrough(`BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1`)
		if err != nil {
			s.undo()
		}
		return err
	})
}

// execThrough runs statements that no interrupt may cut.
func (s *Store) execThrough(statements string) error { return execOn(s.conn, statements) }

func execOn(conn *sql.Conn, statements string, args ...any) error {
	_, err := conn.ExecContext(context.Background(), statements, args...)
	return err
}

// undo takes back what is open of a transaction. Where SQLite has rolled back already, as after a full disk, it
// complains; that is what was wanted.
func (s *Store) undo() {
	if err := s.execThrough("ROLLBACK"); err != nil && s.inTransaction() {
		_ = s.reconnect()
	}
}

// inTransaction says whether a transaction is open, which the next one would find itself in.
func (s *Store) inTransaction() (open bool) {
	err := s.conn.Raw(func(c any) error {
		open = !c.(*sqlite3.SQLiteConn).AutoCommit()
		return nil
	})
	return open || err != nil
}

// reconnect goes on with a new connection, as every one is at first; nothing of what was open on the old one
// takes effect.
func (s *Store) reconnect() error {
	_ = s.conn.Raw(func(any) error { return driver.ErrBadConn }) // which closes it for good
	conn, err := connect(s.db)
	if err != nil {
		return translate(err)
	}
	s.conn = conn
	return nil
}

// Savepoint runs fn as a part of the transaction. If fn fails, what it did is taken back alone, and failed says
// why; err is for a transaction that cannot go on.
func (t *Tx) Savepoint(fn func() error) (failed, err error) { return t.part(true, fn) }

// TrySavepoint runs fn as Savepoint does, and takes back what it did in any case.
func (t *Tx) TrySavepoint(fn func() error) (failed, err error) { return t.part(false, fn) }

func (t *Tx) part(keep bool, fn func() error) (failed, err error) {
	if err := t.exec("SAVEPOINT part"); err != nil {
		return nil, translate(err)
	}
	failed = fn()
	how := []string{"ROLLBACK TO part", "RELEASE part"}
	if keep && failed == nil {
		how = how[1:]
	}
	for _, query := range how {
		if t.trace != nil {
			t.trace(query, nil)
		}
		if _, err := t.conn.ExecContext(context.WithoutCancel(t.ctx), query); err != nil {
			return translate(t.explain(failed)), translate(err)
		}
	}
	return translate(t.explain(failed)), nil
}

// next comes before every statement.
func (t *Tx) next(query string, args []any) error {
	if t.trace != nil {
		t.trace(query, args)
	}
	return t.ctx.Err()
}

func (t *Tx) run(query string, args []any) (sql.Result, error) {
	if err := t.next(query, args); err != nil {
		return nil, err
	}
	return t.conn.ExecContext(t.ctx, query, args...)
}

func (t *Tx) exec(query string, args ...any) error {
	_, err := t.run(query, args)
	return err
}

// insert runs an INSERT and gives the number of the new row.
func (t *Tx) insert(query string, args ...any) (int64, error) {
	res, err := t.run(query, args)
	if err != nil {
		return 0, err
	}
	return newNumber(res)
}

// newNumber is the number of the last row that was added. Only a file that was changed by others comes to the end of
// its numbers.
func newNumber(res sql.Result) (int64, error) {
	id, err := res.LastInsertId()
	if err == nil && !aRow.has(id) {
		err = unread{"id", unfit{id, aRow.is}}
	}
	return id, err
}

// changed runs a statement and gives the number of rows that it changed.
func (t *Tx) changed(query string, args ...any) (int64, error) {
	res, err := t.run(query, args)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// one reads a single row into dest and says whether there was one.
func (t *Tx) one(query string, args []any, dest ...field) (there bool, err error) {
	err = t.each(query, args, func(scan func(...field) error) error {
		if there {
			return nil
		}
		there = true
		return scan(dest...)
	})
	return there && err == nil, err
}

// row reads the single row that there must be into dest, or fails with ErrNoRow.
func (t *Tx) row(query string, args []any, dest ...field) error {
	ok, err := t.one(query, args, dest...)
	if err == nil && !ok {
		err = ErrNoRow
	}
	return err
}

// number counts something, or reads the number of a row; zero where there is none.
func (t *Tx) number(query string, args ...any) (n int64, err error) {
	_, err = t.one(query, args, tally{&n})
	return n, err
}

// address reads a single address, empty where there is none.
func (t *Tx) address(query string, args ...any) (s string, err error) {
	_, err = t.one(query, args, addressText{&s})
	return s, err
}

// each calls visit for every row.
func (t *Tx) each(query string, args []any, visit func(scan func(...field) error) error) error {
	if err := t.next(query, args); err != nil {
		return err
	}
	rows, err := t.conn.QueryContext(t.ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var into []any
	scan := func(dest ...field) error {
		into = into[:0]
		for _, d := range dest {
			into = append(into, d)
		}
		if err := rows.Scan(into...); err != nil {
			return unreadIn(rows, err)
		}
		return nil
	}
	for rows.Next() {
		if err := visit(scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// eachOf calls visit for every row. All are read into the same place, so that a row costs no more than its values.
func eachOf[T any](t *Tx, query string, args []any, dest func(*T) []field, visit func(T) error) error {
	var row, none T
	into := dest(&row)
	return t.each(query, args, func(scan func(...field) error) error {
		row = none
		if err := scan(into...); err != nil {
			return err
		}
		return visit(row)
	})
}

// lists reads all rows, each into the list of the number that its first column is.
func lists[T any](t *Tx, query string, args []any, dest func(*T) []field) (map[int64][]T, error) {
	out := map[int64][]T{}
	err := t.each(query, args, func(scan func(...field) error) error {
		var of int64
		var v T
		err := scan(append([]field{rowID{&of}}, dest(&v)...)...)
		out[of] = append(out[of], v)
		return err
	})
	return out, err
}

// list reads all rows.
func list[T any](t *Tx, query string, args []any, read func(*T, func(...field) error) error) ([]T, error) {
	var out []T
	err := t.each(query, args, func(scan func(...field) error) error {
		var v T
		if err := read(&v, scan); err != nil {
			return err
		}
		out = append(out, v)
		return nil
	})
	return out, err
}
