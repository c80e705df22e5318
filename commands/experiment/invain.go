package experiment

import (
	"fmt"

	"recallbox/sandbox"
)

// Warnings are of scripts whose later acts are in vain in each repetition that was played here: mostly they mean a
// message that does not come, and nothing that is measured says so.
func (r *Results) Warnings() (warnings []string) {
	for i, s := range r.Plan.Scripts {
		if first, is := r.alwaysInVain(i); is {
			warnings = append(warnings, fmt.Sprintf("%s: later acts fail in each repetition, and nothing comes of their "+
				"command; in the first %d fail, as %s", s.Name, first.Failed, first.Message))
		}
	}
	return warnings
}

// alwaysInVain says whether there are some in each repetition of a script, and what there is in the first.
func (r *Results) alwaysInVain(script int) (first sandbox.InVain, is bool) {
	for i, v := range r.inVain {
		switch c, _ := r.where(i); {
		case c.script != script:
		case v.Failed == 0:
			return v, false
		case !is:
			first, is = v, true
		}
	}
	return first, is
}
