// Package mailfile reads and writes mailboxes as other programs keep them: mbox files, Maildirs, and folders of .eml
// files.
//
// One directory may hold all of these, and directories below it: Read reads what is there. What a Writer writes, Read
// gives back, with the folder of each message, when it was received, and whether it is read. To write that again gives
// the same bytes.
//
//   - eml: the bytes are exact. The name of the file holds the rest: 000001-20260105T090000Z-read.eml.
//   - Maildir: the bytes are exact. The name begins with the time in seconds, the flag S means read, and subfolders are
//     Maildir++.
//   - mbox: one mboxrd file for each folder. The From_ line holds the time (UTC), and a Status line behind it says
//     whether the message is read. The bytes are exact but for one thing that the format cannot say: a last line
//     without an end gets one.
//
// The libraries for these formats do not serve. go-mbox drops the From_ lines with their dates, quotes only "From " and
// not ">From ", and changes line ends. go-maildir makes names from chance and the time of day, skips names that it does
// not expect, and moves new messages to read them. The tests let both read what this package writes, and the other way
// round.
//
// The package holds one message in memory at a time, however large a file is. It knows files only as an fs.FS and a
// Tree. It must never decide what becomes of a message.
package mailfile
