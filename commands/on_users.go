package commands

import "recallbox/sandbox"

// onUsers changes those whom a word means, all of them or nobody, and prints nothing; its JSON is the user as `user show` gives
// it, or a list where the word is a pattern or a group.
func (c *call) onUsers(word, done string, do func(*sandbox.Tx) error) error {
	var changed many[sandbox.User]
	err := c.update(func(tx *sandbox.Tx) (err error) {
		if err := do(tx); err != nil || !c.print.JSON {
			return err
		}
		changed.all, err = tx.UsersMeant(word)
		changed.one = err == nil && meansOne(tx, word)
		return err
	})
	if err != nil {
		return err
	}
	var result any = userList{changed.all}
	if changed.one {
		result = changed.all[0]
	}
	return c.print.Show(result, func() { c.print.Done(done) })
}
