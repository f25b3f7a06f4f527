package main

import (
	"testing"
	"time"

	"github.com/prometheus/procfs"
)

// TestAKilledSwarmLeavesNoServer kills the swarm in the midst of its run: the server it started must go too.
func TestAKilledSwarmLeavesNoServer(t *testing.T) {
	swarm := program(t.Context(), "swarm", "--serve", "--pilots", "1", "--for", "1h")
	if err := swarm.Start(); err != nil {
		t.Fatal(err)
	}
	var server procfs.Proc
	until(t, "the swarm starts a server", func() (there bool) {
		server, there = childOf(t, swarm.Process.Pid)
		return there
	})
	if err := swarm.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if swarm.Wait() == nil {
		t.Error("the swarm ended well")
	}
	until(t, "the server ends", func() bool {
		stat, err := server.Stat()
		return err != nil || stat.State == "Z" // gone, or only its parent has not noticed
	})
}

func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	limit, look := time.After(20*time.Second), time.NewTicker(10*time.Millisecond)
	defer look.Stop()
	for !done() {
		select {
		case <-limit:
			t.Fatalf("waited in vain: %s", what)
		case <-look.C:
		}
	}
}

// childOf is a process that another one started, if there is one.
func childOf(t *testing.T, pid int) (procfs.Proc, bool) {
	t.Helper()
	all, err := procfs.AllProcs()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if stat, err := p.Stat(); err == nil && stat.PPID == pid {
			return p, true
		}
	}
	return procfs.Proc{}, false
}
