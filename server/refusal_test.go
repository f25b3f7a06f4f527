package server

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/orbrawl/orbrawl/protocol"
	"github.com/orbrawl/orbrawl/server/conn"
)

// witness is a pilot that must not notice what others do: it turns all the time, so that there is something to
// tell it at each tick, and counts them.
type witness struct {
	*pilot
	r *rig
}

func newWitness(r *rig) *witness { return &witness{r.fly("Witness"), r} }

// watch ticks n times and wants to be told of each, or with the next.
func (w *witness) watch(n int) {
	w.t.Helper()
	for range n {
		w.input(uint32(w.r.now())+1, protocol.Input{Power: 15, Move: w.held.Move + 20})
		w.settle()
		w.r.tick(1)
		w.read(w.r)
		if w.known.Tick+1 < uint32(w.r.now()) {
			w.t.Fatalf("tick %d: the witness was last told of tick %d", w.r.now(), w.known.Tick)
		}
	}
	if w.known.Phase.Phase != protocol.PhaseFlying {
		w.t.Fatalf("the witness is %+v", w.known.Phase)
	}
}

// raw is bytes as a message.
type raw []byte

func (b raw) Append(w *protocol.Writer) { w.Raw(b) }

// inputFields is an input message with one field of it replaced by other msgpack.
func inputFields(at int, with ...byte) raw {
	b := []byte{0x99, 2}
	for i := range 8 {
		if i == at {
			b = append(b, with...)
		} else {
			b = append(b, 1)
		}
	}
	return b
}

func float(v float64) []byte {
	return binary.BigEndian.AppendUint64([]byte{0xcb}, math.Float64bits(v))
}

// mischief is what a client does to be closed for.
type mischief struct {
	name    string
	hello   bool // after a good hello
	frames  [][]byte
	code    protocol.CloseCode
	counter []string // name and labels; nil when there is but closes_total
}

func binaryFrames(payloads ...[]byte) (frames [][]byte) {
	for _, b := range payloads {
		frames = append(frames, masked(0x82, b))
	}
	return frames
}

func greet() *protocol.Hello { h := hello(nil); return &h }

