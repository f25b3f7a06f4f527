package server

import (
	"math/rand/v2"
	"testing"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// TestJoinSpectatePlay is the way into the game: welcome, a world in sight, a ship, and the word of it.
func TestJoinSpectatePlay(t *testing.T) {
	conf := plain()
	conf.Fill = 12
	r := newRig(t, conf, loadCatalog(t))
	r.tick(200) // bots come one by one
	p := r.join()
	w := &p.welcome
	if w.Version != protocol.Version || w.Rate != flight.Rate || w.Server != conf.Name || w.Build != "test" ||
		w.Catalog != r.parts.Catalog.Hash || len(w.Resume) != 16 || w.Resumed || len(w.Messages) != len(protocol.Messages) {
		t.Fatalf("welcome %+v", w)
	}
	if p.known.Phase.Phase != protocol.PhaseSpectating || p.known.HasSelf {
		t.Fatalf("a newcomer is %+v", p.known.Phase)
	}
	if focus := p.known.Thing(p.known.Phase.Focus); focus == nil {
		t.Fatalf("the spectator's focus %d is not in sight", p.known.Phase.Focus)
	}
	if len(p.known.Board.Rows) != 10 || p.known.Progress.Bots != 12 || p.known.Map.Radius == 0 {
		t.Fatalf("board %v progress %+v map %+v", p.known.Board, p.known.Progress, p.known.Map)
	}
	r.play(p, "  Ada\u202e  ")
	ship := r.ship(p)
	if p.known.Phase.Focus != ship.ID.Slot || p.known.Self.Slot != ship.ID.Slot || p.body() != ship.Body {
		t.Fatalf("told %+v %+v, true %+v", p.known.Phase, p.known.Self, ship.Body)
	}
	own := p.known.Thing(ship.ID.Slot)
	if own == nil || own.Name != "Ada" || own.Hue != 3 {
		t.Fatalf("the own ship is seen as %+v", own)
	}
	r.wantCount(1, "welcomes_total", "new")
}

// ahead flies a pilot's ship as a browser does: inputs for ticks to come, and each tick stepped at once.
type ahead struct {
	p     *pilot
	body  flight.Body
	drive flight.Drive
	queue map[uint32]flight.Helm
	helm  flight.Helm
}

func newAhead(r *rig, p *pilot) *ahead {
	return &ahead{p: p, body: p.body(), drive: r.parts.Catalog.Drive(int(p.known.Self.Hull), r.loop.world.Pilot(r.client(p).pilot).Tracks), queue: map[uint32]flight.Helm{}}
}

func helmOf(in *protocol.Input) flight.Helm {
	return flight.Helm{Move: in.Move, Power: in.Power, Boost: in.Buttons&protocol.ButtonBoost != 0, Beam: in.Buttons&protocol.ButtonBeam != 0}
}

// hold sends controls for a tick, and flies by them from then on.
func (a *ahead) hold(at uint32, in protocol.Input) {
	a.p.input(at, in)
	a.queue[at] = helmOf(&in)
}

func (a *ahead) step(tick uint32) {
	if h, ok := a.queue[tick]; ok {
		a.helm = h
	}
	flight.Step(&a.body, a.helm, &a.drive)
}

func randomInput(r *rand.Rand) protocol.Input {
	return protocol.Input{Move: uint8(r.IntN(256)), Power: uint8(r.IntN(16)), Aim: uint16(r.IntN(1024)), Buttons: uint8(r.IntN(8)) &^ protocol.ButtonFire}
}

// TestPredictionIsExact flies without a word of the server: what the client computes from its first Self and
// its own inputs is the truth, bit for bit, and so nobody tells it anything.
func TestPredictionIsExact(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 1))
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	a := newAhead(r, p)
	toldAt := p.known.SelfTick
	for range 300 {
		now := uint32(r.now())
		if chance.IntN(4) > 0 {
			a.hold(now+2, randomInput(chance))
		}
		p.settle()
		r.step(p)
		a.step(now + 1)
		if a.body != r.ship(p).Body {
			t.Fatalf("tick %d: predicted %+v, true %+v", r.now(), a.body, r.ship(p).Body)
		}
	}
	if p.known.SelfTick != toldAt {
		t.Fatalf("Self was told at tick %d though nothing disturbed the ship", p.known.SelfTick)
	}
	a.p.input(uint32(r.now()), protocol.Input{Power: 1}) // late: the world says where the ship is
	p.settle()
	r.step(p)
	if p.known.SelfTick != uint32(r.now()) || p.body() != r.ship(p).Body {
		t.Fatalf("told %+v at tick %d, true %+v at tick %d", p.body(), p.known.SelfTick, r.ship(p).Body, r.now())
	}
}

