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

// messageList is what a command prints as JSON that acted on several messages; on one it prints just that.
type messageList struct {
	Messages []sandbox.Message `json:"messages"`
}

// messagesLong is what commands say of themselves that go through onMessages.
const messagesLong = "Nothing is printed. With --json: the message as inspect message shows it, or " +
	`{"messages": […]} where several were named.
`

// onMessages does the same to each of the messages, in the order given, all of it or nothing. It prints nothing; its
// JSON is each message as `inspect message` then gives it. A person is told that whoever acts has done it.
func (c *call) onMessages(ids []string, done string, do func(tx *sandbox.Tx, id string) error) error {
	return c.update(func(tx *sandbox.Tx) error {
		for _, id := range ids {
			if err := do(tx, id); err != nil {
				return err
			}
		}
		var after messageList
		for _, id := range ids {
			if !c.print.JSON {
				break
			}
			m, err := tx.InspectMessage(id, "")
			if err != nil {
				return err
			}
			after.Messages = append(after.Messages, m)
		}
		var result any = after
		if len(after.Messages) == 1 {
			result = after.Messages[0]
		}
		return c.print.ShowRows(result, func() error {
			c.print.Done(c.as() + " " + done)
			return nil
		})
	})
}

// onUsers changes those whom a word means, all of them or nobody, and prints nothing; its JSON is the user as `user
// show` gives it, or a list where the word is a pattern or a group.
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
