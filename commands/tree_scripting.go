package commands

// scriptCommands are about scripts, and help.
func scriptCommands() []*command {
	return []*command{
		runCommand(),
		demoCommand(),
		batchCommand(),
		snapshotCommand(),
		completionCommand(),
		helpCommand(),
	}
}
