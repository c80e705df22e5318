package store

import (
	"cmp"
	"database/sql"
	"slices"
	"strings"

	"recallbox/sandbox/mail"
)

// MailboxKind says whose a mailbox is.
type MailboxKind uint8

const (
	UserMailbox MailboxKind = iota
	PublicMailbox
	NobodysMailbox // mail to it bounces
)

// Mailbox is a row of mailboxes.
type Mailbox struct {
	ID           int64
	Address      string
	Kind         MailboxKind
	Organisation int64 // 0 outside every organisation
	Name         string
	Account      mail.Account
	Client       mail.Client
	Role         mail.Role
	Receipts     mail.Receipts
	Stopped      bool
	Manual       bool
	OnServer     bool  // of the organisation's own, not in the cloud
	SentCopies   bool  // has what delegates send in Sent Items too
	ForwardTo    int64 // where its mail goes, 0 where it stays
	ForwardKeeps bool  // and it keeps a copy
	Held         bool  // it is on hold
	HeldSince    int64 // if it is

	ProcessesAfter int64 // seconds that Outlook is idle before it looks for recall messages
	PaneReads      bool  // the reading pane marks as read
	SharedReading  bool  // a public folder with one read state for all
}

// DisplayName is the name as given, else one made from the address.
func (m Mailbox) DisplayName() string {
	if m.Name != "" {
		return m.Name
	}
	return mail.NameFor(m.Address)
}

// mailboxColumns are those that a Mailbox has beside its number and address, in the order of dest and values.
var mailboxColumns = []string{
	"kind", "organisation", "name", "account", "client", "role", "receipts", "stopped", "manual",
	"hosted", "sent_copies", "forward_to", "forward_keeps", "held",
	"processes_after", "pane_reads", "shared_reading",
}

func (m *Mailbox) dest() []field {
	return []field{
		rowID{&m.ID}, addressText{&m.Address},
		oneOf(&m.Kind), ifAny{rowID{&m.Organisation}}, ifAny{nameText{&m.Name}}, oneOf(&m.Account), oneOf(&m.Client),
		oneOf(&m.Role), oneOf(&m.Receipts), yesNo{&m.Stopped}, yesNo{&m.Manual},
		yesNo{&m.OnServer}, yesNo{&m.SentCopies}, ifAny{rowID{&m.ForwardTo}}, yesNo{&m.ForwardKeeps},
		holdBegan{m}, while{&m.ProcessesAfter}, yesNo{&m.PaneReads}, yesNo{&m.SharedReading},
	}
}

// holdBegan is when a mailbox was put on hold, if it was.
type holdBegan struct{ of *Mailbox }

func (d holdBegan) Scan(v any) error {
	d.of.Held = v != nil
	return ifAny{instant{&d.of.HeldSince}}.Scan(v)
}

func (m Mailbox) values() []any {
	return []any{
		m.Kind, orNull(m.Organisation), orNullText(m.Name), m.Account, m.Client, m.Role, m.Receipts, m.Stopped, m.Manual,
		m.OnServer, m.SentCopies, orNull(m.ForwardTo), m.ForwardKeeps,
		sql.NullInt64{Int64: m.HeldSince, Valid: m.Held}, m.ProcessesAfter, m.PaneReads, m.SharedReading,
	}
}

// selectMailboxes reads what dest takes.
var selectMailboxes = `SELECT m.id, m.address, m.` + strings.Join(mailboxColumns, `, m.`) + ` FROM mailboxes m `

func readMailbox(m *Mailbox, scan func(...field) error) error { return scan(m.dest()...) }

var insertMailboxes = `INSERT INTO mailboxes (id, address, ` + strings.Join(mailboxColumns, `, `) + `) `

// PutMailbox adds a mailbox with its first folder, whose number it shares.
func (t *Tx) PutMailbox(m Mailbox) (int64, error) {
	id, err := t.nextMailbox()
	if err != nil {
		return 0, err
	}
	err = t.exec(insertMailboxes+`VALUES (?, ?`+strings.Repeat(`, ?`, len(mailboxColumns))+`)`,
		append([]any{id, m.Address}, m.values()...)...)
	if err != nil {
		return 0, err
	}
	return id, t.putFirstFolders(id, id, m.Kind)
}

