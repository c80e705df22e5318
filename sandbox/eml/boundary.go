package eml

import (
	"bytes"
	"crypto/sha256"
	"fmt"
)

// boundaries derives one boundary for each kind of multipart in a message, from the message's ID.
type boundaries struct {
	id     string
	bodies [][]byte // what stands unencoded in the message and could hold a boundary by accident or malice
}

func newBoundaries(id string, root part) *boundaries {
	b := &boundaries{id: id}
	b.collect(root)
	return b
}

// collect leaves out what is encoded: "=_" occurs neither in base64 nor in quoted-printable.
func (b *boundaries) collect(p part) {
	if p.encoding == "7bit" {
		b.bodies = append(b.bodies, p.body)
	}
	for _, child := range p.parts {
		b.collect(child)
	}
}

// of is the first in a fixed sequence of candidates that no body contains.
func (b *boundaries) of(kind string) string {
	for n := 0; ; n++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%d", b.id, kind, n))
		candidate := fmt.Sprintf("=_%s_%x", kind[:1], sum[:12])
		if !b.occurs(candidate) {
			return candidate
		}
	}
}

func (b *boundaries) occurs(candidate string) bool {
	for _, body := range b.bodies {
		if bytes.Contains(body, []byte(candidate)) {
			return true
		}
	}
	return false
}
