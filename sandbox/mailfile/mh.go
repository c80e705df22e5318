package mailfile

import (
	"path"
	"strconv"
	"strings"
)

// In a folder of MH each message is a file whose name is its number. Programs of the family are nmh, Claws Mail and
// Python's mailbox.MH.

var mhName = pattern(`^[1-9][0-9]{0,17}$`)

// readMHName reads the name of a file that holds a message.
func readMHName(name string) fileName {
	out := fileName{name: name}
	if mhName().MatchString(name) {
		out.mh, _ = strconv.ParseInt(name, 10, 64)
	}
	return out
}

// isDeletedMH says whether a message was deleted: MH programs put a comma in front of its name.
func isDeletedMH(name string) bool {
	number, found := strings.CutPrefix(name, ",")
	return found && mhName().MatchString(number)
}

// sequencesName is the file that says which messages are what: mh-sequence(5).
const sequencesName = ".mh_sequences"

// readSequences reads which messages of a directory have been read: where there are sequences, all but the unseen ones.
func (r *reader) readSequences(messages *source) {
	data, found := r.readList(path.Join(messages.path, sequencesName))
	if !found {
		return
	}
	var unseen []string
	for line := range strings.Lines(data) {
		if ranges, found := strings.CutPrefix(line, "unseen:"); found {
			unseen = strings.Fields(ranges)
		}
	}
	for i := range messages.files {
		if f := &messages.files[i]; f.mh > 0 {
			f.read = !inRanges(unseen, f.mh)
		}
	}
}

// inRanges says whether one of some ranges, such as 3 and 5-7, has a number.
func inRanges(ranges []string, n int64) bool {
	for _, one := range ranges {
		from, to, isRange := strings.Cut(one, "-")
		if !isRange {
			to = from
		}
		low, err := strconv.ParseInt(from, 10, 64)
		high, err2 := strconv.ParseInt(to, 10, 64)
		if err == nil && err2 == nil && low <= n && n <= high {
			return true
		}
	}
	return false
}
