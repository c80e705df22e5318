package commands

import (
	"recallbox/sandbox"
	"recallbox/sandbox/recall"
	"recallbox/sandbox/systems"
)

func behavioursCommand() *command {
	return &command{
		name:    "behaviours",
		aliases: []string{"behaviors"},
		group:   groupLooking,
		args:    "[SYSTEM]",
		short:   "list what is documented, where, and on what basis",
		long: "BASIS is doc where a source says it, inf where it follows from a source's\n" +
			"words, obs where it was seen in real messages or programs, ours where no\n" +
			"source says it and it was settled here. It needs no sandbox.\n",
		example: "recallbox behaviours outlook\nrecallbox behaviours show outlook/auto-unread",
		run:     runBehaviours,
		subs:    []*command{behavioursShowCommand()},
	}
}

func runBehaviours(c *call) error {
	list, err := sandbox.Behaviours(c.systems(), c.arg(0))
	if err != nil {
		return err
	}
	result := struct {
		Behaviours []sandbox.Behaviour `json:"behaviours"`
	}{list}
	return c.print.Show(result, func() { c.print.behaviours(list) })
}

// systems are the mail systems that the program was started with.
func (c *call) systems() []recall.System {
	if c.process.Options.Systems != nil {
		return c.process.Options.Systems
	}
	return systems.All()
}

func behavioursShowCommand() *command {
	return &command{
		name:    "show",
		args:    "ID",
		short:   "show a behaviour with its sources and its script",
		example: "recallbox behaviours show outlook/auto-unread",
		run:     runBehavioursShow,
	}
}

func runBehavioursShow(c *call) error {
	b, err := sandbox.BehaviourByID(c.systems(), c.arg(0))
	if err != nil {
		return err
	}
	return c.print.Show(b, func() { c.print.behaviour(b) })
}
