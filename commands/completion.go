package commands

import (
	"embed"
	"io/fs"
)

// completionScripts are what the shells run. They know nothing of the commands, but ask the program.
//
//go:embed completion/recallbox.*
var completionScripts embed.FS

func completionCommand() *command {
	return &command{
		name:  "completion",
		group: groupScripts,
		short: "make a shell complete what is typed: bash, zsh, fish",
		long: "The shell then offers commands, flags and their values, and what is in the\n" +
			"sandbox: users, folders, and the IDs of messages with their subjects.\n",
		subs: []*command{
			shellCommand("bash", "Once, or in ~/.bashrc to have it always:\n\n  source <(recallbox completion bash)\n"),
			shellCommand("zsh", "Once, or in ~/.zshrc behind compinit to have it always:\n\n  source <(recallbox completion zsh)\n\n"+
				"A file named _recallbox in a folder of $fpath does as well, and loads faster.\n"),
			shellCommand("fish", "Once:\n\n  recallbox completion fish | source\n\n"+
				"To have it always:\n\n  recallbox completion fish > ~/.config/fish/completions/recallbox.fish\n"),
			candidatesCommand(),
		},
	}
}

func shellCommand(shell, long string) *command {
	return &command{
		name:    shell,
		short:   "print the script that makes " + shell + " complete",
		long:    long,
		example: "recallbox completion " + shell,
		run: func(c *call) error {
			script, err := fs.ReadFile(completionScripts, "completion/recallbox."+shell)
			if err != nil {
				return err
			}
			return c.print.Page(func() { c.print.Body(string(script)) })
		},
	}
}
