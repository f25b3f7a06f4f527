package swarm

import (
	"math"
	"time"

	"github.com/orbrawl/orbrawl/protocol"
)

// Report is what a run found. What only the server's own metrics can tell is null without them.
type Report struct {
	PilotsWanted int     `json:"pilots_wanted"`
	PilotsHeld   int     `json:"pilots_held"` // in with a ship once, and still connected at the end
	PilotsFull   int     `json:"pilots_full"` // of those wanted, how many verified everything
	Seconds      float64 `json:"seconds"`     // of the measurement

	Joined       int     `json:"joined"`
	JoinMsP50    float64 `json:"join_ms_p50"` // from the dial to the first frame with the own ship
	JoinMsP99    float64 `json:"join_ms_p99"`
	JoinBytesP50 int     `json:"join_bytes_p50"` // payload up to and with that frame
	JoinBytesMax int     `json:"join_bytes_max"`

	Ticks            int      `json:"ticks"`              // the server went on by, during the measurement
	TicksLate        *int     `json:"ticks_late"`         // began more than one tick late, by the server's count, joining included
	TicksLateJoining *int     `json:"ticks_late_joining"` // of these, while pilots joined
	TicksGivenUp     *int     `json:"ticks_given_up"`     // the server slowed time for, joining included
	TickIntervalP50  float64  `json:"tick_interval_p50_ms"`
	TickIntervalP99  float64  `json:"tick_interval_p99_ms"`
	TickInterval     string   `json:"tick_interval_method"`
	TickLateP99Ms    *float64 `json:"tick_late_p99_ms"`
	TickWorkP50Ms    *float64 `json:"tick_work_p50_ms"` // without the writes to sockets
	TickWorkP99Ms    *float64 `json:"tick_work_p99_ms"`
	TickWholeP50Ms   *float64 `json:"tick_whole_p50_ms"` // with them
	TickWholeP99Ms   *float64 `json:"tick_whole_p99_ms"`
	FrameGapMaxMs    float64  `json:"frame_gap_max_ms"` // the longest any pilot waited for a frame

	PayloadPerPlayer   float64        `json:"payload_bytes_per_player_s"`
	PayloadWorstSecond int            `json:"payload_bytes_worst_second"` // of any pilot
	FramesPerPlayer    float64        `json:"frames_per_player_s"`
	BytesByMessage     map[string]int `json:"bytes_by_message"`
	BytesByRecord      map[string]int `json:"bytes_by_record"`  // of the groups in delta and cellState
	ShipsKnown         float64        `json:"ships_known_mean"` // in a pilot's window
	ThingsKnown        float64        `json:"things_known_mean"`

	ServerCPUPerClientTick *float64 `json:"server_cpu_us_per_client_tick"`
	ServerCPUShare         *float64 `json:"server_cpu_share"` // of one core
	ServerRSSMB            *float64 `json:"server_rss_mb"`
	SwarmCPUShare          *float64 `json:"swarm_cpu_share"` // of one core, by the pilots: do they leave the server room?

	Kills          int     `json:"kills"` // by pilots of the swarm
	Deaths         int     `json:"deaths"`
	Shots          int     `json:"shots"`
	InputLateShare float64 `json:"input_late_share"` // of the inputs that frames told a margin of
	MarginP50      int     `json:"margin_p50"`       // ticks
	Corrections    int     `json:"corrections"`      // of the own flight, by the server
	CorrectionP50  float64 `json:"correction_p50_u"`
	CorrectionP99  float64 `json:"correction_p99_u"`
	Exact          int     `json:"corrections_exact"` // times the server told what the pilot had computed, bit for bit
	Compared       int     `json:"beliefs_compared"`  // frames in which the own flight was held against the belief

	Errors   map[string]int `json:"errors"`         // what broke the protocol, by text
	Examples []string       `json:"error_examples"` // the first of them, with pilot and tick
	Drops    map[string]int `json:"drops"`          // lines that ended before the run, by code and reason
}

// intervalMethod says what tick_interval is.
const intervalMethod = "wall time at each pilot between the arrivals of two frames of consecutive ticks, all pilots together; " +
	"it holds the jitter of the swarm's own process too"

// OK reports whether all pilots were held and nothing broke the protocol.
func (r *Report) OK() bool { return len(r.Errors) == 0 && r.PilotsHeld >= r.PilotsWanted }

