package commands_test

import (
	"encoding/json"
	"slices"
	"strings"

	"recallbox/sandbox/reference"
)

// printed compares what a command printed: the ID of what it made, or why it was refused.
func printed(id string, refused *reference.Refusal, asJSON bool, out, said string) string {
	if asJSON {
		return printedJSON(id, refused, out)
	}
	switch {
	case refused != nil && (out != "" || !strings.Contains(said, refused.Behaviour)):
		return "refused by " + refused.Behaviour + ", and said\n" + out + said
	case refused == nil && id != "" && !slices.Contains(strings.Fields(out), id):
		return "made " + id + ", and printed\n" + out
	}
	return ""
}

func printedJSON(id string, refused *reference.Refusal, out string) string {
	var got struct {
		Error struct{ Kind, Behaviour string }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		return err.Error() + "\n" + out
	}
	switch {
	case refused != nil && (got.Error.Kind != refused.Kind || got.Error.Behaviour != refused.Behaviour):
		return refused.Error() + " was wanted, and what came is\n" + out
	case refused == nil && got.Error.Kind != "":
		return "done, and says\n" + out
	case refused == nil && id != "" && !strings.Contains(out, `"`+id+`"`):
		return "made " + id + ", and printed\n" + out
	}
	return ""
}
