package store

import (
	"fmt"
	"strings"

	"recallbox/sandbox/mail"
)

// Turns that are taken together stand in a table of the transaction's own, in their order, each with how it comes out.
const takenTable = `
CREATE TEMP TABLE IF NOT EXISTS taken (
  n        INTEGER PRIMARY KEY,
  due      INTEGER NOT NULL,
  act      INTEGER NOT NULL,
  position INTEGER NOT NULL,
  mailbox  INTEGER NOT NULL,
  how      INTEGER NOT NULL,
  looker   INTEGER NOT NULL,
  folder   INTEGER
);
DELETE FROM taken`

// How a turn comes out.
const (
	goesWell = iota
	isStopped
	hasNone
	isOdd // only the act itself knows
)

// LoneRead is an act by which each of those who act alone reads the own received copy of a message.
type LoneRead struct {
	Act, Message int64
	Running      bool // the mail program must run
	Public       bool // who has no copy may find the message in a public folder
}

// FirstTurnOfOthers is the turn that is due next of another act than these, if one is until then.
func (t *Tx) FirstTurnOfOthers(acts []int64, until int64) (u Turn, err error) {
	args := []any{until}
	for _, id := range acts {
		args = append(args, id)
	}
	others, err := t.number(`SELECT EXISTS (SELECT 1 FROM acts WHERE id NOT IN (`+marks(len(acts))+`))`, args[1:]...)
	if err == nil && others == 0 {
		err = ErrNoRow
	}
	if err != nil {
		return u, err
	}
	err = t.row(firstTurn+`AND act NOT IN (`+marks(len(acts))+`)`+inTurnOrder, args, u.dest()...)
	return u, err
}

// TakeTurns puts the first turns into the table, which are all of these acts: those in front of another turn, so many
// at most, and none from the first odd one on. It gives their number and the last of them.
func (t *Tx) TakeTurns(of []LoneRead, end Turn, most int64) (n int64, last Turn, err error) {
	if err := t.exec(takenTable); err != nil {
		return 0, last, err
	}
	var rows []string
	for _, r := range of {
		rows = append(rows, fmt.Sprintf(`(%d, %d, %d, %d)`, r.Act, r.Message, digitOf(r.Running), digitOf(r.Public)))
	}
	err = t.exec(`
		WITH reading (act, message, running, public) AS (VALUES `+strings.Join(rows, `, `)+`)
		INSERT INTO taken (due, act, position, mailbox, how, looker, folder)
		SELECT u.due, u.act, u.position, u.mailbox,
		  CASE
		    WHEN c.folder IS NULL
		      THEN iif(r.public OR EXISTS (
		        SELECT 1 FROM copies s WHERE s.message = r.message AND s.mailbox = u.mailbox AND s.sent = 1), ?, ?)
		    WHEN r.running AND b.stopped THEN ?
		    ELSE ?
		  END,
		  `+lookerOf+`, c.folder
		FROM turns u
		CROSS JOIN reading r ON r.act = u.act
		CROSS JOIN mailboxes b ON b.id = u.mailbox
		LEFT JOIN copies c ON c.message = r.message AND c.mailbox = u.mailbox AND c.sent = 0
		WHERE (u.due, u.act, u.position) < (?, ?, ?)
		ORDER BY u.due, u.act, u.position LIMIT ?`,
		isOdd, hasNone, isStopped, goesWell, end.Due, end.Act, end.Position, most)
	if err != nil {
		return 0, last, err
	}
	odd, err := t.number(`SELECT coalesce(min(n), 0) FROM taken WHERE how = ?`, isOdd)
	if err == nil && odd > 0 {
		err = t.exec(`DELETE FROM taken WHERE n >= ?`, odd)
	}
	if err != nil {
		return 0, last, err
	}
	last, err = t.lastTaken(&n)
	return n, last, err
}

func digitOf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// lastTaken is the last turn in the table, and how many there are.
func (t *Tx) lastTaken(n *int64) (u Turn, err error) {
	_, err = t.one(`SELECT due, act, position, mailbox, n FROM taken ORDER BY n DESC LIMIT 1`, nil,
		append(u.dest(), tally{n})...)
	return u, err
}

