package store

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"fmt"
	"io"
)

// worthPacking is from how many bytes on a message is deflated.
const worthPacking = 2048

// PutContent keeps a message's bytes, once however often they come.
func (t *Tx) PutContent(raw []byte) (int64, error) {
	if raw == nil {
		raw = []byte{} // the driver would take it for NULL
	}
	hash := sha256.Sum256(raw)
	var id int64
	if ok, err := t.one(`SELECT id FROM contents WHERE sha256 = ?`, []any{hash[:]}, &id); ok || err != nil {
		return id, err
	}
	data, packed := t.pack(raw)
	return t.insert(`INSERT INTO contents (sha256, size, packed, data) VALUES (?, ?, ?, ?)`, hash[:], len(raw), packed, data)
}

// content is a row of contents.
type content struct {
	hash, data []byte
	size       int
	packed     bool
}

const contentColumns = `sha256, size, packed, data`

func (c *content) dest() []any { return []any{&c.hash, &c.size, &c.packed, &c.data} }

// bytes are what was kept; whole is false where they are something else.
func (c *content) bytes() (data []byte, whole bool) {
	data = c.data
	if c.packed {
		var err error
		if data, err = io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(c.data)), int64(c.size)+1)); err != nil {
			return nil, false
		}
	}
	hash := sha256.Sum256(data)
	return data, len(data) == c.size && bytes.Equal(hash[:], c.hash)
}

// Content reads a message's bytes back, and makes sure that they are what was kept.
func (t *Tx) Content(id int64) ([]byte, error) {
	var c content
	ok, err := t.one(`SELECT `+contentColumns+` FROM contents WHERE id = ?`, []any{id}, c.dest()...)
	if err != nil {
		return nil, err
	}
	data, whole := c.bytes()
	if !ok || !whole {
		return nil, fmt.Errorf("%w: content %d is not what was stored", ErrDamaged, id)
	}
	return data, nil
}

// pack deflates what becomes smaller by it. In a small message little is gained, and making ready to deflate takes longer than all the rest:
// a transaction does that once.
func (t *Tx) pack(raw []byte) (data []byte, packed bool) {
	if len(raw) < worthPacking {
		return raw, false
	}
	var b bytes.Buffer
	var err error
	if t.packer == nil {
		t.packer, err = flate.NewWriter(&b, flate.BestSpeed)
	} else {
		t.packer.Reset(&b)
	}
	if err == nil {
		_, err = t.packer.Write(raw)
	}
	if err == nil {
		err = t.packer.Close()
	}
	if err != nil || b.Len() >= len(raw) {
		return raw, false
	}
	return b.Bytes(), true
}
