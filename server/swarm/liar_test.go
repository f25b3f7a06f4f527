package swarm_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lxzan/gws"

	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
	"github.com/orbrawl/orbrawl/server/swarm"
)

// firstTick is of the liar's welcome; the first frame is of a tick at which pilots compare notes.
const firstTick = 30*100 - 1

// liar is a server that says what it was told to say once a pilot asks for a ship.
type liar struct {
	gws.BuiltinEventHandler
	cat     *catalog.Catalog
	welcome func(*protocol.Welcome) // may spoil it
	back    func(*protocol.Welcome) // instead, for those who come with a key
	says    func(c *gws.Conn, no int)

	mu    sync.Mutex
	heard map[*gws.Conn]*ear
}

// ear is one connection of a liar.
type ear struct{ no, messages int }

func (l *liar) OnMessage(c *gws.Conn, m *gws.Message) {
	defer m.Close()
	l.mu.Lock()
	e := l.heard[c]
	if e == nil {
		e = &ear{no: len(l.heard) + 1}
		l.heard[c] = e
	}
	l.mu.Unlock()
	e.messages++
	switch e.messages {
	case 1:
		w := protocol.Welcome{
			Version: protocol.Version, Rate: flight.Rate, Tick: firstTick, Catalog: l.cat.Hash, Resume: make([]byte, 16),
			Space: protocol.SpaceHalf, Cell: protocol.CellSize, MaxUp: protocol.MaxUp, Messages: protocol.Messages,
		}
		spoil := l.welcome
		if l.back != nil && bytes.Contains(m.Bytes(), []byte{0xc4, 16}) { // the head of a key
			spoil = l.back
		}
		if spoil != nil {
			spoil(&w)
		}
		tell(c, &w)
	case 2:
		l.says(c, e.no)
	}
}

// message is anything that can be written.
type message interface{ Append(*protocol.Writer) }

// pack writes messages one after another.
func pack(messages ...message) []byte {
	w := protocol.NewWriter()
	for _, m := range messages {
		m.Append(w)
	}
	return w.Bytes()
}

func tell(c *gws.Conn, messages ...message) { _ = c.WriteMessage(gws.OpcodeBinary, pack(messages...)) }

// head is the opening of a frame, a tick after the one before.
func head() *protocol.Frame { return &protocol.Frame{After: 1} }

const ownSlot = 7

// ship is the pilot's ship as others see it, at (x, 0).
func ship(x float64) []byte {
	s := protocol.ShipState{Slot: ownSlot, Gen: 1, X: protocol.QuantPos(x), Left: 255, Shield: 255, Name: "Liar"}
	return s.Append(protocol.AppendGroup(nil, protocol.NewsShips, 1))
}

// spawn is a good first frame: a window of four cells around the middle, and in it a ship at (1, 0) that the
// others believe to be at (believed, 0).
func spawn(believed float64) []message {
	return []message{
		head(), &protocol.Window{X0: 126, Y0: 126, X1: 129, Y1: 129, N0: 126, M0: 126, N1: 129, M1: 129},
		&protocol.CellState{Cell: protocol.CellOf(believed, 0), News: ship(believed)},
		&protocol.Phase{Phase: protocol.PhaseFlying, Focus: ownSlot},
		&protocol.Self{Slot: ownSlot, Gen: 1, X: 1, Energy: 50, Tracks: make([]byte, catalog.TrackCount)},
		&protocol.Status{Hull: 9, HullMax: 10, Shield: 1, ShieldMax: 10, EnergyMax: 100},
		&protocol.Progress{Level: 2, Score: 10, Ore: 5},
	}
}

// also sends a good first frame and then another.
func also(messages ...message) func(*gws.Conn, int) {
	return func(c *gws.Conn, _ int) {
		tell(c, spawn(1)...)
		tell(c, messages...)
	}
}