func mischiefs() []mischief {
	place, data := []string{"dropped_total", "out_of_place"}, []string{"dropped_total", "bad_data"}
	fault := func(name string) []string { return []string{"connection_faults_total", name} }
	newer := protocol.Hello{MinVersion: protocol.Version + 1, MaxVersion: protocol.Version + 5}
	older := protocol.Hello{MaxVersion: protocol.Version - 1}
	deep := append([]byte{0x92, 5}, bytes.Repeat([]byte{0x91}, 500)...)
	return []mischief{
		{"another first message", false, binaryFrames(pack(&protocol.Play{Name: "x"})), protocol.CloseProtocol, place},
		{"an empty first message", false, binaryFrames(nil), protocol.CloseProtocol, place},
		{"an unknown first message", false, binaryFrames([]byte{0x91, 0x70}), protocol.CloseProtocol, place},
		{"a second hello", true, binaryFrames(pack(greet())), protocol.CloseProtocol, place},
		{"two hellos in one frame", false, binaryFrames(pack(greet(), greet())), protocol.CloseProtocol, place},
		{"a down message", true, binaryFrames([]byte{0x91, byte(protocol.IDBye)}), protocol.CloseProtocol, place},
		{"a newer version", false, binaryFrames(pack(&newer)), protocol.CloseVersion, nil},
		{"an older version", false, binaryFrames(pack(&older)), protocol.CloseVersion, nil},
		{"text", true, [][]byte{masked(0x81, []byte("hello"))}, protocol.CloseText, fault("text")},
		{"garbage", true, binaryFrames([]byte{0xc1, 0xff, 0x00}), protocol.CloseBadData, data},
		{"a message that is no array", true, binaryFrames([]byte{0x05}), protocol.CloseBadData, data},
		{"an empty array", true, binaryFrames([]byte{0x90}), protocol.CloseBadData, data},
		{"a length beyond memory", true, binaryFrames([]byte{0xdd, 0xff, 0xff, 0xff, 0xff}), protocol.CloseBadData, data},
		{"arrays in arrays", true, binaryFrames(deep), protocol.CloseBadData, data},
		{"a cut message", true, binaryFrames(pack(&protocol.Input{Seq: 9})[:5]), protocol.CloseBadData, data},
		{"power out of range", true, binaryFrames(inputFields(4, 16)), protocol.CloseBadData, data},
		{"a negative aim", true, binaryFrames(inputFields(5, 0xff)), protocol.CloseBadData, data},
		{"not a number as aim", true, binaryFrames(inputFields(5, float(math.NaN())...)), protocol.CloseBadData, data},
		{"infinity as power", true, binaryFrames(inputFields(4, float(math.Inf(1))...)), protocol.CloseBadData, data},
		{"a name too long", true, binaryFrames(pack(&protocol.Play{Name: strings.Repeat("x", 41)})), protocol.CloseBadData, data},
		{"a name that is no UTF-8", true, binaryFrames(pack(&protocol.Play{Name: "a\xff"})), protocol.CloseBadData, data},
		{"a name of 10,000 letters", true, binaryFrames(pack(&protocol.Play{Name: strings.Repeat("x", 10000)})), protocol.CloseTooBig, fault("too_big")},
		{"oversize", true, binaryFrames(make([]byte, protocol.MaxUp+1)), protocol.CloseTooBig, fault("too_big")},
		{"300 unknown messages", true, binaryFrames(bytes.Repeat([]byte{0x91, 0x70}, 300)), protocol.CloseBadData, data},
		{"a reserved bit", true, [][]byte{masked(0xc2, nil)}, protocol.CloseProtocol, fault("reserved_bits")},
		{"a length of -1", true, [][]byte{{0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4}}, protocol.CloseProtocol, fault("length")},
		{"an unmasked frame", true, [][]byte{{0x82, 0x01, 0x05}}, protocol.CloseProtocol, fault("unmasked")},
	}
}

// TestMischief closes each bad client with its code and its counter, and nobody else notices.
func TestMischief(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	w := newWitness(r)
	counts := map[string]int{}
	for _, m := range mischiefs() {
		t.Run(m.name, func(t *testing.T) {
			var p *pilot
			if m.hello {
				p = r.join()
			} else {
				p = shake(t, r.dial(), r.host, r.parts.Catalog)
			}
			for _, f := range m.frames {
				p.write(f)
			}
			if m.code == protocol.CloseVersion {
				until(t, "the hello reaches the gate", func() bool { return r.atGate(false) == 1 })
			}
			w.watch(2)
			p.expectClose(m.code)
			if m.code == protocol.CloseVersion && p.known.Bye.Code != uint16(m.code) {
				t.Errorf("bye %+v", p.known.Bye)
			}
			counts[m.code.String()]++
			r.wantCount(counts[m.code.String()], "closes_total", m.code.String())
			if m.counter != nil {
				key := strings.Join(m.counter, " ")
				counts[key]++
				r.wantCount(counts[key], m.counter[0], m.counter[1:]...)
			}
			w.watch(2)
		})
	}
	until(t, "all but the witness have left", func() bool { r.tick(1); return len(r.loop.clients) == 1 && len(r.loop.byConn) == 1 })
}

// TestFirstFrameMayHoldMore: a frame is a sequence of messages, the first one too.
func TestFirstFrameMayHoldMore(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := shake(t, r.dial(), r.host, r.parts.Catalog)
	p.send(greet(), &protocol.View{HalfWidth: 300, HalfHeight: 200}, &protocol.Play{Name: "Ada"})
	until(t, "the hello reaches the gate", func() bool { return r.atGate(false) == 1 })
	r.step(p)
	if !p.welcomed || p.known.Phase.Phase != protocol.PhaseFlying {
		t.Fatalf("welcomed %v, phase %+v", p.welcomed, p.known.Phase)
	}
}

