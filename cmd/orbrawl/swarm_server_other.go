//go:build !linux

package main

import "os/exec"

// bind does nothing: the process hears the terminal's signals too, and ends by them.
func bind(*exec.Cmd) {}
