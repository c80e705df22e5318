package store

// ActsInVain is how many turns failed of acts of which no turn left anything else, and the event of the first of them.
func (t *Tx) ActsInVain() (failed, first int64, err error) {
	err = t.row(`
		SELECT coalesce(sum(n), 0), coalesce(min(first), 0)
		FROM (SELECT count(*) AS n, min(first) AS first
		  FROM act_events
		  GROUP BY act
		  HAVING count(*) = count(failed))`, nil, tally{&failed}, tally{&first})
	return failed, first, err
}

// DetailOf is the detail of an event.
func (t *Tx) DetailOf(seq int64) (detail string, err error) {
	err = t.row(`SELECT coalesce(detail, '') FROM events WHERE seq = ?`, []any{seq}, lineText{&detail})
	return detail, err
}
