package commands

import (
	"slices"
	"strconv"
	"strings"

	"recallbox/sandbox"
	"recallbox/sandbox/recall"
)

// hint is what helps after an error: a template. `Backquotes` stand around a line that can be typed, without the
// program's name. {name} is where a value goes; in a line it is quoted as a shell wants it. A value may have several
// lines: what then stands between them is written behind the name, {name| or }.
type hint struct {
	template string
	values   map[string]string
}

// stepHints say in words how the steps are done that the library knows.
var stepHints = map[sandbox.Step]string{
	recall.Apologise:     "`send --as {address} --in-reply-to {message} --to GROUP --subject Sorry` explains it",
	recall.AskInstead:    "what is left is `ask --as {address} {message}`",
	recall.InspectRecall: "`inspect recall {recall}` shows what became of the recall",
	recall.RecallInstead: "what is left is `recall --as {address} {message}`",
	recall.RecallPlainly: "`recall --as {address} {message}`",
	recall.RecallThere:   "`recall --as {address} --client {client} {message}`",
	recall.SendInstead:   "recall without --replace, then `send --as {address}`",
	recall.TakeBack:      "`outbox take-back --as {address} {message}` stops it",
	recall.LetOwner:      "`recover --as {owner} {message}` is {owner}'s to type",
	recall.LetAuthor: "`recall --as {by} {message}` is {author}'s to type; " +
		"`user set {address} sent-copies=both` keeps a copy of what comes next",
	recall.Upgrade: "Upgrade: `org set {organisation} plan=paid`",

	sandbox.AddFolder:             "`folder list {user}` shows the folders, `folder add --as {user} {path}` adds it",
	sandbox.AddGroup:              "`group add` makes a distribution list, which stands for all its members",
	sandbox.AddOrganisation:       "`org add NAME --domain {domain}` adds one",
	sandbox.AdvanceClock:          "`clock advance 31m` moves it on",
	sandbox.AllowDelegate:         "`delegate add --as {owner} {delegate}` lets them",
	sandbox.AllowDeleting:         "`public-folder grant {folder} {user} editor` lets them",
	sandbox.AllowReading:          "`public-folder grant {folder} {user} reviewer` lets them",
	sandbox.ChooseRights:          "for example `public-folder grant {folder} {user} reviewer`",
	sandbox.DeleteThere:           "`delete` removes it there",
	sandbox.ExplainPublicFolder:   "`explain {recall} {folder}` tells of the public folder, in which {reader} reads",
	sandbox.ExplainSettings:       "`systems` explains the settings",
	sandbox.FindCopies:            "`inspect message {message}` tells where its copies are",
	sandbox.FindRecipients:        "`inspect delivery {message}` lists its recipients",
	sandbox.InspectDelivery:       "`inspect delivery {message}`",
	sandbox.InspectMessage:        "`inspect message {message}` shows it",
	sandbox.LeaveToAuthor:         "`recall --as {by} {message}` is {author}'s to type",
	sandbox.ListBehaviours:        "`behaviours` lists them",
	sandbox.ListBehavioursOf:      "`behaviours {system}` lists its behaviours",
	sandbox.ListDelegates:         "`delegate list {owner}` lists who does",
	sandbox.ListDrafts:            "`inspect mailbox {user} --folder Drafts` lists the drafts",
	sandbox.ListFolders:           "`folder list {user}` shows the folders",
	sandbox.ListHolds:             "`hold list` lists them",
	sandbox.ListMembers:           "it is a group: `group list` tells who is in it",
	sandbox.ListMessages:          "`inspect mailbox USER` lists the messages there are",
	sandbox.ListOpenRecalls:       "recalls are called r1, r2, …: `inspect` lists the open ones",
	sandbox.ListOrganisations:     "`org list` lists them",
	sandbox.ListOutbox:            "`outbox list {user}` lists what waits there",
	sandbox.ListPublicFolder:      "`inspect public-folder {folder}` lists what is there",
	sandbox.ListPublicFolders:     "`public-folder list` lists them",
	sandbox.ListRecallRecipients:  "`inspect recall {recall}` lists them",
	sandbox.ListRecalls:           "`log` lists the recalls there were",
	sandbox.ListRecipients:        "`inspect delivery {message}` lists them",
	sandbox.ListRules:             "`rule list USER` lists a user's rules",
	sandbox.ListSent:              "`inspect mailbox {user} --folder 'Sent Items'` lists what can be asked about",
	sandbox.ListSnapshots:         "`snapshot list` lists them",
	sandbox.ListSources:           "`sources` lists them",
	sandbox.ListSystems:           "`systems` lists them",
	sandbox.ListUsers:             "`user list` lists them",
	sandbox.ListUsersOrAddOne:     "`user list` lists them, `user add ADDRESS` adds one",
	sandbox.MakeAdmin:             "`user set {user} role=admin` makes them one",
	sandbox.MakeSandbox:           "`init` makes one",
	sandbox.NameClient:            "for example --client outlook-web",
	sandbox.NameCount:             "--count 100 adds 100 users",
	sandbox.NameEarlierMessage:    "--in-reply-to names an earlier message",
	sandbox.NameHoldTime:          "--for 10m holds for ten minutes",
	sandbox.NameMessage:           "messages are called m1, m2, …: `inspect mailbox USER` lists them",
	sandbox.NameOneUser:           "--as bob names one",
	sandbox.NameOtherFile:         "name another file with --sandbox, or remove this one if nobody needs it",
	sandbox.NamePublicFolder:      "it is in public folders: --in {folders| or --in }",
	sandbox.NameRecipient:         "--to bob@acme.example names one",
	sandbox.NameSensitivity:       "for example --sensitivity private",
	sandbox.NameTempFolder:        "the variable TMPDIR (TMP on Windows) names one in which files can be made",
	sandbox.OpenSandbox:           "name another file with --sandbox, or make one with recallbox init",
	sandbox.PrintHistory:          "`history` prints what was done since",
	sandbox.ReadLog:               "`log --message {message}` tells what became of it",
	sandbox.ReadLogOf:             "`log --mailbox {mailbox} --message {message}` tells what became of it",
	sandbox.RemoveSnapshot:        "`snapshot remove` takes it away; the sandbox stays as it is",
	sandbox.ReplaceDamagedSandbox: "bring back a copy of the file, or make a new one with `init --force`",
	sandbox.ReplaceSandbox:        "`init --force` replaces it",
	sandbox.ReplaceSnapshot:       "`snapshot save --force {name}` replaces it",
	sandbox.SaveSnapshot:          "there is none: `snapshot save NAME` makes one",
	sandbox.SeeRecoverable:        "`inspect mailbox {user} --recoverable` lists what is there{time}",
	sandbox.SeeRecoverableAs:      "`inspect mailbox {user} --recoverable --as {admin}` lists what is there{time}",
	sandbox.SeeAllowed:            "`behaviours` lists what is",
	sandbox.SendDraft:             "`send --as {user} --draft {message}` sends it",
	sandbox.SendMessage:           "`send` sends a message",
	sandbox.SetOrganisation:       "`org set {organisation} KEY=VALUE` changes it",
	sandbox.SetUser:               "`user set {user} KEY=VALUE` changes it",
	sandbox.Share: "`share --as {owner} {message} --with {with}` shares it, " +
		"`delegate add --as {owner} {with}` lets them act there",
	sandbox.ListLaters:       "`at list` lists what waits",
	sandbox.ShortenHeader:    "a shorter subject; many people are reached through a group: `group add`",
	sandbox.ShowBehaviour:    "`behaviours show {behaviour}`",
	sandbox.ShowGroup:        "`group list` shows it",
	sandbox.ShowPublicFolder: "`inspect public-folder {folder}` shows it",
	sandbox.ShowSource:       "it is a statement: `sources {source}` lists it",
	sandbox.StartClient:      "`client start --as {user}`, or name another program with --client",
	sandbox.TakeBackRequest:  "`outbox take-back` stops it",
	sandbox.TellTime:         "`clock` tells how late it is",
	sandbox.WaitLonger: "run it again, or with a longer --wait; one that was stopped (Ctrl-Z) has to go on or to be " +
		"ended, and some network disks never give a lock: nothing was changed",
	sandbox.WriteRecipients: "for example --to 'bob@acme.example, Carol <carol@acme.example>'",
}

