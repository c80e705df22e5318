package eml

import "errors"

// MaxBytes is how large a message may be, in octets. Exchange Online takes as much, most others 25 MB or less.
const MaxBytes = 150 << 20

// What is too large to be written.
var (
	ErrTooLarge      = errors.New("the message would be larger than 150 MiB")
	ErrHeaderTooLong = errors.New("the message's header would be longer than 1 MiB")
)

// Limits against hostile mail. What lies beyond is not lost: it is shown raw, and Message.Defects says so.
const (
	maxDepth       = 100     // multiparts inside multiparts
	maxParts       = 10_000  // parts of one message
	maxHeaderBytes = 1 << 20 // octets in one header block
	maxDefects     = 100     // sentences; one more says that there are others
)

// Limits of what is written. RFC 5322 section 2.1.1 wants lines of 78 at most and forbids more than 998; RFC 2047 section 2
// holds a line with an encoded word to 76 and the word itself to 75.
const (
	maxLine     = 998
	foldedLine  = 76
	encodedWord = 75
	maxAddress  = 320 // 64 before the @ and 255 behind it, RFC 5321 section 4.5.3.1
	maxMsgID    = 900 // must fit one line together with its field's name
)
