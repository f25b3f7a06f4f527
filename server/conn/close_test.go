package conn

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"testing"
	"time"

	"github.com/orbrawl/orbrawl/protocol"
)

// TestCloseFrameArrives has the peer still sending while the server closes: without a linger the
// socket would be reset and the close frame lost.
func TestCloseFrameArrives(t *testing.T) {
	for _, tr := range []transport{plain, portable, secure} {
		t.Run(tr.String(), func(t *testing.T) {
			h := newHouse(t, testConfig(), tr, func(*Conn) Session { return newWitness() })
			for range 20 {
				p := h.connect(t)
				p.send(frame(finBit|opBinary, make([]byte, 1<<20)))
				p.expectClose(protocol.CloseTooBig)
				_ = p.Close()
			}
			if h.tally.FaultedCount(FaultTooBig) != 20 {
				t.Errorf("counted %d", h.tally.FaultedCount(FaultTooBig))
			}
		})
	}
}

func TestCloseFromOutside(t *testing.T) {
	for _, tr := range []transport{plain, portable, secure} {
		t.Run(tr.String(), func(t *testing.T) {
			h, w := witnessed(t, testConfig(), tr)
			p := h.connect(t)
			c := wait(t, "OnOpen", w.conn)
			c.Close(protocol.CloseKicked, "The host removed you.")
			c.Close(protocol.CloseBanned, "too late")
			if reason := p.expectClose(protocol.CloseKicked); reason != "The host removed you." {
				t.Errorf("reason %q", reason)
			}
			if end := wait(t, "OnClose", w.left); end.code != protocol.CloseKicked || end.err != nil {
				t.Errorf("left with %d %v", end.code, end.err)
			}
			if !c.Closing() || c.Ready() {
				t.Error("the connection does not know")
			}
		})
	}
}

func TestCloseWithACodeThatMayNotTravel(t *testing.T) {
	h, w := witnessed(t, testConfig(), plain)
	p := h.connect(t)
	wait(t, "OnOpen", w.conn).Close(CodeAbnormal, "")
	p.expectClose(protocol.CloseFault)
}

func TestCloseFromInside(t *testing.T) {
	h, w := witnessed(t, testConfig(), plain)
	w.onMessage = func(c *Conn, payload []byte) {
		echoed(c, payload)
		c.Close(protocol.CloseBadData, "no")
	}
	p := h.connect(t)
	p.send(repeat(whole(opBinary, "once"), 10))
	p.expect(opBinary, "once") // the other nine are not delivered
	p.expectClose(protocol.CloseBadData)
	if end := wait(t, "OnClose", w.left); end.code != protocol.CloseBadData {
		t.Errorf("left with %d", end.code)
	}
}

func TestPeerCloses(t *testing.T) {
	for _, test := range []struct {
		name  string
		frame []byte
		want  PeerClosed
	}{
		{"with a code", closing(1001, "tab closed"), PeerClosed{1001, "tab closed"}},
		{"with an own code", closing(4321, ""), PeerClosed{4321, ""}},
		{"without a code", whole(opClose, ""), PeerClosed{CodeNoStatus, ""}},
		{"with 1002", closing(1002, "your fault"), PeerClosed{1002, "your fault"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			h, w := witnessed(t, testConfig(), plain)
			h.connect(t).send(test.frame)
			end := wait(t, "OnClose", w.left)
			if peer := new(PeerClosed); end.code != test.want.Code || !errors.As(end.err, &peer) || *peer != test.want {
				t.Errorf("left with %d %v", end.code, end.err)
			}
		})
	}
}

func TestPeerHangsUp(t *testing.T) {
	for name, hangUp := range map[string]func(*peer){
		"in good order":    func(p *peer) { _ = p.Close() },
		"with a reset":     func(p *peer) { abort(p.Conn) },
		"inside a message": func(p *peer) { p.send(whole(opBinary, "never whole")[:9]); _ = p.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			h, w := witnessed(t, testConfig(), plain)
			p := h.connect(t)
			wait(t, "OnOpen", w.conn)
			hangUp(p)
			if end := wait(t, "OnClose", w.left); end.code != CodeAbnormal || end.err == nil {
				t.Errorf("left with %d %v", end.code, end.err)
			}
			until(t, "the place is free", func() bool { return h.Len() == 0 })
		})
	}
}

