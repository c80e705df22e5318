package commands

// The headings of the overview, in its order.
const (
	groupSetUp   = "setting up"
	groupMail    = "mail"
	groupRecall  = "recall"
	groupLooking = "looking"
	groupScripts = "scripts"
	groupMoving  = "moving data"
)

// topics is what `recallbox help` explains beside the commands.
var topics = map[string]string{
	"environment": `RECALLBOX_SANDBOX  the file of the sandbox, where --sandbox is not given
RECALLBOX_AS       who acts, where --as is not given
NO_COLOR           no colour, where --color is not given
CLICOLOR_FORCE     colour also where stdout is no terminal
`,
	"exit-codes": `0    done; a recall that was accepted, whatever its outcomes
1    not-found, invalid, conflict, damaged, io; a script or a check that failed
2    usage: the command line cannot be understood
3    refused: the mail system does not allow it
130  interrupted: nothing was changed
With --json stdout has {"error": {"kind", "message", "hint", "behaviour", "line"}}.
`,
}
