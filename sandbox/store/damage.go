package store

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// What is wrong in a row is told by its table, its key and the column, wherever it was met. A query has joined and
// counted by then, so that the row is looked for anew: that takes time in a damaged file only.

// RowError is for a row with a value that it cannot have.
type RowError struct {
	Table  string
	Key    string // "id=3", or "message=3 mailbox=7"
	Column string
	Value  string // in short
	Is     string // what it would have to be
}

func (e *RowError) Error() string { return fmt.Sprintf("%v: %s", ErrDamaged, e.where()) }
func (e *RowError) Unwrap() error { return ErrDamaged }

func (e *RowError) where() string {
	return fmt.Sprintf("%s %s: %s is %s, not %s", e.Table, e.Key, e.Column, e.Value, e.Is)
}

// shown is a value as an error has it.
func shown(v any) string {
	const most = 40
	switch v := v.(type) {
	case nil:
		return "nothing"
	case string:
		if len(v) > most {
			return fmt.Sprintf("%q… (%d bytes)", v[:most], len(v))
		}
		return strconv.Quote(v)
	case []byte:
		return fmt.Sprintf("%d bytes", len(v))
	}
	return fmt.Sprint(v)
}

// unread is a value of a row that could not be taken, and the name that the query has for its column.
type unread struct {
	column string
	unfit
}

func (e unread) Unwrap() error { return ErrDamaged }
func (e unread) Error() string { return fmt.Sprintf("%v: %s: %v", ErrDamaged, e.column, e.unfit) }

// unreadIn is the error of a scan, with the name of the column.
func unreadIn(rows *sql.Rows, err error) error {
	var why unfit
	if !errors.As(err, &why) {
		return err
	}
	var i int
	columns, failed := rows.Columns()
	if _, none := fmt.Sscanf(err.Error(), "sql: Scan error on column index %d", &i); none != nil || failed != nil {
		return unread{"a value", why}
	}
	return unread{columns[i], why}
}

var word = regexp.MustCompile(`[a-z_0-9]+`)

// explain makes an error that damage may have caused one that names the row; any other stays as it is.
func (t *Tx) explain(err error) error {
	var known *RowError
	var value unread
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case errors.As(err, &value):
		names := word.FindAllString(value.column, -1)
		slices.Reverse(names)
		for _, column := range names {
			if found := t.firstWrong(column); found != nil {
				return found
			}
		}
		return cmp.Or(t.firstMisfit(), err)
	case isFull(err): // of numbers, where a table has given the last one
		for _, column := range []string{"seq", "id"} {
			if found := t.firstWrong(column); found != nil {
				return found
			}
		}
	case errors.Is(err, ErrNoRow), isUnexpected(err):
		return cmp.Or(t.firstMisfit(), err)
	}
	return err
}

// firstMisfit is the first thing that Check would find in the rows; nil where it would find none.
func (t *Tx) firstMisfit() error {
	if found := t.firstWrong(""); found != nil {
		return found
	}
	if checked, err := t.number(`PRAGMA foreign_keys`); err != nil || checked == 0 {
		return nil // the tables are being filled
	}
	if found := t.first(t.eachAstray); found != nil {
		return found
	}
	var first error
	_ = t.checkInvariants(func(p Problem) {
		if first == nil {
			first = fmt.Errorf("%w: %s: %s", ErrDamaged, p.What, p.Where)
		}
	})
	return first
}

// isUnexpected says whether a statement failed that fails in no sound sandbox: what it made may not be.
func isUnexpected(err error) bool {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code {
	case sqlite3.ErrConstraint, sqlite3.ErrMismatch, sqlite3.ErrTooBig, sqlite3.ErrError:
		return true
	}
	return false
}

func mayBeDamage(err error) bool {
	return errors.Is(err, ErrDamaged) || isUnexpected(err) || isFull(err)
}

func isFull(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && e.Code == sqlite3.ErrFull
}

// errFirst ends a search.
var errFirst = errors.New("the first")

// firstWrong is the first value that cannot stand where it does, in a column of that name, or in any; nil where none is
// found.
func (t *Tx) firstWrong(column string) error {
	return t.first(func(in database, found func(RowError) error) error { return t.eachWrong(in, column, found) })
}

func (t *Tx) first(each func(database, func(RowError) error) error) error {
	var first *RowError
	for _, in := range t.databases() {
		err := each(in, func(e RowError) error {
			first = &e
			return errFirst
		})
		if errors.Is(err, errFirst) {
			return first
		}
	}
	return nil
}

