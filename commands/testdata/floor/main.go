// Floor is the least that a program must do to write what one command writes: start, open the sandbox with the
// driver and our pragmas, run the statements in one transaction, close. The benchmark of one command compares
// the program with it.
package main

import (
	"context"
	"database/sql"
	"log"
	"os"

	_ "github.com/mattn/go-sqlite3"
)

const pragmas = "?_busy_timeout=60000&_foreign_keys=on&_journal_mode=DELETE&_synchronous=EXTRA&_txlock=immediate"

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: floor SANDBOX STATEMENTS")
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func run(sandbox, statements string) error {
	db, err := sql.Open("sqlite3", "file:"+sandbox+pragmas)
	if err != nil {
		return err
	}
	defer db.Close()
	tx, err := db.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(statements); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit()
}
