// Package store keeps the sandbox in one SQLite file. It writes rows, finds them again, and does to many mailboxes in
// one statement what a use case asks for. store.go opens a file and knows whose it is, make.go makes one and replaces
// one, tx.go is a transaction, lock.go waits for other processes and gives writers their turns. A file may come from
// somebody else: gate.go lets it in, bounds.go says what its values may be, fields.go compares them when they are read,
// damage.go names the row where one is wrong. Every other file has one subject of schema.sql.
//
// Each method takes the transaction it belongs to, and never begins or commits one. SQL stands in the method that runs
// it. A getter fails with ErrNoRow where there is no row; whoever calls it knows whether that may be.
//
// The store must never know a behaviour: it never learns why an outcome is what it is. It must never put a text from a
// file into SQL. It must never replace what is not known to be a sandbox. It
// speaks of no command.
package store
