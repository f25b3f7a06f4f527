package conn

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/orbrawl/orbrawl/protocol"
)

// script is a net.Conn whose peer says a stream in pieces, hangs up, and writes down what it hears.
type script struct {
	random *rand.Rand
	mu     sync.Mutex
	stream []byte
	heard  bytes.Buffer
	closed int
}

func (s *script) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.stream) == 0 {
		return 0, io.EOF
	}
	n := copy(p[:1+s.random.IntN(len(p))], s.stream)
	s.stream = s.stream[n:]
	return n, nil
}

func (s *script) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.heard.Write(p)
}

func (s *script) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed++
	return nil
}

func (*script) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (*script) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (*script) SetDeadline(time.Time) error      { return nil }
func (*script) SetReadDeadline(time.Time) error  { return nil }
func (*script) SetWriteDeadline(time.Time) error { return nil }

// play runs the whole stack on a stream, on this goroutine.
func play(t *testing.T, config Config, stream []byte, seed uint64) (*script, *witness) {
	t.Helper()
	w := newWitness()
	w.onMessage = echoed
	door, err := NewDoor(config, func(*Conn) Session { return w })
	if err != nil {
		t.Fatal(err)
	}
	s := &script{random: rand.New(rand.NewPCG(seed, 2)), stream: stream}
	if refusal := door.places.take(netip.Addr{}); refusal != Welcome {
		t.Fatal(refusal)
	}
	c, err := door.open(s, handshaken(), netip.Addr{})
	if err != nil {
		t.Fatal(err)
	}
	c.serve()
	if door.Len() != 0 || len(door.conns) != 0 {
		t.Fatalf("%d places are still taken", door.Len())
	}
	return s, w
}

func handshaken() *http.Request {
	return &http.Request{Header: http.Header{"Sec-Websocket-Key": {goodKey}}}
}

// FuzzStack plays any bytes to the whole stack, gws included: nothing panics, the session leaves
// exactly once, the socket closes exactly once, and what the server said is frames with at most one
// close frame, the last.
func FuzzStack(f *testing.F) {
	for i, stream := range inOrder() {
		f.Add(stream, uint64(i), i%2 == 0)
	}
	f.Add([]byte(killer), uint64(0), false)
	f.Fuzz(func(t *testing.T, stream []byte, seed uint64, text bool) {
		config := testConfig()
		config.AllowText = text
		s, w := play(t, config, bytes.Clone(stream), seed)
		end := wait(t, "OnClose", w.left)
		if w.closes.Load() != 1 || s.closed != 1 {
			t.Fatalf("left %d times, closed %d times", w.closes.Load(), s.closed)
		}
		if peer := new(PeerClosed); end.code == protocol.CloseFault && !errors.As(end.err, &peer) {
			t.Fatalf("the stack itself failed: %v", end.err)
		}
		_, spoken, ok := bytes.Cut(s.heard.Bytes(), []byte("\r\n\r\n"))
		if !ok {
			t.Fatal("no answer to the handshake")
		}
		checkSpoken(t, spoken)
	})
}

// checkSpoken parses the server's half of a conversation.
func checkSpoken(t *testing.T, spoken []byte) {
	t.Helper()
	p := &peer{t: t, reader: bufferOf(spoken)}
	for closed := false; ; {
		op, payload, err := p.read()
		if err == io.EOF {
			return
		}
		if err != nil || closed {
			t.Fatalf("opcode %d after close %v: %v", op, closed, err)
		}
		if op == opClose {
			closed = true
			if len(payload) >= 2 && !sendable(protocol.CloseCode(binary.BigEndian.Uint16(payload))) {
				t.Fatalf("close payload % x", payload)
			}
		}
	}
}

// TestRecoverFromGws lets the killer frame past the guard, so that gws itself panics: the process
// lives, the session leaves once, and the peer is told 1011.
func TestRecoverFromGws(t *testing.T) {
	w := newWitness()
	door, err := NewDoor(testConfig(), func(*Conn) Session { return w })
	if err != nil {
		t.Fatal(err)
	}
	s := &script{random: rand.New(rand.NewPCG(1, 2)), stream: []byte(killer)}
	door.places.take(netip.Addr{})
	c, err := door.open(s, handshaken(), netip.Addr{})
	if err != nil {
		t.Fatal(err)
	}
	c.guard.walker.left = 1 << 20 // the guard takes the stream for a payload
	c.serve()
	if end := wait(t, "OnClose", w.left); end.code != protocol.CloseFault || w.closes.Load() != 1 {
		t.Fatalf("left with %d %v, %d times", end.code, end.err, w.closes.Load())
	}
	if !bytes.Contains(s.heard.Bytes(), closeFrame(protocol.CloseFault, protocol.CloseFault.Closing().Sentence)) {
		t.Fatalf("no close frame in % x", s.heard.Bytes())
	}
	if door.Len() != 0 || s.closed != 1 {
		t.Fatalf("%d places taken, closed %d times", door.Len(), s.closed)
	}
}

// TestAnnouncementIsNotAllocated announces 16 MiB on 50 connections, for which plain gws took 800 MiB.
func TestAnnouncementIsNotAllocated(t *testing.T) {
	const conns = 50
	stream := []byte("\x82\xff\x00\x00\x00\x00\x01\x00\x00\x00mask")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range conns {
		_, w := play(t, testConfig(), stream, 0)
		if end := wait(t, "OnClose", w.left); end.code != protocol.CloseTooBig {
			t.Fatalf("closed with %d", end.code)
		}
	}
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / conns; each > 64<<10 {
		t.Errorf("%d bytes for one announcement and its connection", each)
	}
}
