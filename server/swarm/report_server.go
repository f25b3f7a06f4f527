package swarm

import (
	"fmt"
	"math"
	"runtime"

	"github.com/orbrawl/orbrawl/game/flight"
)

// tickMs is the length of a tick.
const tickMs = 1000.0 / flight.Rate

// server takes over what the server's metrics told of it; flown is the pilots' time together in seconds.
func (r *Report) server(s *stretch, flown float64) {
	r.process(s)
	a, b := s.opened.metrics, s.closed.metrics
	if s.before.metrics == nil || a == nil || b == nil {
		return
	}
	began := s.before.metrics
	r.TicksLate, r.TicksLateJoining = known(int(b.ticksLate-began.ticksLate)), known(int(a.ticksLate-began.ticksLate))
	r.TicksGivenUp = known(int(b.givenUp - began.givenUp))
	work, starts, whole := b.work.since(a.work), b.late.since(a.late), b.whole.since(a.whole)
	r.TickWorkP50Ms, r.TickWorkP99Ms = milliseconds(work, 0.5), milliseconds(work, 0.99)
	r.TickWholeP50Ms, r.TickWholeP99Ms = milliseconds(whole, 0.5), milliseconds(whole, 0.99)
	r.TickLateP50Ms, r.TickLateP99Ms = milliseconds(starts, 0.5), milliseconds(starts, 0.99)
	interval := b.interval.since(a.interval)
	r.ServerIntervalP50, r.ServerIntervalP99 = milliseconds(interval, 0.5), milliseconds(interval, 0.99)
	r.FramesSkipped, r.Closes = grown(a.skipped, b.skipped), grown(a.closes, b.closes)
	if b.cores > 0 {
		r.ServerCores = known(int(b.cores))
	}
	// Clients on average, times ticks: what the time together makes of the ticks that passed.
	clientTicks := flown / max(s.seconds(), 1e-9) * (b.tick - a.tick)
	if cpu, source := serverCPU(&s.opened, &s.closed); source != "" && clientTicks > 0 {
		r.ServerCPUPerClientTick = known(round(cpu*1e6/clientTicks, 2))
	}
	if mean, ok := b.workCPU.since(a.workCPU).mean(); ok && clientTicks > 0 {
		r.TickWorkCPUMs = known(round(mean*1000, 3))
		r.ServerWorkPerClientTick = known(round(mean*1e6*(b.tick-a.tick)/clientTicks, 2))
	}
}

// process takes over what the server used of the machine.
func (r *Report) process(s *stretch) {
	span := max(s.closed.at.Sub(s.opened.at).Seconds(), 1e-9)
	if cpu, source := serverCPU(&s.opened, &s.closed); source != "" {
		r.ServerCPUShare, r.ServerCPUSource = known(round(cpu/span, 3)), source
	}
	before, after := s.before.rss(), s.closed.rss()
	if after > 0 {
		r.ServerRSSMB = known(round(after/(1<<20), 1))
	}
	if before > 0 && after > 0 && r.PilotsHeld > 0 {
		r.ServerKiBPerPilot = known(round((after-before)/1024/float64(r.PilotsHeld), 1))
	}
	if s.ownKnown {
		r.SwarmCPUShare = known(round((s.toCPU-s.fromCPU)/max(s.seconds(), 1e-9), 3))
	}
	if a, b := s.opened.machine, s.closed.machine; a != nil && b != nil && b.total > a.total {
		r.MachineCPUShare = known(round((b.busy-a.busy)/(b.total-a.total), 3))
	}
}

// Names of resources.
const (
	serverCPUName = "server CPU"
	swarmCPUName  = "swarm CPU"
	machineName   = "machine CPU"
	memoryName    = "memory"
	serverFiles   = "server files"
	swarmFiles    = "swarm files"
	sendingName   = "sending"
	tickStartName = "tick start"
)

