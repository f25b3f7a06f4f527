package swarm_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/lxzan/gws"

	"github.com/orbrawl/orbrawl/protocol"
	"github.com/orbrawl/orbrawl/server/swarm"
)

// wantOrder fails when a pilot was lost or the protocol was broken.
func wantOrder(t *testing.T, r *swarm.Report) {
	t.Helper()
	if !r.OK() || len(r.Drops) != 0 {
		t.Fatalf("%d of %d held, errors %v %v, drops %v", r.PilotsHeld, r.PilotsWanted, r.Errors, r.Examples, r.Drops)
	}
}

func TestWorseLinesAreFeltAndFlownWith(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	c := a.config(8, 3*time.Second)
	c.Delay, c.Jitter, c.Stalls = 40*time.Millisecond, 20*time.Millisecond, 0.02
	r, err := swarm.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	wantOrder(t, r)
	// The handshake and the hello are a round trip each.
	if r.JoinMsP50 < 4*20 || r.Compared == 0 || r.Shots == 0 {
		t.Errorf("joined in %v ms, %d compared, %d shots", r.JoinMsP50, r.Compared, r.Shots)
	}
	if r.Faults == nil || *r.Faults != (swarm.Faults{DelayMs: 40, JitterMs: 20, Stalls: 0.02}) {
		t.Errorf("faults %+v", r.Faults)
	}
}

func TestCutPilotsComeBackIntoTheirShips(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	c := a.config(12, 4*time.Second)
	c.CutAt = time.Second
	r, err := swarm.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	wantOrder(t, r)
	k := r.Cut
	if k.Lines != 12 || k.Back != 12 || k.Resumed != 12 || k.Lost != 0 || k.Kept+k.Destroyed+k.Shipless != 12 || k.Kept == 0 {
		t.Fatalf("%+v", k)
	}
	if k.BackMsP50 < 100 || k.BackMsMax > 3000 || k.AllBackMs == nil || *k.AllBackMs < k.BackMsMax || k.Tries < 12 || k.TicksLate == nil {
		t.Errorf("%+v, all back after %v", k, k.AllBackMs)
	}
}

func TestManyJoinInTheMidst(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	c := a.config(4, 5*time.Second)
	c.Burst, c.BurstAt = 20, time.Second
	r, err := swarm.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	wantOrder(t, r)
	b := r.Burst
	if r.PilotsWanted != 24 || r.Joined != 24 || b.Pilots != 20 || b.Joined != 20 || b.AllInMs == nil || *b.AllInMs < b.JoinMsMax-1 || b.TicksLate == nil {
		t.Errorf("wanted %d, joined %d, %+v", r.PilotsWanted, r.Joined, b)
	}
}

func TestPilotsMakeRoomForOthers(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	c := a.config(10, 4*time.Second)
	c.Churn = time.Second
	r, err := swarm.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	wantOrder(t, r)
	k := r.Churn
	if left := k.LeftCleanly + k.LeftByCut; k.LeftCleanly < 5 || k.LeftByCut < 5 || k.Joined < left-10 || k.Joined > left || r.Joined != 10+k.Joined {
		t.Errorf("%+v, %d joined in all", k, r.Joined)
	}
}

func TestHostileClientsAreDealtWithAndOthersPlayOn(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	c := a.config(24, 4*time.Second)
	c.Hostile = 0.5
	r, err := swarm.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	wantOrder(t, r)
	if r.PilotsWanted != 12 || len(r.Hostile) != 6 {
		t.Fatalf("%d pilots are good, hostile %+v", r.PilotsWanted, r.Hostile)
	}
	for kind, h := range r.Hostile {
		if h.Clients != 2 || h.Lines < 2 || h.Sent == 0 && kind != "loiter" {
			t.Errorf("%s: %+v", kind, h)
		}
		ends := 0
		for _, n := range h.Ends {
			ends += n
		}
		if ends != h.Lines {
			t.Errorf("%s: %d lines, ends %v", kind, h.Lines, h.Ends)
		}
	}
	for kind, end := range map[string]string{
		"flood": "1008 policy", "garbage": "1002 protocol", "churn": "the client left", "mute": "still there at the end",
		"slow": "still there at the end", "loiter": "still there at the end",
	} {
		if r.Hostile[kind].Ends[end] == 0 {
			t.Errorf("%s: none ended with %q: %v", kind, end, r.Hostile[kind].Ends)
		}
	}
	if r.Closes["1008 policy"] == 0 {
		t.Errorf("the server closed %v", r.Closes)
	}
}

