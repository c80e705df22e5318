package sandbox

import "fmt"

// History is how the sandbox was made.
type History struct {
	Commands []Command `json:"history"`
	Warnings []string  `json:"warnings,omitempty"`
	Partial  bool      `json:"-"` // an earlier recallbox, which kept none, made a part of the sandbox
	Reads    bool      `json:"-"` // some of the commands read files, which are inputs
}

// Command is a line of the history, as it stands in a batch.
type Command struct {
	Seq  int64  `json:"seq"`
	Line string `json:"line"`
}

// Record appends a command line to the history. It comes last in its transaction. The files that the command read are kept before, and the
// line has for them the names that KeepInput and InputFolder gave: then the lines, run as a batch beside those files, make an equal sandbox.
func (tx *Tx) Record(line string) error { return tx.store.PutCommand(line) }

// History tells the commands that made the sandbox what it is, in their order.
func (tx *Tx) History() (h History, err error) {
	lines, err := tx.store.ListCommands()
	if err != nil {
		return h, err
	}
	for _, l := range lines {
		if l.Seq == 0 {
			h.Partial = true
			h.Warnings = append(h.Warnings, "an earlier recallbox, which kept no history, made a part of this sandbox: these commands are what was done since")
			continue
		}
		h.Commands = append(h.Commands, Command(l))
	}
	inputs, err := tx.store.ListInputs()
	h.Reads = len(inputs) > 0
	return h, err
}

// WholeHistory is the history of a sandbox that it makes again from nothing.
func (tx *Tx) WholeHistory() (History, error) {
	h, err := tx.History()
	if err == nil && h.Partial {
		err = invalid(try(PrintHistory), "the history is not whole: an earlier recallbox, which kept none, made a part of this sandbox")
	}
	return h, err
}

// Input is a file that a command of the history reads.
type Input struct {
	Name string
	Data []byte
}

// EachInput visits the files that the commands of the history read, by name.
func (tx *Tx) EachInput(visit func(Input) error) error {
	inputs, err := tx.store.ListInputs()
	if err != nil {
		return err
	}
	for _, in := range inputs {
		data, err := tx.store.Content(in.Content)
		if err == nil {
			err = visit(Input{in.Name, data})
		}
		if err != nil {
			return fmt.Errorf("%s: %w", in.Name, err)
		}
	}
	return nil
}
