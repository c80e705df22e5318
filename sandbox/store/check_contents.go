package store

import "fmt"

// checkContents unpacks every message's bytes, and compares them with what was noted of them.
func (t *Tx) checkContents(report func(Problem)) error {
	return t.each(`SELECT id, `+contentColumns+` FROM contents ORDER BY id`, nil, func(scan func(...any) error) error {
		var id int64
		var c content
		if err := scan(append([]any{&id}, c.dest()...)...); err != nil {
			return err
		}
		if _, whole := c.bytes(); whole {
			return nil
		}
		where, err := t.whose(id)
		report(Problem{otherContent, where})
		return err
	})
}

// whose is the first message with the content, or the file that a command read.
func (t *Tx) whose(content int64) (string, error) {
	where := fmt.Sprintf("content %d", content)
	_, err := t.one(`SELECT coalesce((SELECT 'm' || min(id) FROM messages WHERE content = ?1), (SELECT min(name) FROM inputs WHERE content = ?1), ?2)`, []any{content, where}, &where)
	return where, err
}
