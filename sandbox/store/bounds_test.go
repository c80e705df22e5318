package store

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// columnsOf are the columns of a new sandbox's tables, each with whether there may be nothing in it.
func columnsOf(t *testing.T, s *Store) map[string]map[string]bool {
	t.Helper()
	all := map[string]map[string]bool{}
	try(t, s.View(t.Context(), func(tx *Tx) error {
		return tx.each(`
			SELECT t.name, c.name, NOT (c."notnull" OR c.pk)
			FROM sqlite_schema t, pragma_table_info(t.name) c
			WHERE t.type = 'table'`, nil, func(scan func(...field) error) error {
			var table, column string
			var none bool
			err := scan(anyText{&table}, anyText{&column}, yesNo{&none})
			if all[table] == nil {
				all[table] = map[string]bool{}
			}
			all[table][column] = none
			return err
		})
	}))
	return all
}

// Whoever adds a column says what its values may be.
func TestEveryColumnHasABound(t *testing.T) {
	t.Parallel()
	columns := columnsOf(t, open(t, create(t)))
	for table := range columns {
		for column, none := range columns[table] {
			b := bounds[table][column]
			if b == nil {
				t.Errorf("bounds does not say what %s.%s may be", table, column)
				continue
			}
			if table == sequence.name {
				continue // whose columns have no types
			}
			if _, may := b.(orNone); may != none {
				t.Errorf("%s.%s: bounds and the schema do not agree about whether there may be nothing", table, column)
			}
		}
	}
	for table := range bounds {
		for column := range bounds[table] {
			if _, is := columns[table][column]; !is {
				t.Errorf("bounds has %s.%s, which no table has", table, column)
			}
		}
	}
}

// Values that no sound sandbox has, and by which they are known again.
const (
	wildNumber = "7777777777777777777"
	wildText   = "wi\x1bld"
)

// wildValues are SQL for values that a bound does not let in, of all kinds that a column may be read as.
func wildValues(b bound) []string {
	switch b := b.(type) {
	case orNone:
		return wildValues(b.bound)
	case whole, packed:
		return []string{wildNumber}
	case texts:
		if b.fits(wildText) {
			return nil // any text
		}
		return []string{`'a@wi' || char(27) || 'ld'`}
	case bytesUpTo:
		if b.least == b.most {
			return []string{`x'77'`}
		}
	}
	return nil
}

// What a bound does not let in is suspect where it is looked for in SQL; what rows usually hold is not, so that nobody
// reads it.
func TestSuspects(t *testing.T) {
	t.Parallel()
	values := []any{
		nil, "", "a", "a@b.example", "@b", "a@", "a@@b", "@a@b", "a/b", "a//b", "/a", ".", "..", "../a", "a\x00@b", "\x00",
		"é@b", "\xff@b", "a\x1b@b", "a\x7f@b", "a\u0085@b", "a@b\n", strings.Repeat("x", 255), strings.Repeat("x", 256),
		strings.Repeat("é", 128), "a@" + strings.Repeat("x", 5000), "x'41'", 1.5, []byte("a@b"), []byte{}, make([]byte, 32),
		strings.Repeat("x", 40_000),
	}
	for shift := range 64 {
		values = append(values, int64(1)<<shift, int64(-1)<<shift, int64(3)<<shift, int64(7)<<shift)
	}
	usual := map[string][]any{
		aRow.is: {int64(1)}, aName.is: {"Bob Smith"}, anAddress.is: {"bob@acme.example"}, aPath.is: {"", "Sent Items"},
		aList.is: {"", "by a rule"}, aText.is: {"", "Budget\n"}, factsOfCopy.is: {int64(0), int64(3)},
		aHash.is: {make([]byte, 32)},
	}
	s := open(t, create(t))
	try(t, s.View(t.Context(), func(tx *Tx) error {
		for table := range bounds {
			for column, b := range bounds[table] {
				is := func(v any) (suspect, fits bool) {
					var read any
					query := `SELECT ` + b.suspect(`v`) + `, ` + b.reading(`v`) + ` FROM (SELECT ? AS v)`
					err := tx.row(query, []any{v}, yesNo{&suspect}, anything{&read})
					if err != nil {
						t.Fatalf("%s.%s: %.40q: %v", table, column, v, err)
					}
					return suspect, b.fits(read)
				}
				for _, v := range values {
					if suspect, fits := is(v); !fits && !suspect {
						t.Errorf("%s.%s: %.40q does not fit, and is not suspect", table, column, v)
					}
				}
				for _, v := range usual[b.String()] {
					if suspect, fits := is(v); suspect || !fits {
						t.Errorf("%s.%s: %q is suspect", table, column, v)
					}
				}
			}
		}
		return nil
	}))
}

