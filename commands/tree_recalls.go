package commands

// recallCommands take mail back.
func recallCommands() []*command {
	return []*command{recallCommand(), explainCommand(), outboxCommand()}
}
