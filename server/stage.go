package server

import (
	"cmp"
	"math"
	"slices"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// stagePause is how often the table and the map are made anew, in ticks.
const stagePause = 5 * flight.Rate

// crowdPause is how often people and bots are counted, in ticks.
const crowdPause = flight.Rate / 3

// stage is what all clients are told alike, made once for all: the table of the best, the map of the sector,
// and which ship those without one look at.
type stage struct {
	focus   game.EntityID
	x, y    float64 // where it is, or was last
	until   game.Tick
	people  uint16
	bots    uint16
	rank    map[game.PilotID]uint16
	board   []byte
	draft   []byte // of the next board
	boardNo uint32
	chart   []byte
	chartNo uint32

	order  []*game.Pilot
	writer *protocol.Writer
	heat   [128]byte
	rows   []protocol.BoardRow
}

func newStage() stage {
	return stage{focus: game.NoEntity, rank: map[game.PilotID]uint16{}, writer: protocol.NewWriter()}
}

func (s *stage) update(l *loop) {
	s.watch(l)
	if l.now()%crowdPause == 1 {
		people, bots := l.world.People()
		s.people, s.bots = uint16(people), uint16(bots)
	}
	if l.now()%stagePause != 1 && s.boardNo != 0 {
		return
	}
	s.rate(l)
	s.draw(l)
}

// watch keeps the spectators' eyes on one ship for a while: the leader, or whoever was hit last.
func (s *stage) watch(l *loop) {
	if ship := l.world.Ship(s.focus); ship != nil {
		s.x, s.y = ship.X, ship.Y
	} else if s.focus != game.NoEntity {
		s.focus, s.until = game.NoEntity, l.now()+flight.Rate // stay a moment where it ended
	}
	if l.now() < s.until {
		return
	}
	best := s.pick(l.world)
	if best == nil {
		return
	}
	s.focus, s.x, s.y, s.until = best.ID, best.X, best.Y, l.now()+12*flight.Rate
}

// pick finds the ship worth watching: fresh out of a blow and well scored.
func (s *stage) pick(w *game.World) *game.Ship {
	var best *game.Ship
	var bestWorth float64
	for i := range w.Ships {
		ship := &w.Ships[i]
		p := w.Pilot(ship.Pilot)
		worth := 1 + math.Sqrt(float64(p.Score))
		if ship.HitAt != 0 && w.Tick-ship.HitAt < 2*flight.Rate {
			worth *= 4
		}
		if worth > bestWorth {
			best, bestWorth = ship, worth
		}
	}
	return best
}

// rate orders the pilots and writes the top of the table.
func (s *stage) rate(l *loop) {
	s.order = s.order[:0]
	for i := range l.world.Pilots {
		if p := &l.world.Pilots[i]; p.Phase != game.Watching {
			s.order = append(s.order, p)
		}
	}
	slices.SortFunc(s.order, func(a, b *game.Pilot) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	clear(s.rank)
	s.rows = s.rows[:0]
	for i, p := range s.order {
		if !p.Bot {
			s.rank[p.ID] = uint16(i + 1)
		}
		if i < 10 {
			s.rows = append(s.rows, boardRow(l.world, p))
		}
	}
	clear(s.order)
	m := protocol.Board{Rows: s.rows}
	s.writer.Reset(s.draft[:0])
	m.Append(s.writer)
	s.draft = s.writer.Bytes()
	if !slices.Equal(s.draft, s.board) {
		s.board, s.draft = s.draft, s.board
		s.boardNo++
	}
}

func boardRow(w *game.World, p *game.Pilot) protocol.BoardRow {
	r := protocol.BoardRow{Name: p.Name, Score: p.Score, Slot: protocol.Nobody}
	if p.Phase == game.Flying {
		r.Slot = p.Ship.Slot
	}
	if p.Bot {
		r.Flags |= protocol.ShipBot
	}
	if p.ID == w.Leader {
		r.Flags |= protocol.ShipBounty
	}
	return r
}

// draw writes the map: the edge, the leader, and how many ships are in each of 16 × 16 squares.
func (s *stage) draw(l *loop) {
	w := l.world
	clear(s.heat[:])
	for i := range w.Ships {
		ship := &w.Ships[i]
		x, y := heatAlong(ship.X, w.Radius), heatAlong(ship.Y, w.Radius)
		at := y*16 + x
		shift := 4 * (at % 2)
		if n := s.heat[at/2] >> shift & 15; n < 15 {
			s.heat[at/2] += 1 << shift
		}
	}
	m := protocol.Map{Radius: uint16(w.Radius), Leader: protocol.Nobody, Heat: s.heat[:]}
	if ship := w.ShipOf(w.Leader); ship != nil {
		m.Leader = ship.ID.Slot
		m.LeaderX, m.LeaderY = share127(ship.X/w.Radius), share127(ship.Y/w.Radius)
	}
	s.writer.Reset(s.chart[:0])
	m.Append(s.writer)
	s.chart = s.writer.Bytes()
	s.chartNo++
}

func heatAlong(v, radius float64) int {
	return min(max(int((v/radius+1)*8), 0), 15)
}

func share127(v float64) int8 { return int8(min(max(v, -1), 1) * 127) }
