package eml

import "slices"

// WithoutBcc is the message as other recipients get it: the same bytes less the Bcc and Resent-Bcc fields (RFC 5322 section 3.6.3).
// The header is read as Parse reads it, but without a limit, so that no Bcc that anybody could be shown stays.
func WithoutBcc(raw []byte) []byte { return Without(raw, "bcc", "resent-bcc") }

// Without is the message less the fields with these names, which are in lower case.
func Without(raw []byte, names ...string) []byte {
	r := headerReader{lines: linesOf(raw), limit: len(raw) + 1}
	var out []byte
	kept := 0
	for _, f := range r.read(true).fields {
		if slices.Contains(names, f.name) {
			out = append(out, raw[kept:f.start]...)
			kept = f.end
		}
	}
	if kept == 0 {
		return raw
	}
	return append(out, raw[kept:]...)
}