// TestInputAppliesAtItsTick holds an input back until the tick it is meant for, and acknowledges it then.
func TestInputAppliesAtItsTick(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	p.input(uint32(r.now())+4, protocol.Input{Power: 15})
	p.settle()
	for range 3 {
		r.step(p)
		if s := r.ship(p); s.Helm.Power != 0 {
			t.Fatalf("tick %d: the input took effect %d ticks early", r.now(), s.Helm.Power)
		}
	}
	r.tick(1)
	if s := r.ship(p); s.Helm.Power != 15 {
		t.Fatal("the input did not take effect at its tick")
	}
	for p.known.Ack != p.seq {
		r.tick(1)
		p.read(r)
	}
	if p.known.Margin != 3 {
		t.Fatalf("margin %d, want 3: it came that many ticks before the step of its tick", p.known.Margin)
	}
}

// TestLateInputIsTold lets a change of controls come too late: it takes effect at once, and since the browser
// flew by it earlier, the truth is told.
func TestLateInputIsTold(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	r.step(p)
	told := p.known.SelfTick
	p.input(uint32(r.now())-2, protocol.Input{Power: 15, Move: 64})
	p.settle()
	r.step(p)
	if p.known.SelfTick != uint32(r.now()) || p.known.SelfTick == told || p.body() != r.ship(p).Body {
		t.Fatalf("Self of tick %d at tick %d, %+v, true %+v", p.known.SelfTick, r.now(), p.body(), r.ship(p).Body)
	}
	if r.ship(p).Helm.Power != 15 || p.known.Margin != -3 {
		t.Fatalf("power %d, margin %d", r.ship(p).Helm.Power, p.known.Margin)
	}
}

// TestLateHeartbeatIsNotTold: what repeats the controls in force changes no flight, however late it comes.
func TestLateHeartbeatIsNotTold(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	p.input(uint32(r.now())+1, protocol.Input{Power: 9, Move: 10})
	p.settle()
	r.step(p)
	told := p.known.SelfTick
	for range 20 {
		p.input(uint32(r.now())-3, protocol.Input{Power: 9, Move: 10, Lag: 4})
		p.settle()
		r.step(p)
	}
	if p.known.SelfTick != told {
		t.Fatal("a late heartbeat made the server tell Self")
	}
}

// TestLateAndTakenBackIsTold: thrust for one tick and none after it, both late. The server never flew the
// thrust, the browser did; that the newest input equals what was held says nothing.
func TestLateAndTakenBackIsTold(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	r.step(p)
	now := uint32(r.now())
	p.input(now-2, protocol.Input{Power: 15})
	p.input(now-1, protocol.Input{})
	p.settle()
	r.step(p)
	if p.known.SelfTick != now+1 {
		t.Fatalf("Self is of tick %d, want %d: the client flew a thrust that the world did not", p.known.SelfTick, now+1)
	}
}

// TestLostInputIsTold: more inputs come between two ticks than an inbox holds, so the first are lost, and the browser
// has flown by them.
func TestLostInputIsTold(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	p.input(uint32(r.now())+1, protocol.Input{Power: 3})
	p.settle()
	r.step(p)
	now := uint32(r.now())
	for i := range uint32(inboxInputs + 2) {
		p.input(now+1+i, protocol.Input{Power: 3})
	}
	p.settle()
	for range 8 {
		r.step(p)
	}
	if p.known.SelfTick != now+3 {
		t.Fatalf("Self is of tick %d, want %d: the input before that tick's was lost", p.known.SelfTick, now+3)
	}
}

// TestHeldBeforeANewShip: a new ship holds nothing. A browser that went on holding what it held has computed another
// flight.
func TestHeldBeforeANewShip(t *testing.T) {
	cat := emptyCatalog(t)
	cat.Sector.RespawnWait = 0
	r := newRig(t, plain(), cat)
	p := r.fly("Ada")
	p.input(uint32(r.now())+1, protocol.Input{Power: 15})
	p.settle()
	r.step(p)
	p.send(&protocol.Leave{}, &protocol.Play{Name: "Ada"})
	p.settle()
	r.step(p)
	fresh := p.known.SelfTick
	r.step(p)
	p.input(uint32(r.now())+1, protocol.Input{Power: 15})
	p.settle()
	r.step(p)
	if p.known.SelfTick != uint32(r.now()) || p.known.SelfTick == fresh || p.body() != r.ship(p).Body {
		t.Fatalf("Self of tick %d at tick %d, %+v, true %+v", p.known.SelfTick, r.now(), p.body(), r.ship(p).Body)
	}
}

// TestOlderInputDoesNotReturn: an input that a newer one has overtaken takes no effect when its tick comes.
func TestOlderInputDoesNotReturn(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	p.input(uint32(r.now())+4, protocol.Input{Power: 15})
	p.input(uint32(r.now())+1, protocol.Input{Power: 3})
	p.settle()
	for range 6 {
		r.step(p)
		if c := r.client(p); c.ack != p.seq || r.ship(p).Helm.Power != 3 {
			t.Fatalf("tick %d: acknowledged %d of %d, power %d", r.now(), c.ack, p.seq, r.ship(p).Helm.Power)
		}
	}
}

