package store

import (
	"context"
	"fmt"
)

// migrations bring an older file up, each by one version: the first turns version 1 into version 2. What is here has been released and
// never changes again; a change of schema.sql appends one. New columns come last in their table, as ALTER TABLE puts them.
var migrations = []string{keepHistory, countOpen, splitFacts, numberSnapshotsOnce}

// newest is the version of schema.sql.
func newest() int { return len(migrations) + 1 }

// upgrade brings the file up by those of the steps that it lacks, in the writers' turn, so that one of those who open it at once does it. It is one
// transaction: the file is as it was, or new.
func (s *Store) upgrade(ctx context.Context, steps []string) error {
	migrated := func(t *Tx) error { return t.migrate(steps) }
	return s.inTurn(ctx, func() error {
		return s.unchecked(ctx, func() error { return s.transact(ctx, "BEGIN IMMEDIATE", "COMMIT", migrated) })
	})
}

func (t *Tx) migrate(steps []string) error {
	from, err := t.number(`PRAGMA user_version`)
	if err != nil {
		return err
	}
	// No version has triggers: one that is there is a stranger's, and would run.
	switch strange, err := t.number(`SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'`); {
	case err != nil:
		return err
	case strange > 0:
		return fmt.Errorf("%w: %s: %d triggers do not belong there", ErrDamaged, otherSchema, strange)
	}
	for at := from; at <= int64(len(steps)); at++ {
		if err := t.exec(steps[at-1]); err != nil {
			return fmt.Errorf("from version %d to %d: %w", at, at+1, err)
		}
	}
	switch bad, err := t.number(`SELECT count(*) FROM pragma_foreign_key_check`); {
	case err != nil:
		return err
	case bad > 0:
		return fmt.Errorf("%w: %d references lead nowhere", ErrDamaged, bad)
	}
	return t.exec(fmt.Sprintf(`PRAGMA user_version = %d`, len(steps)+1))
}
