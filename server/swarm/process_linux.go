package swarm

import (
	"slices"
	"strconv"

	"github.com/prometheus/procfs"
)

// process is a process of this machine. A nil process tells nothing.
type process struct{ proc procfs.Proc }

// openProcess is nil when there is no such process.
func openProcess(pid int) *process {
	proc, err := procfs.NewProc(pid)
	if err != nil {
		return nil
	}
	return &process{proc}
}

// read is nil when the process is gone or not ours to look at.
func (p *process) read() *usage {
	if p == nil {
		return nil
	}
	stat, err := p.proc.Stat()
	if err != nil {
		return nil
	}
	u := &usage{cpu: stat.CPUTime(), rss: float64(stat.ResidentMemory())}
	if n, err := p.proc.FileDescriptorsLen(); err == nil {
		u.files = n
	}
	if limits, err := p.proc.Limits(); err == nil {
		u.filesMost = int(min(limits.OpenFiles, 1<<31))
	}
	return u
}

// listening is the state of a TCP socket that waits for connections.
const listening = 0x0a

// listener is the process that listens at a TCP port, or 0 when it cannot be seen.
func listener(port uint64) int {
	fs, err := procfs.NewDefaultFS()
	if err != nil {
		return 0
	}
	var sockets []string
	for _, table := range []func() (procfs.NetTCP, error){fs.NetTCP, fs.NetTCP6} {
		lines, _ := table() // a machine may lack one of them
		for _, l := range lines {
			if l.LocalPort == port && l.St == listening {
				sockets = append(sockets, "socket:["+strconv.FormatUint(l.Inode, 10)+"]")
			}
		}
	}
	all, err := fs.AllProcs()
	if err != nil || len(sockets) == 0 {
		return 0
	}
	for _, p := range all {
		files, _ := p.FileDescriptorTargets() // those of others are not shown
		if slices.ContainsFunc(files, func(f string) bool { return slices.Contains(sockets, f) }) {
			return p.PID
		}
	}
	return 0
}

// machineLoad is nil when the system does not tell.
func machineLoad() *load {
	fs, err := procfs.NewDefaultFS()
	if err != nil {
		return nil
	}
	stat, err := fs.Stat()
	if err != nil {
		return nil
	}
	c := stat.CPUTotal
	busy := c.User + c.Nice + c.System + c.IRQ + c.SoftIRQ + c.Steal
	l := &load{busy: busy, total: busy + c.Idle + c.Iowait}
	if m, err := fs.Meminfo(); err == nil && m.MemTotal != nil && m.MemAvailable != nil && *m.MemTotal > 0 {
		l.memory = 1 - float64(*m.MemAvailable)/float64(*m.MemTotal)
	}
	return l
}
