package commands

import "recallbox/sandbox"

// viewed is what a use case sees in one state of the sandbox.
func viewed[T any](c *call, see func(*sandbox.Tx) (T, error)) (seen T, err error) {
	err = c.view(func(tx *sandbox.Tx) error {
		seen, err = see(tx)
		return err
	})
	return seen, err
}

// updated is what a use case made or changed, in a transaction of its own.
func updated[T any](c *call, change func(*sandbox.Tx) (T, error)) (made T, err error) {
	err = c.update(func(tx *sandbox.Tx) error {
		made, err = change(tx)
		return err
	})
	return made, err
}

// meansOne says whether a word that may be a pattern or a group is just one user.
func meansOne(tx *sandbox.Tx, word string) bool {
	one, err := tx.MeansOne(word)
	return one && err == nil
}

// many are the things that a command made or changed: in a list, except where its word meant one.
type many[T any] struct {
	all []T
	one bool
}