// TakenLookers are the kinds of lookers whose turns of an act are taken and go well.
func (t *Tx) TakenLookers(act int64) (all []Looker, err error) {
	numbers, err := list(t, `SELECT DISTINCT looker FROM taken WHERE act = ? AND how = ? ORDER BY looker`,
		[]any{act, goesWell}, func(n *int64, scan func(...field) error) error { return scan(tally{n}) })
	for _, n := range numbers {
		if n < int64(len(everyLooker)) {
			all = append(all, everyLooker[n])
		}
	}
	return all, err
}

// TakenRead is what an act does with a message: what its event says, and how those who are shown it leave it.
type TakenRead struct {
	LoneRead
	What    mail.What
	By      map[Looker]Showing
	Stopped string // what is said behind the address of somebody whose program does not run
	Absent  string // and of somebody who has no copy
}

// SetTaken changes the read state of the copies as the turns do, logs each, and ends the turns.
func (t *Tx) SetTaken(reads []TakenRead, last Turn) error {
	before, err := t.LastEvent()
	if err != nil {
		return err
	}
	var ways []string
	var args []any
	for _, r := range reads {
		for n, l := range everyLooker {
			cite, err := t.cite(r.By[l].Cites)
			if err != nil {
				return err
			}
			ways = append(ways, `(?, ?, ?, ?, ?, ?, ?)`)
			args = append(args, r.Act, n, r.Message, r.What, cite, r.Stopped, r.Absent)
		}
		if len(r.By) == 0 { // nobody's goes well
			continue
		}
		if err := t.setSeen(r.filter(), seenBy(r.By)); err != nil {
			return err
		}
	}
	err = t.exec(`
		WITH ways (act, looker, message, what, cites, stopped, absent) AS (VALUES `+strings.Join(ways, `, `)+`)
		INSERT INTO events (at, who, what, message, mailbox, folder, cites, detail)
		SELECT k.due, k.mailbox, iif(k.how = 0, w.what, `+number(mail.LaterFailed)+`), iif(k.how = 0, w.message, NULL),
		  k.mailbox, iif(k.how = 0, k.folder, NULL), iif(k.how = 0, w.cites, NULL),
		  CASE WHEN k.how > 0
		    THEN (SELECT address FROM mailboxes WHERE id = k.mailbox) || iif(k.how = ?, w.stopped, w.absent)
		  END
		FROM taken k
		CROSS JOIN ways w ON w.act = k.act AND w.looker = k.looker
		ORDER BY k.n`, append(args, isStopped)...)
	if err != nil {
		return err
	}
	if err := t.putTakenEvents(before, len(reads) == 1); err != nil {
		return err
	}
	return t.endTaken(last)
}

// filter picks the copies of those whose turns go well.
func (r LoneRead) filter() CopyFilter {
	return CopyFilter{Message: r.Message, Mailboxes: Mailboxes{Taking: r.Act}}
}

// FetchTaken is FetchShown for those whose turns go well, each in their own program.
func (t *Tx) FetchTaken(r LoneRead) error { return t.FetchShown(r.filter(), nil) }

// putTakenEvents notes whose events the last ones are, which begin behind a number.
func (t *Tx) putTakenEvents(before int64, oneAct bool) error {
	failed, err := t.number(`SELECT EXISTS (SELECT 1 FROM taken WHERE how > 0)`)
	if err != nil {
		return err
	}
	if oneAct && failed == 0 {
		var n int64
		last, err := t.lastTaken(&n)
		if err != nil {
			return err
		}
		return t.PutActEvents(last.Act, before+1, before+n, nil)
	}
	return t.exec(`
		INSERT INTO act_events (first, last, act, failed)
		SELECT ?1 + min(n), ?1 + max(n), act, CASE how WHEN ?2 THEN ?3 WHEN ?4 THEN ?5 END
		FROM (SELECT n, act, how, n - row_number() OVER (PARTITION BY act, how ORDER BY n) AS run FROM taken)
		GROUP BY act, how, iif(how > 0, n, 0), run
		ORDER BY 1`, before, isStopped, mail.WasInvalid, hasNone, mail.WasNotFound)
}

// endTaken removes the turns that were taken.
func (t *Tx) endTaken(last Turn) error {
	err := t.exec(`DELETE FROM turns WHERE (due, act, position) <= (?, ?, ?)`, last.Due, last.Act, last.Position)
	if err != nil {
		return err
	}
	return t.exec(`
		UPDATE acts
		SET left = left - k.n
		FROM (SELECT act, count(*) AS n FROM taken GROUP BY act) k
		WHERE k.act = acts.id`)
}
