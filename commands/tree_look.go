package commands

// lookCommands show what is in the sandbox.
func lookCommands() []*command {
	return []*command{
		inspectCommand(),
		logCommand(),
		historyCommand(),
		clockCommand(),
		checkCommand(),
		behavioursCommand(),
		systemsCommand(),
	}
}
