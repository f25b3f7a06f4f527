package server

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// simulation is a server's loop, its world and its clients, over lines in memory, in one goroutine and under a
// clock that only it moves. All of it follows from the seed.
type simulation struct {
	seed    uint64
	cat     *catalog.Catalog
	climate climate
	chance  *rand.Rand // of the faults
	now     int        // ticks of real time; the server's may fall behind
	loop    *loop
	skips   *prometheus.Registry // the loop's counters of skipped frames
	drops   *prometheus.Registry // and of what clients sent and was not taken
	actors  []*actor
	cables  []*cable
	cableNo int
	worlds  worldAudit
	house   houseAudit
	heavy   int // until this tick the server's ticks take too long
	pause   int // ticks that the server will not make
	owed    int // ticks that it will make up for

	hash   uint32 // of all that happened
	tally  tally
	broken error
	detail bool             // keep all that must be known, to tell the difference
	log    *strings.Builder // nil but when somebody reads it

	// reused
	writer *protocol.Writer
	reader *protocol.Reader
	spare  [][]byte
}

// tally counts what a simulation has seen, so that one that sees nothing is noticed.
type tally struct {
	Ticks, Frames, Things, Sure, Deeds, Deaths, Takes int
	Resumed, Strangers, Refused                       int
	Longest                                           int            // ticks until all was well again
	Seen                                              map[string]int // faults, ends of lines, what was skipped and dropped
}

func (t *tally) add(o *tally) {
	t.Ticks += o.Ticks
	t.Frames += o.Frames
	t.Things += o.Things
	t.Sure += o.Sure
	t.Deeds += o.Deeds
	t.Deaths += o.Deaths
	t.Takes += o.Takes
	t.Resumed += o.Resumed
	t.Strangers += o.Strangers
	t.Refused += o.Refused
	t.Longest = max(t.Longest, o.Longest)
	if t.Seen == nil {
		t.Seen = map[string]int{}
	}
	for what, n := range o.Seen {
		t.Seen[what] += n
	}
}

// newSimulation draws a world, its host's configuration, its clients and its faults from the seed.
func newSimulation(cat *catalog.Catalog, seed uint64) *simulation {
	s := &simulation{
		seed: seed, chance: rand.New(rand.NewPCG(seed, 1)), writer: protocol.NewWriter(), reader: protocol.NewReader(),
	}
	s.cat = s.drawCatalog(cat)
	s.climate = s.drawClimate()
	crew := 2 + s.chance.IntN(5)
	switch {
	case s.climate.long:
		crew += 8
	case s.climate.crowd:
		crew += greetMost + 20
	}
	conf := Config{
		Name: "Simulation", Fill: s.chance.IntN(8), Seed: seed, Pilots: crew + 1 + s.chance.IntN(4),
		Resume: time.Duration(2+s.chance.IntN(8)) * time.Second, Budget: s.climate.budget,
	}
	world, err := game.NewWorld(s.cat, game.Config{Seed: seed, Fill: conf.Fill})
	if err != nil {
		panic(err)
	}
	count := newCounters()
	s.loop = newLoop(conf, Parts{Catalog: s.cat, Log: slog.New(slog.DiscardHandler)}, world, count, &pulse{})
	s.loop.outbox.hands = 1
	keys := rand.New(rand.NewPCG(seed, 2))
	s.loop.newKey = func() (key uuid.UUID) {
		binary.LittleEndian.PutUint64(key[:], keys.Uint64())
		binary.LittleEndian.PutUint64(key[8:], keys.Uint64())
		return key
	}
	s.skips, s.drops = prometheus.NewRegistry(), prometheus.NewRegistry()
	for _, reason := range skipReasons {
		s.skips.MustRegister(count.skips[reason])
	}
	for _, reason := range dropReasons {
		s.drops.MustRegister(count.dropped[reason])
	}
	s.worlds.begin(world)
	s.house.begin()
	for range crew {
		a := s.newActor()
		a.plays = s.chance.IntN(5) > 0
		if a.wakes = s.chance.IntN(40); s.climate.crowd {
			a.wakes = 0
		}
	}
	return s
}

func (s *simulation) newActor() *actor {
	no := len(s.actors) + 1
	a := &actor{sim: s, no: no, chance: rand.New(rand.NewPCG(s.seed, uint64(100+no)))}
	a.temper = temper(a.chance.IntN(3))
	a.hidden = a.chance.IntN(8) == 0
	a.helm.seq = a.firstSeq()
	s.actors = append(s.actors, a)
	return a
}

