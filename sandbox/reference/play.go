package reference

// Step is one thing that is done to a world.
type Step interface {
	// Words are the step as a command line, without the program's name.
	Words() []string

	// play does it, and gives the ID of what it made, if that has one.
	play(*World) string
}

// Play does one step, or nothing where it is refused.
func (w *World) Play(s Step) (id string, refused *Refusal) {
	defer func() {
		if why := recover(); why != nil {
			refused = why.(*Refusal)
		}
	}()
	return s.play(w), nil
}

// words is a command line under construction: flags that are empty or false are left out.
type words []string

func command(of ...string) words { return of }

func (l words) flag(name, value string) words {
	if value == "" {
		return l
	}
	return append(l, "--"+name, value)
}

func (l words) flags(name string, values []string) words {
	for _, v := range values {
		l = l.flag(name, v)
	}
	return l
}

func (l words) on(name string, set bool) words {
	if !set {
		return l
	}
	return append(l, "--"+name)
}

func (l words) then(more ...string) words { return append(l, more...) }