// report adds up.
func (c *course) report(pilots []*pilot, s *stretch) *Report {
	r := &Report{
		PilotsWanted: c.conf.Pilots, PilotsFull: c.conf.full(), Seconds: round(s.seconds(), 2),
		TickInterval: intervalMethod, BytesByMessage: map[string]int{}, BytesByRecord: map[string]int{},
		Errors: map[string]int{}, Examples: []string{}, Drops: map[string]int{},
	}
	sum := newTally()
	var joinMs, joinBytes []float64
	flown := 0.0
	for _, p := range pilots {
		sum.join(&p.tally)
		r.Shots += p.ahead.shots
		flown += s.flown(p)
		if p.tally.joined {
			joinMs, joinBytes = append(joinMs, p.tally.joinMs), append(joinBytes, float64(p.tally.joinBytes))
		}
		switch {
		case p.tally.drop != "":
			r.Drops[p.tally.drop]++
		case p.tally.joined:
			r.PilotsHeld++
		default:
			r.Drops["never got a ship"]++
		}
	}
	r.Joined = len(joinMs)
	r.JoinMsP50, r.JoinMsP99 = round(percentile(joinMs, 0.5), 1), round(percentile(joinMs, 0.99), 1)
	r.JoinBytesP50, r.JoinBytesMax = int(percentile(joinBytes, 0.5)), int(percentile(joinBytes, 1))
	r.sum(&sum, flown)
	r.Ticks = int(s.toTick - s.fromTick)
	if s.ownKnown {
		share := round((s.toCPU-s.fromCPU)/max(s.seconds(), 1e-9), 3)
		r.SwarmCPUShare = &share
	}
	r.server(s, flown)
	return r
}

// sum takes over what the pilots counted; flown is their time together in seconds.
func (r *Report) sum(t *tally, flown float64) {
	r.TickIntervalP50, r.TickIntervalP99 = round(t.interval.quantile(0.5), 2), round(t.interval.quantile(0.99), 2)
	r.FrameGapMaxMs = round(float64(t.longest)/float64(time.Millisecond), 1)
	r.PayloadPerPlayer = round(float64(t.bytes)/max(flown, 1e-9), 1)
	r.FramesPerPlayer = round(float64(t.frames)/max(flown, 1e-9), 2)
	r.PayloadWorstSecond = t.worst
	for id, n := range t.byMessage {
		r.BytesByMessage[id.String()] += n
	}
	for block, id := range [...]protocol.MessageID{protocol.IDFrame, protocol.IDCellState} {
		for kind, n := range t.byNews[block] {
			if n > 0 {
				r.BytesByRecord[id.String()+"."+protocol.NewsName(kind)] = n
			}
		}
	}
	r.ShipsKnown = round(float64(t.ships)/max(float64(t.looks), 1), 1)
	r.ThingsKnown = round(float64(t.things)/max(float64(t.looks), 1), 1)
	r.Kills, r.Deaths = t.kills, t.deaths
	r.InputLateShare = round(float64(t.lateInputs)/max(float64(t.inputs), 1), 5)
	r.MarginP50 = int(math.Floor(t.margins.quantile(0.5))) - 128
	r.Corrections, r.Exact, r.Compared = int(t.corrections.total), t.exact, t.compared
	r.CorrectionP50, r.CorrectionP99 = round(t.corrections.quantile(0.5), 2), round(t.corrections.quantile(0.99), 2)
	for text, n := range t.count {
		r.Errors[text] += n
	}
	r.Examples = append(r.Examples, t.examples...)
}

// server takes over what the server told of itself.
func (r *Report) server(s *stretch, flown float64) {
	a, b := s.opened, s.closed
	if s.before == nil || a == nil || b == nil {
		return
	}
	late, joining, givenUp := int(b.ticksLate-s.before.ticksLate), int(a.ticksLate-s.before.ticksLate), int(b.givenUp-s.before.givenUp)
	r.TicksLate, r.TicksLateJoining, r.TicksGivenUp = &late, &joining, &givenUp
	work, starts := b.work.since(a.work), b.late.since(a.late)
	whole := b.whole.since(a.whole)
	r.TickWorkP50Ms, r.TickWorkP99Ms = milliseconds(work, 0.5), milliseconds(work, 0.99)
	r.TickWholeP50Ms, r.TickWholeP99Ms = milliseconds(whole, 0.5), milliseconds(whole, 0.99)
	r.TickLateP99Ms = milliseconds(starts, 0.99)
	cpu, rss := b.cpu-a.cpu, round(b.rss/(1<<20), 1)
	r.ServerRSSMB = &rss
	share := round(cpu/max(s.seconds(), 1e-9), 3)
	r.ServerCPUShare = &share
	// Clients on average, times ticks: what the time together makes of the ticks that passed.
	if clientTicks := flown / max(s.seconds(), 1e-9) * (b.tick - a.tick); clientTicks > 0 {
		each := round(cpu*1e6/clientTicks, 2)
		r.ServerCPUPerClientTick = &each
	}
}

func milliseconds(h histogram, q float64) *float64 {
	v, ok := h.quantile(q)
	if !ok {
		return nil
	}
	v = round(v*1000, 3)
	return &v
}

func round(v float64, digits int) float64 {
	scale := math.Pow10(digits)
	return math.Round(v*scale) / scale
}
