package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// parts lists what a database is made of: every table, view, index and trigger, with the columns of each, and what a
// view shows. A table whose rows are not in the file has no page in it.
const parts = `
SELECT CASE WHEN s.type = 'table' AND s.rootpage = 0 THEN 'virtual table ' ELSE s.type || ' ' END || s.name,
       CASE s.type WHEN 'view' THEN s.sql
       ELSE coalesce((SELECT group_concat(c.name) FROM pragma_table_xinfo(s.name, ?1) c), '') END
FROM `

// newParts are the parts of a new sandbox.
var newParts = sync.OnceValues(func() (map[string]string, error) {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	conn, err := db.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	t := &Tx{ctx: context.Background(), conn: conn}
	if err := t.exec(schema); err != nil {
		return nil, err
	}
	return t.parts(inside)
})

func (t *Tx) parts(in database) (map[string]string, error) {
	made := map[string]string{}
	err := t.each(parts+string(in)+`.sqlite_schema s`, []any{string(in)}, func(scan func(...any) error) error {
		var name, columns string
		err := scan(&name, &columns)
		made[name] = columns
		return err
	})
	return made, err
}

// ownTables are the tables of a new sandbox that hold its state: all but those of the snapshots and SQLite's own.
func ownTables() ([]string, error) {
	made, err := newParts()
	var names []string
	for _, part := range slices.Sorted(maps.Keys(made)) {
		name, is := strings.CutPrefix(part, "table ")
		if is && !strings.HasPrefix(name, "sqlite_") && !strings.HasPrefix(name, "snapshot") {
			names = append(names, name)
		}
	}
	return names, err
}

// mustBeOurs fails where a database is made of other parts than a new sandbox.
func (t *Tx) mustBeOurs(in database) error {
	strange := ""
	err := t.compareSchema(in, func(p Problem) { strange = cmp.Or(strange, p.What+": "+p.Where) })
	if err == nil && strange != "" {
		err = fmt.Errorf("%w: %s", ErrDamaged, strange)
	}
	return err
}

// checkSchema compares the parts of the file with those of a new sandbox.
func (t *Tx) checkSchema(report func(Problem)) error { return t.compareSchema(inside, report) }

func (t *Tx) compareSchema(in database, report func(Problem)) error {
	want, err := newParts()
	if err != nil {
		return err
	}
	got, err := t.parts(in)
	if err != nil {
		return err
	}
	both := maps.Clone(want)
	maps.Copy(both, got)
	for _, name := range slices.Sorted(maps.Keys(both)) {
		w, wanted := want[name]
		switch g, there := got[name]; {
		case !wanted && strings.HasPrefix(name, "table sqlite_"): // SQLite's own
		case !there:
			report(Problem{otherSchema, name + " is missing"})
		case !wanted:
			report(Problem{otherSchema, name + " does not belong there"})
		case g != w && strings.HasPrefix(name, "view "):
			report(Problem{otherSchema, name + " shows something else"})
		case g != w:
			report(Problem{otherSchema, name + " has the columns " + cmp.Or(g, "of nothing") + " and not " + w})
		}
	}
	return nil
}
