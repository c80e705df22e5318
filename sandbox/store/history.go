package store

// Command is one line of the history.
type Command struct {
	Seq  int64
	Line string
}

// PutCommand appends a line to the history.
func (t *Tx) PutCommand(line string) error {
	return t.exec(`INSERT INTO history (line) VALUES (?)`, line)
}

// LastCommand is the number of the newest line, 0 where there is none.
func (t *Tx) LastCommand() (int64, error) { return t.number(`SELECT max(seq) FROM history`) }

// ListCommands are all lines, in order.
func (t *Tx) ListCommands() ([]Command, error) {
	return list(t, `SELECT seq, line FROM history ORDER BY seq`, nil, func(c *Command, scan func(...any) error) error {
		return scan(&c.Seq, &c.Line)
	})
}

// Input is a file that a command read.
type Input struct {
	Name    string
	Content int64
}

// PutInput keeps a file under a name that is free.
func (t *Tx) PutInput(in Input) error {
	return t.exec(`INSERT INTO inputs (name, content) VALUES (?, ?)`, in.Name, in.Content)
}

// ListInputs are all files, by name.
func (t *Tx) ListInputs() ([]Input, error) {
	return list(t, `SELECT name, content FROM inputs ORDER BY name`, nil, func(in *Input, scan func(...any) error) error {
		return scan(&in.Name, &in.Content)
	})
}

// InputAt is the content of the file that has a name, 0 where none has.
func (t *Tx) InputAt(name string) (content int64, err error) {
	return t.number(`SELECT content FROM inputs WHERE name = ?`, name)
}

// IsInputPath says whether a name is taken as a path: by a folder in which there are files, or by a file where it wants a folder.
func (t *Tx) IsInputPath(name string) (bool, error) {
	below, err := t.number(`SELECT EXISTS (SELECT 1 FROM inputs WHERE name > ? || '/' AND name < ? || '0')`, name, name) // 0 comes behind /
	if below != 0 || err != nil {
		return below != 0, err
	}
	for i, c := range name {
		if c != '/' {
			continue
		}
		if content, err := t.InputAt(name[:i]); content != 0 || err != nil {
			return content != 0, err
		}
	}
	return false, nil
}
