package testscripts_test

import (
	"slices"
	"strings"
	"testing"

	"recallbox/commands"
	"recallbox/sandbox"
	"recallbox/sandbox/systems"
	"recallbox/testscripts"
)

// A mail system is added with one file, here tube_test.go, and one line: nothing else knows of it, and
// everything works with it.
func TestAMailSystemIsOneFileAndOneLine(t *testing.T) {
	t.Parallel()
	all := systems.With(tube())
	for _, s := range all {
		if s.Name == "tube" {
			for _, complaint := range s.Check() {
				t.Error(complaint)
			}
		}
	}
	result := run(
		t, testscripts.Runner{Program: commands.Program(sandbox.Options{Systems: all})},
		testscripts.Script{Name: "tube", Data: []byte(tubeScript)},
	)
	if result.Outcome != testscripts.Passed {
		t.Error(result.Log)
	}
	for _, b := range tubeBehaviours() {
		if !slices.Contains(result.Cited, b.ID) {
			t.Errorf("%s decided nothing", b.ID)
		}
	}
	got := unpaired(all, scripts(t))
	if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "tube/bell has no script") }) {
		t.Errorf("nothing names the scripts to write: %q", got)
	}
}

const tubeScript = `# An organisation uses it, with its settings. What is sent waits behind the flap first.
recallbox org add post --domain post.example --system tube opened=leave
recallbox user add ann@post.example ben@post.example cid@post.example dan@post.example
recallbox user show ben
stdout 'imap'
recallbox send --as ann --to 'ben, cid, dan, eve@else.example, nobody@post.example' --subject Secret --body x
! recallbox recall --as ann m1
stderr 'hold/recall-while-held'
recallbox clock advance 5s

# A recall is decided by its behaviours, one of them borrowed.
recallbox open --as cid m1
recallbox delete --as dan m1 --hard
recallbox inspect delivery m1 --json
jq '.recall_offered'
recallbox recall --as ann m1 --json
jq '.system, .result' '^tube\npartial-success$'
jq '.recipients[] | "\(.address) \(.outcome) \(.final) \(.behaviour) \(.reason)"' '^ben@post.example succeeded true tube/pulled pulled back from Ben$'
jq '.recipients[] | "\(.address) \(.outcome) \(.final) \(.behaviour) \(.reason)"' '^cid@post.example failed true tube/opened Cid had opened it$'
jq '.recipients[] | "\(.address) \(.outcome) \(.behaviour)"' '^dan@post.example failed tube/empty$'
jq '.recipients[] | "\(.address) \(.outcome) \(.behaviour)"' '^eve@else.example failed tube/courier$'
jq '.recipients[] | "\(.address) \(.outcome) \(.behaviour)"' '^nobody@post.example failed outlook/never-delivered$'

# The copy, the notice, the courier's mail and the slip are as it says, behind the flap too.
recallbox clock advance 5s
recallbox inspect mailbox ben --folder Inbox --json
jq '.mailboxes[0].folders[0].messages[] | "\(.class) \(.notice)"' '^notice recalled$'
! jq '.mailboxes[0].folders[0].messages[] | select(.id == "m1")'
recallbox inspect mailbox eve@else.example --folder Inbox --json
jq '.mailboxes[0].folders[0].messages[] | "\(.class) \(.subject)"' '^recall Please return: Secret$'
recallbox inspect mailbox ann --folder Inbox --json
jq '.mailboxes[0].folders[0].messages[] | "\(.class) \(.subject)"' '^response Slip: Secret$'

# Its limit is the organisation's setting, and the reason names it.
recallbox send --as ann --to ben --subject Late --body x
recallbox clock advance 20m5s
! recallbox recall --as ann m6
stderr 'the tube reaches 20m \[tube/out-of-reach\]'
recallbox org set post reach=1h opened=pull
recallbox open --as ben m6
recallbox recall --as ann m6 --dry-run --json
jq '.recipients[0].behaviour' '^tube/pulled$'

# What is behind the flap can be taken out, and an administrator may hold more than that.
recallbox send --as ann --to ben --subject Oops --body x
recallbox outbox list ann --json
jq '.outbox[0].id' '^m7$'
recallbox outbox take-back --as ann m7
recallbox user set ben role=admin
recallbox hold add --as ben --org post --for 10m

# Everything that shows mail systems shows it.
recallbox systems --json
jq '.systems[] | select(.name == "tube") | "\(.says) \(.behaviours) \([.settings[].key] | join(" "))"' '^pneumatic post 8 read-receipts opened reach flap$'
recallbox behaviours tube --json
jq '.behaviours[].id' '^tube/pulled$'
recallbox behaviours show tube/bell
stdout 'A bell rings'
recallbox explain r1 cid --json
jq '.decisions[] | select(.decided == "tube/opened") | .facts | "\(.unread_copies_only) \(.original_was)"' '^yes opened$'
jq '.decisions[] | select(.decided == "tube/opened") | .passed_over[] | "\(.behaviour): \(.because)"' '^tube/empty: the capsule is there$'
recallbox systems --compare --json
jq '.dimensions[] | select(.dimension == "until when") | .cells[] | select(.system == "tube") | .says' '^20m \(reach\)$'
jq '.dimensions[] | select(.dimension == "what the sender gets") | .cells[] | select(.system == "tube") | .says' 'Slip or Empty slip'
`
