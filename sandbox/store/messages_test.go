package store

import (
	"bytes"
	"testing"
)

func TestContents(t *testing.T) {
	zeros := bytes.Repeat([]byte{0}, worthPacking)
	for _, raw := range [][]byte{{}, []byte("short"), bytes.Repeat([]byte("long "), 1000), zeros} {
		s := open(t, create(t))
		err := s.Update(t.Context(), func(tx *Tx) error {
			id, err := tx.PutContent(raw)
			if err != nil {
				return err
			}
			got, err := tx.Content(id)
			if err == nil && !bytes.Equal(got, raw) {
				t.Errorf("%d bytes came back as %d", len(raw), len(got))
			}
			packed, again := tx.number(`SELECT packed FROM contents`)
			if again != nil || (packed == 1) != (len(raw) >= worthPacking) {
				t.Errorf("%d bytes: packed %d, %v", len(raw), packed, again)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}