// lies runs a swarm of some pilots against a liar.
func lies(t *testing.T, pilots int, l *liar) *swarm.Report {
	t.Helper()
	c := swarm.DefaultConfig()
	c.Pilots, c.For, c.JoinWait = pilots, 200*time.Millisecond, 2*time.Second
	return liesFor(t, c, l)
}

func liesFor(t *testing.T, c swarm.Config, l *liar) *swarm.Report {
	t.Helper()
	l.cat, l.heard = hotCatalog(t), map[*gws.Conn]*ear{}
	raw, err := json.Marshal(l.cat)
	if err != nil {
		t.Fatal(err)
	}
	up := gws.NewUpgrader(l, nil)
	mux := http.NewServeMux()
	mux.HandleFunc("/api/catalog", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(raw) })
	mux.HandleFunc("/ws", func(w http.ResponseWriter, r *http.Request) {
		if c, err := up.Upgrade(w, r); err == nil {
			c.ReadLoop()
		}
	})
	srv := httptest.NewServer(mux)
	defer srv.Close()
	c.URL = srv.URL
	r, err := swarm.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAnHonestStubPasses(t *testing.T) {
	t.Parallel()
	r := lies(t, 2, &liar{says: also(head(), &protocol.Progress{Level: 2, Score: 11, Ore: 5})})
	if !r.OK() || r.Compared == 0 || r.TicksLate != nil {
		t.Errorf("held %d, compared %d, errors %v %v, drops %v", r.PilotsHeld, r.Compared, r.Errors, r.Examples, r.Drops)
	}
}

func TestLiesAreFound(t *testing.T) {
	t.Parallel()
	cell := protocol.CellOf(1, 0)
	twice := protocol.Offer{Number: 1, A: 2, B: 2, C: 3}
	rows := []protocol.BoardRow{{Name: "a", Score: 1}, {Name: "b", Score: 2}}
	for want, says := range map[string]func(*gws.Conn, int){
		"protocol: frame: after is out of range":            also(&protocol.Frame{}),
		"protocol: delta: news ends before":                 bytesAfterSpawn(append(pack(head()), 0x91, byte(protocol.IDDelta))),
		"news does not hold whole groups":                   also(head(), &protocol.Delta{News: []byte{0xff, 1, 2}}),
		"a message came that is not in the welcome's table": bytesAfterSpawn(append(pack(head()), 0x91, 0xcc, 200)),
		"a message came that only clients send":             also(head(), &protocol.Leave{}),
		"a second welcome came":                             also(&protocol.Welcome{}),
		"a frame does not begin with its head":              also(&protocol.Status{}),
		"an empty frame came":                               bytesAfterSpawn(nil),
		"a window is inside out":                            also(head(), &protocol.Window{X0: 33, X1: 32, Y1: 40}),
		"a cell outside the window came":                    also(head(), &protocol.CellState{Cell: 3}),
		"a cell outside the window came with things in it":  also(head(), &protocol.Window{X0: 128, Y0: 128, X1: 129, Y1: 129, N0: 128, M0: 128, N1: 129, M1: 129}, &protocol.CellState{Cell: protocol.CellOf(-1, -1), News: ship(-1)}),
		"a hull of 0 flies":                                 also(head(), &protocol.Status{HullMax: 10}),
		"hull or shield is above its full value":            also(head(), &protocol.Status{Hull: 11, HullMax: 10}),
		"progress fell within a life":                       also(head(), &protocol.Progress{Level: 2, Score: 9, Ore: 5}),
		"an offer is not of three different tracks":         also(head(), &twice),
		"the table is out of order":                         also(head(), &protocol.Board{Rows: rows}),
		"the own ship is not in its window":                 also(head(), &protocol.CellState{Cell: cell}),
		"the own ship flies outside its window":             also(head(), &protocol.Window{X1: 1, Y1: 1}),
		"the own ship is believed to be gone":               also(head(), &protocol.CellState{Cell: cell, News: wreck()}),
		"a ship's state came that the phase does not name":  also(head(), &protocol.Self{Slot: 8, Tracks: make([]byte, catalog.TrackCount)}),
		"the own ship's state cannot be":                    also(head(), &protocol.Self{Slot: ownSlot, Gen: 1, Hull: 99}),
		"the own flight went another way than the server's": func(c *gws.Conn, _ int) { tell(c, spawn(40)...) },
		"two pilots believe different things of one slot":   func(c *gws.Conn, no int) { tell(c, spawn(float64(no))...) },
		"a text frame came":                                 func(c *gws.Conn, _ int) { _ = c.WriteString("hello") },
		"a frame broke the WebSocket reader":                func(c *gws.Conn, _ int) { _, _ = c.NetConn().Write([]byte{0x82, 0x7f, 0x80, 0, 0, 0, 0, 0, 0, 1}) },
		"mirror: a record is cut short or names something":  also(head(), &protocol.Delta{News: boltOf(31)}),
		"mirror: frame of tick":                             also(&protocol.Frame{After: 9000}),
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			r := lies(t, 2, &liar{says: says})
			if r.OK() || !hasError(r, want) {
				t.Errorf("errors are %v %v, drops %v; want %q", r.Errors, r.Examples, r.Drops, want)
			}
		})
	}
}

