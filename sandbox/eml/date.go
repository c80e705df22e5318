package eml

import (
	"strconv"
	"strings"
	"time"
)

// ParseDate reads a date as mail has it: as RFC 5322 sections 3.3 and 4.3 say, or as programs write it instead. A date
// without a zone is in UTC. The day of the week does not count: where it contradicts the date, it is wrong.
func ParseDate(s string) (time.Time, bool) {
	s = withoutComments(s)
	if t, err := time.Parse(time.RFC3339, strings.TrimSpace(s)); err == nil {
		return inRange(t)
	}
	words := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t,\r\n", r) })
	if len(words) == 1 || len(words) > 10 {
		return time.Time{}, false
	}
	var p dateParts
	for _, w := range words {
		p.addWord(w)
	}
	return p.time()
}

// withoutComments is a date without what people may read, such as (CET). A comment that does not end takes the rest.
func withoutComments(s string) string {
	var out strings.Builder
	for {
		before, after, found := strings.Cut(s, "(")
		out.WriteString(before + " ")
		end := commentEnd(after)
		if !found || end < 0 {
			return out.String()
		}
		s = after[end+1:]
	}
}

type dateParts struct {
	year, month, day  int
	hour, minute, sec int
	hasYear, hasTime  bool
	zone              int // seconds east
	hasZone, broken   bool
}

// addWord reads one word as what it looks like. The order of the words hardly matters. What touches the time, or the
// name of a zone, is a word of its own: 00:01+0000, 6:09pm, GMT+0100.
func (p *dateParts) addWord(w string) {
	if i := clockEnd(w); i < len(w) && !p.hasTime {
		p.addWord(w[:i])
		w = w[i:]
	} else if i := strings.IndexAny(w, "+-"); i > 0 && p.hasTime && isZone(w[:i]) {
		w = w[i:]
	}
	lower := strings.ToLower(strings.TrimSuffix(w, "."))
	if p.hasTime && (w[0] == '+' || w[0] == '-') {
		w = strings.ReplaceAll(w, ":", "") // +01:00
	}
	switch n, err := strconv.Atoi(w); {
	case strings.ContainsRune(w, ':') && !p.hasTime:
		p.clock(w)
	case p.hasTime && (w[0] == '+' || w[0] == '-') && err == nil:
		if len(w) < len("+100") { // +1 and +01 are hours
			n *= 100
		}
		p.zone, p.hasZone = offset(w[0], max(n, -n)), true
	case err == nil && n >= 0:
		p.number(n, len(w))
	case p.hasTime && (lower == "am" || lower == "pm" || lower == "a.m" || lower == "p.m"):
		p.halfOfDay(lower[0])
	case monthNumber(lower) > 0:
		p.month = monthNumber(lower)
	case strings.Count(w, "-") == 2 && !p.hasYear && p.day == 0:
		p.dashed(lower)
	case isZone(lower):
		p.zone, p.hasZone = zones[lower]*3600, true
	}
}

func isZone(w string) bool {
	_, known := zones[strings.ToLower(w)]
	return known
}

// clockEnd is where the time ends that w begins with; len(w) if it is none.
func clockEnd(w string) int {
	end := strings.IndexFunc(w, func(r rune) bool { return (r < '0' || r > '9') && r != ':' && r != '.' })
	if end < 0 || !strings.Contains(w[:end], ":") {
		return len(w)
	}
	return end
}

// halfOfDay makes 12 hours of the clock 24. It means nothing behind a time beyond 12.
func (p *dateParts) halfOfDay(half byte) {
	switch {
	case half == 'p' && p.hour < 12:
		p.hour += 12
	case half == 'a' && p.hour == 12:
		p.hour = 0
	}
}

func (p *dateParts) number(n, digits int) {
	switch {
	case digits <= 2 && p.day == 0 && n > 0:
		p.day = n
	case !p.hasYear:
		p.year, p.hasYear = n, true
		if digits == 2 && n < 50 { // RFC 5322 section 4.3
			p.year += 2000
		} else if digits <= 3 {
			p.year += 1900
		}
	default:
		p.broken = true
	}
}

// dashed reads 05-Jan-2026 and 2026-01-05.
func (p *dateParts) dashed(w string) {
	parts := strings.Split(w, "-")
	if m := monthNumber(parts[1]); m > 0 {
		p.month = m
	} else {
		p.month, _ = strconv.Atoi(parts[1])
	}
	if len(parts[0]) == 4 {
		parts[0], parts[2] = parts[2], parts[0]
	}
	p.day, _ = strconv.Atoi(parts[0])
	if year, err := strconv.Atoi(parts[2]); err == nil {
		p.number(year, len(parts[2]))
	}
}

func (p *dateParts) clock(w string) {
	parts := strings.SplitN(w, ":", 3)
	var err [3]error
	p.hour, err[0] = strconv.Atoi(parts[0])
	p.minute, err[1] = strconv.Atoi(parts[1])
	if len(parts) == 3 {
		sec, _, _ := strings.Cut(parts[2], ".")
		p.sec, err[2] = strconv.Atoi(sec)
	}
	p.hasTime = true
	p.broken = p.broken || err[0] != nil || err[1] != nil || err[2] != nil
}

func (p *dateParts) time() (time.Time, bool) {
	if p.broken || !p.hasYear || !p.hasTime || p.month < 1 || p.month > 12 || p.day < 1 || p.day > 31 ||
		p.hour < 0 || p.hour > 23 || p.minute < 0 || p.minute > 59 || p.sec < 0 || p.sec > 60 {
		return time.Time{}, false
	}
	zone := time.UTC
	if p.zone != 0 {
		zone = time.FixedZone("", p.zone)
	}
	t := time.Date(p.year, time.Month(p.month), p.day, p.hour, p.minute, p.sec, 0, zone)
	if t.Day() != p.day && p.sec != 60 {
		return time.Time{}, false
	}
	return inRange(t)
}

// inRange holds dates to what RFC 3339 can write. Any other is none.
func inRange(t time.Time) (time.Time, bool) {
	if t.Year() < 1900 || t.Year() > 9998 {
		return time.Time{}, false
	}
	return t, true
}

func offset(sign byte, hhmm int) int {
	seconds := hhmm/100*3600 + hhmm%100*60
	if hhmm > 2400 {
		return 0
	}
	if sign == '-' {
		return -seconds
	}
	return seconds
}

func monthNumber(w string) int {
	if len(w) < 3 {
		return 0
	}
	i := strings.Index("jan feb mar apr may jun jul aug sep oct nov dec", w[:3])
	if i < 0 || i%4 != 0 || !strings.HasPrefix(strings.ToLower(time.Month(i/4+1).String()), w) {
		return 0
	}
	return i/4 + 1
}

// zones are the names in RFC 5322 section 4.3, and the commonest others, in hours east.
var zones = map[string]int{
	"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
	"ut": 0, "utc": 0, "gmt": 0, "z": 0,
	"bst": 1, "cet": 1, "cest": 2, "met": 1, "mest": 2, "eet": 2, "eest": 3, "msk": 3, "jst": 9, "kst": 9,
}
