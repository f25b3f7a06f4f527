package floor

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"
)

// Report is what a run measured.
type Report struct {
	Clients int
	Bytes   int     // payload of a frame
	Rate    int     // ticks a second
	Cores   int     // GOMAXPROCS of the child
	Seconds float64 // each way was measured
	System  string  // operating system, architecture and number of processors
	Ways    []Measure
}

// Measure is one way.
type Measure struct {
	Way       Way
	PerTick   float64 // µs of CPU, user and system, per client and tick
	User      float64 // µs of it in user space, as the system splits it: by samples
	OverFloor float64 // PerTick as a multiple of the floor's; 0 when the floor was not measured
	LoopP50Ms float64 // wall time of one tick's sends to all clients
	LoopP99Ms float64
	Ticks     int
	Late      int   // ticks that began more than one tick late: the child could not keep up
	Short     int   // frames that the kernel did not take whole at once
	Inputs    int64 // that came

	cpu, user float64 // s
	heard     int64   // bytes
	loops     []int64 // ns
}

func newReport(conf *Config) *Report {
	r := &Report{
		Clients: conf.Clients, Bytes: conf.Bytes, Rate: conf.Rate, Cores: conf.Cores, Seconds: conf.For.Seconds(),
		System: fmt.Sprintf("%s/%s, %d processors", runtime.GOOS, runtime.GOARCH, runtime.NumCPU()),
	}
	for _, w := range conf.Ways {
		r.Ways = append(r.Ways, Measure{Way: w})
	}
	return r
}

func (r *Report) add(w Way, t *turn) {
	m := r.of(w)
	m.cpu += t.User + t.System
	m.user += t.User
	m.Ticks += t.Ticks
	m.Late += t.Late
	m.Short += t.Short
	m.heard += t.Heard
	m.loops = append(m.loops, t.Loops...)
}

func (r *Report) of(w Way) *Measure {
	i := slices.IndexFunc(r.Ways, func(m Measure) bool { return m.Way == w })
	if i < 0 {
		return nil
	}
	return &r.Ways[i]
}

// settle computes what is told from what was added up.
func (r *Report) settle() {
	for i := range r.Ways {
		m := &r.Ways[i]
		frames := float64(m.Ticks * r.Clients)
		m.PerTick, m.User = m.cpu/frames*1e6, m.user/frames*1e6
		slices.Sort(m.loops)
		m.LoopP50Ms, m.LoopP99Ms = ms(m.loops, 0.5), ms(m.loops, 0.99)
		m.Inputs = m.heard / inputFrameSize
		if m.Way.stack() {
			m.Inputs = m.heard / inputSize
		}
	}
	if floor := r.of(Floor); floor != nil {
		for i := range r.Ways {
			r.Ways[i].OverFloor = r.Ways[i].PerTick / floor.PerTick
		}
	}
}

func ms(sorted []int64, q float64) float64 {
	at := int(math.Ceil(q*float64(len(sorted)))) - 1
	return time.Duration(sorted[max(0, at)]).Seconds() * 1e3
}

// MarshalJSON is one flat object: floor_us_per_client_tick, conn_us_per_client_tick, floor_send_p99_ms and so on.
func (r *Report) MarshalJSON() ([]byte, error) {
	flat := map[string]any{
		"clients": r.Clients, "bytes": r.Bytes, "rate": r.Rate, "cores": r.Cores, "seconds": r.Seconds, "system": r.System,
	}
	for _, m := range r.Ways {
		for name, value := range map[string]any{
			"us_per_client_tick": round(m.PerTick, 3), "user_us_per_client_tick": round(m.User, 3),
			"send_p50_ms": round(m.LoopP50Ms, 3), "send_p99_ms": round(m.LoopP99Ms, 3),
			"over_floor": round(m.OverFloor, 3), "ticks": m.Ticks, "ticks_late": m.Late, "sends_short": m.Short, "inputs": m.Inputs,
		} {
			flat[string(m.Way)+"_"+name] = value
		}
	}
	return json.Marshal(flat)
}

// Write prints the report for people.
func (r *Report) Write(w io.Writer) error {
	fmt.Fprintf(w, "%d clients, %d bytes each %d times a second, %.3g s a way, sender on %d cores; %s\n\n",
		r.Clients, r.Bytes, r.Rate, r.Seconds, r.Cores, r.System)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "way\tµs CPU/client/tick\tof the floor\tsend loop p50 ms\tp99 ms\tticks late\tsends short\tinputs/s\t")
	for _, m := range r.Ways {
		fmt.Fprintf(t, "%s\t%.2f\t%.2f\t%.2f\t%.2f\t%d\t%d\t%.0f\t\n", m.Way, m.PerTick, m.OverFloor, m.LoopP50Ms, m.LoopP99Ms,
			m.Late, m.Short, float64(m.Inputs)*float64(r.Rate)/float64(m.Ticks))
	}
	return t.Flush()
}

func round(v float64, digits int) float64 {
	unit := math.Pow10(digits)
	return math.Round(v*unit) / unit
}
