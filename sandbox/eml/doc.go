// Package eml writes and reads mail: RFC 5322 messages with MIME bodies, delivery reports (RFC 3464) and read receipts
// (RFC 8098).
//
// What it writes is strict: CRLF, seven-bit, folded, and equal bytes for equal input. Writing goes through go-message,
// with header fields that this package has folded and encoded itself, because a field must neither grow a line from
// what somebody typed nor lose a space of it.
//
// What it reads may be anything: Parse takes every sequence of bytes and shows it as sensibly as it can, naming what
// was broken. go-message's reader stops at the first malformed header line or missing boundary and looks character sets
// up in a process-wide hook, so reading has its own parser: one pass over the bytes, no copies until a part is decoded.
//
// The package is pure: no files, no network, no clock, no randomness, nothing global but tables. It must never decide
// what a mail system does; it only knows what mail looks like.
package eml
