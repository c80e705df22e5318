package eml

import (
	"bytes"
	"fmt"
	"maps"
	"mime"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A mediaType is the value of a Content-Type or Content-Disposition field.
type mediaType struct {
	value  string // in lower case: text/plain, attachment
	params map[string]string
}

// readMediaType reads such a field (RFC 2045 section 5.1) as far as it can be read. Values with spaces may lack their
// quotes, semicolons may be missing or stand in a row, and of a parameter that occurs twice the first counts.
func readMediaType(value []byte, d *defects) mediaType {
	s := unfold(decode8bit(value, "", d))
	pieces := splitUnquoted(s)
	m := mediaType{value: strings.ToLower(strings.Trim(stripComment(pieces[0]), " \t\r\n\"'<>,"))}
	var raw []parameter
	for _, p := range pieces[1:] {
		name, v, found := strings.Cut(p, "=")
		if name = strings.ToLower(strings.TrimSpace(name)); found && name != "" {
			raw = append(raw, parameter{name, unquote(strings.TrimSpace(v))})
		}
	}
	m.params = joinParameters(raw, d)
	return m
}

type parameter struct{ name, value string }

// isMediaType says whether s is a type and a subtype, which are tokens (RFC 2045 section 5.1).
func isMediaType(s string) bool {
	typ, subtype, found := strings.Cut(s, "/")
	return found && isToken(typ) && isToken(subtype) && len(s) < maxLine/4
}

func isToken(s string) bool {
	special := func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`()<>@,;:\"/[]?=`, r) }
	return s != "" && !strings.ContainsFunc(s, special)
}

// guessType is the type of a part whose Content-Type is none: what its parameters or its file name say, else
// application/octet-stream for a file, else text/plain (RFC 2045 section 5.2).
func (n *node) guessType() string {
	name := n.name()
	byName, known := mediaTypes[strings.ToLower(path.Ext(name))]
	switch {
	case n.typ.params["boundary"] != "":
		return "multipart/mixed"
	case known:
		return byName
	case name != "" || n.disp.value == "attachment":
		return octetStream
	}
	return "text/plain"
}

// splitUnquoted splits s at the semicolons outside quotes, and in front of a parameter that has none. A quote that
// never ends does not count.
func splitUnquoted(s string) (pieces []string) {
	start, endless := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == ';', (s[i] == ' ' || s[i] == '\t') && beginsParameter(s[i+1:]):
			pieces = append(pieces, s[start:i])
			start = i + 1
		case s[i] == '"' && !endless:
			n := quotedEnd(s[i+1:])
			if endless = n < 0; !endless {
				i += n + 1
			}
		}
	}
	return append(pieces, s[start:])
}

// beginsParameter says whether a parameter that mail programs write begins s.
func beginsParameter(s string) bool {
	name, _, found := strings.Cut(s[:min(len(s), len("filename*10*="))], "=")
	if !found {
		return false
	}
	name, _, _ = strings.Cut(strings.ToLower(name), "*")
	return slices.Contains([]string{"boundary", "charset", "filename", "format", "name", "type"}, name)
}

// quotedEnd is where the closing quote stands in s, which begins behind the opening one; -1 if there is none.
func quotedEnd(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}

// unquote removes the quotes of a value. In a path of old Windows programs backslashes separate folders and escape
// nothing.
func unquote(s string) string {
	if len(s) == 0 || s[0] != '"' {
		return strings.TrimSpace(stripComment(s))
	}
	if end := quotedEnd(s[1:]); end >= 0 {
		s = s[:1+end]
	}
	if s = s[1:]; isWindowsPath(s) && !isEscaped(s) {
		return s
	}
	return unescape(s)
}

// isEscaped says whether every backslash escapes what needs it.
func isEscaped(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			if i++; i == len(s) || s[i] != '\\' && s[i] != '"' {
				return false
			}
		}
	}
	return true
}

// stripComment removes a comment at the end of a value: text/plain (as it was).
func stripComment(s string) string {
	if i := strings.Index(s, " ("); i > 0 && strings.HasSuffix(strings.TrimSpace(s), ")") {
		return s[:i]
	}
	return s
}

// A piece is one section of a parameter (RFC 2231 section 3).
type piece struct {
	value   string
	encoded bool // percent-encoded (section 4)
}

// joinParameters joins the sections of long parameters and decodes what is encoded: by RFC 2231, or by RFC 2047, which
// is common and against the rules. An extended parameter counts more than a plain one of the same name.
func joinParameters(raw []parameter, d *defects) map[string]string {
	params := map[string]string{}
	sections := map[string]map[int]piece{}
	for _, p := range raw {
		base, star, extended := strings.Cut(p.name, "*")
		if !extended {
			if _, given := params[base]; !given {
				params[base] = decodeWords(p.value, d)
			}
			continue
		}
		number, encoded := strings.CutSuffix(star, "*")
		if star == "" {
			number, encoded = "0", true
		}
		n, err := strconv.Atoi(number)
		if err != nil || n < 0 {
			continue
		}
		if sections[base] == nil {
			sections[base] = map[int]piece{}
		}
		if _, given := sections[base][n]; !given {
			sections[base][n] = piece{p.value, encoded}
		}
	}
	for _, base := range slices.Sorted(maps.Keys(sections)) {
		if v := joinPieces(sections[base], d); v != "" {
			params[base] = v
		}
	}
	return params
}