func hasError(r *swarm.Report, want string) bool {
	for text := range r.Errors {
		if strings.HasPrefix(text, want) {
			return true
		}
	}
	return false
}

func bytesAfterSpawn(b []byte) func(*gws.Conn, int) {
	return func(c *gws.Conn, _ int) {
		tell(c, spawn(1)...)
		_ = c.WriteMessage(gws.OpcodeBinary, b)
	}
}

// wreck is the pilot's ship with nothing left of its hull.
func wreck() []byte {
	s := protocol.ShipState{Slot: ownSlot, Gen: 1, X: protocol.QuantPos(1)}
	return s.Append(protocol.AppendGroup(nil, protocol.NewsShips, 1))
}

func boltOf(weapon uint8) []byte {
	s := protocol.BoltState{Owner: 9, Kind: weapon}
	return s.Append(protocol.AppendGroup(nil, protocol.NewsBolts, 1))
}

func TestLiesInTheWelcomeAreFound(t *testing.T) {
	t.Parallel()
	for want, spoil := range map[string]func(*protocol.Welcome){
		"the welcome names another catalog than /api/catalog gives": func(w *protocol.Welcome) { w.Catalog = "other" },
		"the welcome chose a version that was not offered":          func(w *protocol.Welcome) { w.Version = 99 },
		"the welcome names another tick rate than flight knows":     func(w *protocol.Welcome) { w.Rate = 20 },
		"the welcome names another space than the standard":         func(w *protocol.Welcome) { w.Cell = 5 },
		"the welcome brings no resume key":                          func(w *protocol.Welcome) { w.Resume = nil },
		"a message came that is not in the welcome's table":         func(w *protocol.Welcome) { w.Messages = w.Messages[:3] },
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			r := lies(t, 1, &liar{welcome: spoil, says: also(head())})
			if r.OK() || !hasError(r, want) {
				t.Errorf("errors are %v, drops %v; want %q", r.Errors, r.Drops, want)
			}
		})
	}
}

func TestClosedLinesAreCounted(t *testing.T) {
	t.Parallel()
	for want, says := range map[string]func(*gws.Conn, int){
		"4000 stalled":     func(c *gws.Conn, _ int) { _ = c.WriteClose(4000, nil) },
		"line: EOF":        func(c *gws.Conn, _ int) { _ = c.NetConn().Close() },
		"never got a ship": func(*gws.Conn, int) {},
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			r := lies(t, 2, &liar{says: says})
			if r.OK() || r.PilotsHeld != 0 || r.Drops[want] != 2 || len(r.Errors) != 0 {
				t.Errorf("held %d, drops %v, errors %v; want 2 times %q", r.PilotsHeld, r.Drops, r.Errors, want)
			}
		})
	}
}
