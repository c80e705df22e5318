package demo

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"recallbox/commands/term"
	"recallbox/sandbox"
	"recallbox/sandbox/mail"
)

// The stage is a terminal of the smallest size that people still have. Whatever a script does fits into it, screen by
// screen.
const (
	stageWidth  = 80
	stageHeight = 24
	stageIndent = 2
	stageRoom   = stageHeight - 3 // without the title, the line below it, and the last line, which has the prompt
	minOutput   = 6               // where so many lines of output fit, a step stays on one screen
	longOutput  = stageRoom - 4   // a step on more screens has so many lines of output
)

// screen is what the viewer sees at once. It ends with a question where the viewer must predict what comes next.
type screen struct {
	script   string // that it is of
	lines    []term.Text
	now      string // the sandbox's time when it begins
	question *question
	previous *question // its answer stands at the top
}

// stage lays lines out on screens.
type stage struct {
	screens    []screen
	current    screen
	intro      int // how many lines of the current screen only say what comes
	room       int
	now        string
	afterQuiet bool // the last step was quiet
}

// screens are all screens of a play, as it is told.
func (p *Play) screens(t Telling) []screen {
	s := &stage{room: stageRoom, now: p.start()}
	if !t.Predict && t.From <= 1 && len(p.Phases) > 0 && len(p.Phases[0].Steps) == 0 {
		s.addComment(p.Says)
	}
	for _, ph := range p.told(t) {
		if len(s.current.lines) > s.intro {
			s.next()
		}
		s.addPhase(ph, t.Predict)
	}
	s.add(p.ending(), 1)
	s.next()
	for i := range s.screens {
		s.screens[i].script = p.Script
	}
	return s.screens
}

// addPhase shows a phase. A comment that may say how it ends comes behind the first question.
func (s *stage) addPhase(ph toldPhase, predict bool) {
	asks := ph.asks()
	if !asks && !(predict && ph.number == 1) {
		s.addComment(ph.heading())
	}
	for _, st := range ph.Steps {
		if asks && len(st.questions) > 0 {
			st.questions[0].says, asks = ph.heading(), false
		}
		s.addStep(st)
	}
}

// start is the sandbox's time after the first command.
func (p *Play) start() string {
	for _, ph := range p.Phases {
		for _, st := range ph.Steps {
			if !st.Now.IsZero() {
				return st.Now.Format(time.DateTime)
			}
		}
	}
	return ""
}

// next begins a new screen.
func (s *stage) next() {
	if len(s.current.lines) > 0 || s.current.question != nil {
		s.screens = append(s.screens, s.current)
		s.current = screen{}
	}
	s.intro, s.room = 0, stageRoom
}

// add puts lines below those on the screen, with empty ones between. Where they do not fit they go on new screens.
func (s *stage) add(lines []term.Text, gap int) {
	if len(s.current.lines) == 0 || len(lines) == 0 {
		gap = 0
	}
	if len(s.current.lines)+gap+len(lines) > s.room && len(s.current.lines) > s.intro {
		s.next()
		gap = 0
	}
	for _, line := range slices.Concat(make([]term.Text, gap), lines) {
		if len(s.current.lines) >= s.room {
			s.next()
		}
		s.current.now = cmp.Or(s.current.now, s.now)
		s.current.lines = append(s.current.lines, line)
	}
}

// addComment says what comes next.
func (s *stage) addComment(says string) {
	if says == "" {
		return
	}
	s.add(wrapIndented(term.Heading(says), 0), 1)
	s.intro = len(s.current.lines)
}

// addStep shows a step: on one screen, if it fits there.
func (s *stage) addStep(st step) {
	if !st.Now.IsZero() {
		s.now = st.Now.Format(time.DateTime)
	}
	layout := st.blocks
	if len(st.questions) > 0 {
		s.askAbout(st)
		layout = st.results
	}
	gap := 1
	if st.isQuiet() && s.afterQuiet && len(s.current.lines) > s.intro {
		gap = 0
	}
	s.afterQuiet = st.isQuiet()
	room := s.room
	if s.intro > 0 {
		room -= s.intro + 1
	}
	blocks := fit(layout, room)
	if len(s.current.lines)+gap+height(blocks) > s.room && len(s.current.lines) > s.intro {
		s.next()
		blocks = fit(layout, s.room)
	}
	for _, block := range blocks {
		if len(block) > 0 {
			s.add(block, gap)
			gap = 1
		}
	}
}

