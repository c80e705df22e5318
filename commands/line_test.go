package commands

import (
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

// sample is a small program with every shape of command.
func sample(run func(*call) error) *cli.Command {
	do := action(run)
	return newRoot(&cli.Command{Name: "recallbox", Subcommands: []*cli.Command{
		{
			Name: "send", ArgsUsage: "[ID…]", Action: do,
			Flags: []cli.Flag{required(asFlag("`USER` sends")), listFlag("to", "to `B`", "t"), textFlag("subject", "`S`"),
				dryRunFlag(), yesFlag(), numberFlag("count", "`N`")},
		},
		{Name: "recall", ArgsUsage: "ID", Action: do, Flags: []cli.Flag{asFlag("`USER` recalls")}},
		{Name: "user", Subcommands: []*cli.Command{{Name: "add", ArgsUsage: "ADDRESS… [KEY=VALUE…]", Action: do}}},
		{Name: "inspect", ArgsUsage: "[ARG]", Action: do, Subcommands: []*cli.Command{
			{Name: "mailbox", ArgsUsage: "USER…", Action: do, Flags: []cli.Flag{textFlag("folder", "`F`")}},
		}},
		{Name: "behaviours", Aliases: []string{"behaviors"}, ArgsUsage: "[SYSTEM]", Action: do},
	}})
}

func TestReadLine(t *testing.T) {
	tests := []struct{ line, want string }{
		{"send", "send |"},
		{"send --as alice m1", "send as=alice | m1"},
		{"send m1 --as alice", "send as=alice | m1"},
		{"send m1 --as=alice m2 -n", "send as=alice dry-run=true | m1 m2"},
		{"--json send -a alice", "send json=true as=alice |"},
		{"send --json --sandbox f", "send json=true sandbox=f |"},
		{"-s f send -sg", "send sandbox=f sandbox=g |"},
		{"send -a=alice -ny -tbob", "send as=alice dry-run=true yes=true to=bob |"},
		{"send --to a,b --to c", "send to=a,b to=c |"},
		{"send --subject=-x --subject=", "send subject=-x subject= |"},
		{"send --subject -x", "send subject=-x |"},
		{"send --subject - -", "send subject=- | -"},
		{"send -- --as -n", "send | --as -n"},
		{"send --dry-run=false", "send dry-run=false |"},
		{"send -5 --count -3", "send count=-3 | -5"},
		{"user add a@b name=Bob --json", "user add json=true | a@b name=Bob"},
		{"user --json add a@b", "user add json=true | a@b"},
		{"inspect m1", "inspect | m1"},
		{"inspect mailbox bob --folder Inbox", "inspect mailbox folder=Inbox | bob"},
		{"inspect m1 mailbox", "inspect | m1 mailbox"},
		{"behaviors outlook", "behaviours | outlook"},
		{"", "|"},
		{"--version", "version=true |"},
	}
	for _, test := range tests {
		in, err := readLine(sample(nop), strings.Fields(test.line))
		if err != nil {
			t.Errorf("%q: %v", test.line, err)
			continue
		}
		if got := shape(in); got != test.want {
			t.Errorf("%q:\n got %s\nwant %s", test.line, got, test.want)
		}
	}
}

func TestReadLineRefuses(t *testing.T) {
	tests := []struct{ line, message, hint string }{
		{"sned", `unknown command "sned"`, "did you mean send?"},
		{"rec", `unknown command "rec"`, "did you mean recall?"},
		{"xyzzy", `unknown command "xyzzy"`, "recallbox --help lists the commands"},
		{"user ad", `user: unknown command "ad"`, "did you mean add?"},
		{"-- xyzzy", `unknown command "xyzzy"`, "recallbox --help lists the commands"},
		{"inspect --folder F mailbox bob", "inspect: unknown flag --folder", ""},
		{"send --subjct x", "send: unknown flag --subjct", "did you mean --subject?"},
		{"send -subject x", "unknown flag -subject", "did you mean --subject?"},
		{"send -z", "send: unknown flag -z", ""},
		{
			"--as alice send",
			"unknown flag --as",
			"the flags of a command stand behind its name: recallbox [flags] COMMAND [flags] [ARGUMENTS]",
		},
		{"send --subject", "--subject: value is missing", "--subject S"},
		{"send --subject --json", "--subject: value is missing", "a value that begins with - is written --subject=--json"},
		{"send --subject -n", "--subject: value is missing", "a value that begins with - is written --subject=-n"},
	}
	for _, test := range tests {
		_, err := readLine(sample(nop), strings.Fields(test.line))
		f := asFailure(err)
		if f.Message != test.message || f.Hint.text("") != test.hint || f.Kind != misused {
			t.Errorf("%q:\n got %#v\nwant %q, %q", test.line, err, test.message, test.hint)
		}
	}
}

func TestFlagsReachTheCommand(t *testing.T) {
	var to []string
	var count int
	root := sample(func(c *call) error {
		to, count = c.StringSlice("to"), c.Int("count")
		if c.IsSet("subject") || c.String("subject") != "" || c.Bool("yes") || !c.IsSet("as") {
			t.Error("a flag that was not given is set, or one that was is not")
		}
		return nil
	})
	in, err := readLine(root, []string{"send", "m1", "--to", " a, b", "--count=3", "-a", "x", "--to="})
	if err == nil {
		err = in.run(Process{}.complete(), newPrinter(Process{}.complete()))
	}
	if err != nil || count != 3 || !slices.Equal(to, []string{" a, b", ""}) {
		t.Errorf("to %q, count %d, %v", to, count, err)
	}
}

func TestMisspelledFlagInACommand(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	p := Process{}.complete()
	in, _ := readLine(sample(func(c *call) error { c.String("subjct"); return nil }), []string{"send", "-a", "x"})
	in.run(p, newPrinter(p))
}

func TestCommandDemands(t *testing.T) {
	tests := []struct{ line, as, message string }{
		{"send", "", "send: --as is missing"},
		{"send", "alice", ""},
		{"send --as alice --count x", "", `--count: "x" is not a whole number`},
		{"send --as alice --dry-run=x", "", `--dry-run: "x" is not true or false`},
		{"recall", "", "recall: ID is missing"},
		{"recall m1 m2", "", `recall: unexpected argument "m2"`},
		{"user add", "", "user add: ADDRESS is missing"},
		{"user add a b c=d", "", ""},
	}
	for _, test := range tests {
		p := Process{Getenv: func(string) string { return test.as }}.complete()
		in, err := readLine(sample(nop), strings.Fields(test.line))
		if err == nil {
			err = in.run(p, newPrinter(p))
		}
		if got := messageOf(err); got != test.message {
			t.Errorf("%q: got %q, want %q", test.line, got, test.message)
		}
	}
}

func TestTyped(t *testing.T) {
	tests := []struct{ line, want string }{
		{"-s f send m1 --as alice --json -n", "send --as alice m1 --dry-run"},
		{"send --subject=-x -- -y", "send --as bob --subject=-x -- -y"},
		{"recall m1", "recall --as bob m1"},
		{"send -a alice -1 -", "send --as alice -1 -"},
		{"send -- m1 --", "send --as bob -- m1 --"},
		{"user add a@b name=x", "user add a@b name=x"},
	}
	for _, test := range tests {
		var got []string
		root := sample(func(c *call) error { got = c.historyLine(nil); return nil })
		p := Process{Getenv: func(string) string { return "bob" }}.complete()
		in, err := readLine(root, strings.Fields(test.line))
		if err == nil {
			err = in.run(p, newPrinter(p))
		}
		if err != nil || strings.Join(got, " ") != test.want {
			t.Errorf("%q: got %q, %v, want %q", test.line, got, err, test.want)
		}
	}
}

func TestUsage(t *testing.T) {
	root := sample(nop)
	tests := []struct{ command, want string }{
		{"send", "recallbox send --as USER [ID…] [flags]"},
		{"recall", "recallbox recall ID [flags]"},
		{"user", "recallbox user COMMAND [flags] [ARGUMENTS]"},
	}
	for _, test := range tests {
		if got := usage(root.Command(test.command)); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func nop(*call) error { return nil }

func shape(in *line) string {
	words := strings.Fields(title(in.command))
	for _, f := range in.flags {
		words = append(words, f.name+"="+f.value)
	}
	return strings.Join(append(append(words, "|"), in.args...), " ")
}

func messageOf(err error) string {
	if err == nil {
		return ""
	}
	return asFailure(err).Message
}
