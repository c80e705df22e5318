package store

import (
	"fmt"
	"strconv"
	"strings"

	"recallbox/sandbox/mail"
	"recallbox/sandbox/recall"
)

// Summary is what came of a recall, as the report to its sender says it.
type Summary struct {
	Counted           int64 // all recipients
	Succeeded, Failed int64
	First             []Summed // the first of them
}

// Summed is a recipient in a summary.
type Summed struct {
	Address string
	Answer  recall.Answer // none while it is open
}

// Journaled is the message that a journal report has in it: of a recall its recall message.
type Journaled struct {
	ID, SentAt int64
	Sender     string
	Recipients []string // the first of them, as many as a summary names
}

var (
	isJournal        = fmt.Sprintf(`m.class = %d`, mail.Journal)
	journaledColumns = `
	  coalesce(hj.id, 0), coalesce(hj.sent_at, 0), coalesce(hs.address, ''),
	  CASE WHEN ` + isJournal + ` THEN coalesce((SELECT group_concat(address, char(10))
	    FROM (SELECT b.address
	      FROM recipients r
	      CROSS JOIN mailboxes b ON b.id = r.mailbox
	      WHERE r.message = hj.id
	      ORDER BY r.position LIMIT ` + strconv.Itoa(MostSummed) + `)), '') ELSE '' END`
)

func (j *Journaled) dest() []field {
	return []field{rowID{&j.ID}, instant{&j.SentAt}, addressText{&j.Sender}, (*addressList)(&j.Recipients)}
}

// MostSummed is how many recipients a summary names.
const MostSummed = 50

// summaryColumns read a summary in the statement that reads the message. Only where the sender is told, who may be a
// recipient too, are the outcomes read.
var summaryColumns = `
	  ` + ofSummary(`SELECT count(*)`, ``, `0`) + `,
	  ` + ofSummary(`SELECT count(*)`, fmt.Sprintf(` AND answer = %d`, recall.Succeeded), `0`) + `,
	  ` + ofSummary(`SELECT count(*)`, fmt.Sprintf(` AND answer = %d`, recall.Failed), `0`) + `,
	  CASE WHEN ` + isSummary + ` THEN coalesce((SELECT group_concat(address || ' ' || answer, char(10))
	    FROM (SELECT b.address, coalesce(o.answer, 0) AS answer
	      FROM outcomes o
	      CROSS JOIN mailboxes b ON b.id = o.mailbox
	      WHERE o.recall = m.recall
	      ORDER BY o.position LIMIT ` + strconv.Itoa(MostSummed) + `)), '') ELSE '' END`

// isSummary holds for what tells the one who asked for the recall.
const isSummary = `m.content IS NULL AND m.party = hr.sender`

func ofSummary(query, more, none string) string {
	return `CASE WHEN ` + isSummary + ` THEN (` + query + ` FROM outcomes WHERE recall = m.recall` + more + `) ELSE ` +
		none + ` END`
}

func (s *Summary) dest() []field {
	return []field{tally{&s.Counted}, tally{&s.Succeeded}, tally{&s.Failed}, (*summedList)(&s.First)}
}

// summedList are recipients that a query has joined, a line each.
type summedList []Summed

func (d *summedList) Scan(v any) error {
	var lines string
	*d = nil
	if err := aText.take(&lines, v); err != nil || lines == "" {
		return err
	}
	for line := range strings.SplitSeq(lines, "\n") {
		var one Summed
		address, answer, _ := strings.Cut(line, " ")
		if err := anAddress.takeOrNone(&one.Address, address); err != nil {
			return err
		}
		n, err := strconv.ParseInt(answer, 10, 64)
		if err != nil {
			return unfit{line, anAddress.is}
		}
		if err := oneOf(&one.Answer).Scan(n); err != nil {
			return err
		}
		*d = append(*d, one)
	}
	return nil
}