// fit lays out blocks with as much output as the room allows. The argument of layout is the most lines of output.
func fit(layout func(maxOutput int) [][]term.Text, room int) [][]term.Text {
	blocks := layout(math.MaxInt)
	if height(blocks) <= room {
		return blocks
	}
	if spare := room - height(layout(0)); spare >= minOutput {
		return layout(spare)
	}
	return layout(longOutput)
}

// askAbout shows the command, and asks for its result before it shows that.
func (s *stage) askAbout(st step) {
	for i := range st.questions {
		q := &st.questions[i]
		if i == 0 {
			s.add(st.commandLines(), 1)
		}
		s.add(q.lines(), 1)
		s.current.question = q
		s.next()
		s.current.previous, s.room = q, stageRoom-len(q.verdict(0))-1
	}
	s.addComment(st.questions[0].says)
}

// height is how many lines blocks take, with an empty one between them.
func height(blocks [][]term.Text) int {
	sum := max(0, len(blocks)-1)
	for _, block := range blocks {
		sum += len(block)
	}
	return sum
}

// title is the line at the top of a screen.
func (s screen) title(number, of int) term.Text {
	right := fmt.Sprintf(" %d of %d ──", number, of)
	if s.now != "" {
		right = fmt.Sprintf(" %s ── %d of %d ──", s.now, number, of)
	}
	room := stageWidth - term.Width(right) - term.Width("── ") - term.Width(" ")
	name := term.Escape(s.script)
	if term.Width(name) > room-4 {
		name = "…" + term.LastColumns(name, room-6)
	}
	line := strings.Repeat("─", max(1, stageWidth-term.Width("── "+name+" "+right)))
	return term.Join(term.Faint("── "), term.Heading(name), term.Faint(" "+line+right))
}

// wrapIndented wraps a text, indented.
func wrapIndented(t term.Text, indent int) []term.Text {
	lines := term.WrapHard(t, stageWidth-indent)
	for i := range lines {
		lines[i] = term.TrimRight(term.Join(term.Pad(nil, indent), lines[i]))
	}
	return lines
}

// A step on the stage is a few blocks, one below the other: the command and its output, the mailboxes that it changed,
// the decisions, and whether all is as the script expects.

// isQuiet is true for a step with nothing to show but its output.
func (st step) isQuiet() bool {
	return len(st.Mailboxes) == 0 && len(st.Decisions) == 0 && st.Checks == 0 && st.Failed == nil
}

// blocks lays out a step, with at most so many lines of output.
func (st step) blocks(maxOutput int) [][]term.Text {
	results := st.results(maxOutput)
	if st.bare {
		return results
	}
	return append([][]term.Text{append(st.commandLines(), results[0]...)}, results[1:]...)
}

// results lays out what stands below the command. The first block is the output, which may be empty.
func (st step) results(maxOutput int) [][]term.Text {
	blocks := append([][]term.Text{st.outputLines(maxOutput)}, mailboxRows(st.Mailboxes)...)
	if decided := decisionLines(st); len(decided) > 0 {
		blocks = append(blocks, decided)
	}
	if checks := st.checkLines(); len(checks) > 0 {
		last := &blocks[len(blocks)-1]
		*last = slices.Concat(*last, []term.Text{nil}, checks) // they never stand alone
	}
	return blocks
}

// commandLines are the command behind a prompt.
func (st step) commandLines() []term.Text {
	lines := term.WrapHard(term.Heading(st.commandForPeople()), stageWidth-4)
	for i := range lines {
		mark := term.Plain("    ")
		if i == 0 {
			mark = term.Faint("$ ")
		}
		lines[i] = term.Join(mark, lines[i])
	}
	return lines
}

// commandForPeople is the command without --json, where the output is for people.
func (st step) commandForPeople() string {
	if !st.forPeople || strings.Count(st.Command, "--json") != 1 {
		return st.Command
	}
	return strings.TrimSpace(strings.NewReplacer(" --json", "", "--json ", "").Replace(st.Command))
}

