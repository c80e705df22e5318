package commands

// setupCommands set a sandbox up.
func setupCommands() []*command {
	return []*command{
		initCommand(),
		orgCommand(),
		userCommand(),
		groupCommand(),
		folderCommand(),
		publicFolderCommand(),
		ruleCommand(),
		holdCommand(),
	}
}
