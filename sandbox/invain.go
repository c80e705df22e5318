package sandbox

// InVain are later acts of commands of which none was carried out.
type InVain struct {
	Failed  int64  // how many acts
	Message string // why the first of them failed
}

// LatersInVain counts them; none failed so where the message is "".
func (tx *Tx) LatersInVain() (v InVain, err error) {
	failed, first, err := tx.store.ActsInVain()
	if err != nil || failed == 0 {
		return v, err
	}
	v.Failed = failed
	v.Message, err = tx.store.DetailOf(first)
	return v, err
}
