package commands

import (
	"recallbox/commands/demo"
	"recallbox/commands/experiment"
	"recallbox/commands/scripts"
	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/systems"
)

// documented is one kind of JSON document: what `help json` says of it, and what its tests play.
type documented struct {
	name     string
	commands string // which print it, with commas between them; "" for all
	value    any    // of the Go type that is printed
	state    string // of `before`, with which its session begins
	session  string // lines of commands; the last prints the example
	exit     int    // of that line
	example  string // in place of what is printed, where that is not the same everywhere
}

// shapes are all documents that commands print, in the order of the page. A field has its meaning from the comment
// beside it in its Go type.
var shapes = []documented{
	{name: "error", value: failureShown{}, state: "recalled", session: "recall --as bob m1", exit: 3},
	{name: "text", commands: "help, completion bash, completion zsh, completion fish, " +
		"history --script", value: term.Page{}, session: "help inspect recall"},
	{name: "version", commands: "--version", value: build{}, session: "--version",
		example: `{"version": "0.2.0", "commit": "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d", "go": "go1.26.8", ` +
			`"platform": "linux/amd64"}`},

	{name: "organisation", commands: "org add, org set, org show", value: sandbox.Organisation{},
		session: "org add acme --domain acme.example --system exchange-online"},
	{name: "organisations", commands: "org list", value: organisationList{}, state: "company", session: "org list"},
	{name: "user", commands: "user add, user set, user show, client start, client stop", value: sandbox.User{},
		state: "people", session: "user show bob"},
	{name: "users", commands: "user add, user set, user list, client start, client stop", value: userList{},
		state: "company", session: "user add dave@acme.example eve@gmail.example"},
	{name: "numbered users", commands: "user add", value: sandbox.NumberedUsers{}, state: "company",
		session: "user add --count 300 --pattern 'user%03d@acme.example'"},
	{name: "delegates", commands: "delegate add, delegate remove, delegate list", value: sandbox.Delegates{},
		state: "people", session: "delegate add --as alice carol"},
	{name: "group", commands: "group add, group set", value: sandbox.Group{}, state: "people",
		session: "group add staff@acme.example --members bob,carol"},
	{name: "groups", commands: "group list", value: groupList{}, state: "people",
		session: "group add all@acme.example --all acme\ngroup list"},
	{name: "folder", commands: "folder add, folder share", value: sandbox.Folder{}, state: "people",
		session: "folder add --as bob Projects/2026"},
	{name: "folders", commands: "folder list", value: folderList{}, state: "recalled", session: "folder list bob"},
	{name: "public folder", commands: "public-folder add, public-folder grant", value: sandbox.PublicFolder{},
		state: "folders", session: "public-folder grant news@acme.example bob reviewer"},
	{name: "public folders", commands: "public-folder list", value: publicFolderList{}, state: "folders",
		session: "public-folder list"},
	{name: "rule", commands: "rule add", value: sandbox.Rule{}, state: "folders",
		session: "rule add --as bob --from alice --subject-contains Budget --class note --move-to Projects"},
	{name: "rules", commands: "rule add, rule list", value: ruleList{}, state: "rules",
		session: "rule add --as bob --from carol --delete\nrule add --as bob --class recall --mark-read\nrule list bob"},
	{name: "hold", commands: "hold add", value: sandbox.Hold{}, state: "folders",
		session: "hold add --as admin --org acme --for 10m --senders alice"},
	{name: "holds", commands: "hold list", value: holdList{}, state: "holds", session: "hold list"},
	{name: "later", commands: "at, at list", value: laterList{}, state: "people",
		session: "send --as alice --to bob,carol --subject Budget\n" +
			"at +0s --spread exponential:30m --share 0.8 -- open --as '*@acme.example' m1\nat list"},
	{name: "removed", commands: "rule remove, hold remove, at remove", value: removed{}, state: "rules",
		session: "rule remove rule1"},

	{name: "sent", commands: "send, forward, ask", value: sandbox.SendResult{}, state: "holds",
		session: "send --as alice --to bob,nobody@acme.example --subject Budget --body 'Not yet final.'"},
	{name: "opened", commands: "open, preview", value: sandbox.OpenResult{}, state: "people",
		session: "user set bob auto-process=off\nsend --as alice --to bob --subject Budget --body 900\n" +
			"recall --as alice m1\nopen --as bob m2"},
	{name: "opened messages", commands: "open, preview", value: openedList{}, state: "people",
		session: "send --as alice --to bob --subject One --body 1\nsend --as alice --to bob --subject Two --body 2\n" +
			"open --as bob m1 m2"},
	{name: "message", commands: "inspect message, inspect, mark-read, mark-unread, move, delete, recover, share, " +
		"outbox edit, outbox take-back, outbox release", value: sandbox.Message{}, state: "mail",
		session: "inspect message m1"},
	{name: "messages", commands: "mark-read, mark-unread, move, delete, recover", value: messageList{}, state: "people",
		session: "send --as alice --to bob --subject One --body 1\nsend --as alice --to bob --subject Two --body 2\n" +
			"mark-read --as bob m1 m2"},
	{name: "fetched", commands: "fetch", value: fetched{}, state: "mail", session: "fetch --as bob --via pop"},
	{name: "recall", commands: "recall, inspect recall, inspect", value: sandbox.Recall{}, state: "people",
		session: "send --as alice --to bob,carol --subject Budget --body 900\nopen --as bob m1\n" +
			"recall --as alice m1 --replace --body 800"},
	{name: "purge", commands: "purge", value: sandbox.Purge{}, state: "recalled",
		session: "user set carol role=admin\npurge --as carol m1"},
	{name: "explanation", commands: "explain", value: sandbox.Explanation{}, state: "recalled",
		session: "explain r1"},
	{name: "outbox", commands: "outbox list", value: outboxList{}, state: "held", session: "outbox list alice"},

	{name: "sandbox", commands: "init, inspect", value: sandbox.Overview{}, state: "recalled", session: "inspect"},
	{name: "mailboxes", commands: "inspect mailbox, inspect", value: mailboxList{}, state: "recalled",
		session: "inspect mailbox bob --folder Inbox"},
	{name: "public folder's messages", commands: "inspect public-folder, inspect", value: sandbox.PublicView{},
		state: "folders", session: "send --as alice --to news --subject News --body x\nopen --as bob --in news m1\n" +
			"inspect public-folder news"},
	{name: "delivery", commands: "inspect delivery", value: sandbox.Delivery{}, state: "mail",
		session: "inspect delivery m1"},
	{name: "events", commands: "log", value: eventList{}, state: "recalled", session: "log --recall r1"},
	{name: "clock", commands: "clock, clock advance, clock set", value: sandbox.Clock{}, state: "held",
		session: "clock advance 10m"},
	{name: "history", commands: "history", value: sandbox.History{}, state: "mail", session: "history"},
	{name: "check", commands: "check", value: checked{}, state: "recalled", session: "check"},
	{name: "behaviour", commands: "behaviours show, inspect", value: sandbox.ShownBehaviour{},
		session: "behaviours show outlook/auto-unread"},
	{name: "behaviours", commands: "behaviours", value: behaviourList{}, session: "behaviours receipt"},
	{name: "sources", commands: "sources", value: sourceList{}, session: "sources"},
	{name: "source", commands: "sources", value: sandbox.SourceWithStatements{}, session: "sources FR"},
	{name: "systems", commands: "systems", value: systemList{}, session: "systems"},
	{name: "comparison", commands: "systems --compare", value: systems.Comparison{}, session: "systems --compare"},

	{name: "lines of a batch", commands: "batch", state: "people", session: "batch two.batch"},
	{name: "run", commands: "run", value: scripts.Result{}, session: "run scripts/clock.txtar",
		example: `{"script": "scripts/clock.txtar", "outcome": "passed", "seconds": 0.016, "checks": 1}`},
	{name: "listed scripts", commands: "run --list", value: scripts.Listed{}, session: "run --list waits"},
	{name: "experiment", commands: "experiment", value: experiment.Document{},
		session: "experiment waits.txtar --repeat 2"},
	{name: "experiments", commands: "experiment --list", value: experimentList{}, session: "experiment --list"},
	{name: "demonstration", commands: "demo", value: demo.Play{}, session: "demo scripts/clock.txtar"},
	{name: "demonstrations", commands: "demo --list", value: demoList{}, session: "demo --list receipt"},
	{name: "fixtures", commands: "init --list", value: fixtureList{}, session: "init --list"},
	{name: "snapshot", commands: "snapshot save, snapshot restore, snapshot remove", value: sandbox.Snapshot{},
		state: "mail", session: "snapshot save before"},
	{name: "snapshots", commands: "snapshot list", value: snapshotList{}, state: "mail",
		session: "snapshot save before\nsnapshot list"},
	{name: "difference", commands: "snapshot diff", value: sandbox.Diff{}, state: "mail",
		session: "snapshot save before\nclock advance 1m\nopen --as bob m1\nrecall --as alice m1\n" +
			"user set carol client=other\nsnapshot diff before"},
	{name: "import", commands: "import", value: sandbox.ImportResult{}, state: "people",
		session: "import --as bob backup.mbox"},
	{name: "export", commands: "export", value: sandbox.ExportResult{}, state: "mail",
		session: "export --as bob --format mbox --folder Inbox inbox.mbox"},
	{name: "export of a fixture", commands: "export", value: exportedFixture{}, state: "mail",
		session: "export --fixture lesson"},
}

