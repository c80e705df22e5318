package commands

// setupCommands set a sandbox up.
func setupCommands() []*command {
	return []*command{}
}