// drawCatalog makes a small and deadly sector: things meet often, and a view shows a part of it.
func (s *simulation) drawCatalog(from *catalog.Catalog) *catalog.Catalog {
	cat, r := *from, s.chance
	c := &cat.Sector
	c.RadiusMin, c.RadiusMax = 800, 800+float64(r.IntN(800))
	c.AreaPerPilot = 10000 * float64(1+r.IntN(20))
	c.RockArea, c.OreLife = 50000*float64(1+r.IntN(6)), uint32(60+r.IntN(400))
	c.RockMax = 60
	c.ViewHalfWidth, c.ViewHalfHeight = 200+float64(r.IntN(500)), 200+float64(r.IntN(300))
	c.SpawnProtect, c.RespawnWait = uint32(r.IntN(60)), uint32(r.IntN(46))
	c.SpawnReach, c.SpawnClear = 0.1+float64(0.6*r.Float64()), 100*float64(r.IntN(4))
	cat.Hulls, cat.Weapons = slices.Clone(cat.Hulls), slices.Clone(cat.Weapons)
	cat.Hulls[0].Hull = 10 + float64(r.IntN(100))
	cat.Hulls[0].Shield = float64(r.IntN(2) * r.IntN(80))
	cat.Weapons[0].Damage = 5 + float64(r.IntN(50))
	cat.Bots.Hunters = r.Float64()
	cat.Beam.RockDamage *= float64(1 + r.IntN(6))
	cat.Growth.FirstLevel, cat.Growth.PerLevel = float64(1+r.IntN(10)), float64(1+r.IntN(6))
	cat.Growth.BountyFrom = uint32(r.IntN(60))
	return &cat
}

// run plays: a while with faults, then without until all is well, then the end of the server.
func (s *simulation) run() {
	defer s.catch()
	s.tally.Seen = map[string]int{}
	for s.now < s.climate.quietAt {
		s.storm()
		s.step()
	}
	s.clear()
	s.recover()
	s.farewell()
}

// broke is an invariant that did not hold.
type broke struct{ error }

// must stops the simulation unless an invariant holds.
func (s *simulation) must(holds bool, name string, a *actor, format string, args ...any) {
	if holds {
		return
	}
	who := ""
	if a != nil {
		who = fmt.Sprintf(", actor %d (session %d)", a.no, a.session)
	}
	panic(broke{fmt.Errorf("broken: %q at %d, server tick %d%s: %s", name, s.now, s.loop.now(), who, fmt.Sprintf(format, args...))})
}

func (s *simulation) catch() {
	switch fault := recover().(type) {
	case nil:
	case broke:
		s.broken = fault
	default:
		s.broken = fmt.Errorf("broken: \"nothing panics\" at %d, server tick %d: %v\n%s", s.now, s.loop.now(), fault, debug.Stack())
	}
}

// note puts something that happened into the hash of all, and into the log if there is one. who is an actor's
// number, 0 is the server.
func (s *simulation) note(who int, what string, a, b uint64) {
	var buf [48]byte
	n := copy(buf[:16], what)
	binary.LittleEndian.PutUint64(buf[n:], a)
	binary.LittleEndian.PutUint64(buf[n+8:], b)
	binary.LittleEndian.PutUint64(buf[n+16:], uint64(s.now)<<16|uint64(who))
	s.hash = crc32.Update(s.hash, crcTable, buf[:n+24])
	if s.log != nil {
		fmt.Fprintf(s.log, "%5d actor %2d %-12s %d %d\n", s.now, who, what, a, b)
	}
}

var crcTable = crc32.MakeTable(crc32.Castagnoli)

func (s *simulation) sum(b []byte) uint64 { return uint64(crc32.Checksum(b, crcTable)) }

func (s *simulation) buffer(size int) []byte {
	if n := len(s.spare); n > 0 && cap(s.spare[n-1]) >= size {
		b := s.spare[n-1][:size]
		s.spare = s.spare[:n-1]
		return b
	}
	return make([]byte, size, max(size, 512))
}

func (s *simulation) recycle(b []byte) {
	if b != nil && len(s.spare) < 64 {
		s.spare = append(s.spare, b)
	}
}

// step is a tick of real time: the lines bring what clients sent, the server makes its tick, the lines carry what
// it sent, the clients act.
func (s *simulation) step() {
	s.now++
	first := s.chance.IntN(len(s.cables) + 1)
	for i := range s.cables {
		s.cables[(first+i)%len(s.cables)].serve()
	}
	if s.pause > 0 {
		s.pause--
		s.owed = min(s.owed+1, catchUp)
	} else {
		for ; s.owed > 0; s.owed-- {
			s.tick()
		}
		s.tick()
	}
	for i := range s.cables {
		s.cables[(first+i)%len(s.cables)].flow()
	}
	for _, a := range s.actors {
		a.act()
	}
	s.cables = slices.DeleteFunc(s.cables, (*cable).over)
}

