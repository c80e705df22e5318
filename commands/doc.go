// Package commands is recallbox's command line: it parses, calls one use case of package sandbox, and prints.
//
// It decides nothing about mail. Nothing here reads the process's own environment, directory or streams, and nothing is
// global: many Runs go on at once in one process.
//
// A command is one file, its definition above and what it does below, and its name in the tree (cli.go):
//
//	func clockSetCommand() *cli.Command {
//		return &cli.Command{
//			Name:      "set",
//			ArgsUsage: "TIME",
//			Usage:     "set the sandbox's clock",
//			UsageText: "recallbox clock set 2026-01-06T08:00:00Z",
//			Action:    action(runClockSet),
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
//		return c.print.Show(clock, func() { printEvents(c.print, clock.Events) })
//	}
//
// What a shell may offer for an argument or a flag while it is typed stands in complete/places.go, by its placeholder.
//
// The flags, the number of arguments (by ArgsUsage) and the required flags have been looked at before run is called.
// The program prints its error with hint and exit code; hints.go says how the steps are typed that the library names.
// Only the printer writes; what goes through term.Plain, Good, Bad, … is safe to print whoever wrote it.
//
// What c.update does takes effect together with the command's line in the history, and with the files that it read
// through c.read: every sandbox can be made again from its history.
package commands
