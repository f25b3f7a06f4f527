package swarm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/orbrawl/orbrawl/game/flight"
)

// What a server must keep to hold its pilots.
const (
	intervalSlack = 0.1  // of a tick, by which the p99 of the time from tick to tick may be longer
	skippedMost   = 0.05 // of the frames that are due
	tickRateLeast = 0.95 // of the ticks a second there should be
)

// How the search goes about it.
const (
	findFor       = 3 * time.Minute
	findLooks     = 6 * time.Second // longest window, in which the hundredth is two ticks
	findGlance    = time.Second     // shortest, for those who allow less time
	findWindows   = 30              // that fit into the time of the whole search
	findFine      = 0.05            // of the pilots held, as near as the search comes to the end
	findFast      = 2.0             // by which the pilots grow
	findSlow      = 1.4             // the same, once the server has used findTired of its cores
	findTired     = 0.4
	findShare     = 10   // a step joins in this many seconds at most, if --rate is not faster
	findFull      = 0.02 // share of pilots that verify everything
	findTries     = 2    // windows in which a number must break to count as too many
	findAgain     = 5    // the same, while other programs use findDisturbed of the machine
	findDisturbed = 0.1
)

// Step is one number of pilots, and how the server held them.
type Step struct {
	Pilots         int      `json:"pilots"`
	Held           int      `json:"held"`
	IntervalP99Ms  *float64 `json:"tick_interval_p99_ms"` // by the server
	TicksLate      int      `json:"ticks_late"`           // by more than one
	TickRate       float64  `json:"tick_rate"`            // share of the ticks that there should be
	FrameShare     float64  `json:"frame_share"`          // sent of those that were due
	GapMaxMs       float64  `json:"frame_gap_max_ms"`
	CPUPerTick     *float64 `json:"server_cpu_us_per_client_tick"`
	ServerCPUShare *float64 `json:"server_cpu_share"` // of one core
	SwarmCPUShare  *float64 `json:"swarm_cpu_share"`
	Strangers      float64  `json:"strangers_cpu_share"` // of all cores, by other programs
	Broke          []string `json:"broke"`               // what was not kept; empty when all was
	Limit          string   `json:"limit"`
	Verdict        string   `json:"verdict"`
}

// holds reports whether all was kept.
func (s *Step) holds() bool { return len(s.Broke) == 0 }

// String is the step in one line, for people.
func (s Step) String() string {
	words := "holds"
	if !s.holds() {
		words = "BREAKS: " + strings.Join(s.Broke, ", ")
	}
	if s.Strangers >= findDisturbed {
		words += fmt.Sprintf(" (other programs use %.0f %% of the machine)", 100*s.Strangers)
	}
	return fmt.Sprintf("%5d pilots: tick interval %s ms p99, %d late; frames %.1f %%, longest wait %.0f ms; server %s µs a client and tick, %s of a core; swarm %s: %s",
		s.Pilots, show(s.IntervalP99Ms), s.TicksLate, 100*s.FrameShare, s.GapMaxMs, show(s.CPUPerTick), show(s.ServerCPUShare), show(s.SwarmCPUShare), words)
}

// Findings answer how many pilots a server holds.
type Findings struct {
	PilotsMax   int            `json:"pilots_max"`   // the largest number that was held
	BrokenAt    *int           `json:"broken_at"`    // the smallest that was not; null when all were
	Broke       []string       `json:"broke"`        // what broke there
	Limit       string         `json:"limit"`        // the resource that ran out first there
	Verdict     string         `json:"verdict"`      // all of that in words
	ServerCores *int           `json:"server_cores"` // that it may use at once
	Seconds     float64        `json:"seconds"`
	Steps       []Step         `json:"steps"` // in the order in which they were tried
	Errors      map[string]int `json:"errors"`
	Examples    []string       `json:"error_examples"`
}

// OK reports whether some pilots were held and nothing broke the protocol.
func (f *Findings) OK() bool { return f.PilotsMax > 0 && len(f.Errors) == 0 }

