package delay

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"
)

// Key makes draws: equal keys give an address equal draws.
type Key struct{ prefix string }

// NewKey is the key for a seed and the words of a command, as a line.
func NewKey(seed int64, line string) Key {
	return Key{strconv.FormatInt(seed, 10) + "\n" + line + "\n"}
}

// Draw is what is drawn for an address: two numbers from 0 to 1, without 1. The first is for the delay, the second
// decides whether the address acts at all.
//
// The SHA-256 of the seed, the line and the address, with an end of line between them, is read from its beginning. The
// upper 53 bits of each 8 bytes are a number.
func (k Key) Draw(address string) (when, whether float64) {
	text := make([]byte, 0, 512)
	sum := sha256.Sum256(append(append(text, k.prefix...), address...))
	return uniform(sum[:8]), uniform(sum[8:16])
}

func uniform(b []byte) float64 { return float64(binary.BigEndian.Uint64(b)>>11) / (1 << 53) }
