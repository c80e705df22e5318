package commands

import (
	"slices"

	"recallbox/sandbox"
)

// inputFile is a file that a command read, under the name that was typed.
type inputFile struct {
	typed string
	data  []byte
}

// fileFlags name files that commands read.
var fileFlags = []string{"body-file", "html-file", "attach", "eml"}

// recorded runs use cases and puts the command line that asked for them into the history, with the files that it read. A command that
// reads a folder keeps that by itself, with sandbox.InputFolder, and puts its name where the path stands in c.args.
func (c *call) recorded(do func(*sandbox.Tx) error) func(*sandbox.Tx) error {
	return func(tx *sandbox.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		kept := map[string]string{}
		for _, in := range c.inputs {
			name, err := tx.KeepInput(in.typed, in.data)
			if err != nil {
				return err
			}
			kept[in.typed] = name
		}
		return tx.Record(shellWords(c.typed(kept)))
	}
}

// readsFrom is a flag as it reads a file that has another name now.
func (f flagValue) readsFrom(kept map[string]string) flagValue {
	if name, has := kept[f.value]; has && slices.Contains(fileFlags, f.name) {
		f.value = name
	}
	return f
}
