package recall

import (
	"math/rand/v2"
	"testing"
)

// Packing loses nothing, and everything fits into the 63 bits that SQLite's integers have beside the sign.
func TestPackIsReversible(t *testing.T) {
	shift, width := (packedCount - 1).Shift()
	if shift+width > 63 {
		t.Fatalf("facts take %d bits", shift+width)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		var f Facts
		for _, fd := range fields[:packedCount] {
			fd.set(&f, uint8(random.IntN(len(fd.words))))
		}
		if got := Unpack(f.Pack()); got != f {
			t.Fatalf("got %+v, want %+v", got, f)
		}
	}
}

func TestShiftsAreWherePackPutsThem(t *testing.T) {
	for id, fd := range fields[:packedCount] {
		var f Facts
		fd.set(&f, 1)
		shift, _ := FieldID(id).Shift()
		if got := f.Pack(); got != 1<<shift {
			t.Errorf("%s: packed as %b, shift %d", fd.name, got, shift)
		}
	}
}

func TestEnumerateVisitsEveryCombination(t *testing.T) {
	n := 0
	Enumerate(Fields(FSeen, FManual, FReader), func(Facts) { n++ })
	if n != 5*2*3 {
		t.Errorf("%d combinations", n)
	}
}
