package recall

import (
	"maps"
	"testing"
)

func TestSettingsAreFacts(t *testing.T) {
	t.Parallel()
	s := System{Settings: []Setting{
		{Key: "plan", Values: []string{"paid", "free"}, Fact: Fields(FFreePlan)},
		{Key: "alert", Values: []string{"off", "on", "read"}, Fact: Fields(FAlert)},
		{Key: "max-age", Values: []string{"365d"}, Longest: "3650d"},
	}}
	var f Facts
	s.Set(&f, map[string]string{"plan": "free", "alert": "read", "max-age": "1d", "unknown": "x"})
	if want := (Facts{FreePlan: true, Alert: AlertReaders}); f != want {
		t.Errorf("got %+v", f)
	}
	if got, want := s.Kept(f), map[FieldID]uint8{FFreePlan: 1, FAlert: 2}; !maps.Equal(got, want) {
		t.Errorf("kept %v", got)
	}
	if s.Set(&f, nil); f.Alert != AlertReaders {
		t.Error("what is not set is left as it is")
	}
}