// TestUnknownMessages are skipped and counted: a newer client, or one with mods, says more than we know.
func TestUnknownMessages(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	for range 16 {
		p.send(raw{0x93, 0x70, 0x01, 0xa1, 'x'}) // of the core's range, of a later version
	}
	p.send(raw(bytes.Repeat([]byte{0x91, 0xcd, 0x01, 0x00}, 100))) // of mods
	in := &protocol.Input{Seq: 77, Tick: uint16(r.now()) + 1, Power: 4}
	p.send(raw{0x91, 0x70}, in)
	p.settle()
	r.step(p)
	if r.ship(p).Helm.Power != 4 {
		t.Fatal("what stood behind an unknown message was not taken")
	}
	r.wantCount(117, "dropped_total", "unknown_message")
}

// TestLongerMessages: a newer client's messages have more fields than we know.
func TestLongerMessages(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	b := inputFields(1, 0xcd, 0, byte(r.now()+1))
	b[0] = 0x9b
	p.send(append(b, 0xa1, 'x', 0xc0))
	p.settle()
	r.step(p)
	if r.ship(p).Helm.Power != 1 {
		t.Fatal("an input with further fields was not taken")
	}
}

// TestNoHello closes who says nothing.
func TestNoHello(t *testing.T) {
	r := openRig(t, newServer(t, plain(), emptyCatalog(t)), func(c *conn.Config) { c.FirstMessageTimeout = 50 * time.Millisecond })
	w := newWitness(r)
	p := shake(t, r.dial(), r.host, r.parts.Catalog)
	w.watch(2)
	p.expectClose(protocol.CloseNoHello)
	w.watch(2)
	r.wantCount(1, "closes_total", "no_hello")
}

// TestFrameFlood closes who sends faster than any client needs.
func TestFrameFlood(t *testing.T) {
	r := openRig(t, newServer(t, plain(), emptyCatalog(t)), func(*conn.Config) {})
	w := newWitness(r)
	p := r.join()
	var flood []byte
	for range 1000 {
		flood = append(flood, masked(0x82, pack(&protocol.Input{}))...)
	}
	p.write(flood)
	w.watch(2)
	p.expectClose(protocol.ClosePolicy)
	r.wantCount(1, "connection_faults_total", "rate")
	r.wantCount(1, "closes_total", "policy")
}

// TestInputFlood: more inputs in a tick than there is room for are counted, and the newest wins.
func TestInputFlood(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	w := newWitness(r)
	p := r.fly("Ada")
	for i := range 100 {
		p.input(uint32(r.now())+1, protocol.Input{Power: uint8(i) % 16})
	}
	p.settle()
	w.watch(2)
	p.read(r)
	if power := r.ship(p).Helm.Power; power != 99%16 || p.known.Ack != p.seq {
		t.Fatalf("power %d, ack %d; want those of the newest, %d and %d", power, p.known.Ack, 99%16, p.seq)
	}
	r.wantCount(100-inboxInputs, "dropped_total", "flood")
	for range 20 {
		p.send(&protocol.Leave{})
	}
	p.settle()
	w.watch(1)
	r.wantCount(100-inboxInputs+20-inboxOrders, "dropped_total", "flood")
}

// TestFutureFlood: the queue of inputs for ticks to come is bounded too, and the last word counts.
func TestFutureFlood(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	for i := range 24 {
		p.input(uint32(r.now())+40, protocol.Input{Power: uint8(i) % 16})
		p.settle()
		r.tick(1)
		p.read(r)
	}
	for range 40 {
		r.tick(1)
		p.read(r)
	}
	if power := r.ship(p).Helm.Power; power != 23%16 {
		t.Fatalf("power %d, want that of the newest input, %d", power, 23%16)
	}
	r.wantCount(24-inboxInputs, "dropped_total", "flood")
}

