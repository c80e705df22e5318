package store

import "recallbox/sandbox/mail"

// ofLog are about what happened, and when.
var ofLog = []invariant{
	{"the sandbox does not have one clock", `SELECT count(*) || ' of them' FROM clock HAVING count(*) <> 1`},
	{"the clock is behind the log", `SELECT 'event ' || seq FROM events WHERE at > (SELECT now FROM clock)`},
	{"the log has a gap before", gap("events", "seq", "event ")},
	{"the log goes back in time at", `SELECT 'event ' || seq FROM (SELECT seq, at, lag(at) OVER (ORDER BY seq) AS before FROM events) WHERE at < before`},
	{"a recall is not in the log once", `SELECT 'r' || r.id FROM recalls r LEFT JOIN (SELECT recall, count(*) AS n FROM events WHERE what = ` + number(mail.RecallAsked) + ` GROUP BY recall) e ON e.recall = r.id WHERE e.n IS NOT 1`},
	{"a copy arrived and the log does not say so", `SELECT 'm' || c.message || ' of ' || ` + mailboxNamed("c.mailbox") + ` FROM (SELECT message, mailbox FROM copies WHERE sent = 0 EXCEPT SELECT message, mailbox FROM events WHERE what IN (` + number(mail.WasDelivered) + `, ` + number(mail.WasImported) + `)) c`},
}

// ofHistory are about the commands that made the sandbox, and its earlier states.
var ofHistory = []invariant{
	{"the history has a gap before", `SELECT 'line ' || x FROM (SELECT seq AS x, lag(seq) OVER (ORDER BY seq) AS y FROM history) WHERE CASE WHEN y IS NULL THEN x > 1 ELSE x <> y + 1 END`},
	{"a snapshot lacks a part", `SELECT s.name FROM snapshots s LEFT JOIN snapshot_parts p ON p.snapshot = s.id GROUP BY s.id HAVING count(p.part) = 0 OR max(p.part) - min(p.part) + 1 <> count(p.part) OR min(p.part) > 1`},
}
