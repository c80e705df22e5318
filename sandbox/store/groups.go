package store

// Group is a distribution list.
type Group struct {
	ID      int64
	Address string
	Members int64
}

// PutGroup adds a group: of all users of an organisation, or one without members if everyone is 0.
func (t *Tx) PutGroup(address string, everyone int64) (int64, error) {
	return t.insert(`INSERT INTO groups (address, everyone) VALUES (?, ?)`, address, orNull(everyone))
}

// PutMember adds a member behind the others.
func (t *Tx) PutMember(group, mailbox int64, position int) error {
	return t.exec(`INSERT INTO members ("group", position, mailbox) VALUES (?, ?, ?)`, group, position, mailbox)
}

const groupColumns = `SELECT g.id, g.address, (SELECT count(*) FROM group_members m WHERE m."group" = g.id) FROM groups g `

func (g *Group) dest() []any { return []any{&g.ID, &g.Address, &g.Members} }

// Groups lists them by address.
func (t *Tx) Groups() ([]Group, error) {
	return list(t, groupColumns+`ORDER BY g.address`, nil, func(g *Group, scan func(...any) error) error { return scan(g.dest()...) })
}

// GroupByID finds the group with the number.
func (t *Tx) GroupByID(id int64) (g Group, err error) {
	_, err = t.one(groupColumns+`WHERE g.id = ?`, []any{id}, g.dest()...)
	return g, err
}

// GroupAt finds the group with the address.
func (t *Tx) GroupAt(address string) (id int64, ok bool, err error) {
	ok, err = t.one(`SELECT id FROM groups WHERE address = ?`, []any{address}, &id)
	return id, ok, err
}

// Members lists at most that many members' addresses in their order; all if most is negative.
func (t *Tx) Members(group int64, most int) ([]string, error) {
	return list(t, `SELECT b.address FROM group_members m JOIN mailboxes b ON b.id = m.mailbox WHERE m."group" = ? ORDER BY m.position LIMIT ?`, []any{group, most}, readText)
}

// GroupsCalled lists at most two groups with that part before the @.
func (t *Tx) GroupsCalled(local string) ([]string, error) {
	return list(t, `SELECT address FROM groups WHERE address >= ? AND address < ? ORDER BY address LIMIT 2`, []any{local + "@", local + "A"}, readText)
}
