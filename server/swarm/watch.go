package swarm

import (
	"context"
	"net"
	"net/url"
	"os"
	"strconv"
	"time"
)

// watch is what a run sees of the server and of the machine, from outside. A nil part sees nothing.
type watch struct {
	metrics *observer
	server  *process
	own     *process
}

// usage is what a process has used, by the operating system.
type usage struct {
	cpu       float64 // s, user and system, since it began
	rss       float64 // bytes
	files     int     // that are open
	filesMost int     // that may be
}

// load is of the whole machine.
type load struct {
	busy, total float64 // s of all cores, since it began
	memory      float64 // share that nobody can have any more
}

// glance is all that a watch sees at one moment; nil is what could not be seen.
type glance struct {
	at      time.Time
	metrics *reading
	server  *usage
	own     *usage
	machine *load
}

// newWatch finds the server's process when it is on this machine: by its number, or by who listens at the page's port.
func newWatch(metrics *observer, page *url.URL, pid int) *watch {
	w := &watch{metrics: metrics, own: openProcess(os.Getpid())}
	if pid == 0 {
		pid = listenerAt(page)
	}
	if pid != 0 {
		w.server = openProcess(pid)
	}
	return w
}

// listenerAt is the process that listens at the page's port of this machine, or 0.
func listenerAt(page *url.URL) int {
	ip := net.ParseIP(page.Hostname())
	port, err := strconv.Atoi(page.Port())
	if err != nil || page.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return 0
	}
	return listener(uint64(port))
}

// look takes a glance, also when the run is being ended early.
func (w *watch) look() glance {
	metrics := reread(w.metrics) // it may take a while
	return glance{time.Now(), metrics, w.server.read(), w.own.read(), machineLoad()}
}

// reread takes a reading of the metrics; the report says null where it had needed one that failed.
func reread(o *observer) *reading {
	ctx, done := context.WithTimeout(context.Background(), askPatience)
	defer done()
	r, err := o.read(ctx)
	if err != nil {
		return nil
	}
	return r
}

// Who tells of the server's CPU time.
const (
	fromSystem  = "process table" // of this machine
	fromMetrics = "metrics"       // of the server
)

// serverCPU is the CPU time in seconds that the server took between two glances, and who says so; "" is nobody.
func serverCPU(a, b *glance) (seconds float64, source string) {
	switch {
	case a.server != nil && b.server != nil:
		return b.server.cpu - a.server.cpu, fromSystem
	case a.metrics != nil && b.metrics != nil && b.metrics.cpu > 0:
		return b.metrics.cpu - a.metrics.cpu, fromMetrics
	}
	return 0, ""
}

// rss is the memory of the server in bytes, 0 when it is not known.
func (g *glance) rss() float64 {
	switch {
	case g.server != nil:
		return g.server.rss
	case g.metrics != nil:
		return g.metrics.rss
	}
	return 0
}
