package testscripts

import "os/exec"

// Windows has no signal that asks a program to end, and what it has started belongs to nobody.

func setGroup(*exec.Cmd) {}

func interruptGroup(cmd *exec.Cmd) { _ = cmd.Process.Kill() }

func killGroup(cmd *exec.Cmd) { _ = cmd.Process.Kill() }
