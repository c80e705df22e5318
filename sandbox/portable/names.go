// Package portable has what makes files the same on each operating system: names that all of them take, how a path is
// shown, and why a file cannot be used. It opens none.
package portable

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// Forbidden are the characters that a file system may refuse in a name.
const Forbidden = `/\<>:"|?*`

// IsDevice says whether a name means a device on Windows, as CON and nul.txt do.
func IsDevice(name string) bool {
	name, _, _ = strings.Cut(name, ".")
	return devices().MatchString(strings.TrimRight(name, " "))
}

// devices is compiled when it is first needed. Most runs of the program need it not.
var devices = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?i:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])$`)
})

// Name is a name like the one that is given, which every file system takes. It stays the same where it can.
func Name(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(Forbidden, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_"))
	if kept := strings.TrimRight(name, ". "); kept != name {
		name = kept + strings.Repeat("_", len(name)-len(kept))
	}
	if IsDevice(name) {
		name = "_" + name
	}
	return name
}

// Quote is a path in quotation marks, with control characters escaped. Windows separates folders with a backslash,
// which stays single.
func Quote(path string) string { return quotePath(path, os.PathSeparator) }

func quotePath(path string, separator rune) string {
	quoted := strconv.Quote(path)
	if separator == '\\' {
		quoted = strings.ReplaceAll(quoted, `\\`, `\`)
	}
	return quoted
}
