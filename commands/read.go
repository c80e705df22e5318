package commands

import (
	"io"
	"os"

	"recallbox/sandbox"
	"recallbox/sandbox/eml"
)

// maxFile is how large a file may be that is read at once: as large as a message.
const maxFile = eml.MaxBytes

// readFile is the content of a file that the user calls name.
func readFile(path, name string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Size() > maxFile {
		return nil, tooLarge(name)
	}
	return readLimited(f, name)
}

// readLimited reads to the end, which must come in time.
func readLimited(r io.Reader, name string) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err == nil && len(data) > maxFile {
		return nil, tooLarge(name)
	}
	return data, err
}

func tooLarge(name string) error {
	return &failure{Kind: sandbox.Invalid, Message: name + ": is larger than 150 MiB", Hint: say("no message is that large, and nothing larger is read")}
}