// databases are those of the files that the connection has open which are sandboxes.
func (t *Tx) databases() []database {
	all := []database{inside}
	n, err := t.number(`SELECT count(*) FROM pragma_database_list WHERE name = ?`, string(attached))
	if err == nil && n > 0 {
		all = append(all, attached)
	}
	return all
}

// firstWrongIn is the first in a table.
func (t *Tx) firstWrongIn(table string) error {
	return t.first(func(in database, found func(RowError) error) error {
		return t.eachWrongIn(in, table, slices.Sorted(maps.Keys(bounds[table])), found)
	})
}

// eachWrong visits the values that cannot stand where they do, in the columns of that name or in all, by table and row.
func (t *Tx) eachWrong(in database, column string, visit func(RowError) error) error {
	for _, table := range slices.Sorted(maps.Keys(bounds)) {
		columns := slices.Sorted(maps.Keys(bounds[table]))
		if column != "" {
			columns = slices.DeleteFunc(columns, func(c string) bool { return c != column })
		}
		if len(columns) == 0 {
			continue
		}
		if err := t.eachWrongIn(in, table, columns, visit); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) eachWrongIn(in database, table string, columns []string, visit func(RowError) error) error {
	var values, suspects []string
	for _, c := range columns {
		b := bounds[table][c]
		values = append(values, b.reading(quote(c)))
		suspects = append(suspects, `(`+b.suspect(quote(c))+`)`)
	}
	key, err := t.keyOf(in, table)
	if err != nil {
		return err
	}
	query := fmt.Sprintf(`SELECT %s, %s FROM %s.%s WHERE %s ORDER BY 1`, key, strings.Join(values, `, `), in, quote(table),
		strings.Join(suspects, ` OR `))
	row := make([]any, len(columns))
	return t.each(query, nil, func(scan func(...field) error) error {
		var where string
		dest := []field{keyText{&where}}
		for i := range row {
			dest = append(dest, anything{&row[i]})
		}
		if err := scan(dest...); err != nil {
			return err
		}
		for i, c := range columns {
			if b := bounds[table][c]; !b.fits(row[i]) {
				if err := visit(RowError{table, where, c, shown(row[i]), b.String()}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// eachAstray visits the rows that name one of another table that is not there.
func (t *Tx) eachAstray(in database, visit func(RowError) error) error {
	for _, table := range slices.Sorted(maps.Keys(bounds)) {
		key, err := t.keyOf(in, table)
		if err != nil {
			return err
		}
		parents, err := t.parentsOf(in, table)
		if err != nil {
			return err
		}
		for _, p := range parents {
			query := fmt.Sprintf(`
				SELECT %[1]s, %[2]s
				FROM %[3]s.%[4]s
				WHERE %[2]s IS NOT NULL AND %[2]s NOT IN (SELECT rowid FROM %[3]s.%[5]s)
				ORDER BY 1`, key, quote(p.column), in, quote(table), quote(p.table))
			err := t.each(query, nil, func(scan func(...field) error) error {
				var where string
				var value any
				if err := scan(keyText{&where}, anything{&value}); err != nil {
					return err
				}
				return visit(RowError{table, where, p.column, shown(value), "the number of a row in " + p.table})
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// parent is a table whose rows a column names.
type parent struct{ column, table string }

func (t *Tx) parentsOf(in database, table string) ([]parent, error) {
	return list(t, `SELECT "from", "table" FROM pragma_foreign_key_list(?, ?) ORDER BY id DESC`,
		[]any{table, string(in)}, func(p *parent, scan func(...field) error) error {
			return scan(anyText{&p.column}, anyText{&p.table})
		})
}

// keyOf is an SQL expression for what tells a table's rows apart: "id=3", or "message=3 mailbox=7".
func (t *Tx) keyOf(in database, table string) (string, error) {
	names, err := list(t, `SELECT name FROM pragma_table_info(?, ?) WHERE pk > 0 ORDER BY pk`,
		[]any{table, string(in)}, readText)
	if len(names) == 0 {
		names = []string{"name"} // of sqlite_sequence, which has no key
	}
	terms := make([]string, len(names))
	for i, n := range names {
		terms[i] = fmt.Sprintf(`'%s=' || %s`, n, quote(n))
	}
	return strings.Join(terms, ` || ' ' || `), err
}

func quote(name string) string { return `"` + name + `"` }

// keyText is a row's key, which is printed.
type keyText struct{ *string }

func (d keyText) Scan(v any) error {
	s, ok := v.(string)
	if !ok {
		s = "with no key"
	}
	if !isLine(s) || len(s) > 100 {
		s = shown(s)
	}
	*d.string = s
	return nil
}

// anything is a value that has not been compared.
type anything struct{ to *any }

func (d anything) Scan(v any) error {
	*d.to = v
	return nil
}
