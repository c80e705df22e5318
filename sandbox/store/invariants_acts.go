package store

import "recallbox/sandbox/mail"

// ofActs are about what waits for its time, and what came of it.
var ofActs = []invariant{
	{"the words of a later act are none", `
		SELECT 'a' || id
		FROM acts
		WHERE iif(json_valid(command), json_type(command) <> 'array' OR json_array_length(command) = 0
		  OR EXISTS (SELECT 1 FROM json_each(command) WHERE type <> 'text'), 1)`},
	{"a later act counts turns that it has not", `
		SELECT 'a' || a.id || ' has ' || coalesce(u.n, 0) || ' and counts ' || a.left
		FROM acts a
		LEFT JOIN (SELECT act, count(*) AS n FROM turns GROUP BY act) u ON u.act = a.id
		WHERE a.left <> coalesce(u.n, 0) OR a.left = 0`},
	{"a later act is due in the past", `
		SELECT DISTINCT 'a' || act
		FROM turns
		WHERE due < (SELECT now FROM clock)`},
	{"events of later acts overlap, or are not there", `
		SELECT 'event ' || first
		FROM (SELECT first, last, lead(first) OVER (ORDER BY first) AS next FROM act_events)
		WHERE last < first OR last >= next OR last > (SELECT max(seq) FROM events)`},
	{"the log does not tell which later acts failed", `
		SELECT 'event ' || e.seq
		FROM events e
		LEFT JOIN act_events x ON x.first = e.seq
		WHERE (e.what = ` + number(mail.LaterFailed) + `) <> (x.failed IS NOT NULL AND x.last = x.first)`},
}