// PutMailboxes adds count users of one kind: their addresses are the pattern with a number, which counts from
// 1. It gives back the first address that is taken already, if any.
func (t *Tx) PutMailboxes(m Mailbox, pattern string, count int64) (taken string, err error) {
	const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) `
	taken, err = t.address(numbers+`
		SELECT address FROM n
		JOIN mailboxes ON address = printf(?2, i)
		WHERE kind <> 2
		ORDER BY i LIMIT 1`, count, pattern)
	if err != nil || taken != "" {
		return taken, err
	}
	first, err := t.nextMailbox()
	if err != nil {
		return "", err
	}
	err = t.exec(`
		WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ? - 1)
		`+insertMailboxes+`
		SELECT ? + i, printf(?, i + 1)`+strings.Repeat(`, ?`, len(mailboxColumns))+` FROM n`,
		append([]any{count, first, pattern}, m.values()...)...)
	if err != nil {
		return "", err
	}
	return "", t.putFirstFolders(first, first+count-1, m.Kind)
}

func (t *Tx) nextMailbox() (int64, error) {
	return t.number(`SELECT coalesce(max(id), 0) + 1 FROM folders`)
}

func (t *Tx) putFirstFolders(from, to int64, kind MailboxKind) error {
	folder, path := mail.Inbox, mail.BuiltIn[mail.Inbox]
	if kind == PublicMailbox {
		folder, path = mail.PublicFolder, ""
	}
	return t.exec(`
		INSERT INTO folders (id, mailbox, kind, path)
		SELECT id, id, ?, ?
		FROM mailboxes
		WHERE id BETWEEN ? AND ?`, folder, path, from, to)
}

// SetMailbox writes what may be changed about mailboxes that exist.
func (t *Tx) SetMailbox(m Mailbox) error {
	return t.exec(`UPDATE mailboxes SET `+strings.Join(mailboxColumns, ` = ?, `)+` = ? WHERE id = ?`,
		append(m.values(), m.ID)...)
}

// EachMailbox visits those picked, by address.
func (t *Tx) EachMailbox(w Mailboxes, visit func(Mailbox) error) error {
	where, args := w.in("m.id")
	return eachOf(t, selectMailboxes+`WHERE `+where+` ORDER BY m.address`, args, (*Mailbox).dest, visit)
}

// MailboxesOf lists all mailboxes of a kind by address.
func (t *Tx) MailboxesOf(kind MailboxKind) (all []Mailbox, err error) {
	err = t.EachMailboxOf(kind, func(m Mailbox) error {
		all = append(all, m)
		return nil
	})
	return all, err
}

// EachMailboxOf visits all mailboxes of a kind by address.
func (t *Tx) EachMailboxOf(kind MailboxKind, visit func(Mailbox) error) error {
	return eachOf(t, selectMailboxes+`WHERE m.kind = ? ORDER BY m.address`, []any{kind}, (*Mailbox).dest, visit)
}

// MailboxAt finds the mailbox with the address.
func (t *Tx) MailboxAt(address string) (m Mailbox, err error) {
	err = t.row(selectMailboxes+`WHERE m.address = ?`, []any{address}, m.dest()...)
	return m, err
}

// MailboxByID finds a mailbox by its number.
func (t *Tx) MailboxByID(id int64) (m Mailbox, err error) {
	err = t.row(selectMailboxes+`WHERE m.id = ?`, []any{id}, m.dest()...)
	return m, err
}

// MailboxesCalled lists at most three mailboxes with that part before the @.
func (t *Tx) MailboxesCalled(local string) ([]Mailbox, error) {
	return list(t, selectMailboxes+`
		WHERE m.address >= ? AND m.address < ? AND m.kind < 2
		ORDER BY m.kind, m.address LIMIT 3`, []any{local + "@", local + "A"}, readMailbox)
}

// SomeAddresses lists users' addresses, for suggesting what may have been meant.
func (t *Tx) SomeAddresses(most int) ([]string, error) {
	return list(t, `SELECT address FROM mailboxes WHERE kind < 2 ORDER BY id LIMIT ?`, []any{most}, readAddress)
}

// SetStopped notes that the mail programs of those picked run or do not run.
func (t *Tx) SetStopped(w Mailboxes, stopped bool) error {
	where, args := w.in("mailboxes.id")
	return t.exec(`UPDATE mailboxes SET stopped = ? WHERE `+where, append([]any{stopped}, args...)...)
}

// LogPrograms logs what the mail programs of those picked do: start, stop, or fetch in the way that detail tells.
func (t *Tx) LogPrograms(w Mailboxes, what mail.What, detail string, at int64) error {
	where, args := w.in("mailboxes.id")
	return t.exec(`
		INSERT INTO events (at, who, what, mailbox, detail)
		SELECT ?, id, ?, id, ?
		FROM mailboxes
		WHERE `+where+`
		ORDER BY id`, append([]any{at, what, orNullText(detail)}, args...)...)
}

// SetAll writes some columns of all the mailboxes picked, as they are in m.
func (t *Tx) SetAll(w Mailboxes, m Mailbox, columns []string) error {
	if len(columns) == 0 {
		return nil
	}
	var sets []string
	var args []any
	for i, value := range m.values() {
		if slices.Contains(columns, mailboxColumns[i]) {
			sets = append(sets, mailboxColumns[i]+" = ?")
			args = append(args, value)
		}
	}
	where, more := w.in("mailboxes.id")
	return t.exec(`UPDATE mailboxes SET `+strings.Join(sets, ", ")+` WHERE `+where, append(args, more...)...)
}

func readAddress(s *string, scan func(...field) error) error { return scan(addressText{s}) }

func orNull(id int64) sql.NullInt64 { return sql.NullInt64{Int64: id, Valid: id != 0} }

func orNullText(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

// AddressIn is one of the addresses in the domain, or "".
func (t *Tx) AddressIn(domain string) (string, error) {
	return t.address(`
		SELECT address FROM mailboxes
		WHERE substr(address, -length(?1) - 1) = '@' || ?1
		ORDER BY address LIMIT 1`, domain)
}

// OneStopped is one of those whose copies are picked and whose mail program would have to run to open them in
// client, or in the user's own program if client is nil, and does not; or "".
func (t *Tx) OneStopped(p CopyFilter, client *mail.Client) (string, error) {
	who, args := p.Mailboxes.in("b.id")
	if client != nil {
		who += ` AND b.client = ?`
		args = append(args, *client)
	}
	have, more := p.where()
	return t.address(`
		SELECT b.address FROM mailboxes b
		WHERE `+who+`
		  AND b.stopped
		  AND EXISTS (SELECT 1 FROM copies`+have+` AND mailbox = b.id)
		ORDER BY b.address LIMIT 1`, append(args, more...)...)
}

// Mailboxes picks mailboxes: one by its number, or the many that were chosen last in the transaction (see
// Choose); of those, if told so, only the ones whose mail program is stopped, or runs, or who have the copies
// picked.
type Mailboxes struct {
	Mailbox          int64
	Chosen           bool
	Stopped, Running bool
	Have             *CopyFilter
	Taking           int64 // in place of all that: those whose turns of this act are taken and go well (see TakeTurns)
}

// Those who are chosen stand in a table of the transaction's own: everything that is done to many reads it, and
// nobody is looked for twice.
const chosenTable = `CREATE TEMP TABLE IF NOT EXISTS chosen (mailbox INTEGER PRIMARY KEY); DELETE FROM chosen`

// Choose chooses the users whose address matches a pattern with * and ?, and gives their number.
func (t *Tx) Choose(pattern string) (int64, error) {
	// in the order in which they are kept
	return t.choose(`SELECT id FROM mailboxes NOT INDEXED WHERE kind = 0 AND address GLOB ?`, pattern)
}

// ChooseMembers chooses the users among the members of a group, and gives their number.
func (t *Tx) ChooseMembers(group int64) (int64, error) {
	nested, err := t.HasNested(group)
	if err != nil {
		return 0, err
	}
	if nested {
		return t.chooseRuns(group)
	}
	return t.choose(`
		SELECT mailbox
		FROM group_members
		WHERE "group" = ? AND mailbox NOT IN (SELECT id FROM mailboxes WHERE kind <> 0)
		ORDER BY mailbox`, group)
}

func (t *Tx) choose(mailboxes string, args ...any) (int64, error) {
	if err := t.exec(chosenTable); err != nil {
		return 0, err
	}
	return t.changed(`INSERT INTO chosen `+mailboxes, args...)
}

// in is an SQL condition that picks the mailboxes numbered by column. It has the name of its table with it, as
// in mailboxes.id, where the table of mailboxes has a column of that name.
func (w Mailboxes) in(column string) (where string, args []any) {
	where, args = column+` = ?`, []any{w.Mailbox}
	if w.Chosen {
		where, args = column+` IN (SELECT mailbox FROM chosen)`, nil
	}
	if w.Taking != 0 {
		where, args = column+` IN (SELECT mailbox FROM taken WHERE act = ? AND how = 0)`, []any{w.Taking}
	}
	if w.Stopped || w.Running {
		where += ` AND EXISTS (SELECT 1 FROM mailboxes w WHERE w.id = ` + column + ` AND w.stopped = ?)`
		args = append(args, w.Stopped)
	}
	if w.Have != nil {
		have, more := w.Have.where()
		where += ` AND ` + column + ` IN (SELECT mailbox FROM copies` + have + `)`
		args = append(args, more...)
	}
	return where, args
}

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

const groupColumns = `
	SELECT g.id, g.address, (SELECT count(*) FROM group_members m WHERE m."group" = g.id)
	  + (SELECT count(*) FROM member_groups m WHERE m."group" = g.id)
	FROM groups g `

func (g *Group) dest() []field {
	return []field{rowID{&g.ID}, addressText{&g.Address}, tally{&g.Members}}
}

// Groups lists them by address.
func (t *Tx) Groups() ([]Group, error) {
	return list(
		t,
		groupColumns+`ORDER BY g.address`,
		nil,
		func(g *Group, scan func(...field) error) error { return scan(g.dest()...) },
	)
}

// GroupByID finds the group with the number.
func (t *Tx) GroupByID(id int64) (g Group, err error) {
	err = t.row(groupColumns+`WHERE g.id = ?`, []any{id}, g.dest()...)
	return g, err
}

// GroupAt finds the group with the address.
func (t *Tx) GroupAt(address string) (id int64, err error) {
	err = t.row(`SELECT id FROM groups WHERE address = ?`, []any{address}, rowID{&id})
	return id, err
}

// Members are at most that many members' addresses of each group, in their order.
func (t *Tx) Members(most int) (map[int64][]string, error) { return t.members(``, most) }

// MembersOf lists at most that many members' addresses of a group, in their order.
func (t *Tx) MembersOf(group int64, most int) ([]string, error) {
	members, err := t.members(`WHERE g.id = ?`, most, group)
	return members[group], err
}

func (t *Tx) members(where string, most int, more ...any) (map[int64][]string, error) {
	args := append([]any{most}, more...)
	people, err := lists(t, `
		SELECT g.id, m.position, b.address
		FROM groups g
		CROSS JOIN group_members m ON m."group" = g.id
		  AND m.position IN (SELECT position FROM group_members WHERE "group" = g.id ORDER BY position LIMIT ?)
		JOIN mailboxes b ON b.id = m.mailbox `+where+`
		ORDER BY g.id, m.position`, args, (*placed).dest)
	if err != nil {
		return nil, err
	}
	groups, err := lists(t, `
		SELECT g.id, m.position, i.address
		FROM groups g
		CROSS JOIN member_groups m ON m."group" = g.id
		  AND m.position IN (SELECT position FROM member_groups WHERE "group" = g.id ORDER BY position LIMIT ?)
		JOIN groups i ON i.id = m.member `+where+`
		ORDER BY g.id, m.position`, args, (*placed).dest)
	for group, inner := range groups {
		people[group] = append(people[group], inner...)
	}
	members := map[int64][]string{}
	for group, all := range people {
		slices.SortFunc(all, func(a, b placed) int { return cmp.Compare(a.position, b.position) })
		for _, m := range all[:min(len(all), most)] {
			members[group] = append(members[group], m.address)
		}
	}
	return members, err
}

// placed is a member's address, with its place among the others.
type placed struct {
	position int64
	address  string
}

func (m *placed) dest() []field {
	return []field{tally{&m.position}, addressText{&m.address}}
}

// GroupsCalled lists at most two groups with that part before the @.
func (t *Tx) GroupsCalled(local string) ([]string, error) {
	return list(t, `
		SELECT address
		FROM groups
		WHERE address >= ? AND address < ?
		ORDER BY address LIMIT 2`, []any{local + "@", local + "A"}, readAddress)
}

// Grant is a user's role in a public folder.
type Grant struct {
	Address string
	Rights  mail.Rights
}

// PutGrant gives a user a role in a public folder.
func (t *Tx) PutGrant(folder, user int64, r mail.Rights) error {
	return t.exec(`
		INSERT INTO grants
		VALUES (?, ?, ?)
		ON CONFLICT DO UPDATE SET rights = excluded.rights`, folder, user, r)
}

// GrantOf is the role that was given to the user, if any was.
func (t *Tx) GrantOf(folder, user int64) (r mail.Rights, err error) {
	err = t.row(`SELECT rights FROM grants WHERE folder = ? AND mailbox = ?`, []any{folder, user}, oneOf(&r))
	return r, err
}

// GrantsIn lists a public folder's grants by address.
func (t *Tx) GrantsIn(folder int64) ([]Grant, error) {
	grants, err := t.grants(`WHERE g.folder = ?`, folder)
	return grants[folder], err
}

// Grants are those of all public folders, each by address.
func (t *Tx) Grants() (map[int64][]Grant, error) { return t.grants(``) }

func (t *Tx) grants(where string, args ...any) (map[int64][]Grant, error) {
	return lists(t, `
		SELECT g.folder, m.address, g.rights
		FROM grants g
		JOIN mailboxes m ON m.id = g.mailbox `+where+`
		ORDER BY g.folder, m.address`, args,
		func(g *Grant) []field { return []field{addressText{&g.Address}, oneOf(&g.Rights)} })
}
