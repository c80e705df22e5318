package store

import (
	"database/sql"
	"strings"

	"recallbox/sandbox/recall"
)

// Where the values of a row go when it is read. Each says what its value may be, by bounds.go: nothing else can be
// handed to a scan, so that no value of a file comes further before it has been compared.

// field is where a value goes.
type field = sql.Scanner

// unfit is a value that cannot stand where it does.
type unfit struct {
	value any
	is    string // what it would have to be
}

func (e unfit) Error() string { return shown(e.value) + " is not " + e.is }

func (b whole) take(to *int64, v any) error {
	n, ok := v.(int64)
	if !ok || !b.has(n) {
		return unfit{v, b.is}
	}
	*to = n
	return nil
}

func (b texts) take(to *string, v any) error {
	s, ok := v.(string)
	if !ok || !b.has(s) {
		return unfit{v, b.is}
	}
	*to = s
	return nil
}

func (b packed) take(to *int64, v any) error {
	n, ok := v.(int64)
	if !ok || !b.has(n) {
		return unfit{v, b.is}
	}
	*to = n
	return nil
}

func (b bytesUpTo) take(to *[]byte, v any) error {
	data, ok := v.([]byte)
	if !ok || !b.has(len(data)) {
		return unfit{v, b.is}
	}
	*to = data // the driver made it for this row
	return nil
}

// ifAny is a column in which there may be nothing, which leaves a new row as it is.
type ifAny struct{ field }

func (d ifAny) Scan(v any) error {
	if v == nil {
		return nil
	}
	return d.field.Scan(v)
}

// Numbers. None, which a query has as 0, is 0.
type (
	rowID   struct{ *int64 }
	instant struct{ *int64 } // Unix seconds, of which 0 is one too
	span    struct{ *int64 } // seconds
	while   struct{ *int64 } // a few seconds
	tally   struct{ *int64 } // how many there are; NULL, the highest of none, is 0

	recallFacts struct{ *int64 } // packed
	copyFacts   struct{ *int64 }
)

func (d rowID) Scan(v any) error {
	if v == int64(0) {
		*d.int64 = 0
		return nil
	}
	return aRow.take(d.int64, v)
}

func (d tally) Scan(v any) error {
	if v == nil {
		*d.int64 = 0
		return nil
	}
	return aCount.take(d.int64, v)
}

func (d instant) Scan(v any) error     { return aTime.take(d.int64, v) }
func (d span) Scan(v any) error        { return aSpan.take(d.int64, v) }
func (d while) Scan(v any) error       { return aWhile.take(d.int64, v) }
func (d recallFacts) Scan(v any) error { return factsOfRecall.take(d.int64, v) }
func (d copyFacts) Scan(v any) error   { return factsOfCopy.take(d.int64, v) }

// size is a number of bytes.
type size struct{ *int }

func (d size) Scan(v any) error {
	var n int64
	err := aSize.take(&n, v)
	*d.int = int(n)
	return err
}

// tallyInt is a tally that is an int.
type tallyInt struct{ *int }

func (d tallyInt) Scan(v any) error {
	var n int64
	err := aCount.take(&n, v)
	*d.int = int(n)
	return err
}

// yesNo is a flag.
type yesNo struct{ *bool }

func (d yesNo) Scan(v any) error {
	var n int64
	err := aFlag.take(&n, v)
	*d.bool = n == 1
	return err
}

// oneOf is one of a closed set.
func oneOf[T closed](to *T) field { return among[T]{to} }

type among[T closed] struct{ to *T }

func (d among[T]) Scan(v any) error {
	n, ok := v.(int64)
	if !ok || n < 0 || n >= int64((*d.to).Values()) {
		return unfit{v, oneOfAll[T]().is}
	}
	*d.to = T(n)
	return nil
}

// oneOfOrNone is one of a closed set, or nil.
func oneOfOrNone[T closed](to **T) field { return amongOrNone[T]{to} }

type amongOrNone[T closed] struct{ to **T }

func (d amongOrNone[T]) Scan(v any) error {
	if v == nil {
		*d.to = nil
		return nil
	}
	*d.to = new(T)
	return among[T]{*d.to}.Scan(v)
}

// Texts. None, which a query has as "", is "".
type (
	addressText struct{ *string }
	nameText    struct{ *string }
	pathText    struct{ *string } // of a folder
	fileText    struct{ *string } // the path of a file
	lineText    struct{ *string }
	headingText struct{ *string } // of a message's header
	anyText     struct{ *string } // of any form
)

func (d addressText) Scan(v any) error { return anAddress.takeOrNone(d.string, v) }
func (d nameText) Scan(v any) error    { return aName.takeOrNone(d.string, v) }
func (d pathText) Scan(v any) error    { return aPath.take(d.string, v) }
func (d fileText) Scan(v any) error    { return aFile.take(d.string, v) }
func (d lineText) Scan(v any) error    { return aList.take(d.string, v) }
func (d headingText) Scan(v any) error { return aHeading.take(d.string, v) }
func (d anyText) Scan(v any) error     { return aText.take(d.string, v) }

func addressDest(s *string) []field { return []field{addressText{s}} }

func readText(s *string, scan func(...field) error) error { return scan(anyText{s}) }

func (b texts) takeOrNone(to *string, v any) error {
	if v == "" {
		*to = ""
		return nil
	}
	return b.take(to, v)
}

// Bytes.
type (
	hashBytes    struct{ to *[]byte } // a SHA-256
	contentBytes struct{ to *[]byte } // a message's, packed or not
	partBytes    struct{ to *[]byte } // of a snapshot
)

func (d hashBytes) Scan(v any) error    { return aHash.take(d.to, v) }
func (d contentBytes) Scan(v any) error { return aContent.take(d.to, v) }
func (d partBytes) Scan(v any) error    { return aPart.take(d.to, v) }

// Numbers of package recall, which the rows have as they are.

func reachIn(to *uint8) field  { return oneOf((*recall.Reach)(to)) }
func answerIn(to *uint8) field { return oneOf((*recall.Answer)(to)) }
func moverIn(to *uint8) field  { return oneOf((*recall.Mover)(to)) }
func fetchIn(to *uint8) field  { return oneOf((*recall.Fetching)(to)) }

// reported is what a report tells: 1 taken back, 0 not; -1 for none.
type reported struct{ *int8 }

func (d reported) Scan(v any) error {
	n, ok := v.(int64)
	if !ok || n < -1 || n > 1 {
		return unfit{v, aFlag.is}
	}
	*d.int8 = int8(n)
	return nil
}

// hashText is a SHA-256 as a string, or "".
type hashText struct{ *string }

func (d hashText) Scan(v any) error {
	if v == "" {
		*d.string = ""
		return nil
	}
	var sum []byte
	err := aHash.take(&sum, v)
	*d.string = string(sum)
	return err
}

// addressList are addresses that a query has joined, a line each.
type addressList []string

func (d *addressList) Scan(v any) error {
	var lines string
	*d = nil
	if err := aText.take(&lines, v); err != nil {
		return err
	}
	for address := range strings.FieldsFuncSeq(lines, func(r rune) bool { return r == '\n' }) {
		if err := anAddress.takeOrNone(&address, address); err != nil {
			return err
		}
		*d = append(*d, address)
	}
	return nil
}
