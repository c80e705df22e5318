// Package store keeps the sandbox in one SQLite file: schema.sql, migrations, and one Go file for each table.
//
// Every method takes the transaction it belongs to and never begins or commits one; SQL stands in the method
// that runs it. What is done for many mailboxes is one statement, not one for each. The store knows no
// behaviours: it never learns why an outcome is what it is.
package store
