package eml

// WithoutBcc is the message as other recipients get it: the same bytes less the Bcc and Resent-Bcc fields (RFC 5322 section 3.6.3).
// The header is read as Parse reads it, but without a limit, so that no Bcc that anybody could be shown stays.
func WithoutBcc(raw []byte) []byte {
	r := headerReader{lines: linesOf(raw), limit: len(raw) + 1}
	var out []byte
	kept := 0
	for _, f := range r.read(true).fields {
		if f.name == "bcc" || f.name == "resent-bcc" {
			out = append(out, raw[kept:f.start]...)
			kept = f.end
		}
	}
	if kept == 0 {
		return raw
	}
	return append(out, raw[kept:]...)
}