// Write prints the answer for people.
func (f *Findings) Write(out io.Writer) error {
	t := newTable(out)
	t.row("ANSWER", "%s", f.Verdict)
	for _, text := range slices.Sorted(maps.Keys(f.Errors)) {
		t.row("ERROR", "%d: %s", f.Errors[text], text)
	}
	for _, example := range f.Examples {
		t.row("  for instance", "%s", example)
	}
	return t.Flush()
}

// Find looks for the largest number of pilots that the server holds: it lets ever more join, conf.Pilots at first,
// until something breaks, and closes in on the number between. Each step is told as it is done. When ctx is done
// it ends early with what it knows. An error means that the search could not begin.
func Find(ctx context.Context, conf Config, told func(Step)) (*Findings, error) {
	if conf.CutAt > 0 || conf.Churn > 0 || conf.Burst > 0 || conf.Hostile > 0 {
		return nil, errors.New("swarm: find looks for a number in quiet times; leave out cut-at, churn, burst and hostile")
	}
	if conf.FullShare < 0 {
		conf.FullShare = findFull
	}
	if conf.FindFor == 0 {
		conf.FindFor = findFor
	}
	c, w, err := prepare(ctx, conf)
	if err != nil {
		return nil, err
	}
	if w.metrics == nil {
		return nil, errors.New("swarm: find judges by the server's own figures; name its admin listener with --admin")
	}
	began := time.Now()
	looks := min(max(conf.FindFor/findWindows, findGlance), findLooks)
	s := &search{
		course: c, watch: w, fleet: newFleet(ctx, c), told: told, deadline: began.Add(conf.FindFor), looks: looks, settles: looks / 3,
	}
	s.run(ctx)
	s.fleet.land()
	f := s.findings()
	f.Seconds = round(time.Since(began).Seconds(), 1)
	return f, nil
}

// search is the state of a Find.
type search struct {
	course   *course
	watch    *watch
	fleet    *fleet
	told     func(Step)
	deadline time.Time
	settles  time.Duration // after joining and leaving
	looks    time.Duration // a window
	steps    []Step
	held     int   // the largest number that was held, 0 for none
	broken   *Step // the smallest that was not, or nil
}

// run tries numbers until the answer is near enough.
func (s *search) run(ctx context.Context) {
	for n := s.course.conf.Pilots; n > 0 && ctx.Err() == nil; n = s.next() {
		step, ok := s.try(ctx, n)
		if !ok {
			return
		}
		s.note(step)
		s.told(step)
	}
}

// note takes a step into account.
func (s *search) note(step Step) {
	s.steps = append(s.steps, step)
	if step.holds() {
		s.held = step.Pilots
	} else {
		s.broken = &step
	}
}

// next is the number to try next, 0 when the answer is near enough or nothing is left to try.
func (s *search) next() int {
	if s.broken == nil {
		last := &s.steps[len(s.steps)-1]
		growth := findFast
		if last.ServerCPUShare != nil && *last.ServerCPUShare > findTired*float64(s.cores()) {
			growth = findSlow
		}
		if n := min(int(float64(s.held)*growth+0.5), pilotsMost); n > s.held {
			return n
		}
		return 0
	}
	gap := s.broken.Pilots - s.held
	if gap <= max(1, int(findFine*float64(s.held))) {
		return 0
	}
	return s.held + gap/2
}

func (s *search) cores() int {
	if r := s.watch.look().metrics; r != nil && r.cores > 0 {
		return int(r.cores)
	}
	return 1
}