// outputLines are the first lines of the output, wrapped.
func (st step) outputLines(maxOutput int) []term.Text {
	if st.bare {
		return nil
	}
	var lines []term.Text
	for _, line := range st.output {
		lines = append(lines, wrapIndented(line, stageIndent)...)
	}
	for len(lines) > 0 && lines[len(lines)-1].Width() <= stageIndent {
		lines = lines[:len(lines)-1]
	}
	if room := max(0, maxOutput-1); len(lines)-room > 1 {
		more := fmt.Sprintf("  … %d more lines: --html has them all", len(lines)-room)
		lines = append(lines[:room:room], term.Faint(more))
	}
	return lines
}

// checkLines say whether all is as the script expects.
func (st step) checkLines() []term.Text {
	var lines []term.Text
	switch {
	case st.Checks == 1:
		lines = append(lines, term.Good("  ✓ as the script expects"))
	case st.Checks > 1:
		lines = append(lines, term.Good(fmt.Sprintf("  ✓ as the script expects, in %d ways", st.Checks)))
	}
	if f := st.Failed; f != nil {
		lines = append(lines, wrapIndented(term.Bad(fmt.Sprintf("✗ line %d: %s", f.Line, f.Command)), stageIndent)...)
		lines = append(lines, wrapIndented(term.Plain(f.Message), 2*stageIndent)...)
	}
	return lines
}

// ending says how the play ended.
func (p *Play) ending() []term.Text {
	if p.Message != "" {
		return wrapIndented(term.Bad(string(p.Outcome)+": "+p.Message), 0)
	}
	return nil
}

const (
	maxMailboxes = 6 // on the stage
	maxColumns   = 3
	maxChanged   = 5 // messages of a mailbox that changed
	maxUnchanged = 3 // messages of a mailbox that did not
)

// mailboxRows are mailboxes that changed, side by side, and what changed in them: a block for each row.
func mailboxRows(all []sandbox.ChangedMailbox) [][]term.Text {
	shown := all
	if len(shown) > maxMailboxes {
		shown = shown[:maxMailboxes]
	}
	lines := make([][]term.ColumnLine, len(shown))
	for i, m := range shown {
		lines[i] = changedLines(m)
	}
	var rows [][]term.Text
	count := max(1, columnCount(lines))
	for row := range slices.Chunk(lines, count) {
		rows = append(rows, joinColumns(row, count))
	}
	if more := len(all) - len(shown); more > 0 {
		rows = append(rows, []term.Text{term.Faint("  and " + term.Count(more, "more mailbox", "more mailboxes"))})
	}
	return rows
}

// joinColumns puts a few mailboxes side by side, in columns of the same width.
func joinColumns(row [][]term.ColumnLine, count int) []term.Text {
	room := columnRoom(count)
	columns := make([]int, len(row))
	for i := range columns {
		columns[i] = room
	}
	wrapped := term.WrapColumns(row, room)
	for i, lines := range wrapped {
		var chopped []term.Text
		for _, line := range lines {
			chopped = append(chopped, term.Chop(line, room)...)
		}
		wrapped[i] = chopped
	}
	lines := term.SideBySide(wrapped, columns)
	for i := range lines {
		lines[i] = term.Join(term.Pad(nil, stageIndent), lines[i])
	}
	return lines
}

func columnRoom(count int) int {
	return (stageWidth-stageIndent+term.ColumnGap)/count - term.ColumnGap
}

// columnCount is how many columns stand side by side: three where no line wraps for it, else two at most.
func columnCount(block [][]term.ColumnLine) int {
	widest := 0
	for _, lines := range block {
		for _, l := range lines {
			widest = max(widest, l.Lead.Width()+l.Rest.Width())
		}
	}
	if len(block) >= maxColumns && widest <= columnRoom(maxColumns) {
		return maxColumns
	}
	return min(2, len(block))
}

// changedLines are the lines of one mailbox: its address, and its folders with what changed there and a little of what
// did not.
func changedLines(m sandbox.ChangedMailbox) []term.ColumnLine {
	lines := []term.ColumnLine{{Rest: term.Heading(m.Address)}}
	copies, changed, unchanged := pickCopies(m)
	for _, f := range foldersOf(copies) {
		lines = append(lines, term.ColumnLine{Rest: term.Plain(folderName(f.Path))})
		for _, c := range f.Copies {
			lines = append(lines, copyLine(c, idWidth(copies)))
		}
	}
	if changed > 0 {
		lines = append(lines, term.ColumnLine{Rest: term.Faint(fmt.Sprintf("  and %d more", changed))})
	}
	if unchanged > 0 {
		lines = append(lines, term.ColumnLine{Rest: term.Faint(fmt.Sprintf("  and %d as before", unchanged))})
	}
	return lines
}

