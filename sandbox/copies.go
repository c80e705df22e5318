package sandbox

import (
	"cmp"
	"slices"
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/store"
)

// Copy is where a mailbox holds a message.
type Copy struct {
	Mailbox string `json:"mailbox"`
	Folder  string `json:"folder"`
	Read    bool   `json:"read"`
}

// Place is how many copies lie in folders of one name, read or not.
type Place struct {
	Folder string
	Read   bool
	Number int
}

// Of more copies than CopiesWhole the first CopiesShown are shown.
const (
	CopiesWhole = 50
	CopiesShown = 20
)

// showCopies adds a message's copies to it, by mailbox. Where they are few they are read at once.
func (tx *Tx) showCopies(m *Message, c store.Copies) error {
	some, err := tx.store.SomeCopies(c, CopiesWhole+1)
	if err != nil {
		return err
	}
	if len(some) > CopiesWhole {
		first := func(c store.Copies, visit func(store.Copy) error) error {
			return tx.store.FirstCopies(c, CopiesShown, visit)
		}
		m.Copies, m.First = tx.copiesBy(c, tx.store.EachCopy), tx.copiesBy(c, first).remembered()
		m.Places, err = tx.places(c)
		return err
	}
	slices.SortFunc(some, func(a, b store.Copy) int {
		return cmp.Or(strings.Compare(a.Address, b.Address), compareBool(a.Sent, b.Sent))
	})
	list := make([]Copy, len(some))
	for i, one := range some {
		list[i] = showCopy(one)
		m.Places = append(m.Places, Place{list[i].Folder, list[i].Read, 1})
	}
	m.Copies = RowsOf(list...)
	m.First = m.Copies
	return nil
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func (tx *Tx) copiesBy(c store.Copies, each func(store.Copies, func(store.Copy) error) error) Rows[Copy] {
	return rowsFrom(func(visit func(Copy) error) error {
		return each(c, func(one store.Copy) error { return visit(showCopy(one)) })
	})
}

func showCopy(c store.Copy) Copy { return Copy{c.Address, folderName(c.Kind, c.Path), c.Seen.Read()} }

func (tx *Tx) places(c store.Copies) ([]Place, error) {
	all, err := tx.store.Places(c)
	var out []Place
	for _, p := range all {
		out = append(out, Place{folderName(p.Kind, p.Path), p.Read, p.Number})
	}
	return out, err
}

// folderName is how a folder is shown: a public folder is one folder without a path.
func folderName(kind mail.FolderKind, path string) string {
	if kind == mail.PublicFolder {
		return "public folder"
	}
	return path
}