// rareSessions print what neither an example nor a script does.
var rareSessions = []struct {
	state, session string
	damage         string // SQL that comes before the last line
}{
	{session: "check", damage: "UPDATE folders SET path = 'Outbox' WHERE id = 1", state: "people"},
	{session: "user add --count 60 --pattern 'many%d@acme.example'\ncheck", damage: "UPDATE folders SET path = 'Outbox' " +
		"WHERE path = 'Inbox'", state: "people"},
	{session: "history", damage: "INSERT INTO history VALUES (0, '')", state: "people"},
	{session: "run --update --dry-run old.txtar"},
	{session: "demo everything.txtar"},
	{session: "demo broken.txtar"},
	{session: "demo skipped.txtar"},
	{session: "send --as alice --to news --subject News --body x\nsnapshot save before\n" +
		"open --as bob --in news m1\nsnapshot diff before", state: "folders"},
	{session: "org add zed --domain zed.example --system zoho\nuser add ann@zed.example ben@zed.example\n" +
		"send --as ann --to ben --subject Budget --body 900\nsnapshot save before\nrecall --as ann m1 --yes\n" +
		"snapshot save after\nsnapshot diff before after"},
	{session: "org add zed --domain zed.example --system zoho\nuser add ann@zed.example ben@zed.example\n" +
		"send --as ann --to ben --subject Budget --body 900\nsnapshot save before\nrecall --as ann m1 --yes\n" +
		"snapshot save after\nsnapshot diff after before"},
	{session: "snapshot save before\nrecall --as alice m1\nfetch --as bob --via pop\nsnapshot save after\n" +
		"snapshot diff before after", state: "mail"},
	{session: "snapshot save before\nrecall --as alice m1\nfetch --as bob --via pop\nsnapshot save after\n" +
		"snapshot diff after before", state: "mail"},
}
