package reference

import "slices"

// Garbled is a step that is typed wrong, in one of several ways, and so is no step at all.
type Garbled struct {
	Of  Step
	How int // below Garblings
}

// Garblings is in how many ways a command line can be garbled.
const Garblings = 5

func (s Garbled) Words() []string {
	line := s.Of.Words()
	switch s.How {
	case 0:
		return append(slices.Clone(line), "--no-such-flag")
	case 1:
		return append([]string{"x" + line[0]}, line[1:]...)
	case 2:
		return append(slices.Clone(line), "--as")
	case 3:
		return append([]string{"--as", "alice"}, line...)
	}
	return append(slices.Clone(line), "--color", "purple")
}

func (s Garbled) play(*World) string { panic(&Refusal{Kind: "usage"}) }