// A value that a column cannot have comes out of no method, whichever reads it: it fails, and table and column are
// named.
func TestNoMethodGivesWhatCannotBe(t *testing.T) {
	t.Parallel()
	s := oneOfEach(t)
	try(t, s.Compare(t.Context(), open(t, create(t)), func() error {
		return s.Try(t.Context(), func(tx *Tx) error {
			try(t, tx.exec(chosenTable+`;`+settlingTables+`;`+standingTable)) // which would be made anew in each call
			methods := methodsOf(t, tx)
			for _, table := range slices.Sorted(maps.Keys(bounds)) {
				for _, column := range slices.Sorted(maps.Keys(bounds[table])) {
					for _, value := range wildValues(bounds[table][column]) {
						try(t, tx.exec(`SAVEPOINT wild`))
						put(t, tx, table, column, value)
						wantNoneGiven(t, tx, methods, table, column)
						try(t, tx.exec(`ROLLBACK TO wild; RELEASE wild`))
					}
				}
			}
			return nil
		})
	}))
}

// said is a method of a transaction with the text of its statements.
type said struct {
	reflect.Method
	statements string
}

// methodsOf are all methods. Check is left out, which tells of what is wrong.
func methodsOf(t *testing.T, tx *Tx) (all []said) {
	t.Helper()
	for i := range reflect.TypeFor[*Tx]().NumMethod() {
		m := said{Method: reflect.TypeFor[*Tx]().Method(i)}
		if m.Name == "Check" {
			continue
		}
		tx.trace = func(query string, _ []any) { m.statements += query }
		for number := range int64(3) {
			if _, err := call(t, tx, m.Method, number); err != nil && !errors.Is(err, ErrNoRow) {
				m.statements += strings.Join(stateTables(), " ") // who knows what it would have asked for
			}
		}
		all = append(all, m)
	}
	tx.trace = nil
	return all
}

// put puts a value into a row of a table.
func put(t *testing.T, tx *Tx, table, column, value string) {
	t.Helper()
	where := `TRUE`
	switch table {
	case "messages":
		where = `id = 2`
	case sequence.name:
		where = `name = 'rules'`
	}
	try(t, tx.exec(fmt.Sprintf(`UPDATE "%s" SET "%s" = %s WHERE %s`, table, column, value, where)))
}

// wantNoneGiven calls all methods that ask for a table while there is a value in a column that cannot be there.
func wantNoneGiven(t *testing.T, tx *Tx, methods []said, table, column string) {
	t.Helper()
	named := func(err error) bool {
		var where *RowError
		return errors.As(err, &where) && where.Table == table && where.Column == column
	}
	number := int64(1)
	if table == "messages" {
		number = 2
	}
	explained := false
	for _, method := range methods {
		if !strings.Contains(method.statements, table) && !strings.Contains(method.statements, "recall_facts") {
			continue
		}
		given, err := call(t, tx, method.Method, number)
		if strings.Contains(given, wildNumber) || strings.Contains(given, wildText) {
			t.Errorf("%s.%s: %s gives %.300q", table, column, method.Name, given)
		}
		if why := (unread{}); errors.As(err, &why) && !explained {
			if explained = true; !named(tx.explain(err)) {
				t.Errorf("%s.%s: %s: %v", table, column, method.Name, tx.explain(err))
			}
		}
	}
	if err := tx.firstWrong(""); !named(err) {
		t.Errorf("%s.%s: check finds %v", table, column, err)
	}
}

