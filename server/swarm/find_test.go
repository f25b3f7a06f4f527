package swarm

import (
	"bytes"
	"strings"
	"testing"
)

// hunt plays a search against a server that holds up to most pilots.
func hunt(t *testing.T, first, most int) *search {
	t.Helper()
	s := &search{course: &course{conf: Config{Pilots: first}}, watch: &watch{}}
	for n := first; n > 0; n = s.next() {
		if len(s.steps) > 40 {
			t.Fatalf("no end: %d steps", len(s.steps))
		}
		share := 0.9 * float64(n) / float64(most)
		step := Step{Pilots: n, Held: n, FrameShare: 1, TickRate: 1, ServerCPUShare: &share}
		if n > most {
			step.TicksLate = 2
		}
		step.judge()
		s.note(step)
	}
	return s
}

func TestSearchClosesInOnTheNumber(t *testing.T) {
	for _, most := range []int{1, 2, 7, 60, 99, 100, 101, 333, 1000, 1234, 2900} {
		s := hunt(t, 100, most)
		near := max(1, int(findFine*float64(most)))
		if s.held > most || most-s.held > near {
			t.Errorf("a server that holds %d is said to hold %d, in %d steps", most, s.held, len(s.steps))
		}
		if len(s.steps) > 16 {
			t.Errorf("%d steps for %d", len(s.steps), most)
		}
	}
	if s := hunt(t, 100, pilotsMost); s.held != pilotsMost || s.broken != nil {
		t.Errorf("of a server that holds all there may be %d are held", s.held)
	}
	if s := hunt(t, 100, 0); s.held != 0 || s.broken.Pilots != 1 {
		t.Errorf("of a server that holds nobody %d are held, broken at %d", s.held, s.broken.Pilots)
	}
}

func TestStepNamesWhatBroke(t *testing.T) {
	good := Step{Pilots: 10, Held: 10, IntervalP99Ms: known(36.0), TickRate: 0.99, FrameShare: 0.96}
	if good.judge(); !good.holds() {
		t.Errorf("a step in order is broken: %v", good.Broke)
	}
	for want, spoil := range map[string]func(*Step){
		"3 of 10 pilots are not in":               func(s *Step) { s.Held = 7 },
		"the p99 of the tick interval is 37.0 ms": func(s *Step) { s.IntervalP99Ms = known(37.0) },
		"1 tick began more than one late":         func(s *Step) { s.TicksLate = 1 },
		"the ticks came at 90 % of their rate":    func(s *Step) { s.TickRate = 0.9 },
		"only 94.0 % of the frames were sent":     func(s *Step) { s.FrameShare = 0.94 },
	} {
		s := good
		spoil(&s)
		s.judge()
		if len(s.Broke) != 1 || s.Broke[0] != want || !strings.Contains(s.String(), "BREAKS: "+want) {
			t.Errorf("%v, want %q: %s", s.Broke, want, s)
		}
	}
}

func TestFindingsInWords(t *testing.T) {
	s := hunt(t, 100, 250)
	s.fleet = &fleet{gone: newTally()}
	s.fleet.gone.add("ticks do not go on", "pilot 1", 3)
	f := s.findings()
	var text bytes.Buffer
	if err := f.Write(&text); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"pilots were held. With", "2 ticks began more than one late", "3: ticks do not go on", "pilot 1"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("lacks %q: %s", want, text.String())
		}
	}
	if f.OK() || f.PilotsMax != s.held || *f.BrokenAt != s.broken.Pilots {
		t.Errorf("%+v", f)
	}
	for want, other := range map[string]*search{
		"as many as a server takes":             {held: pilotsMost},
		"The time was over before anything bro": {held: 77},
	} {
		other.course, other.watch, other.fleet = s.course, s.watch, &fleet{gone: newTally()}
		if f := other.findings(); !strings.Contains(f.Verdict, want) || f.BrokenAt != nil || !f.OK() {
			t.Errorf("%q, want %q", f.Verdict, want)
		}
	}
}

func TestWhatRanOutFirst(t *testing.T) {
	for want, k := range map[string]struct {
		resources map[string]float64
		machine   float64 // what strangers use of it
		limit     string
	}{
		"server CPU ran out: 97 % used":                {map[string]float64{serverCPUName: 0.97, swarmCPUName: 0.3, machineName: 0.7}, 0, serverCPUName},
		"the load generator is the limit":              {map[string]float64{serverCPUName: 0.5, swarmCPUName: 0.95, machineName: 0.8}, 0, swarmCPUName},
		"server and swarm together fill this machine":  {map[string]float64{serverCPUName: 0.7, swarmCPUName: 0.6, machineName: 0.99}, 0, machineName},
		"40 % of it with other programs":               {map[string]float64{serverCPUName: 0.4, swarmCPUName: 0.2, machineName: 0.99}, 0.4, machineName},
		"server files ran out: 95 % used":              {map[string]float64{serverCPUName: 0.4, serverFiles: 0.95}, 0, serverFiles},
		"falls behind though nothing ran out; nearest": {map[string]float64{serverCPUName: 0.4, tickStartName: 3}, 0, serverCPUName},
		"nothing ran out; nearest is memory with 60 %": {map[string]float64{serverCPUName: 0.4, memoryName: 0.6, sendingName: 0.2}, 0, memoryName},
		"neither the server's figures nor":             {nil, 0, ""},
	} {
		r := Report{Resources: k.resources, ServerCPUSource: fromSystem}
		if k.machine > 0 {
			r.MachineCPUShare, r.ServerCPUShare, r.SwarmCPUShare = known(k.machine), known(0.0), known(0.0)
		}
		if r.judge(); r.Limit != k.limit || !strings.Contains(r.Verdict, want) {
			t.Errorf("%v: %q, %q; want %q, %q", k.resources, r.Limit, r.Verdict, k.limit, want)
		}
	}
	r := Report{Resources: map[string]float64{serverCPUName: 0.5, machineName: 0.95}, ServerCPUSource: fromMetrics}
	if r.judge(); !strings.Contains(r.Verdict, "the load generator is the limit") {
		t.Errorf("with the server elsewhere: %q", r.Verdict)
	}
}

func TestFleetBuriesTheLost(t *testing.T) {
	f := &fleet{gone: newTally()}
	for no := range 4 {
		s := &seat{no: no, tally: newTally(), done: make(chan struct{})}
		s.tally.kills = 1 << no
		if no%2 == 1 {
			close(s.done)
		}
		f.seats = append(f.seats, s)
	}
	f.bury()
	if left := f.all(); len(left) != 2 || left[0].no != 0 || left[1].no != 2 || f.gone.kills != 2+8 {
		t.Errorf("%d are left, the lost made %d kills", len(left), f.gone.kills)
	}
}
