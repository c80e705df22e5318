package commands

// mailCommands are what people do with mail.
func mailCommands() []*command {
	return []*command{
		sendCommand(), previewCommand(), openCommand(), markReadCommand(), markUnreadCommand(), moveCommand(), deleteCommand(),
		forwardCommand(), shareCommand(), fetchCommand(), askCommand(), clientCommand(),
	}
}
