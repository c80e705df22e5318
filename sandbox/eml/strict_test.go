package eml

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"strings"
	"testing"
	"unicode/utf8"
)

// checkStrict checks what was written against RFC 5322 and MIME. The parsers of the standard library give a second
// opinion.
func checkStrict(t *testing.T, raw []byte) {
	t.Helper()
	if err := strict(raw); err != nil {
		t.Errorf("not strict: %v\n%s", err, raw)
	}
}

func strict(raw []byte) error {
	head, body, found := bytes.Cut(raw, []byte("\r\n\r\n"))
	if !found {
		return fmt.Errorf("no blank line")
	}
	if err := strictLines(raw); err != nil {
		return err
	}
	if !isASCII(string(body)) || !utf8.Valid(head) {
		return fmt.Errorf("octets above 127 in the body, or octets that are not UTF-8 in the header")
	}
	if err := strictHeader(string(head)); err != nil {
		return err
	}
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	if _, err := m.Header.Date(); err != nil {
		return err
	}
	for _, name := range []string{"From", "To", "Cc", "Bcc", "Disposition-Notification-To"} {
		if v := m.Header.Get(name); v != "" {
			if _, err := m.Header.AddressList(name); err != nil {
				return fmt.Errorf("%s %q: %w", name, v, err)
			}
		}
	}
	return strictBody(m.Header.Get("Content-Type"), m.Body)
}

func strictLines(raw []byte) error {
	for i, c := range raw {
		switch {
		case c == '\n' && (i == 0 || raw[i-1] != '\r'):
			return fmt.Errorf("bare LF at %d", i)
		case c == '\r' && (i+1 == len(raw) || raw[i+1] != '\n'):
			return fmt.Errorf("bare CR at %d", i)
		case c < ' ' && c != '\t' && c != '\r' && c != '\n' || c == 0x7f:
			return fmt.Errorf("octet %#x at %d", c, i)
		}
	}
	for line := range bytes.SplitSeq(raw, []byte("\r\n")) {
		if len(line) > 998 {
			return fmt.Errorf("a line of %d", len(line))
		}
	}
	return nil
}

// international are the fields that may be in UTF-8 (RFC 6532): nothing else can hold such addresses.
const international = " from to cc bcc disposition-notification-to message-id in-reply-to references "

func strictHeader(head string) error {
	count := map[string]int{}
	last := ""
	for _, line := range strings.Split(head, "\r\n") {
		if strings.TrimSpace(line) == "" {
			return fmt.Errorf("a header line of spaces")
		}
		if strings.Contains(line, "=?") && len(line) > 76 {
			return fmt.Errorf("%d characters in a line with an encoded word: %s", len(line), line)
		}
		if line[0] != ' ' && line[0] != '\t' {
			name, _, found := strings.Cut(line, ":")
			if !found || strings.ContainsAny(name, " \t") {
				return fmt.Errorf("no field: %q", line)
			}
			last = strings.ToLower(name)
			count[last]++
		}
		if !isASCII(line) && !strings.Contains(international, " "+last+" ") {
			return fmt.Errorf("octets above 127 in %s", last)
		}
	}
	for _, name := range []string{"date", "from", "message-id", "mime-version"} {
		if count[name] != 1 {
			return fmt.Errorf("%s occurs %d times", name, count[name])
		}
	}
	for name, n := range count {
		if n > 1 {
			return fmt.Errorf("%s occurs %d times", name, n)
		}
	}
	return nil
}

func strictBody(contentType string, body io.Reader) error {
	typ, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return fmt.Errorf("content type %q: %w", contentType, err)
	}
	if !strings.HasPrefix(typ, "multipart/") {
		_, err := io.Copy(io.Discard, body)
		return err
	}
	r := multipart.NewReader(body, params["boundary"])
	for n := 0; ; n++ {
		p, err := r.NextRawPart()
		if err == io.EOF && n > 0 {
			return nil
		} else if err != nil {
			return err
		}
		if d := p.Header.Get("Content-Disposition"); d != "" {
			if _, _, err := mime.ParseMediaType(d); err != nil {
				return fmt.Errorf("disposition %q: %w", d, err)
			}
		}
		if err := strictBody(p.Header.Get("Content-Type"), p); err != nil {
			return err
		}
	}
}