// tick is one of the server, and the look at whether all is sound after it.
func (s *simulation) tick() {
	s.house.before(s)
	s.loop.tick()
	s.tally.Ticks++
	s.worlds.after(s)
	s.house.after(s)
	s.promise()
	s.owe()
	took := tickLength / 20
	if s.now < s.heavy {
		took = tickLength * 3 / 2
	}
	s.loop.relieve(took) // after all was looked at: what it asks of the world comes with the next tick
}

// Bounds on how long it takes until all is well again.
const (
	recovery  = 6000 // ticks; most of it is pace, which doubles its patience each time that it was tried
	wellTicks = 2 * flight.Rate
)

// recover goes on without faults until everybody has been well for a while and nobody was skipped.
func (s *simulation) recover() {
	well, skipped := 0, -1
	for well < wellTicks {
		s.step()
		ill := s.ill()
		s.must(s.now < s.climate.quietAt+recovery, "all are well again", nil, "%s", ill)
		if ill != "" {
			well = 0
			continue
		}
		if well == 0 {
			skipped = s.skipped()
		}
		if well++; well == wellTicks && s.skipped() != skipped {
			well = 0
		}
	}
	s.tally.Longest = s.now - s.climate.quietAt
}

// ill says who is not as it should be when nothing has disturbed it for long, or nothing.
func (s *simulation) ill() string {
	for _, a := range s.actors {
		if a.mood == gone {
			continue
		}
		if a.mood != open || a.frames == 0 || a.cable.closing || a.cable.dead {
			return fmt.Sprintf("actor %d has no line: mood %d", a.no, a.mood)
		}
		c := s.loop.byConn[a.cable.session]
		switch late := int(s.loop.now()) - int(a.known.Tick); {
		case c == nil:
			return fmt.Sprintf("actor %d is on a line that the server does not know", a.no)
		case late > quietTicks+8:
			return fmt.Sprintf("actor %d sees a world %d ticks old", a.no, late)
		case c.pace.step > 0 || c.pace.waits || c.pace.drain:
			return fmt.Sprintf("actor %d is not shown all: pace %+v", a.no, c.pace)
		case c.budget.narrowed():
			return fmt.Sprintf("actor %d is not shown all: budget %+v", a.no, c.budget)
		case a.plays && a.flew < s.climate.quietAt:
			return fmt.Sprintf("actor %d wants a ship and has none: phase %+v, pilot %+v", a.no, a.known.Phase, s.loop.world.Pilot(c.pilot))
		case !a.plays && a.known.Phase.Phase != protocol.PhaseSpectating:
			return fmt.Sprintf("actor %d only watches and is in phase %+v", a.no, a.known.Phase)
		}
	}
	if s.owed > 0 || s.pause > 0 || s.loop.strain.level > easy || s.loop.world.Calm > 0 {
		return fmt.Sprintf("the server is late: %d ticks behind, strain %+v, bots calmed by %d", s.owed, s.loop.strain, s.loop.world.Calm)
	}
	return ""
}

// skipped counts the frames that were skipped for any reason.
func (s *simulation) skipped() int {
	seen := map[string]int{}
	count(s.skips, "skip", seen)
	n := 0
	for _, skips := range seen {
		n += skips
	}
	return n
}

// count adds the counters of a registry, by their reasons.
func count(r *prometheus.Registry, what string, into map[string]int) {
	families, err := r.Gather()
	if err != nil {
		panic(err)
	}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			into[what+" "+m.GetLabel()[0].GetValue()] += int(m.GetCounter().GetValue())
		}
	}
}

// farewell stops the server: everybody is told, and told when to come back.
func (s *simulation) farewell() {
	count(s.skips, "skip", s.tally.Seen)
	count(s.drops, "drop", s.tally.Seen)
	s.loop.pulse.drain()
	late := s.newActor()
	late.wakes = s.now + 2
	for range 40 {
		s.step()
	}
	for _, a := range s.actors {
		if a.mood != gone {
			s.must(a.lastBye.Code == uint16(protocol.CloseRestart) && a.lastBye.RetryMs >= 1000, "all are told of the end", a, "last bye %+v", a.lastBye)
		}
	}
}
