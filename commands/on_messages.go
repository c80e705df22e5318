package commands

import "recallbox/sandbox"

// messageList is what a command prints as JSON that acted on several messages; on one it prints just that.
type messageList struct {
	Messages []sandbox.Message `json:"messages"`
}

// messagesLong is what commands say of themselves that go through onMessages.
const messagesLong = `Nothing is printed. With --json: the message as inspect message shows it, or {"messages": […]} where several were named.
`

// onMessages does the same to each of the messages, in the order given, all of it or nothing. It prints nothing; its JSON is
// each message as `inspect message` then gives it. A person is told that whoever acts has done it.
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