// machine says how much was used of each resource.
func (r *Report) machine(s *stretch) {
	r.Resources = map[string]float64{}
	use := func(name string, share float64) { r.Resources[name] = round(share, 3) }
	cores := runtime.NumCPU()
	if r.ServerCores != nil {
		cores = *r.ServerCores
	}
	if r.ServerCPUShare != nil && cores > 0 {
		use(serverCPUName, *r.ServerCPUShare/float64(cores))
	}
	if r.SwarmCPUShare != nil {
		use(swarmCPUName, *r.SwarmCPUShare/float64(runtime.GOMAXPROCS(0)))
	}
	if r.MachineCPUShare != nil {
		use(machineName, *r.MachineCPUShare)
	}
	if m := s.closed.machine; m != nil && m.memory > 0 {
		use(memoryName, m.memory)
	}
	for name, u := range map[string]*usage{serverFiles: s.closed.server, swarmFiles: s.closed.own} {
		if u != nil && u.filesMost > 0 {
			use(name, float64(u.files)/float64(u.filesMost))
		}
	}
	if a, b := s.opened.metrics, s.closed.metrics; a != nil && b != nil {
		use(sendingName, skippedShare(a, b)/skippedMost)
	}
	if p99 := r.startP99(); p99 != nil {
		use(tickStartName, max(0, *p99-tickMs)/(intervalSlack*tickMs))
	}
}

// startP99 is the p99 of the time from tick to tick, in ms by the server: as it counts that, or else by how late ticks
// began, which is no less.
func (r *Report) startP99() *float64 {
	if r.ServerIntervalP99 != nil || r.TickLateP99Ms == nil {
		return r.ServerIntervalP99
	}
	return known(round(tickMs+*r.TickLateP99Ms, 3))
}

// skippedShare is how many of the frames that were due were not sent.
func skippedShare(a, b *reading) float64 {
	skipped := 0.0
	for _, n := range grown(a.skipped, b.skipped) {
		skipped += float64(n)
	}
	return skipped / max(skipped+b.frames-a.frames, 1)
}

// scarce is the share of a resource from which it counts as run out.
const scarce = 0.9

// judge names the resource that ran out first, or would.
func (r *Report) judge() {
	most := 0.0
	for _, name := range []string{serverCPUName, swarmCPUName, machineName, memoryName, serverFiles, swarmFiles} {
		if share, ok := r.Resources[name]; ok && share > most {
			r.Limit, most = name, share
		}
	}
	server, machine := r.Resources[serverCPUName], r.Resources[machineName]
	strangers := r.strangers()
	late := r.Resources[sendingName] > 1 || r.Resources[tickStartName] > 1
	switch {
	case r.Limit == "":
		r.Verdict = "neither the server's figures nor the machine's could be read"
	case machine >= scarce && strangers >= 1-scarce:
		r.Limit = machineName
		r.Verdict = fmt.Sprintf("this machine is full, and %.0f %% of it with other programs: stop them, and try again", 100*strangers)
	case r.Limit == swarmCPUName && most >= scarce, machine >= scarce && r.ServerCPUSource != fromSystem:
		r.Verdict = fmt.Sprintf("the load generator is the limit, not the server: its machine is used to %.0f %%", 100*max(most, machine))
	case machine >= scarce && server < scarce:
		r.Limit = machineName
		r.Verdict = fmt.Sprintf("server and swarm together fill this machine, and the server used only %.0f %% of its cores: load it from another machine", 100*server)
	case most >= scarce:
		r.Verdict = fmt.Sprintf("%s ran out: %.0f %% used", r.Limit, 100*most)
	case late:
		r.Verdict = fmt.Sprintf("the server falls behind though nothing ran out; nearest is %s with %.0f %%", r.Limit, 100*most)
	default:
		r.Verdict = fmt.Sprintf("nothing ran out; nearest is %s with %.0f %%", r.Limit, 100*most)
	}
}

// strangers is the share of the machine that is used by neither server nor swarm, 0 where that is not known or the
// server is elsewhere.
func (r *Report) strangers() float64 {
	if r.MachineCPUShare == nil || r.ServerCPUSource != fromSystem || r.SwarmCPUShare == nil {
		return 0
	}
	return max(0, *r.MachineCPUShare-(*r.ServerCPUShare+*r.SwarmCPUShare)/float64(runtime.NumCPU()))
}

// grown is by how much counters grew, those that did.
func grown(a, b map[string]float64) map[string]int {
	more := map[string]int{}
	for name, v := range b {
		if n := int(v - a[name]); n > 0 {
			more[name] = n
		}
	}
	return more
}

// known is a value that is known.
func known[T any](v T) *T { return &v }

func milliseconds(h histogram, q float64) *float64 {
	v, ok := h.quantile(q)
	if !ok {
		return nil
	}
	return known(round(v*1000, 3))
}

func round(v float64, digits int) float64 {
	scale := math.Pow10(digits)
	return math.Round(v*scale) / scale
}
