package swarm

import (
	"maps"
	"time"
)

// Faults is what was done to every line.
type Faults struct {
	DelayMs  float64 `json:"delay_ms"` // each way
	JitterMs float64 `json:"jitter_ms"`
	Stalls   float64 `json:"stalls"` // share of the time
}

// Cut is what came of cutting every line at once.
type Cut struct {
	AtS       float64  `json:"at_s"`
	Lines     int      `json:"lines"`           // that were cut
	Back      int      `json:"back"`            // pilots that came back
	Resumed   int      `json:"resumed"`         // of these, known by their key
	Kept      int      `json:"ships_kept"`      // found the ship they had
	Destroyed int      `json:"ships_destroyed"` // by others, while the autopilot flew
	Shipless  int      `json:"without_ship"`    // had none at the cut
	Lost      int      `json:"ships_lost"`      // the rest: not known any more, or not back at the end
	BackMsP50 float64  `json:"back_ms_p50"`     // from the cut to the first frame of the new line, in which the own ship stands
	BackMsP99 float64  `json:"back_ms_p99"`
	BackMsMax float64  `json:"back_ms_max"`
	AllBackMs *float64 `json:"all_back_ms"` // null when some were not
	Tries     int      `json:"tries"`       // to come back, by all together
	TicksLate *int     `json:"ticks_late"`  // from the cut until all were back
}

// Burst is what came of many joining at once.
type Burst struct {
	AtS       float64  `json:"at_s"`
	Pilots    int      `json:"pilots"`
	Joined    int      `json:"joined"`
	JoinMsP50 float64  `json:"join_ms_p50"`
	JoinMsP99 float64  `json:"join_ms_p99"`
	JoinMsMax float64  `json:"join_ms_max"`
	AllInMs   *float64 `json:"all_in_ms"` // null when some never had their ship
	TicksLate *int     `json:"ticks_late"`
}

// Churn is what came of pilots that make room for others.
type Churn struct {
	MeanS       float64 `json:"mean_s"` // life of a pilot
	LeftCleanly int     `json:"left_cleanly"`
	LeftByCut   int     `json:"left_by_cut"`
	Joined      int     `json:"joined"`
	JoinMsP50   float64 `json:"join_ms_p50"`
	JoinMsP99   float64 `json:"join_ms_p99"`
	JoinMsMax   float64 `json:"join_ms_max"`
}

// Hostile is what became of the clients that misbehave in one way.
type Hostile struct {
	Clients int            `json:"clients"`
	Lines   int            `json:"lines"` // that they opened, one after another
	Sent    int            `json:"sent"`  // messages, or pieces of garbage
	Ends    map[string]int `json:"ends"`  // of their lines, as they saw it
}

// asked takes over what came of the faults and incidents that were asked for.
func (r *Report) asked(c *course) {
	if c.conf.isFaulty() {
		r.Faults = &Faults{milli(c.conf.Delay), milli(c.conf.Jitter), c.conf.Stalls}
	}
	if c.conf.CutAt > 0 {
		r.Cut = c.cutReport()
	}
	if c.conf.Burst > 0 {
		a, i := &c.arrivals[causeBurst], &c.rush
		r.Burst = &Burst{AtS: c.conf.BurstAt.Seconds(), Pilots: c.conf.Burst, Joined: len(a.ms), TicksLate: i.ticksLate()}
		r.Burst.JoinMsP50, r.Burst.JoinMsP99, r.Burst.JoinMsMax = a.quantiles()
		r.Burst.AllInMs = i.whenWhole()
	}
	if c.conf.Churn > 0 {
		a := &c.arrivals[causeChurn]
		r.Churn = &Churn{MeanS: c.conf.Churn.Seconds(), LeftCleanly: c.leavers.clean, LeftByCut: c.leavers.torn, Joined: len(a.ms)}
		r.Churn.JoinMsP50, r.Churn.JoinMsP99, r.Churn.JoinMsMax = a.quantiles()
	}
	if c.conf.hostile() > 0 {
		r.Hostile = map[string]Hostile{}
		for i, deed := range misdeeds() {
			if n := &c.records[i]; n.clients > 0 {
				r.Hostile[deed.name] = Hostile{n.clients, n.lines, n.sent, maps.Clone(n.ends)}
			}
		}
	}
}

func (c *course) cutReport() *Cut {
	i, back := &c.storm, &c.returns
	r := &Cut{
		AtS: c.conf.CutAt.Seconds(), Lines: i.count, Back: len(back.ms), Resumed: len(back.ms) - back.fresh,
		Kept: back.kept, Destroyed: back.died, Shipless: back.shipless, Tries: back.tries,
		BackMsP50: round(percentile(back.ms, 0.5), 1), BackMsP99: round(percentile(back.ms, 0.99), 1),
		BackMsMax: round(percentile(back.ms, 1), 1), AllBackMs: i.whenWhole(), TicksLate: i.ticksLate(),
	}
	r.Lost = r.Lines - r.Kept - r.Destroyed - r.Shipless
	return r
}

// whenWhole is the time in ms until all were in their ships, or nil.
func (i *incident) whenWhole() *float64 {
	if !i.whole {
		return nil
	}
	return known(milli(i.took))
}

// ticksLate is how many ticks began more than one late meanwhile, or nil.
func (i *incident) ticksLate() *int {
	if i.before == nil || i.after == nil {
		return nil
	}
	return known(int(i.after.ticksLate - i.before.ticksLate))
}

// quantiles is how long joining took, in ms: half of them, all but a hundredth, and the longest.
func (a *arrivals) quantiles() (p50, p99, most float64) {
	return round(percentile(a.ms, 0.5), 1), round(percentile(a.ms, 0.99), 1), round(percentile(a.ms, 1), 1)
}

// milli is a time in ms.
func milli(d time.Duration) float64 { return round(float64(d)/float64(time.Millisecond), 1) }
