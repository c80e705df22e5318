package commands

import (
	"context"
	"io"
)

// input is stdin that an interrupt reaches: a read from a terminal or a pipe may wait for ever.
type input struct {
	ctx  context.Context
	from io.Reader
}

func (in *input) Read(into []byte) (int, error) {
	if in.ctx.Done() == nil {
		return in.from.Read(into)
	}
	type result struct {
		n   int
		err error
	}
	read := make(chan result, 1)
	own := make([]byte, len(into)) // an abandoned read must not write into the caller's bytes
	go func() {
		n, err := in.from.Read(own)
		read <- result{n, err}
	}()
	select {
	case <-in.ctx.Done():
		return 0, in.ctx.Err()
	case r := <-read:
		return copy(into, own[:r.n]), r.err
	}
}
