package main

import (
	"os/exec"
	"syscall"
)

// bind lets the system end the process when ours is gone, even by a kill, and keeps the terminal's signals from it: it
// is stopped when the pilots are home.
func bind(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM, Setpgid: true}
}