// oneOfEach is a sandbox with a row in each table, which names the first of each other, and a second message. Any
// number may stand in it.
func oneOfEach(t *testing.T) *Store {
	t.Helper()
	s := open(t, create(t))
	_, err := s.conn.ExecContext(t.Context(), `PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON`)
	try(t, err)
	types := map[string]string{"INTEGER": `1`, "TEXT": `'a@b'`, "BLOB": `zeroblob(32)`}
	for _, p := range newParts() {
		if p.kind != "table" || p.name == "clock" || p == sequence {
			continue
		}
		rows, err := s.conn.QueryContext(t.Context(), `SELECT name, type FROM pragma_table_info(?)`, p.name)
		try(t, err)
		var first, second []string
		for rows.Next() {
			var name, kind string
			try(t, rows.Scan(&name, &kind))
			value, later := types[kind], types[kind]
			switch {
			case p.name == "messages" && slices.Contains([]string{"about", "forwards", "reply_to", "due"}, name):
				value = `NULL`
			case name == "id":
				later = `2`
			case p.name == "mailboxes" && name == "kind":
				value = `0`
			}
			first, second = append(first, value), append(second, later)
		}
		_, err = s.conn.ExecContext(t.Context(),
			fmt.Sprintf(`INSERT INTO "%s" VALUES (%s)`, p.name, strings.Join(first, `, `)))
		try(t, err)
		if p.name == "messages" {
			_, err = s.conn.ExecContext(t.Context(), fmt.Sprintf(`INSERT INTO messages VALUES (%s)`, strings.Join(second, `, `)))
			try(t, err)
		}
	}
	return s
}

// call calls a method, and takes back what it did.
func call(t *testing.T, tx *Tx, method reflect.Method, number int64) (given string, failed error) {
	t.Helper()
	var all strings.Builder
	note := func(values []reflect.Value) {
		for _, v := range values {
			if err, is := v.Interface().(error); is {
				failed = err
			} else if v = reflect.Indirect(v); v.IsValid() {
				fmt.Fprintf(&all, "%+v\n", v)
			}
		}
	}
	args := []reflect.Value{reflect.ValueOf(tx)}
	for i := 1; i < method.Type.NumIn(); i++ {
		if in := method.Type.In(i); !method.Type.IsVariadic() || i < method.Type.NumIn()-1 {
			args = append(args, argument(in, number, note))
		}
	}
	try(t, tx.exec(`SAVEPOINT call`))
	note(method.Func.Call(args))
	try(t, tx.exec(`ROLLBACK TO call; RELEASE call`))
	return all.String(), failed
}

// argument is something for a parameter: the number, a text that stands in oneOfEach, or what is made of these.
func argument(of reflect.Type, number int64, note func([]reflect.Value)) reflect.Value {
	v := reflect.New(of).Elem()
	switch of.Kind() {
	case reflect.Int64:
		v.SetInt(number)
	case reflect.Int:
		v.SetInt(100)
	case reflect.Uint8:
		v.SetUint(uint64(number))
	case reflect.String:
		v.SetString("a@b")
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() && f.Kind() != reflect.Bool {
				f.Set(argument(f.Type(), number, note))
			}
		}
	case reflect.Slice:
		if of == reflect.TypeFor[[]Bits]() {
			return reflect.ValueOf([]Bits{{Column: "public"}})
		}
	case reflect.Func:
		return reflect.MakeFunc(of, func(values []reflect.Value) []reflect.Value {
			note(values)
			var out []reflect.Value
			for i := range of.NumOut() {
				out = append(out, reflect.Zero(of.Out(i)))
			}
			return out
		})
	}
	return v
}
