package mailfile

import (
	"encoding/base64"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Folders become directories, and the other way round, whatever they are called.

// escapePath is where a folder goes: the directories above it, and its own name.
func escapePath(folder string) (dir, name string) {
	parts := strings.Split(folder, "/")
	for i, part := range parts {
		parts[i] = escapeName(part)
	}
	last := len(parts) - 1
	return path.Join(append([]string{"."}, parts[:last]...)...), parts[last]
}

// escapeName writes with a % what no file system takes, or what would mean something else when it is read.
func escapeName(name string) string {
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		first, last := i == 0, i == len(name)-1
		switch {
		case c < ' ' || c == 0x7f || strings.IndexByte(`%/\<>:"|?*`, c) >= 0,
			first && (c == '.' || slices.Contains(maildirParts, name)),
			last && (c == '.' || c == ' '),
			c == '.' && slices.Contains(folderEnds, strings.ToLower(name[i:])):
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

var (
	maildirParts = []string{"cur", "new", "tmp"}
	folderEnds   = []string{".mbox", ".sbd"} // what directories and files of folders end in, here and in Thunderbird
)

// unescapeName is the folder that a directory or an mbox file is.
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

// maxName is how long the name of a folder may be, in bytes.
const maxName = 255

// cleanName makes a name one that a folder may have.
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

// maildirFolder is the directory of a folder below a Maildir: Maildir++, with IMAP's modified UTF-7 (RFC 3501 section 5.1.3) as mail
// servers have it there, and in it also what would else part names or leave the directory.
func maildirFolder(folder string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(folder, "/") {
		b.WriteByte('.')
		for part != "" {
			if plain := strings.IndexFunc(part, needsUTF7); plain != 0 {
				if plain < 0 {
					plain = len(part)
				}
				b.WriteString(part[:plain])
				part = part[plain:]
				continue
			}
			if part[0] == '&' {
				b.WriteString("&-")
				part = part[1:]
				continue
			}
			end := strings.IndexFunc(part, func(r rune) bool { return r == '&' || !needsUTF7(r) })
			if end < 0 {
				end = len(part)
			}
			b.WriteString(writeUTF7(part[:end]))
			part = part[end:]
		}
	}
	return b.String()
}

func needsUTF7(r rune) bool { return r < ' ' || r > '~' || r == '&' || r == '.' || r == '/' }

// mailboxBase64 has a comma where base64 has a slash.
var mailboxBase64 = base64.NewEncoding("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,").WithPadding(base64.NoPadding)

func writeUTF7(s string) string {
	var data []byte
	for _, unit := range utf16.Encode([]rune(s)) {
		data = append(data, byte(unit>>8), byte(unit))
	}
	return "&" + mailboxBase64.EncodeToString(data) + "-"
}

// readMaildirFolder is the folder that a directory below a Maildir is, as a path. A name that is no modified UTF-7 is taken as it is.
func readMaildirFolder(dir string) string {
	var parts []string
	for part := range strings.SplitSeq(strings.TrimPrefix(dir, "."), ".") {
		if decoded, ok := readUTF7(part); ok {
			part = decoded
		}
		parts = append(parts, cleanName(part))
	}
	return strings.Join(parts, "/")
}

func readUTF7(s string) (string, bool) {
	var b strings.Builder
	for {
		plain, rest, found := strings.Cut(s, "&")
		b.WriteString(plain)
		if !found {
			return b.String(), true
		}
		code, after, ended := strings.Cut(rest, "-")
		data, err := mailboxBase64.DecodeString(code)
		if !ended || err != nil || len(data)%2 != 0 {
			return "", false
		}
		if code == "" {
			b.WriteByte('&')
		}
		var units []uint16
		for i := 0; i < len(data); i += 2 {
			units = append(units, uint16(data[i])<<8|uint16(data[i+1]))
		}
		b.WriteString(string(utf16.Decode(units)))
		s = after
	}
}
