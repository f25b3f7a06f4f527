package swarm

import (
	"time"

	"github.com/orbrawl/orbrawl/protocol"
)

// Report is what a run found. What only the server's own metrics or the operating system can tell is null without
// them, and what was not asked for is null.
type Report struct {
	PilotsWanted int     `json:"pilots_wanted"` // to play: those of a burst are among them, the hostile are not
	PilotsHeld   int     `json:"pilots_held"`   // of these, in with a ship once, and still in order at the end
	PilotsFull   int     `json:"pilots_full"`   // of those wanted, how many verified everything
	Seconds      float64 `json:"seconds"`       // of the measurement

	SettleS float64 `json:"settle_s"` // waited for the sector to take its size, before the measurement

	Joined       int      `json:"joined"`      // burst and churn included
	JoinMsP50    float64  `json:"join_ms_p50"` // from the dial to the first frame with the own ship, of those who began
	JoinMsP99    float64  `json:"join_ms_p99"`
	JoinMsMax    float64  `json:"join_ms_max"`
	JoinAllMs    *float64 `json:"join_all_ms"`    // from the first dial until all had their ship; null when some never had
	JoinBytesP50 int      `json:"join_bytes_p50"` // payload up to and with that frame
	JoinBytesMax int      `json:"join_bytes_max"`

	Faults  *Faults            `json:"faults"`
	Cut     *Cut               `json:"cut"`
	Burst   *Burst             `json:"burst"`
	Churn   *Churn             `json:"churn"`
	Hostile map[string]Hostile `json:"hostile"` // by what they do

	Ticks             int      `json:"ticks"`              // the server went on by, during the measurement
	TicksLate         *int     `json:"ticks_late"`         // began more than one tick late, by the server's count, joining included
	TicksLateJoining  *int     `json:"ticks_late_joining"` // of these, while pilots joined
	TicksGivenUp      *int     `json:"ticks_given_up"`     // the server slowed time for, joining included
	TickIntervalP50   float64  `json:"tick_interval_p50_ms"`
	TickIntervalP99   float64  `json:"tick_interval_p99_ms"`
	TickIntervalP999  float64  `json:"tick_interval_p999_ms"`
	TickInterval      string   `json:"tick_interval_method"`
	ServerIntervalP50 *float64 `json:"server_tick_interval_p50_ms"` // from start to start, by the server
	ServerIntervalP99 *float64 `json:"server_tick_interval_p99_ms"`
	TickLateP50Ms     *float64 `json:"tick_late_p50_ms"` // how late ticks began, by the server
	TickLateP99Ms     *float64 `json:"tick_late_p99_ms"`
	TickWorkP50Ms     *float64 `json:"tick_work_p50_ms"` // without the writes to sockets
	TickWorkP99Ms     *float64 `json:"tick_work_p99_ms"`
	TickWorkCPUMs     *float64 `json:"tick_work_cpu_mean_ms"` // processor time of it, where the server's system tells
	TickWholeP50Ms    *float64 `json:"tick_whole_p50_ms"`     // with them
	TickWholeP99Ms    *float64 `json:"tick_whole_p99_ms"`
	FrameGapP99Ms     float64  `json:"frame_gap_p99_ms"` // a pilot waited for a frame; quiet ticks bring none, so up to 200 is in order
	FrameGapP999Ms    float64  `json:"frame_gap_p999_ms"`
	FrameGapMaxMs     float64  `json:"frame_gap_max_ms"`  // any pilot with a line waited, the hostile left out
	FrameLateP99Ms    float64  `json:"frame_late_p99_ms"` // of these waits, what the ticks between the two frames do not explain, at most 6
	FrameLateP999Ms   float64  `json:"frame_late_p999_ms"`
	FrameLateMaxMs    float64  `json:"frame_late_max_ms"`

	PayloadPerPlayer   float64        `json:"payload_bytes_per_player_s"`
	PayloadSecondP50   int            `json:"payload_bytes_second_p50"` // of one pilot in one second, of all that it was in for whole
	PayloadSecondP99   int            `json:"payload_bytes_second_p99"`
	PayloadWorstSecond int            `json:"payload_bytes_worst_second"`
	FramesPerPlayer    float64        `json:"frames_per_player_s"`
	InputsPerPlayer    float64        `json:"inputs_per_player_s"`
	BytesByMessage     map[string]int `json:"bytes_by_message"`
	BytesByRecord      map[string]int `json:"bytes_by_record"`  // of the groups of news, in frames (with deltas) and in cellState, to those who verify everything
	ShipsKnown         float64        `json:"ships_known_mean"` // in a pilot's window
	ThingsKnown        float64        `json:"things_known_mean"`

	ServerCPUPerClientTick  *float64       `json:"server_cpu_us_per_client_tick"`
	ServerWorkPerClientTick *float64       `json:"server_work_us_per_client_tick"` // of that in ticks, without the writes
	ServerCPUShare          *float64       `json:"server_cpu_share"`               // of one core
	ServerCPUSource         string         `json:"server_cpu_source"`              // who counted: process table or metrics
	ServerCores             *int           `json:"server_cores"`                   // that it may use at once
	ServerRSSMB             *float64       `json:"server_rss_mb"`
	ServerKiBPerPilot       *float64       `json:"server_kib_per_pilot"` // what its memory grew by from before the first join to the end, the ships included
	FramesSkipped           map[string]int `json:"frames_skipped"`       // not sent to a client that could not take them, by reason
	Closes                  map[string]int `json:"server_closes"`        // lines that the server saw end while it was measured, by close code
	SwarmCPUShare           *float64       `json:"swarm_cpu_share"`      // of one core, by the pilots: do they leave the server room?
	MachineCPUShare         *float64       `json:"machine_cpu_share"`    // of all cores, by everything

	Resources map[string]float64 `json:"resources"` // what was used of each, as a share of what there is
	Limit     string             `json:"limit"`     // the resource that ran out first, or would
	Verdict   string             `json:"verdict"`   // that in words

	Kills          int     `json:"kills"` // by pilots of the swarm
	Deaths         int     `json:"deaths"`
	Shots          int     `json:"shots"`
	InputLateShare float64 `json:"input_late_share"` // of the inputs that frames told a margin of
	MarginP01      int     `json:"margin_p01"`       // ticks that inputs came early, of the hundredth that came latest
	MarginP50      int     `json:"margin_p50"`
	Corrections    int     `json:"corrections"` // of the own flight, by the server
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
func (c *course) report(f *fleet, s *stretch, began time.Time) *Report {
	r := &Report{
		PilotsWanted: c.conf.good() + c.conf.Burst, PilotsFull: c.conf.full(), Seconds: round(s.seconds(), 2),
		TickInterval: intervalMethod, BytesByMessage: map[string]int{}, BytesByRecord: map[string]int{},
		Errors: map[string]int{}, Examples: []string{}, Drops: map[string]int{},
	}
	sum := newTally()
	for _, seat := range f.all() {
		sum.join(&seat.tally)
		if seat.held {
			r.PilotsHeld++
		} else {
			r.Drops[seat.drop]++
		}
	}
	r.joining(c, began)
	r.sum(&sum)
	r.asked(c)
	r.Ticks = int(s.toTick - s.fromTick)
	r.server(s, sum.flown)
	r.machine(s)
	r.judge()
	return r
}

// joining takes over how joining went.
func (r *Report) joining(c *course, began time.Time) {
	for i := range c.arrivals {
		r.Joined += len(c.arrivals[i].ms)
	}
	a := &c.arrivals[causeFirst]
	r.JoinMsP50, r.JoinMsP99, r.JoinMsMax = a.quantiles()
	r.JoinBytesP50, r.JoinBytesMax = int(percentile(a.bytes, 0.5)), int(percentile(a.bytes, 1))
	if len(a.ms) >= c.conf.good() {
		r.JoinAllMs = known(milli(a.last.Sub(began)))
	}
}

// sum takes over what the pilots counted.
func (r *Report) sum(t *tally) {
	r.TickIntervalP50, r.TickIntervalP99 = round(t.interval.quantile(0.5), 2), round(t.interval.quantile(0.99), 2)
	r.TickIntervalP999 = round(t.interval.quantile(0.999), 2)
	r.FrameGapP99Ms, r.FrameGapP999Ms = round(t.gaps.quantile(0.99), 1), round(t.gaps.quantile(0.999), 1)
	r.FrameGapMaxMs = round(t.gaps.most, 1)
	r.FrameLateP99Ms, r.FrameLateP999Ms = round(t.overdue.quantile(0.99), 1), round(t.overdue.quantile(0.999), 1)
	r.FrameLateMaxMs = round(t.overdue.most, 1)
	per := 1 / max(t.flown, 1e-9)
	r.PayloadPerPlayer = round(float64(t.bytes)*per, 1)
	r.FramesPerPlayer, r.InputsPerPlayer = round(float64(t.frames)*per, 2), round(float64(t.sent)*per, 2)
	whole := &t.seconds.spread
	r.PayloadSecondP50, r.PayloadSecondP99 = int(whole.quantile(0.5)), int(whole.quantile(0.99))
	r.PayloadWorstSecond = int(whole.most)
	for id, n := range t.byMessage {
		if n > 0 {
			r.BytesByMessage[messageName(id)] = n
		}
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
	r.flying(t)
	for text, n := range t.count {
		r.Errors[text] += n
	}
	r.Examples = append(r.Examples, t.examples...)
}

// flying takes over how the pilots fared.
func (r *Report) flying(t *tally) {
	r.Kills, r.Deaths, r.Shots = t.kills, t.deaths, t.shots
	r.InputLateShare = round(float64(t.lateInputs)/max(float64(t.inputs), 1), 5)
	r.MarginP01, r.MarginP50 = margin(&t.margins, 0.01), margin(&t.margins, 0.5)
	r.Corrections, r.Exact, r.Compared = int(t.corrections.total), t.exact, t.compared
	r.CorrectionP50, r.CorrectionP99 = round(t.corrections.quantile(0.5), 2), round(t.corrections.quantile(0.99), 2)
}

// messageName names a type of message; those of mods count as one.
func messageName(id int) string {
	if id == coreIDs-1 {
		return "mods"
	}
	return protocol.MessageID(id).String()
}
