package store

import (
	"context"
	"strconv"
	"strings"
)

// Beside runs fn while another sandbox can be compared with this one, by the methods whose names begin with Changed: they visit what was
// another thing in the other sandbox than it is in this one. Numbers of mailboxes, folders and contents mean nothing across sandboxes; what
// people know things by does.
func (s *Store) Beside(ctx context.Context, other *Store, fn func() error) error {
	return s.beside(ctx, other.path, fn)
}

// differing visits what a query gives in one of the two sandboxes and not in the other, as it was and as it is; nil where there is none. Its
// first columns are the order, in which each thing has its place; what went comes before what came to the same. {db} stands for the sandbox.
// Only what differs is ever kept.
func differing[T any, K comparable](t *Tx, query string, places int, dest func(*T) []any, key func(T) K, visit func(was, is *T) error) error {
	var order []string
	for i := range places {
		order = append(order, strconv.Itoa(i+2))
	}
	was, is := strings.ReplaceAll(query, "{db}", "beside"), strings.ReplaceAll(query, "{db}", "main")
	query = `SELECT 0, * FROM (SELECT * FROM (` + was + `) EXCEPT SELECT * FROM (` + is + `))
		UNION ALL SELECT 1, * FROM (SELECT * FROM (` + is + `) EXCEPT SELECT * FROM (` + was + `)) ORDER BY ` + strings.Join(order, ", ") + `, 1`
	var waits *T // one that was, until it is clear whether it still is
	end := func() error {
		gone := waits
		if waits = nil; gone == nil {
			return nil
		}
		return visit(gone, nil)
	}
	err := t.each(query, nil, func(scan func(...any) error) error {
		var present bool
		next := new(T)
		if err := scan(append([]any{&present}, dest(next)...)...); err != nil {
			return err
		}
		if was := waits; present && was != nil && key(*was) == key(*next) {
			waits = nil
			return visit(was, next)
		}
		if err := end(); err != nil {
			return err
		}
		if present {
			return visit(nil, next)
		}
		waits = next
		return nil
	})
	if err != nil {
		return err
	}
	return end()
}
