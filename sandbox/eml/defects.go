package eml

import "fmt"

// defects gathers what was broken, each sentence once. A nil one takes none.
type defects struct{ list []string }

func (d *defects) add(format string, args ...any) {
	if d == nil || len(d.list) > maxDefects {
		return
	}
	s := fmt.Sprintf(format, args...)
	for _, have := range d.list {
		if have == s {
			return
		}
	}
	if len(d.list) == maxDefects {
		s = "there is more that is broken"
	}
	d.list = append(d.list, s)
}
