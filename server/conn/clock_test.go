package conn

import (
	"encoding/binary"
	"errors"
	"net"
	"net/netip"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/orbrawl/orbrawl/protocol"
)

// timedConfig has every clock on, with spans that tell them apart.
func timedConfig() Config {
	config := testConfig()
	config.FirstMessageTimeout = 10 * time.Second
	config.MessageTimeout = 5 * time.Second
	config.IdleTimeout = 30 * time.Second
	config.PingEvery = 12 * time.Second
	return config
}

// pass lets synthetic time go by.
func pass(span time.Duration) { <-time.After(span) }

// piped is a connection over a pipe, inside a bubble of synthetic time.
func piped(t *testing.T, config Config) (*peer, *Conn, *witness) {
	t.Helper()
	w := newWitness()
	door, err := NewDoor(config, func(*Conn) Session { return w })
	if err != nil {
		t.Fatal(err)
	}
	door.places.take(netip.Addr{})
	near, far := net.Pipe()
	opened := make(chan *Conn)
	go func() {
		c, err := door.open(near, handshaken(), netip.Addr{})
		if err != nil {
			t.Error(err)
		}
		opened <- c
	}()
	p := &peer{Conn: far, t: t, reader: bufferOf(nil)}
	p.reader.Reset(far)
	for {
		line, err := p.reader.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if line == "\r\n" {
			break
		}
	}
	c := <-opened
	go c.serve()
	return p, c, w
}

// expectEnd reads the close frame and the leave path, and wants both now.
func (p *peer) expectEnd(w *witness, after time.Duration, code protocol.CloseCode) left {
	p.t.Helper()
	begin := time.Now()
	op, payload, err := p.read()
	if err != nil || op != opClose || protocol.CloseCode(binary.BigEndian.Uint16(payload)) != code {
		p.t.Fatalf("opcode %d, % x, %v; want a close with %d", op, payload, err, code)
	}
	if took := time.Since(begin); took < after || took > after+time.Second {
		p.t.Errorf("closed after %v, want %v", took, after)
	}
	end := <-w.left
	if end.code != code {
		p.t.Errorf("left with %d %v", end.code, end.err)
	}
	_ = p.Close()
	synctest.Wait()
	return end
}

func TestFirstMessageTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _, w := piped(t, timedConfig())
		if end := p.expectEnd(w, 10*time.Second, protocol.CloseNoHello); !errors.Is(end.err, ErrNoMessage) {
			t.Error(end.err)
		}
	})
}

// TestHalfOpen is a peer that vanished without a word: after one ping, it is given up.
func TestHalfOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, c, w := piped(t, timedConfig())
		p.send(whole(opBinary, "hello"))
		begin := time.Now()
		for range 2 {
			op, payload, err := p.read()
			if err != nil || op != opPing || len(payload) != 8 {
				t.Fatalf("opcode %d, % x, %v; want a ping", op, payload, err)
			}
		}
		if took := time.Since(begin).Round(time.Millisecond); took != 24*time.Second {
			t.Errorf("two pings after %v", took)
		}
		if end := p.expectEnd(w, 6*time.Second, protocol.CloseSilent); !errors.Is(end.err, ErrSilent) {
			t.Error(end.err)
		}
		if c.RoundTrip() != 0 {
			t.Errorf("round trip %v of an unanswered ping", c.RoundTrip())
		}
	})
}

func TestAnsweredPingsKeepAConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, c, w := piped(t, timedConfig())
		p.send(whole(opBinary, "hello"))
		for range 20 {
			op, payload, err := p.read()
			if err != nil || op != opPing {
				t.Fatalf("opcode %d, %v; want a ping", op, err)
			}
			pass(80 * time.Millisecond)
			p.send(whole(opPong, string(payload)))
			synctest.Wait()
			if c.RoundTrip() != 80*time.Millisecond {
				t.Fatalf("round trip %v", c.RoundTrip())
			}
		}
		p.send(whole(opPong, "\x00\x00\x00\x00\x00\x00\x00\x01")) // nobody asked
		synctest.Wait()
		if c.RoundTrip() != 80*time.Millisecond {
			t.Errorf("round trip %v of a forged pong", c.RoundTrip())
		}
		c.Close(4000, "")
		p.expectEnd(w, 0, 4000)
	})
}

