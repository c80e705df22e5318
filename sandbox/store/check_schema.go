package store

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"
	"sync"
)

// parts lists what a database is made of: every table, view and index with the columns of each.
const parts = `SELECT s.type || ' ' || s.name, coalesce((SELECT group_concat(c.name) FROM pragma_table_info(s.name) c), '') FROM sqlite_schema s`

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
	return t.parts()
})

func (t *Tx) parts() (map[string]string, error) {
	made := map[string]string{}
	err := t.each(parts, nil, func(scan func(...any) error) error {
		var name, columns string
		err := scan(&name, &columns)
		made[name] = columns
		return err
	})
	return made, err
}

// checkSchema compares the parts of the file with those of a new sandbox.
func (t *Tx) checkSchema(report func(Problem)) error {
	want, err := newParts()
	if err != nil {
		return err
	}
	got, err := t.parts()
	if err != nil {
		return err
	}
	both := maps.Clone(want)
	maps.Copy(both, got)
	for _, name := range slices.Sorted(maps.Keys(both)) {
		w, wanted := want[name]
		switch g, there := got[name]; {
		case strings.HasPrefix(name, "table sqlite_"): // SQLite's own
		case !there:
			report(Problem{otherSchema, name + " is missing"})
		case !wanted:
			report(Problem{otherSchema, name + " does not belong there"})
		case g != w:
			report(Problem{otherSchema, name + " has the columns " + cmp.Or(g, "of nothing") + " and not " + w})
		}
	}
	return nil
}
