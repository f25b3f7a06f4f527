//go:build !linux

package swarm

// process is nil where the system's process table is not read.
type process struct{}

func openProcess(int) *process { return nil }

func (*process) read() *usage { return nil }

func listener(uint64) int { return 0 }

func machineLoad() *load { return nil }