// hintOf is the library's hint in this program's words.
func hintOf(h sandbox.Hint) hint {
	if h.Step == "" {
		return say(h.Words)
	}
	return hint{stepHints[h.Step], h.Values}
}

// say is a hint that is printed as it is.
func say(words string) hint {
	if words == "" {
		return hint{}
	}
	return try("{words}", "words", words)
}

// try is a template with its values: a name and a value, and so on.
func try(template string, values ...string) hint {
	h := hint{template, map[string]string{}}
	for i := 0; i < len(values); i += 2 {
		h.values[values[i]] = values[i+1]
	}
	return h
}

// typing is a line of these words.
func typing(words []string) hint {
	h := hint{values: map[string]string{}}
	places := make([]string, len(words))
	for i, word := range words {
		if places[i] = word; !isHarmless(word) {
			name := strconv.Itoa(i)
			h.values[name], places[i] = word, "{"+name+"}"
		}
	}
	h.template = "`" + strings.Join(places, " ") + "`"
	return h
}

// text is the hint as it is printed, after a command line on which the sandbox was named; "" where it was not.
func (h hint) text(sandbox string) string {
	var b strings.Builder
	for i, part := range strings.Split(h.template, "`") {
		if i%2 == 1 {
			b.WriteString(h.line(part, sandbox))
		} else {
			b.WriteString(h.fill(part, func(word string) string { return word }))
		}
	}
	return b.String()
}

// line is a line that can be typed where the last one was: it names the sandbox that was named there.
func (h hint) line(template, sandbox string) string {
	template, arguments, ended := strings.Cut(template, " -- ")
	line := "recallbox " + h.fill(template, shellWord)
	if sandbox != "" && usesSandbox(template) {
		line += " " + shellWords(flagWords(flagValue{"sandbox", sandbox}, true))
	}
	if ended {
		line += " -- " + h.fill(arguments, shellWord)
	}
	return line
}

// withoutSandbox are the commands that read no sandbox.
var withoutSandbox = []string{"behaviours", "completion", "demo", "experiment", "help", "run", "sources", "systems"}

func usesSandbox(line string) bool {
	command, _, _ := strings.Cut(line, " ")
	return !slices.Contains(withoutSandbox, command) && line != "init --list"
}

// fill puts the values into their places, each as quote writes it.
func (h hint) fill(template string, quote func(string) string) string {
	return sandbox.Fill(template, func(place string) string {
		name, joint, _ := strings.Cut(place, "|")
		return quote(strings.ReplaceAll(h.values[name], "\n", joint))
	})
}

// suggest is a hint beside what a command prints.
func (p *printer) suggest(template string, values ...string) string {
	return try(template, values...).text(p.sandbox)
}
