package commands

import (
	"slices"
	"strings"

	"recallbox/commands/term"
)

// candidate is what the word being typed may become.
type candidate struct{ word, says string }

// candidates are all of them, and whether it may be a file too.
type candidates struct {
	list  []candidate
	files bool
}

func (f *candidates) add(more candidates) {
	f.list = append(f.list, more.list...)
	f.files = f.files || more.files
}

// only are those that begin with prefix, however it is capitalised.
func (f candidates) only(prefix string) candidates {
	kept := candidates{files: f.files}
	for _, one := range f.list {
		if len(one.word) >= len(prefix) && strings.EqualFold(one.word[:len(prefix)], prefix) {
			kept.list = append(kept.list, one)
		}
	}
	return kept
}

// behind puts head, which was typed before the part that is completed, in front of each.
func (f candidates) behind(head string) candidates {
	for i := range f.list {
		f.list[i].word = head + f.list[i].word
	}
	return f
}

// offer makes a candidate of each thing in a list.
func offer[T any](list []T, show func(T) candidate) candidates {
	var f candidates
	for _, one := range list {
		f.list = append(f.list, show(one))
	}
	return f
}

// bare is a word that explains itself.
func bare(word string) candidate { return candidate{word: word} }

// without leaves out what stands on the line already.
func (f candidates) without(given []string) candidates {
	f.list = slices.DeleteFunc(f.list, func(one candidate) bool { return slices.Contains(given, one.word) })
	return f
}

// most is how many candidates somebody may want to look at.
const most = 1000

// fewer are the candidates themselves, or where they are too many, how they go on: as many letters as leave half of that.
func fewer(all candidates, typed string) candidates {
	if len(all.list) <= most {
		return all
	}
	shorter := candidates{files: all.files}
	for length := len(typed) + 1; ; length++ {
		beginnings := beginnings(all.list, length)
		if len(beginnings) > most/2 && shorter.list != nil {
			return shorter
		}
		shorter.list = beginnings
	}
}

// beginnings are the first letters of the candidates, each once.
func beginnings(all []candidate, length int) []candidate {
	var list []candidate
	seen := map[string]bool{}
	for _, one := range all {
		short := one
		if end := term.EndOfLetter(one.word, length); end < len(one.word) {
			short = candidate{one.word[:end], goesOn}
		}
		if !seen[short.word] {
			seen[short.word] = true
			list = append(list, short)
		}
	}
	return list
}

// goesOn explains a candidate that is the beginning of many.
const goesOn = "…"
