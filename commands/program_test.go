package commands

import (
	"context"
	"strings"
)

// runIn runs the program in a folder and gives what it printed.
func runIn(ctx context.Context, dir string, args ...string) (code int, out, said string) {
	var stdout, stderr strings.Builder
	code = Run(Process{Context: ctx, Args: args, Dir: dir, Out: &stdout, Err: &stderr})
	return code, stdout.String(), stderr.String()
}