// TestFarTicks are ignored and counted: who names them has lost its clock.
func TestFarTicks(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	for i, at := range []uint32{farTicks + 2, 20000, 0xffff - 200} {
		p.input(uint32(r.now())+at, protocol.Input{Power: 15})
		p.settle()
		r.tick(1)
		p.read(r)
		r.wantCount(i+1, "dropped_total", "far_tick")
	}
	p.held = protocol.Input{}
	for range farTicks + 5 {
		r.step(p)
	}
	if r.ship(p).Helm.Power != 0 {
		t.Fatal("an input for a far tick took effect")
	}
}

// TestFull turns away whom there is no room for, in words, and still lets those back in who belong.
func TestFull(t *testing.T) {
	conf := plain()
	conf.Pilots = 1
	r := newRig(t, conf, emptyCatalog(t))
	p := r.fly("Ada")
	for i := range 3 {
		late := r.arrive(hello(nil))
		r.step(p)
		late.expectClose(protocol.CloseFull)
		if b := late.known.Bye; b.RetryMs == 0 || b.Sentence == "" || b.Code != uint16(protocol.CloseFull) {
			t.Fatalf("bye %+v", b)
		}
		r.wantCount(i+1, "closes_total", "full")
	}
	if again := r.joinBy(p.welcome.Resume); !again.welcome.Resumed {
		t.Fatal("a full server does not know its own")
	}
}

// TestViewIsBounded: a window reaches as far as the client can show, and no farther than the catalog allows.
func TestViewIsBounded(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	wide := func(v protocol.View) int {
		p.send(&v)
		p.settle()
		r.step(p)
		r.step(p) // a window that moves may wait a tick
		w := p.known.Window
		return (int(w.X1-w.X0) + 1) * protocol.CellSize
	}
	most := 2 * int(r.parts.Catalog.Sector.ViewHalfWidth)
	small, large := wide(protocol.View{}), wide(protocol.View{HalfWidth: 4096, HalfHeight: 4096})
	if small >= large || large < most || large > most+3*protocol.CellSize+300 {
		t.Fatalf("the smallest view is %d u wide, the largest %d; allowed are %d", small, large, most)
	}
}

// TestHandshakeRefusals: wrong requests at the WebSocket's path have a defined answer each.
func TestHandshakeRefusals(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	w := newWitness(r)
	for _, c := range []struct {
		name, from, to, counter string
		status                  int
	}{
		{"method", "GET", "POST", "method", http.StatusMethodNotAllowed},
		{"HTTP/1.0", "HTTP/1.1", "HTTP/1.0", "http_version", http.StatusBadRequest},
		{"no upgrade", "Upgrade: websocket", "X: y", "upgrade", http.StatusUpgradeRequired},
		{"version", "Version: 13", "Version: 8", "version", http.StatusUpgradeRequired},
		{"key", "dGhlIHNhbXBsZSBub25jZQ==", "short", "key", http.StatusBadRequest},
		{"origin", "Upgrade: websocket", "Upgrade: websocket\r\nOrigin: http://elsewhere.example", "origin", http.StatusForbidden},
		{"body", "\r\n\r\n", "\r\nContent-Length: 3\r\n\r\nabc", "body", http.StatusBadRequest},
		{"HTTP/9.9", "HTTP/1.1", "HTTP/9.9", "", http.StatusHTTPVersionNotSupported},
		{"no HTTP at all", "GET /ws HTTP/1.1", "hello", "", http.StatusBadRequest},
		{"another path", "/ws", "/elsewhere", "", http.StatusNotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, body := r.ask(fill(request, "%HOST", r.host, c.from, c.to))
			if status != c.status || body == "" {
				t.Fatalf("answered %d %q, want %d", status, body, c.status)
			}
			if c.counter != "" {
				r.wantCount(1, "handshakes_refused_total", c.counter)
			}
			w.watch(1)
		})
	}
}

// ask sends a request as it is written.
func (r *rig) ask(request string) (status int, body string) {
	r.t.Helper()
	p := &pilot{t: r.t, raw: r.dial()}
	_ = p.raw.SetDeadline(time.Now().Add(patience))
	p.write([]byte(request))
	answer := readAnswer(r.t, p.raw)
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return answer.StatusCode, string(b)
}
