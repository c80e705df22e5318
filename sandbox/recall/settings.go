package recall

import "slices"

// Set puts what an organisation has set into the facts that its mail system's settings are.
func (s System) Set(f *Facts, settings map[string]string) {
	for _, setting := range s.Settings {
		value := slices.Index(setting.Values, settings[setting.Key])
		setting.Fact.each(func(id FieldID) {
			if value >= 0 {
				fields[id].set(f, uint8(value))
			}
		})
	}
}

// Kept are the facts among the system's settings that decisions are kept with, with their values in f.
func (s System) Kept(f Facts) map[FieldID]uint8 {
	kept := map[FieldID]uint8{}
	for _, setting := range s.Settings {
		setting.Fact.each(func(id FieldID) {
			if id < packedCount {
				kept[id] = fields[id].get(&f)
			}
		})
	}
	return kept
}

func (s FieldSet) each(visit func(FieldID)) {
	for id := range fieldCount {
		if s.Has(id) {
			visit(id)
		}
	}
}
