package commands

import (
	"slices"
	"testing"
)

func TestAddressesAndSettings(t *testing.T) {
	addresses, settings := addressesAndSettings(
		[]string{"bob@acme.example", "name=Bob @ home", "a=b@acme.example", "colour=red", "client=outlook", "carol"},
	)
	if want := []string{"bob@acme.example", "a=b@acme.example", "carol"}; !slices.Equal(addresses, want) {
		t.Errorf("addresses: got %q, want %q", addresses, want)
	}
	if want := []string{"name=Bob @ home", "colour=red", "client=outlook"}; !slices.Equal(settings, want) {
		t.Errorf("settings: got %q, want %q", settings, want)
	}
}
