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
	hash := sha256.Sum256(raw)
	var id int64
	if ok, err := t.one(`SELECT id FROM contents WHERE sha256 = ?`, []any{hash[:]}, &id); ok || err != nil {
		return id, err
	}
	data, packed := pack(raw)
	return t.insert(`INSERT INTO contents (sha256, size, packed, data) VALUES (?, ?, ?, ?)`, hash[:], len(raw), packed, data)
}

// Content reads a message's bytes back, and makes sure that they are what was kept.
func (t *Tx) Content(id int64) ([]byte, error) {
	var hash, data []byte
	var size int
	var packed bool
	ok, err := t.one(`SELECT sha256, size, packed, data FROM contents WHERE id = ?`, []any{id}, &hash, &size, &packed, &data)
	if err != nil {
		return nil, err
	}
	if ok && packed {
		data, err = io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data)), int64(size)+1))
	}
	if got := sha256.Sum256(data); !ok || err != nil || !bytes.Equal(got[:], hash) {
		return nil, fmt.Errorf("%w: content %d is not what was stored", ErrDamaged, id)
	}
	return data, nil
}

// pack deflates what becomes smaller by it. In a small message little is gained, and making ready to deflate takes longer than all the rest.
func pack(raw []byte) (data []byte, packed bool) {
	if len(raw) < worthPacking {
		return raw, false
	}
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err == nil {
		_, err = w.Write(raw)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil || b.Len() >= len(raw) {
		return raw, false
	}
	return b.Bytes(), true
}