// TestPlayWhileFlying is ignored and counted, and what the pilot does next is not lost.
func TestPlayWhileFlying(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	p.input(uint32(r.now())+1, protocol.Input{Power: 15})
	p.settle()
	r.step(p)
	p.send(&protocol.Play{Name: "Bob"})
	p.settle()
	r.step(p)
	p.input(uint32(r.now())+1, protocol.Input{})
	p.settle()
	r.step(p)
	if power := r.ship(p).Helm.Power; power != 0 {
		t.Fatalf("the pilot let go and the ship still thrusts with %d", power)
	}
	r.wantCount(1, "dropped_total", "out_of_game")
}

// TestOffersAndChoices walks through open, stale and impossible choices.
func TestOffersAndChoices(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	truth := func() *game.Pilot { return r.loop.world.Pilot(r.client(p).pilot) }
	choose := func(number uint16, index uint8) {
		p.send(&protocol.Choose{Offer: number, Index: index})
		p.settle()
		r.step(p)
	}
	choose(1, 0)
	if truth().Tracks != (game.Pilot{}).Tracks {
		t.Fatal("an upgrade came out of no offer")
	}
	truth().Offer = game.Offer{Number: 1, Last: 1, Tracks: [3]uint8{2, 0, 1}, Waiting: 1}
	r.step(p)
	if o := p.known.Offer; o.Number != 1 || o.A != 2 || o.B != 0 || o.C != 1 || o.Waiting != 1 {
		t.Fatalf("offer %+v", o)
	}
	choose(7, 0)
	if p.known.Offer.Number != 1 {
		t.Fatal("a choice of an offer that never was took the open one")
	}
	choose(1, 0)
	if truth().Tracks[2] != 1 || p.known.Offer.Number != 2 || p.known.Self.Tracks[2] != 1 || p.known.SelfTick != uint32(r.now()) {
		t.Fatalf("tracks %v, offer %+v, self %+v", truth().Tracks, p.known.Offer, p.known.Self)
	}
	choose(1, 1)
	if sum := total(truth()); sum != 1 {
		t.Fatalf("a stale number was honoured: %v", truth().Tracks)
	}
	choose(2, 2)
	if sum := total(truth()); sum != 2 || p.known.Offer.Number != 0 {
		t.Fatalf("tracks %v, offer %+v", truth().Tracks, p.known.Offer)
	}
	r.wantCount(3, "dropped_total", "out_of_game")
}

func total(p *game.Pilot) (n int) {
	for _, t := range p.Tracks {
		n += int(t)
	}
	return n
}

// TestDeathAndAnotherLife shows the card, refuses a ship before the wait is over, and gives one after it.
func TestDeathAndAnotherLife(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p, other := r.fly("Ada"), r.fly("Bob")
	r.loop.world.Pilot(r.client(p).pilot).Score = 4000
	first := r.ship(p).ID
	doom(r, p)
	r.step(p, other)
	if p.known.Phase.Phase != protocol.PhaseDead || p.known.Died.Cause != uint8(protocol.CauseStorm) || p.known.Died.BySlot != protocol.Nobody {
		t.Fatalf("phase %+v, card %+v", p.known.Phase, p.known.Died)
	}
	if wait := p.known.Died.Wait; int(wait) != int(r.parts.Catalog.Sector.RespawnWait) {
		t.Fatalf("the card says %d ticks", wait)
	}
	p.send(&protocol.Play{Name: "Ada"})
	p.settle()
	r.step(p, other)
	if p.known.Phase.Phase != protocol.PhaseDead {
		t.Fatal("a ship came before the wait was over")
	}
	for range r.parts.Catalog.Sector.RespawnWait {
		r.step(p, other)
	}
	p.known.HasSelf = false
	r.play(p, "Ada")
	if r.ship(p).ID == first || p.known.Self.Slot != r.ship(p).ID.Slot || p.body() != r.ship(p).Body {
		t.Fatalf("the second ship is %+v", p.known.Self)
	}
	r.wantCount(1, "dropped_total", "out_of_game")
}

// doom puts a ship into the storm with nothing left.
func doom(r *rig, p *pilot) {
	s := r.ship(p)
	s.X, s.Armor, s.Cover, s.Safe = r.loop.world.Radius+800, 0.01, 0, 0
}

// TestLeave gives up the ship; the client goes on watching.
func TestLeave(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p, other := r.fly("Ada"), r.fly("Bob")
	p.send(&protocol.Leave{})
	p.settle()
	r.step(p, other)
	if p.known.Phase.Phase != protocol.PhaseSpectating || r.loop.world.ShipOf(r.client(p).pilot) != nil {
		t.Fatalf("after leaving the phase is %+v", p.known.Phase)
	}
	for range r.parts.Catalog.Sector.RespawnWait {
		r.step(p, other)
	}
	p.known.HasSelf = false
	r.play(p, "Ada")
}
