package systems

import "testing"

// Every question that wants an answer gets one in every possible case, success is always for good, and every
// behaviour is reached.
func TestEveryCaseIsAnsweredAndEveryBehaviourReached(t *testing.T) {
	for _, s := range All() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			for _, complaint := range s.Check() {
				t.Error(complaint)
			}
		})
	}
}
