// Package faults holds no code, only tests that treat sandboxes badly: processes are killed, disks are full,
// bytes are flipped, power fails, many write at once, sandboxes are replaced. Each has a short form that always
// runs, and a flag for the long one:
//
//	go test ./testscripts/faults -v -run TestKill -kills 500
//	go test ./testscripts/faults -v -run TestFlippedBytes -flips 1000
//	go test ./testscripts/faults -v -run TestManyProcesses -processes 16 -each 200
//	go test ./testscripts/faults -v -run TestPowerLoss -crashes 2000
//
// One benchmark prints how soon pages that are open are told of what the command line does, and what memory that takes:
//
//	go test ./testscripts/faults -run '^$' -bench Serve -benchtime 1x
package faults
