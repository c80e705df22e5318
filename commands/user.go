package commands

import (
	"cmp"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/mail"
)

func userCommand() *cli.Command {
	return &cli.Command{
		Name:        "user",
		Category:    groupSetUp,
		Usage:       "users: add, set, list, show",
		Subcommands: []*cli.Command{userAddCommand(), userSetCommand(), userListCommand(), userShowCommand()},
	}
}

// userSettingsHelp explains the KEY=VALUE of a user.
var userSettingsHelp = `Settings:
  name=NAME            as mail shows it
` +
	settingHelp("account=ACCOUNT", mail.AccountWords(),
		"with imap or pop a program other than Zoho's fetches what it shows; native is the mail system's own") +
	settingHelp("client=CLIENT", mail.ClientWords(),
		"zoho-web is Zoho Mail's web interface, zoho-mobile its mobile app; "+
			"with api a program asks") +
	`  auto-process=on|off  whether Outlook processes recall messages by itself; on
                       unless set
  processes-after=TIME for how long Outlook is idle, at most 500s, before it looks
                       for recall messages in the Inbox, counted from their arrival
                       or its start; 0s unless set
  reading-pane=WORD    not-reading, marks-read: whether a preview marks as read;
                       not-reading unless set
  receipts=WHEN        always, ask, never; always unless set
  role=ROLE            user, admin
  sent-copies=WHO      delegate, both: who has what a delegate sends in Sent Items
  forward-to=TO        where all mail goes: a user, an address or none; with ,keep
                       behind it a copy stays
  hosted=WHERE         cloud, on-premises: where the mailbox is, which counts
                       where recall is done in the cloud; cloud unless set
  hold=on|off          whether the mailbox is on hold: Recoverable Items are kept

auto-process is Outlook's option "Automatically process meeting requests and
responses to meeting requests and polls": File > Options > Mail, Tracking. In
Outlook 2007 it is "Process requests and responses on arrival": Tools > Options >
E-mail Options > Tracking Options. The account is what Outlook 2007 lists under
Tools > Account Settings > E-mail, column Type.
`

// settingHelp is a setting with all the words that it can be, and what is to be said of them, in lines like the others.
func settingHelp(setting string, values []string, says string) string {
	const margin, width = 23, 80
	var lines []string
	line := "  " + setting
	for _, word := range strings.Fields(strings.Join(values, ", ") + "; " + says) {
		if len(line)+1+len(word) > width {
			lines, line = append(lines, line), ""
		}
		line += strings.Repeat(" ", max(1, margin-len(line))) + word
	}
	return strings.Join(append(lines, line), "\n") + "\n"
}

func userSetCommand() *cli.Command {
	return &cli.Command{
		Name:      "set",
		ArgsUsage: "ADDRESS KEY=VALUE…",
		Usage:     "change settings of a user, or of many",
		Description: "ADDRESS may be a pattern, 'user*@acme.example', or a group: all of them are\n" +
			"changed at once.\n\n" + userSettingsHelp,
		UsageText: `recallbox user set bob auto-process=off
recallbox user set 'user*@acme.example' client=outlook-web`,
		Action: action(runUserSet),
	}
}

func runUserSet(c *call) error {
	set, err := c.settings(c.args[1:])
	if err != nil {
		return err
	}
	done := c.arg(0) + ": " + strings.Join(c.args[1:], " ")
	return c.onUsers(c.arg(0), done, func(tx *sandbox.Tx) error { return tx.SetUsers(c.arg(0), set) })
}

type userList struct {
	Users []sandbox.User `json:"users"`
}

func userListCommand() *cli.Command {
	return &cli.Command{
		Name:      "list",
		Usage:     "list the users with their accounts and programs",
		Action:    action(runUserList),
		UsageText: "recallbox user list",
		Flags:     []cli.Flag{allFlag()},
	}
}

// allUsers is the JSON of user list.
type allUsers struct {
	Users sandbox.Rows[sandbox.User] `json:"users"`
}

func runUserList(c *call) error {
	return c.view(func(tx *sandbox.Tx) error {
		all := tx.Users()
		return c.print.ShowRows(allUsers{all}, func() error { return c.print.users(all) })
	})
}

func (p *printer) users(all sandbox.Rows[sandbox.User]) error {
	var counts term.Kinds
	for u, err := range all {
		if err != nil {
			return err
		}
		counts.Add(u.Account.String())
	}
	total := counts.Total()
	p.CountKinds("users", &counts)
	few := p.few(total)
	table := p.Table("ADDRESS", "NAME", "ACCOUNT", "CLIENT", "SETTINGS")
	err := table.PrintRows(total-few, func(row func(...term.Text)) error {
		return all.First(few, func(u sandbox.User) {
			account, client := term.Plain(u.Account.String()), term.Plain(u.Client.String())
			row(term.Plain(u.Address), term.Plain(u.Name), account, client, term.Plain(userElse(u)))
		})
	})
	p.Empty(total, p.suggest("there is no user yet: `user add ADDRESS`"))
	return err
}

