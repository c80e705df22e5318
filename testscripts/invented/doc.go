// Package invented has mail systems that nobody has, each with a script that plays all of it. Tests add them to those
// that there are, to see that a mail system is one file and one line. Nothing else may import it.
package invented

import _ "embed"

// The scripts are in files that are not named like scripts, as they are none of those that recallbox has.
var (
	//go:embed tube.txt
	TubeScript string

	//go:embed kite.txt
	KiteScript string
)
