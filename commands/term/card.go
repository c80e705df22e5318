package term

// A card shows one thing: its name, and a line for each of its fields.

// Field is a name and its value.
type Field [2]string

// Fields prints the fields that have a value.
func (p *Printer) Fields(title string, fields ...Field) {
	p.Line(Heading(title))
	rows := p.Table()
	for _, f := range fields {
		if f[1] != "" {
			rows.Row(Faint(f[0]), Plain(f[1]))
		}
	}
	rows.Print(true)
}

// Empty tells a person that a list is empty, and what to type.
func (p *Printer) Empty(rows int, sentence string) {
	if rows == 0 {
		p.Done(sentence)
	}
}