// forgetful is a liar that treats those who come back by their key in its own way.
func forgetful(welcome func(*protocol.Welcome), first, later []message) *liar {
	return &liar{
		welcome: func(w *protocol.Welcome) { w.Resume = []byte("0123456789abcdef") },
		back:    welcome,
		says: func(c *gws.Conn, no int) {
			if no == 1 {
				tell(c, first...)
			} else {
				tell(c, later...)
			}
		},
	}
}

func TestLiesToThoseWhoComeBackAreFound(t *testing.T) {
	t.Parallel()
	resumed := func(w *protocol.Welcome) { w.Resumed = true }
	other := spawn(1)
	other[4] = &protocol.Self{Slot: ownSlot, Gen: 2, X: 1, Energy: 50, Tracks: make([]byte, 8)}
	poorer := spawn(1)
	poorer[6] = &protocol.Progress{Level: 2, Score: 9, Ore: 5}
	for want, l := range map[string]*liar{
		"a pilot who came back by its key was not known": forgetful(nil, spawn(1), spawn(1)),
		"a pilot came back into another ship":            forgetful(resumed, spawn(1), other),
		"the score fell while the line was cut":          forgetful(resumed, spawn(1), poorer),
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			c := swarm.DefaultConfig()
			c.Pilots, c.For, c.CutAt, c.JoinWait = 1, 1500*time.Millisecond, 100*time.Millisecond, time.Second
			r := liesFor(t, c, l)
			if r.OK() || !hasError(r, want) || r.Cut.Lines != 1 {
				t.Errorf("errors are %v %v, drops %v, %+v; want %q", r.Errors, r.Examples, r.Drops, r.Cut, want)
			}
		})
	}
}

func TestThoseWhoDoNotComeBackAreMissed(t *testing.T) {
	t.Parallel()
	l := &liar{back: func(w *protocol.Welcome) { w.Resumed = true }}
	l.says = func(c *gws.Conn, no int) {
		if no == 1 {
			tell(c, spawn(1)...)
		}
	}
	c := swarm.DefaultConfig()
	c.Pilots, c.For, c.CutAt = 1, time.Second, 100*time.Millisecond
	r := liesFor(t, c, l)
	if k := r.Cut; r.OK() || k.Lines != 1 || k.Back != 0 || k.Lost != 1 || k.AllBackMs != nil || r.Drops["not back after the cut"] != 1 {
		t.Errorf("%+v, drops %v, errors %v", r.Cut, r.Drops, r.Errors)
	}
}

func TestFindAsksForMoreUntilItKnows(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	c := a.config(3, time.Minute)
	c.FindFor, c.Rate = 30*time.Second, 200
	ctx, enough := context.WithCancel(t.Context())
	defer enough()
	var told []swarm.Step
	f, err := swarm.Find(ctx, c, func(s swarm.Step) {
		if told = append(told, s); len(told) == 3 { // it would go on until the machine is full
			enough()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(told) < 2 || len(told) != len(f.Steps) || told[0].Pilots != 3 || len(f.Errors) != 0 || f.Verdict == "" || *f.ServerCores < 1 {
		t.Fatalf("%+v, told %d", f, len(told))
	}
	for _, s := range f.Steps {
		if s.Held != s.Pilots || s.IntervalP99Ms == nil || s.TickRate == 0 || s.GapMaxMs == 0 || s.ServerCPUShare == nil {
			t.Errorf("%+v", s)
		}
	}
	// A busy machine may break any step; what was found must follow from the steps.
	if last := told[len(told)-1]; told[0].Broke != nil && len(told[0].Broke) == 0 && (f.PilotsMax < 3 || last.Pilots == 3) {
		t.Errorf("%+v", f)
	}
}

func TestFindSaysWhatItNeeds(t *testing.T) {
	c := swarm.DefaultConfig()
	c.Churn = time.Minute
	if _, err := swarm.Find(t.Context(), c, nil); err == nil || !strings.Contains(err.Error(), "quiet times") {
		t.Errorf("with churn: %v", err)
	}
	a := newArena(t)
	c = a.config(1, time.Second)
	c.URL, c.Admin = strings.Replace(c.URL, "127.0.0.1", "LOCALHOST", 1), "" // where it is is not guessed by that name
	if _, err := swarm.Find(t.Context(), c, nil); err == nil || !strings.Contains(err.Error(), "--admin") {
		t.Errorf("without metrics: %v", err)
	}
}
