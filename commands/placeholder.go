package commands

// Kind and Error stand here until package sandbox has them.
type Kind string

const (
	Usage   Kind = "usage"
	Refused Kind = "refused"
	IO      Kind = "io"
)

type Error struct {
	Kind                     Kind
	Message, Hint, Behaviour string
}

func (e *Error) Error() string { return e.Message }
