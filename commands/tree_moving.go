package commands

// movingCommands bring what is in a sandbox out of it, and in.
func movingCommands() []*command {
	return []*command{importCommand(), exportCommand()}
}
