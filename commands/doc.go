// Package commands is recallbox's command line: it parses, calls one use case of package sandbox, and prints.
//
// It decides nothing about mail. Nothing here reads the process's own environment, directory or streams, and nothing is
// global: many Runs go on at once in one process.
//
// A file is a group of commands, such as org.go: the definition of each above, and what it does below. Its name stands
// in the tree (cli.go):
//
//	func orgShowCommand() *cli.Command {
//		return &cli.Command{
//			Name:      "show",
//			ArgsUsage: "NAME",
//			Usage:     "show an organisation with its settings",
//			UsageText: "recallbox org show acme",
//			Action:    action(runOrgShow),
//		}
//	}
//
//	func runOrgShow(c *call) error {
//		o, err := look(c, func(tx *sandbox.Tx) (sandbox.Organisation, error) { return tx.Organisation(c.arg(0)) })
//		if err != nil {
//			return err
//		}
//		return c.print.Show(o, func() { … })
//	}
//
// One that changes something calls change instead of look, or c.update where it gives nothing. Show prints the value as
// JSON, or what the function prints of it.
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
