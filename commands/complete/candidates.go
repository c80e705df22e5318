package complete

import (
	"slices"
	"strings"

	"recallbox/commands/term"
	"recallbox/sandbox"
)

// Candidate is what the word being typed may become, and what that is.
type Candidate struct{ Word, Says string }

// Candidates are all of them, and whether it may be a file too.
type Candidates struct {
	List  []Candidate
	Files bool
}

func (f *Candidates) add(more Candidates) {
	f.List = append(f.List, more.List...)
	f.Files = f.Files || more.Files
}

// startingWith are those that begin with prefix, however it is capitalised.
func (f Candidates) startingWith(prefix string) Candidates {
	matching := Candidates{Files: f.Files}
	for _, one := range f.List {
		if len(one.Word) >= len(prefix) && strings.EqualFold(one.Word[:len(prefix)], prefix) {
			matching.List = append(matching.List, one)
		}
	}
	return matching
}

// withHead puts the head of the word in front of each.
func (f Candidates) withHead(head string) Candidates {
	for i := range f.List {
		f.List[i].Word = head + f.List[i].Word
	}
	return f
}

// candidatesFrom makes a candidate of each thing in a list.
func candidatesFrom[T any](list []T, show func(T) Candidate) Candidates {
	var f Candidates
	for _, one := range list {
		f.List = append(f.List, show(one))
	}
	return f
}

// wordOnly is a word that explains itself.
func wordOnly(word string) Candidate { return Candidate{Word: word} }

// without leaves out the words that the line has already.
func (f Candidates) without(words []string) Candidates {
	f.List = slices.DeleteFunc(f.List, func(one Candidate) bool { return slices.Contains(words, one.Word) })
	return f
}

// maxCandidates is how many candidates a person may want to look at.
const maxCandidates = 400

// shorten gives the candidates for a part of a word, or only their beginnings where they are too many: the longest
// that leave at most half of maxCandidates. Where only so many letters are wanted, those who find may leave out all
// candidates but one that have these letters in front.
func shorten(find func(letters int) (all Candidates, part string)) Candidates {
	all, part := find(sandbox.WholeWords)
	if len(all.List) <= maxCandidates {
		return all
	}
	shorter := Candidates{Files: all.Files}
	for length := len(part) + 1; ; length++ {
		all, _ := find(length)
		beginnings := beginnings(all.List, length)
		if len(beginnings) > maxCandidates/2 && shorter.List != nil {
			return shorter
		}
		shorter.List = beginnings
	}
}

// beginnings are the first letters of the candidates, each once.
func beginnings(all []Candidate, length int) []Candidate {
	var list []Candidate
	listed := map[string]bool{}
	for _, one := range all {
		short := one
		if end := term.EndOfLetter(one.Word, length); end < len(one.Word) {
			short = Candidate{one.Word[:end], ellipsis}
		}
		if !listed[short.Word] {
			listed[short.Word] = true
			list = append(list, short)
		}
	}
	return list
}

// ellipsis stands beside a candidate that is the beginning of many.
const ellipsis = "…"
