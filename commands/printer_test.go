package commands

import "bytes"

// printed is what print gives on stdout and stderr.
func printed(terminal Terminal, print func(*printer)) (out, err string) {
	var stdout, stderr bytes.Buffer
	p := newPrinter(Process{Out: &stdout, Err: &stderr, Terminal: terminal}.complete())
	print(p)
	p.Flush()
	return stdout.String(), stderr.String()
}
