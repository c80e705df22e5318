package mail

import (
	"cmp"
	"slices"
	"strings"
)

// FolderKind tells the folders that every mailbox has from those that users make. The numbers are the order in
// which they are listed.
type FolderKind uint8

const (
	Inbox FolderKind = iota
	Drafts
	Outbox
	SentItems
	DeletedItems
	Archive
	Junk
	OwnFolder
	PublicFolder
)

// BuiltIn are the paths of the folders that every mailbox has, by kind.
var BuiltIn = [...]string{"Inbox", "Drafts", "Outbox", "Sent Items", "Deleted Items", "Archive", "Junk"}

// Has says whether a folder of the kind can have the path.
func (k FolderKind) Has(path string) bool {
	switch k {
	case PublicFolder:
		return path == ""
	case OwnFolder:
		isLike := func(name string) bool { return strings.EqualFold(name, path) }
		return path != "" && !slices.ContainsFunc(BuiltIn[:], isLike)
	}
	return path == BuiltIn[k]
}

// CompareFolders orders folders by path, the built-in ones in front, in their own order.
func CompareFolders(a, b string) int {
	return cmp.Or(cmp.Compare(folderRank(a), folderRank(b)), cmp.Compare(a, b))
}

func folderRank(path string) int {
	if i := slices.Index(BuiltIn[:], path); i >= 0 {
		return i
	}
	return len(BuiltIn)
}

// Rights are a user's role in a public folder.
type Rights uint8

const (
	NoRights Rights = iota
	Contributor
	Reviewer
	Author
	Editor
	Owner
)

var rights = set{"role", []string{"none", "contributor", "reviewer", "author", "editor", "owner"}}

func (r Rights) String() string                  { return rights.word(uint8(r)) }
func (r Rights) MarshalText() ([]byte, error)    { return []byte(r.String()), nil }
func ParseRights(s string) (r Rights, err error) { return parse[Rights](rights, s) }

// ReadsAll says whether the role may read every item of the public folder.
func (r Rights) ReadsAll() bool { return r >= Reviewer }

// RightsWords are the words that may be typed for rights, in their order.
func RightsWords() []string { return slices.Clone(rights.words) }
