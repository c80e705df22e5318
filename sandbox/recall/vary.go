package recall

// Vary calls visit with the facts as they are but for one, which takes each of its values in turn, and the value's word.
func (f Facts) Vary(id FieldID, visit func(word string, f Facts)) {
	for v, word := range fields[id].words {
		fields[id].set(&f, uint8(v))
		visit(word, f)
	}
}

// VaryEach varies each fact of the set by itself.
func (f Facts) VaryEach(set FieldSet, visit func(f Facts)) {
	for id := range fieldCount {
		if set.Has(id) {
			f.Vary(id, func(_ string, f Facts) { visit(f) })
		}
	}
}