// joinPieces joins the sections 0, 1, 2 and so on, up to the first that is missing. Some programs begin with 1.
func joinPieces(pieces map[int]piece, d *defects) string {
	first := 0
	if _, given := pieces[0]; !given {
		first = 1
	}
	var octets bytes.Buffer
	charset := ""
	for i := first; ; i++ {
		p, given := pieces[i]
		if !given {
			if i-first < len(pieces) {
				d.add("a section of a parameter is missing")
			}
			break
		}
		v := p.value
		if p.encoded && i == first {
			if parts := strings.SplitN(v, "'", 3); len(parts) == 3 {
				charset, v = parts[0], parts[2]
			}
		}
		if p.encoded {
			v = unpercent(v)
		}
		octets.WriteString(v)
	}
	if charset == "" {
		return decodeWords(decode8bit(octets.Bytes(), "", d), d)
	}
	return decodeCharset(charset, octets.Bytes(), d)
}

func unpercent(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0 {
			b.WriteByte(byte(unhex(s[i+1])<<4 | unhex(s[i+2])))
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// param is "; name=value". The value is quoted, or in the extended form of RFC 2231, in several sections if it is long
// (sections 3 and 4). Spaces separate the sections, so that the field can be folded there.
func param(name, value string) string {
	if value == "" {
		return ""
	}
	if len(value) < 60 && plainText(value) {
		return "; " + name + `="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
	}
	const room = 50
	var pieces []string
	piece := "UTF-8''"
	for _, r := range value {
		c := strings.ReplaceAll(encodeRune(r), "=", "%")
		if r == ' ' {
			c = "%20"
		} else if r == '.' || r == '-' || r == '_' {
			c = string(r)
		}
		if len(piece)+len(c) > room {
			pieces = append(pieces, piece)
			piece = ""
		}
		piece += c
	}
	pieces = append(pieces, piece)
	if len(pieces) == 1 {
		return "; " + name + "*=" + pieces[0]
	}
	var b strings.Builder
	for i, p := range pieces {
		fmt.Fprintf(&b, "; %s*%d*=%s", name, i, p)
	}
	return b.String()
}

const octetStream = "application/octet-stream"

// mediaTypes are the types of files by extension. The tables of the machine do not count: equal commands give equal
// bytes everywhere.
var mediaTypes = map[string]string{
	".avif": "image/avif",
	".bmp":  "image/bmp",
	".css":  "text/css",
	".csv":  "text/csv",
	".doc":  "application/msword",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".eml":  "message/rfc822",
	".gif":  "image/gif",
	".gz":   "application/gzip",
	".htm":  "text/html",
	".html": "text/html",
	".ics":  "text/calendar",
	".jpeg": "image/jpeg",
	".jpg":  "image/jpeg",
	".js":   "text/javascript",
	".json": "application/json",
	".log":  "text/plain",
	".md":   "text/markdown",
	".mp3":  "audio/mpeg",
	".mp4":  "video/mp4",
	".odp":  "application/vnd.oasis.opendocument.presentation",
	".ods":  "application/vnd.oasis.opendocument.spreadsheet",
	".odt":  "application/vnd.oasis.opendocument.text",
	".pdf":  "application/pdf",
	".png":  "image/png",
	".ppt":  "application/vnd.ms-powerpoint",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	".rtf":  "application/rtf",
	".svg":  "image/svg+xml",
	".tar":  "application/x-tar",
	".tif":  "image/tiff",
	".tiff": "image/tiff",
	".txt":  "text/plain",
	".vcf":  "text/vcard",
	".wav":  "audio/wav",
	".webp": "image/webp",
	".xls":  "application/vnd.ms-excel",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".xml":  "application/xml",
	".zip":  "application/zip",
}

// extensions are for the names of attachments that came without a name.
var extensions = map[string]string{
	"application/gzip":                 ".gz",
	"application/json":                 ".json",
	"application/ms-tnef":              ".dat",
	"application/msword":               ".doc",
	"application/pdf":                  ".pdf",
	"application/pgp-encrypted":        ".txt",
	"application/pgp-signature":        ".asc",
	"application/pkcs7-mime":           ".p7m",
	"application/pkcs7-signature":      ".p7s",
	"application/rtf":                  ".rtf",
	"application/x-pkcs7-mime":         ".p7m",
	"application/x-pkcs7-signature":    ".p7s",
	"application/xml":                  ".xml",
	"application/zip":                  ".zip",
	"audio/mpeg":                       ".mp3",
	"image/bmp":                        ".bmp",
	"image/gif":                        ".gif",
	"image/jpeg":                       ".jpg",
	"image/jpg":                        ".jpg",
	"image/png":                        ".png",
	"image/svg+xml":                    ".svg",
	"image/tiff":                       ".tif",
	"image/webp":                       ".webp",
	"message/delivery-status":          ".txt",
	"message/disposition-notification": ".txt",
	"message/feedback-report":          ".txt",
	"message/global":                   ".eml",
	"message/rfc822":                   ".eml",
	"text/calendar":                    ".ics",
	"text/csv":                         ".csv",
	"text/html":                        ".html",
	"text/plain":                       ".txt",
	"text/rfc822-headers":              ".txt",
	"text/vcard":                       ".vcf",
	"text/x-vcard":                     ".vcf",
	"video/mp4":                        ".mp4",
}

// mediaType is the Content-Type of the file: the given one, or that of its extension.
func (f File) mediaType() (string, error) {
	if f.Type == "" {
		if t, known := mediaTypes[strings.ToLower(path.Ext(f.Name))]; known {
			return t, nil
		}
		return octetStream, nil
	}
	t, params, err := mime.ParseMediaType(f.Type)
	if err == nil && strings.Count(t, "/") == 1 && len(f.Type) < maxLine/2 {
		if s := mime.FormatMediaType(t, params); s != "" {
			return s, nil
		}
	}
	return "", fmt.Errorf("attachment %s: type %s is not a media type such as text/plain", quoted(f.Name), quoted(f.Type))
}
