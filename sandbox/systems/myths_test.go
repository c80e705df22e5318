package systems_test

import (
	"testing"

	"recallbox/sandbox/systems"
)

// Each myth is answered by behaviours that there are.
func TestMythsNameBehaviours(t *testing.T) {
	t.Parallel()
	all := systems.All()
	for _, m := range systems.Myths {
		checkSentence(t, "a myth", m.Says)
		checkSentence(t, "a myth", m.So)
		if len(m.Behaviours) == 0 {
			t.Errorf("nothing shows what is so: %s", m.Says)
		}
		for _, id := range m.Behaviours {
			if systems.Behaviour(all, id) == nil {
				t.Errorf("no behaviour %s shows what is so: %s", id, m.Says)
			}
		}
	}
}