// pickCopies picks the first messages of a mailbox that changed, and of those in the same folders that did not. The
// numbers say how many of each it leaves out.
func pickCopies(m sandbox.ChangedMailbox) (copies []sandbox.ChangedCopy, changed, unchanged int) {
	for _, c := range m.Copies {
		switch {
		case len(c.Changes) > 0:
			changed++
			if changed <= maxChanged {
				copies = append(copies, c)
			}
		case m.ChangedIn(c.Folder):
			unchanged++
			if unchanged <= maxUnchanged {
				copies = append(copies, c)
			}
		}
	}
	return copies, max(0, changed-maxChanged), max(0, unchanged-maxUnchanged)
}

// idWidth is how wide the longest ID is.
func idWidth(list []sandbox.ChangedCopy) int {
	widest := 3
	for _, c := range list {
		widest = max(widest, len(c.ID))
	}
	return widest
}

// folder is a folder of a mailbox with what lies in it.
type folder struct {
	Path   string
	Copies []sandbox.ChangedCopy
}

// foldersOf are the folders of copies, the built-in ones first.
func foldersOf(all []sandbox.ChangedCopy) []folder {
	var list []folder
	for _, c := range all {
		i := slices.IndexFunc(list, func(f folder) bool { return f.Path == c.Folder })
		if i < 0 {
			i, list = len(list), append(list, folder{Path: c.Folder})
		}
		list[i].Copies = append(list[i].Copies, c)
	}
	slices.SortStableFunc(list, func(a, b folder) int { return mail.CompareFolders(a.Path, b.Path) })
	return list
}

// folderName is a folder's path; a public folder is the one folder that it has.
func folderName(path string) string { return cmp.Or(path, "public folder") }

// changeSigns stand in front of what changed, so that nobody needs colour to see it.
var changeSigns = map[sandbox.Change]struct {
	sign string
	role term.Role
	word string
}{
	sandbox.Came:     {"+", term.RoleGood, ""},
	sandbox.Went:     {"-", term.RoleBad, "gone"},
	sandbox.Moved:    {">", term.RoleWaiting, "moved"},
	sandbox.Read:     {"*", term.RoleWaiting, "read"},
	sandbox.Unread:   {"*", term.RoleWaiting, "unread"},
	sandbox.Retagged: {"*", term.RoleWaiting, ""},
}

// copyLine is one message: what happened to it, its state and its subject.
func copyLine(c sandbox.ChangedCopy, idWidth int) term.ColumnLine {
	id, subject := fmt.Sprintf("%-*s ", idWidth, c.ID), subjectLine(c)
	if len(c.Changes) == 0 {
		return term.ColumnLine{Lead: term.Faint("  " + id + padState(readState(c.PicturedCopy))), Rest: term.Faint(subject)}
	}
	mark := changeSigns[c.Changes[0]]
	state := cmp.Or(mark.word, readState(c.PicturedCopy))
	lead := term.Styled(mark.role, mark.sign+" "+id+padState(state))
	return term.ColumnLine{Lead: lead, Rest: term.Styled(mark.role, subject)}
}

// padState is a state in a column of its own.
func padState(state string) string { return fmt.Sprintf("%-7s", state) }

// readState is a copy's read state; in a public folder it has none.
func readState(c sandbox.PicturedCopy) string {
	switch {
	case c.Read == nil:
		return ""
	case *c.Read:
		return "read"
	default:
		return "unread"
	}
}

// subjectLine is a message's subject, with its class where that is no note, its tags, the folder it came from, and who
// has read it.
func subjectLine(c sandbox.ChangedCopy) string {
	line := c.Subject
	if c.Class != mail.Note {
		line += "  (" + c.Class.String() + ")"
	}
	if len(c.Tags) > 0 {
		line += "  (" + strings.Join(c.Tags, ", ") + ")"
	}
	if c.Was != "" {
		line += "  (from " + folderName(c.Was) + ")"
	}
	if len(c.ReadBy) > 0 {
		line += "  (read by " + strings.Join(c.ReadBy, ", ") + ")"
	}
	return line
}
