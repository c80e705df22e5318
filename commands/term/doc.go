// Package term prints: data on stdout and talk on stderr, as text, tables, columns and JSON, in colour or without.
// Nothing else in the program writes to its streams.
//
// It knows no command, no mail and no sandbox, and looks at nothing of the process: streams, environment and the
// width of the terminal come in as values. All text is escaped, so that none from mail can steer the terminal that
// shows it.
package term
