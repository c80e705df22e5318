// Package mailfile reads and writes mailboxes as other programs keep them: mbox files, Maildirs, and folders of .eml
// files.
//
// A folder may hold all of these side by side, and folders below it: Read takes what is there. What Writers write, Read
// gives back, with the folder of each message, its received date and its read state, and writing that again gives the
// same bytes:
//
//	eml      the bytes are exact; date and read state stand in the file's name, 000001-20260105T090000Z-read.eml
//	Maildir  the bytes are exact; the unique name begins with the date in seconds, the flag S is read, and subfolders are Maildir++
//	mbox     mboxrd, one file for each folder: the date stands in the From_ line (UTC), and a Status line behind it says whether the message is
//	         read. Bytes are exact but for one thing that the format cannot say: a last line without its end gets one
//
// The libraries that there are for these formats do not serve: go-mbox drops the From_ lines with their dates, quotes
// only "From " and not ">From ", and turns line ends; go-maildir makes names from chance and the time of day, skips
// what its idea of a name does not fit, and moves new messages to read them. The tests read with them what this package
// writes, and the other way round.
//
// The package holds one message in memory at a time, however large a file is. It knows files only as an fs.FS and a
// Tree, and must never decide what becomes of a message.
package mailfile
