package commands

import "recallbox/sandbox"

func (p *printer) explanation(e sandbox.Explanation, all bool) {}
