package scripts

import (
	"strconv"
	"strings"
)

// Shard is one part of a list that several jobs share: every Of-th entry, from the Number-th on. The zero value is all.
type Shard struct{ Number, Of int }

// ParseShard reads I/N, the I-th of N parts, for a command.
func ParseShard(command, text string) (Shard, error) {
	number, of, _ := strings.Cut(text, "/")
	s := Shard{}
	var err, err2 error
	s.Number, err = strconv.Atoi(number)
	s.Of, err2 = strconv.Atoi(of)
	if err != nil || err2 != nil || s.Number < 1 || s.Number > s.Of {
		return s, usage("the parts are 1/4, 2/4, 3/4 and 4/4, for example", "%s: --shard %s is no part I of N parts: I/N",
			command, plainOrQuoted(text))
	}
	return s, nil
}

// Has says whether an entry belongs to the shard; the first one has the index 0.
func (s Shard) Has(index int) bool { return s.Of == 0 || index%s.Of == s.Number-1 }

// In are the scripts of a list that belong to the shard.
func (s Shard) In(list []Script) []Script {
	var own []Script
	for i, one := range list {
		if s.Has(i) {
			own = append(own, one)
		}
	}
	return own
}