// userElse are the settings that differ from their defaults.
func userElse(u sandbox.User) string {
	var words []string
	if !u.Running {
		words = append(words, "program stopped")
	}
	if !u.AutoProcess {
		words = append(words, "auto-process=off")
	}
	if u.ProcessesAfter != "" {
		words = append(words, "processes-after="+u.ProcessesAfter)
	}
	if u.ReadingPane != "" {
		words = append(words, "reading-pane="+u.ReadingPane)
	}
	if receipts := u.Receipts.String(); receipts != "always" {
		words = append(words, "receipts="+receipts)
	}
	if role := u.Role.String(); role != "user" {
		words = append(words, "role="+role)
	}
	if u.SentCopies != "" {
		words = append(words, "sent-copies="+u.SentCopies)
	}
	if u.ForwardTo != "" {
		words = append(words, "forward-to="+forwarding(u))
	}
	if u.Hosted != "cloud" {
		words = append(words, "hosted="+u.Hosted)
	}
	if u.Hold {
		words = append(words, "hold=on")
	}
	return strings.Join(words, " ")
}

// forwarding is where a user's mail goes, as it is set.
func forwarding(u sandbox.User) string {
	if u.ForwardKeeps {
		return u.ForwardTo + ",keep"
	}
	return cmp.Or(u.ForwardTo, "none")
}

func userShowCommand() *cli.Command {
	return &cli.Command{
		Name:      "show",
		ArgsUsage: "ADDRESS",
		Usage:     "show a user with all settings",
		UsageText: "recallbox user show bob",
		Action:    action(runUserShow),
	}
}

func runUserShow(c *call) error {
	u, err := look(c, func(tx *sandbox.Tx) (sandbox.User, error) { return tx.User(c.arg(0)) })
	if err != nil {
		return err
	}
	return c.print.Show(u, func() {
		program := "running"
		if !u.Running {
			program = "stopped"
		}
		c.print.Fields(u.Address,
			term.Field{"name", u.Name},
			term.Field{"organisation", u.Organisation},
			term.Field{"account", u.Account.String()},
			term.Field{"client", u.Client.String() + ", " + program},
			term.Field{"auto-process", onOff(u.AutoProcess)},
			term.Field{"processes-after", u.ProcessesAfter},
			term.Field{"reading-pane", u.ReadingPane},
			term.Field{"receipts", u.Receipts.String()},
			term.Field{"role", u.Role.String()},
			term.Field{"hosted", u.Hosted},
			term.Field{"sent-copies", cmp.Or(u.SentCopies, "delegate")},
			term.Field{"forward-to", forwarding(u)},
			term.Field{"hold", map[bool]string{true: "on"}[u.Hold]},
		)
	})
}

func userAddCommand() *cli.Command {
	return &cli.Command{
		Name:      "add",
		ArgsUsage: "[ADDRESS…] [KEY=VALUE…]",
		Usage:     "add users",
		Description: "Prints the address of each. With --count it numbers from 1, and prints the\n" +
			"first address and the last. What is not set is as the mail system of the\n" +
			"organisation has it. Addresses in no organisation's domain need no user add:\n" +
			"their mailboxes are made when somebody first writes to them.\n\n" + userSettingsHelp,
		UsageText: "recallbox user add alice@acme.example bob@acme.example\n" +
			"recallbox user add carol@acme.example name='Carol Jones' client=outlook-web\n" +
			"recallbox user add --count 1000 --pattern 'user%04d@acme.example'",
		Flags: []cli.Flag{
			numberFlag("count", "add `N` users"),
			textFlag("pattern", "their addresses are `PATTERN`, with the number in place of %d or %06d"),
		},
		Action: action(runUserAdd),
	}
}

func runUserAdd(c *call) error {
	addresses, words := addressesAndSettings(c.args)
	set, err := c.settings(words)
	if err != nil {
		return err
	}
	many := c.IsSet("count") || c.IsSet("pattern")
	switch {
	case many && len(addresses) > 0:
		return usageError("user add: addresses or --count and --pattern, not both")
	case many && !(c.IsSet("count") && c.IsSet("pattern")):
		hint := try("`user add --count 1000 --pattern 'user%04d@acme.example'`")
		return usageHint(hint, "user add: --count and --pattern go together")
	case many:
		return addNumberedUsers(c, set)
	case len(addresses) == 0:
		return usageError("user add: ADDRESS is missing")
	}
	return addUsers(c, addresses, set)
}

func addUsers(c *call, addresses []string, set []sandbox.Setting) error {
	return change(c, func(tx *sandbox.Tx) ([]sandbox.User, error) {
		return tx.AddUsers(addresses, set)
	}, func(made []sandbox.User) error {
		result := any(userList{made})
		if len(made) == 1 {
			result = made[0]
		}
		return c.print.Show(result, func() {
			for _, u := range made {
				c.print.Created(u.Address, "added "+u.Name+": account "+u.Account.String()+", client "+u.Client.String())
			}
		})
	})
}

func addNumberedUsers(c *call, set []sandbox.Setting) error {
	return change(c, func(tx *sandbox.Tx) (sandbox.NumberedUsers, error) {
		return tx.AddUserPattern(int64(c.Int("count")), c.String("pattern"), set)
	}, func(made sandbox.NumberedUsers) error {
		return c.print.Show(made, func() {
			c.print.Line(term.Plain(made.First))
			if made.Count > 1 {
				c.print.Line(term.Plain(made.Last))
			}
			c.print.Done("added " + term.Count(int(made.Count), "user", "users"))
		})
	})
}

// addressesAndSettings tells the two apart: an address may have a = in it, a key never has an @.
func addressesAndSettings(words []string) (addresses, settings []string) {
	for _, word := range words {
		key, _, has := strings.Cut(word, "=")
		isKey := slices.Contains(sandbox.UserSettings, key) || !strings.Contains(word, "@")
		if has && isKey && !strings.Contains(key, "@") {
			settings = append(settings, word)
			continue
		}
		addresses = append(addresses, word)
	}
	return addresses, settings
}

// onOff is how a switch is written.
func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}