func TestFaultsAreNamed(t *testing.T) {
	for fault, sent := range map[Fault][]byte{
		FaultLength:       []byte(killer),
		FaultText:         whole(opText, "hello"),
		FaultClosePayload: closing(1005, ""),
		FaultUnmasked:     []byte("\x82\x00"),
	} {
		h, w := witnessed(t, testConfig(), plain)
		h.connect(t).send(sent)
		end := wait(t, "OnClose", w.left)
		if v := new(Violation); !errors.As(end.err, &v) || v.Fault != fault || v.Code != end.code || h.tally.FaultedCount(fault) != 1 {
			t.Errorf("%v: left with %d %v, counted %d", fault, end.code, end.err, h.tally.FaultedCount(fault))
		}
	}
}

// TestPanics has a session fail in each of its calls: that connection ends with 1011 and leaves once,
// another on the same door does not notice.
func TestPanics(t *testing.T) {
	for name, arm := range map[string]func(*witness){
		"in OnOpen":      func(w *witness) { w.onOpen = func(*Conn) { panic("open") } },
		"in OnMessage":   func(w *witness) { w.onMessage = func(*Conn, []byte) { panic("message") } },
		"of the runtime": func(w *witness) { w.onMessage = func(_ *Conn, p []byte) { p[len(p)] = 0 } },
		"in OnClose as well": func(w *witness) {
			w.onMessage = func(*Conn, []byte) { panic("message") }
			w.onClose = func(*Conn) { panic("close") }
		},
	} {
		t.Run(name, func(t *testing.T) {
			bad, good := newWitness(), newWitness()
			good.onMessage = echoed
			sessions := make(chan Session, 2)
			sessions <- good
			sessions <- bad
			h := newHouse(t, testConfig(), plain, func(*Conn) Session { return <-sessions })
			bystander := h.connect(t)
			wait(t, "the bystander", good.conn)
			arm(bad)
			p := h.connect(t)
			p.send(whole(opBinary, "boom"))
			p.expectClose(protocol.CloseFault)
			if end := wait(t, "OnClose", bad.left); end.code != protocol.CloseFault || end.err == nil {
				t.Errorf("left with %d %v", end.code, end.err)
			}
			until(t, "the place is free", func() bool { return h.Len() == 1 })
			if bad.closes.Load() != 1 {
				t.Errorf("left %d times", bad.closes.Load())
			}
			bystander.send(whole(opBinary, "fine here"))
			bystander.expect(opBinary, "fine here")
		})
	}
}

func TestGoexitLeavesToo(t *testing.T) {
	h, w := witnessed(t, testConfig(), plain)
	w.onMessage = func(*Conn, []byte) { runtime.Goexit() }
	p := h.connect(t)
	p.send(whole(opBinary, "exit"))
	wait(t, "OnClose", w.left)
	_ = p.Close()
	until(t, "the place is free", func() bool { return h.Len() == 0 })
}

func TestNilSessionIsAFaultOfOurs(t *testing.T) {
	h := newHouse(t, testConfig(), plain, func(*Conn) Session { return nil })
	h.connect(t).expectClose(protocol.CloseFault)
}

func TestCountsAndFacts(t *testing.T) {
	h, w := witnessed(t, testConfig(), plain)
	w.onMessage = echoed
	p := h.connect(t)
	c := wait(t, "OnOpen", w.conn)
	hello := whole(opBinary, "hello")
	p.send(hello, whole(opPing, ""))
	p.expect(opBinary, "hello")
	p.expect(opPong, "")
	want := Counts{FramesIn: 2, FramesOut: 1, BytesIn: int64(len(hello)) + 6, BytesOut: 7 + 2}
	until(t, fmt.Sprintf("%+v", want), func() bool { return c.Counts() == want })
	if c.ClientAddr().String() != "127.0.0.1" || c.RemoteAddr().String() != p.LocalAddr().String() {
		t.Errorf("client %v, remote %v", c.ClientAddr(), c.RemoteAddr())
	}
	if age := time.Since(c.ConnectedAt()); age < 0 || age > patience {
		t.Errorf("connected %v ago", age)
	}
}

// TestLateBytesDoNotKeepASocket has a peer that goes on talking after it was closed.
func TestLateBytesDoNotKeepASocket(t *testing.T) {
	config := testConfig()
	config.Linger = 100 * time.Millisecond
	h, w := witnessed(t, config, plain)
	p := h.connect(t)
	c := wait(t, "OnOpen", w.conn)
	go func() {
		for {
			if _, err := p.Write(whole(opBinary, "la la la")); err != nil {
				return
			}
		}
	}()
	c.Close(protocol.CloseKicked, "")
	until(t, "the place is free", func() bool { return h.Len() == 0 })
	_, _ = io.Copy(io.Discard, p.reader)
}