// try brings the pilots to n and measures; what breaks must break again, and oftener while others disturb. It is false
// when the time is up.
func (s *search) try(ctx context.Context, n int) (Step, bool) {
	s.fleet.bury()
	have := len(s.fleet.all())
	rate := max(s.course.conf.Rate, float64(n-have)/findShare)
	if s.course.conf.Rate == 0 {
		rate = 0
	}
	joins := time.Duration(0)
	if n > have && rate > 0 {
		joins = time.Duration(float64(n-have) / rate * float64(time.Second))
	}
	need := max(joins, s.course.growth(n)) + s.settles + s.looks
	if len(s.steps) > 0 && time.Now().Add(need).After(s.deadline) {
		return Step{}, false
	}
	if n > have {
		s.fleet.launch(ctx, n-have, rate, causeFirst)
	} else {
		s.fleet.shrink(n)
	}
	s.fleet.settle(ctx)
	for tried := 1; ; tried++ {
		if !wait(ctx, s.settles) {
			return Step{}, false
		}
		step := s.window(ctx, n)
		enough := tried >= findAgain || tried >= findTries && step.Strangers < findDisturbed
		if step.holds() || enough || time.Now().Add(s.settles+s.looks).After(s.deadline) {
			return step, ctx.Err() == nil
		}
	}
}

// window measures for a while.
func (s *search) window(ctx context.Context, n int) Step {
	var m stretch
	s.fleet.longest()
	m.begin(s.course, s.watch)
	m.before = m.opened
	wait(ctx, s.looks)
	m.end(s.course, s.watch)
	r := &Report{}
	held := s.fleet.aboard()
	r.server(&m, float64(held)*m.seconds())
	r.machine(&m)
	r.judge()
	step := Step{
		Pilots: n, Held: held, IntervalP99Ms: r.startP99(), GapMaxMs: milli(s.fleet.longest()), CPUPerTick: r.ServerCPUPerClientTick,
		ServerCPUShare: r.ServerCPUShare, SwarmCPUShare: r.SwarmCPUShare, Strangers: round(r.strangers(), 3), Limit: r.Limit, Verdict: r.Verdict, Broke: []string{},
	}
	a, b := m.opened.metrics, m.closed.metrics
	if a == nil || b == nil {
		step.Broke = append(step.Broke, "the server's metrics could not be read any more")
		return step
	}
	step.TicksLate = int(b.ticksLate - a.ticksLate)
	step.TickRate = round((b.tick-a.tick)/(m.closed.at.Sub(m.opened.at).Seconds()*flight.Rate), 3)
	step.FrameShare = round(1-skippedShare(a, b), 3)
	step.judge()
	return step
}

// judge names what was not kept.
func (s *Step) judge() {
	broke := func(format string, args ...any) { s.Broke = append(s.Broke, fmt.Sprintf(format, args...)) }
	if s.Held < s.Pilots {
		broke("%d of %d pilots are not in", s.Pilots-s.Held, s.Pilots)
	}
	if p99 := s.IntervalP99Ms; p99 != nil && *p99 > tickMs*(1+intervalSlack) {
		broke("the p99 of the tick interval is %.1f ms", *p99)
	}
	if s.TicksLate > 0 {
		broke("%s began more than one late", count(s.TicksLate, "tick"))
	}
	if s.TickRate < tickRateLeast {
		broke("the ticks came at %.0f %% of their rate", 100*s.TickRate)
	}
	if s.FrameShare < 1-skippedMost {
		broke("only %.1f %% of the frames were sent", 100*s.FrameShare)
	}
}

// findings puts the answer into words.
func (s *search) findings() *Findings {
	f := &Findings{PilotsMax: s.held, Steps: s.steps, Errors: map[string]int{}, Examples: []string{}}
	sum := &s.fleet.gone
	for _, seat := range s.fleet.all() {
		sum.join(&seat.tally)
	}
	for text, n := range sum.count {
		f.Errors[text] = n
	}
	f.Examples = append(f.Examples, sum.examples...)
	f.ServerCores = known(s.cores())
	switch {
	case s.broken != nil:
		f.BrokenAt, f.Broke, f.Limit = known(s.broken.Pilots), s.broken.Broke, s.broken.Limit
		f.Verdict = fmt.Sprintf("%d pilots were held. With %d: %s; %s.", s.held, s.broken.Pilots, strings.Join(s.broken.Broke, ", "), s.broken.Verdict)
	case s.held >= pilotsMost:
		f.Verdict = fmt.Sprintf("%d pilots were held, which is as many as a server takes.", s.held)
	default:
		f.Verdict = fmt.Sprintf("%d pilots were held. The time was over before anything broke.", s.held)
	}
	return f
}
