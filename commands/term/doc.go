// Package term prints: data on stdout and talk on stderr, as text, tables, columns and JSON, in colour or without.
// Nothing else in the program writes to its streams.
//
// It must never know a command, a mail or a sandbox, nor look at the process: streams, environment and the width of the
// terminal come in as values. It must never print text that is not escaped: mail cannot steer the terminal that shows
// it.
package term
