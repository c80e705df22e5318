package mailfile

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"recallbox/sandbox/portable"
)

// A namer finds the places of folders. Windows and macOS take names for the same that differ in case only.
type namer map[string]string // the folder that has a place, by the place in small letters

// isTaken says whether another folder has a place, in any case. If not, this one has it now.
func (n namer) isTaken(place, folder string) bool {
	place = strings.ToLower(place)
	if n[place] == "" {
		n[place] = folder
	}
	return n[place] != folder
}

// escapePath is where a folder goes, whatever its name: the directory above it, and its own name there.
func (n namer) escapePath(folder string) (dir, name string) {
	parts := strings.Split(folder, "/")
	dir = "."
	for i, part := range parts {
		dir, name = path.Join(dir, name), escapeName(part)
		if n.isTaken(path.Join(dir, name), strings.Join(parts[:i+1], "/")) {
			name = escapeAll(part)
		}
	}
	return dir, name
}

// escapeName writes with a % what no file system takes, and what would mean something else when it is read.
func escapeName(name string) string {
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		first, last := i == 0, i == len(name)-1
		switch {
		case c < ' ' || c == 0x7f || c == '%' || strings.IndexByte(portable.Forbidden, c) >= 0,
			first && (c == '.' || slices.Contains(maildirParts, name) || portable.IsDevice(name)),
			last && (c == '.' || c == ' '),
			c == '.' && slices.Contains(folderEnds, strings.ToLower(name[i:])):
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// escapeAll writes all of a name with %.
func escapeAll(name string) string {
	var b strings.Builder
	for i := range len(name) {
		fmt.Fprintf(&b, "%%%02X", name[i])
	}
	return b.String()
}

var (
	maildirParts = []string{"cur", "new", "tmp"}
	folderEnds   = []string{mboxEnd, ".sbd"} // ends of the names of folders, here and in Thunderbird
)

// unescapeName is the name of the folder that a directory or an mbox file is.
func unescapeName(name string) string {
	for _, end := range folderEnds {
		if rest := len(name) - len(end); rest > 0 && strings.EqualFold(name[rest:], end) {
			name = name[:rest]
			break
		}
	}
	var b strings.Builder
	for i := 0; i < len(name); i++ {
		if name[i] == '%' && i+2 < len(name) {
			if c, err := strconv.ParseUint(name[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(c))
				i += 2
				continue
			}
		}
		b.WriteByte(name[i])
	}
	return cleanName(b.String())
}

// File systems take names of 255 bytes, and paths of some thousand.
const (
	longestPart = 240  // bytes of a name
	longestPath = 1000 // bytes of a path below the top
)

// listName is the file that says which folders have a shortened name, in lines of that name, a tab, and the folder.
const listName = ".recallbox-folders"

// takes says whether every file system takes a path.
func takes(place string) bool {
	tooLong := func(part string) bool { return len(part) > longestPart }
	return len(place) <= longestPath && !slices.ContainsFunc(strings.Split(place, "/"), tooLong)
}

// shorten is a name at the top for a folder whose own is too long: how it begins, a ~, and what tells it from others.
// The escape is how a name is written in the format, and end what stands behind it.
func (p *target) shorten(folder string, escape func(string) string, end string) string {
	const kept = 60 // bytes
	begin := path.Base(folder)
	begin = strings.ToValidUTF8(begin[:min(len(begin), kept)], "")
	name := fmt.Sprintf("%s~%.6x%s", escape(begin), sha256.Sum256([]byte(folder)), end)
	p.short = append(p.short, name+"\t"+folder+"\n")
	return name
}

// putList writes the list of the folders whose names are shortened, if there are any.
func (p *target) putList() error {
	if p.short == nil {
		return nil
	}
	return p.put(listName, noTime, []byte(strings.Join(p.short, "")))
}

// readShort reads the list of the folders whose names are shortened: the folders by those names.
func (r *reader) readShort() map[string]string {
	list, _ := r.readList(path.Join(r.top, listName))
	folders := map[string]string{}
	for line := range strings.Lines(list) {
		name, folder, found := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if !found {
			continue
		}
		parts := strings.Split(folder, "/")
		for i := range parts {
			parts[i] = cleanName(parts[i])
		}
		folders[name] = strings.Join(parts, "/")
	}
	return folders
}

// maxName is how long the name of a folder may be, in bytes.
const maxName = 255

// cleanName makes of any name one that a folder may have.
func cleanName(name string) string {
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == '/' || r < ' ' || r == 0x7f {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_")))
	for len(name) > maxName {
		_, size := utf8.DecodeLastRuneInString(name)
		name = strings.TrimSpace(name[:len(name)-size])
	}
	if name == "" {
		return "_"
	}
	return name
}

// A fileName is what the name of the file of a message says.
type fileName struct {
	name     string
	n        int64 // the number in its folder, if recallbox wrote it; else 0
	mh       int64 // the number that is its name, as MH programs name files; else 0
	received time.Time
	read     bool
}

func (f fileName) own() bool { return f.n != 0 }

// sortFiles sorts files: by number where recallbox wrote them, else by time, and by the number or name.
func sortFiles(files []fileName) {
	slices.SortFunc(files, func(a, b fileName) int {
		return cmp.Or(cmp.Compare(a.n, b.n), a.received.Compare(b.received), cmp.Compare(a.mh, b.mh),
			strings.Compare(a.name, b.name))
	})
}

// pattern is a regular expression that is compiled when it is first needed. Most runs of the program need none.
func pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