// TestSlowMessage drips a message so that the line is never idle.
func TestSlowMessage(t *testing.T) {
	for name, frames := range map[string][]byte{
		"one frame": whole(opBinary, "a message that takes its time"),
		"fragments": append(piece(opBinary, "a"), repeat(piece(opContinue, "a"), 20)...),
		"header":    {0x82},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, _, w := piped(t, timedConfig())
				p.send(whole(opBinary, "hello"), frames[:1])
				var drip sync.WaitGroup
				defer drip.Wait()
				drip.Go(func() {
					for _, b := range frames[1:] {
						pass(300 * time.Millisecond)
						if _, err := p.Write([]byte{b}); err != nil {
							return
						}
					}
				})
				end := p.expectEnd(w, 5*time.Second, protocol.ClosePolicy)
				if v := new(Violation); !errors.As(end.err, &v) || v.Fault != FaultSlowMessage {
					t.Error(end.err)
				}
			})
		})
	}
}

// TestSteadyInputsAreNeverSlow sends for long, each time the end of one message with the begin of the
// next, so that the guard is always inside a message.
func TestSteadyInputsAreNeverSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		config := timedConfig()
		config.FramesPerSecond, config.FrameBurst = 30, 2
		p, c, w := piped(t, config)
		message := whole(opBinary, "input")
		p.send(message[:3])
		for range 1000 {
			pass(34 * time.Millisecond)
			p.send(message[3:], message[:3])
		}
		synctest.Wait()
		if c.Closing() {
			t.Fatal(<-w.left)
		}
		c.Close(4000, "")
		p.expectEnd(w, 0, 4000)
	})
}

func TestFrameRate(t *testing.T) {
	for name, kind := range map[string][]byte{
		"messages":        whole(opBinary, "a"),
		"pongs":           whole(opPong, ""),
		"empty fragments": piece(opContinue, ""),
	} {
		t.Run(name, func(t *testing.T) {
			config := testConfig()
			config.FramesPerSecond, config.FrameBurst = 1, 20
			config.MaxFragments = 0
			h, w := witnessed(t, config, plain)
			p := h.connect(t)
			if kind[0] == opContinue {
				p.send(piece(opBinary, ""))
			}
			_, _ = p.Write(repeat(kind, 100)) // the server may close before it has all
			p.expectClose(protocol.ClosePolicy)
			end := wait(t, "OnClose", w.left)
			if v := new(Violation); !errors.As(end.err, &v) || v.Fault != FaultRate || h.tally.FaultedCount(FaultRate) != 1 {
				t.Errorf("left with %v, counted %d", end.err, h.tally.FaultedCount(FaultRate))
			}
		})
	}
}

// TestEmptyFragmentFlood sends as plain gws accepts 20 million of in two seconds.
func TestEmptyFragmentFlood(t *testing.T) {
	h, w := witnessed(t, DefaultConfig(), plain)
	p := h.connect(t)
	p.send(piece(opBinary, ""))
	flood := repeat(piece(opContinue, ""), 10000)
	go func() {
		for {
			if _, err := p.Write(flood); err != nil {
				return
			}
		}
	}()
	if end := wait(t, "OnClose", w.left); end.code != protocol.ClosePolicy {
		t.Fatalf("left with %d %v", end.code, end.err)
	}
	if c := <-w.conn; c.Counts().FramesIn > 300 {
		t.Errorf("%d frames were let in", c.Counts().FramesIn)
	}
	_ = p.Close()
}
