// Package commands is recallbox's command line: it parses, calls one use case of package sandbox, and prints.
//
// It decides nothing about mail. Nothing here reads the process's own environment, directory or streams, and nothing is
// global: many Runs go on at once in one process.
//
// A command is one file, its definition above and what it does below, and one line in its branch of the tree (tree_*.go):
//
//	func clockSetCommand() *command {
//		return &command{
//			name:    "set",
//			args:    "TIME",
//			short:   "set the sandbox's clock",
//			example: "recallbox clock set 2026-01-06T08:00:00Z",
//			run:     runClockSet,
//		}
//	}
//
//	func runClockSet(c *call) error {
//		var clock sandbox.Clock
//		err := c.update(func(tx *sandbox.Tx) (err error) {
//			clock, err = tx.SetClock(c.arg(0))
//			return err
//		})
//		if err != nil {
//			return err
//		}
//		return c.print.show(clock, func() { printEvents(c.print, clock.Events) })
//	}
//
// What a shell may offer for an argument or a flag while it is typed stands in sources, by its placeholder.
//
// The framework has looked at the flags, the number of arguments (by the line in args) and the flags in needs before run is
// called, and prints its error with hint and exit code. Only the printer writes; what goes through plain, good, bad, … is
// safe to print whoever wrote it.
//
// What c.update does takes effect together with the command's line in the history, and with the files that it read through
// c.read: every sandbox can be made again from its history.
package commands
