package conn

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/orbrawl/orbrawl/protocol"
)

// numbered is a frame of size bytes of payload that begins with its number.
func numbered(number uint32, size int) Frame {
	payload := make([]byte, size)
	binary.BigEndian.PutUint32(payload, number)
	for i := 4; i < size; i++ {
		payload[i] = byte(number)
	}
	return sealed(payload)
}

func TestSeal(t *testing.T) {
	for _, size := range []int{0, 1, 125, 126, 300, 65535, 65536, 70000} {
		payload := bytes.Repeat([]byte{7}, size)
		for op, f := range map[byte]Frame{opBinary: sealed(payload), opText: SealText(append(make([]byte, HeadRoom), payload...))} {
			p := &peer{t: t, reader: bufferOf(f)}
			p.expect(op, string(payload))
			if p.reader.Buffered() != 0 {
				t.Errorf("size %d: %d bytes too many", size, p.reader.Buffered())
			}
		}
	}
	if Seal(make([]byte, HeadRoom-1)) != nil {
		t.Error("a buffer without head room was sealed")
	}
}

func TestCloseFrame(t *testing.T) {
	long := strings.Repeat("é", 100)
	f := closeFrame(1000, long)
	if len(f) > maxControlSize || string(f[4:]) != long[:122] {
		t.Errorf("cut to % x", f)
	}
	if f := closeFrame(1000, "a\xffb"); string(f[4:]) != "a?b" {
		t.Errorf("bad UTF-8 travels: %q", f)
	}
	for code, want := range map[protocol.CloseCode]bool{999: false, 1000: true, 1004: false, 1005: false, 1006: false, 1011: true, 1013: true, 1015: false, 1016: false, 2999: false, 3000: true, 4999: true, 5000: false} {
		if sendable(code) != want {
			t.Errorf("sendable(%d) is %v", code, !want)
		}
	}
}

func TestWriteFrame(t *testing.T) {
	for _, tr := range []transport{plain, portable, secure} {
		t.Run(tr.String(), func(t *testing.T) {
			h, w := witnessed(t, testConfig(), tr)
			p := h.connect(t)
			c := wait(t, "OnOpen", w.conn)
			sizes := []int{4, 125, 126, 300, 4000, 24000, 70000}
			for i, size := range sizes {
				until(t, "ready", c.Ready)
				if err := c.WriteFrame(numbered(uint32(i), size)); err != nil {
					t.Fatal(err)
				}
				p.expect(opBinary, string(numberedPayload(uint32(i), size)))
			}
			until(t, "all is counted", func() bool { return c.Counts().FramesOut == int64(len(sizes)) && c.Unsent() == 0 })
			if err := c.WriteFrame(nil); !errors.Is(err, ErrNotSealed) {
				t.Error(err)
			}
			if err := c.WriteFrame(numbered(0, 1<<20)); !errors.Is(err, ErrFrameTooBig) {
				t.Error(err)
			}
			c.Close(4000, "")
			if err := c.WriteFrame(numbered(0, 4)); !errors.Is(err, ErrClosed) {
				t.Error(err)
			}
		})
	}
}

func numberedPayload(number uint32, size int) []byte {
	f := numbered(number, size)
	return f[len(f)-size:]
}

// TestNonReader writes to a peer that does not read: no write waits, the memory is bounded, and once
// the peer reads, every frame that was taken arrives whole and in order although nobody writes again.
func TestNonReader(t *testing.T) {
	for _, tr := range []transport{plain, portable, secure} {
		t.Run(tr.String(), func(t *testing.T) {
			const size = 3000
			config := testConfig()
			h, w := witnessed(t, config, tr)
			p := h.connect(t)
			c := wait(t, "OnOpen", w.conn)
			taken, slowest := fill(t, c, size)
			if slowest > 2*time.Second {
				t.Errorf("a write took %v", slowest)
			}
			if c.Unsent() > config.TailLimit+size+HeadRoom || c.Ready() || c.StalledFor() == 0 {
				t.Errorf("unsent %d, ready %v, stalled for %v", c.Unsent(), c.Ready(), c.StalledFor())
			}
			p.send(repeat(whole(opPing, "flood"), 1000)) // answers must not pile up
			p.send(whole(opBinary, "still heard"))
			until(t, "the pings are read", func() bool { return c.Counts().FramesIn == 1001 })
			if limit := config.TailLimit + size + HeadRoom + controlReserve; c.Unsent() > limit {
				t.Errorf("unsent %d after a flood of pings, want at most %d", c.Unsent(), limit)
			}
			for i := range taken {
				for {
					op, payload, err := p.read()
					if err != nil {
						t.Fatal(err)
					}
					if op == opPong {
						continue
					}
					if !bytes.Equal(payload, numberedPayload(i, size)) {
						t.Fatalf("frame %d of %d is broken: % x", i, taken, short(payload))
					}
					break
				}
			}
			until(t, "ready again", func() bool { return c.Ready() && c.StalledFor() == 0 })
		})
	}
}

// fill writes until a frame is refused, though the socket had time to take more.
func fill(t *testing.T, c *Conn, size int) (taken uint32, slowest time.Duration) {
	t.Helper()
	until(t, "the socket is full", func() bool {
		for {
			begin := time.Now()
			err := c.WriteFrame(numbered(taken, size))
			slowest = max(slowest, time.Since(begin))
			if errors.Is(err, ErrBusy) {
				return c.StalledFor() > 50*time.Millisecond
			}
			if err != nil {
				t.Fatal(err)
			}
			taken++
		}
	})
	return taken, slowest
}

func TestStalledPeerIsClosed(t *testing.T) {
	for _, tr := range []transport{plain, portable, secure} {
		t.Run(tr.String(), func(t *testing.T) {
			config := testConfig()
			config.StallTimeout = 200 * time.Millisecond
			h, w := witnessed(t, config, tr)
			h.connect(t)
			c := wait(t, "OnOpen", w.conn)
			for number := uint32(0); ; number++ {
				if err := c.WriteFrame(numbered(number, 30000)); errors.Is(err, ErrClosed) {
					break
				}
			}
			if end := wait(t, "OnClose", w.left); end.code != protocol.CloseStalled || !errors.Is(end.err, ErrStalled) {
				t.Fatalf("left with %d %v", end.code, end.err)
			}
			until(t, "the place is free", func() bool { return h.Len() == 0 })
			if c.Unsent() != 0 || c.Ready() {
				t.Errorf("unsent %d, ready %v", c.Unsent(), c.Ready())
			}
		})
	}
}

// TestCloseOfAStalledPeer is bounded by the linger.
func TestCloseOfAStalledPeer(t *testing.T) {
	config := testConfig()
	config.Linger = 50 * time.Millisecond
	h, w := witnessed(t, config, plain)
	h.connect(t)
	c := wait(t, "OnOpen", w.conn)
	fill(t, c, 3000)
	begin := time.Now()
	c.Close(protocol.CloseKicked, "out")
	if took := time.Since(begin); took > time.Second {
		t.Errorf("Close took %v", took)
	}
	if end := wait(t, "OnClose", w.left); end.code != protocol.CloseKicked || end.err != nil {
		t.Fatalf("left with %d %v", end.code, end.err)
	}
	until(t, "the place is free", func() bool { return h.Len() == 0 })
}

// TestCloseFrameFollowsTheTail closes while a tail waits; the peer then reads everything.
func TestCloseFrameFollowsTheTail(t *testing.T) {
	for _, tr := range []transport{plain, portable} {
		t.Run(tr.String(), func(t *testing.T) {
			config := testConfig()
			config.Linger = patience
			h, w := witnessed(t, config, tr)
			p := h.connect(t)
			c := wait(t, "OnOpen", w.conn)
			taken, _ := fill(t, c, 3000)
			c.Close(protocol.CloseRestart, "soon")
			for i := range taken {
				p.expect(opBinary, string(numberedPayload(i, 3000)))
			}
			if reason := p.expectClose(protocol.CloseRestart); reason != "soon" {
				t.Fatal(reason)
			}
		})
	}
}

// TestEverybodyAtOnce has writers, closers and a pinging peer on one connection; run it with -race.
func TestEverybodyAtOnce(t *testing.T) {
	for _, tr := range []transport{plain, portable, secure} {
		t.Run(tr.String(), func(t *testing.T) {
			h, w := witnessed(t, testConfig(), tr)
			p := h.connect(t)
			c := wait(t, "OnOpen", w.conn)
			heard := make(chan error, 1)
			go func() { heard <- p.readAll() }()
			var crowd sync.WaitGroup
			for writer := range uint32(4) {
				crowd.Go(func() {
					for range 500 {
						_ = c.WriteFrame(numbered(writer, 300))
						_, _, _ = c.Ready(), c.StalledFor(), c.Counts()
					}
				})
			}
			crowd.Go(func() {
				for range 200 {
					_, _ = p.Write(whole(opPing, "p"))
				}
			})
			crowd.Wait()
			for code := range protocol.CloseCode(3) {
				crowd.Go(func() { c.Close(4000+code, "enough") })
			}
			crowd.Wait()
			if err := wait(t, "the end of the stream", heard); err != nil {
				t.Fatal(err)
			}
			if end := wait(t, "OnClose", w.left); end.code < 4000 || end.code > 4002 || end.err != nil {
				t.Fatalf("left with %d %v", end.code, end.err)
			}
		})
	}
}

// readAll reads frames up to a close frame and EOF, and reports anything else.
func (p *peer) readAll() error {
	for closed := false; ; {
		op, payload, err := p.read()
		switch {
		case closed && errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case op == opClose:
			closed = true
		case op == opBinary && !bytes.Equal(payload, numberedPayload(binary.BigEndian.Uint32(payload), 300)):
			return errors.New("a frame is torn")
		}
	}
}

func TestWriteToAVanishedPeer(t *testing.T) {
	h, w := witnessed(t, testConfig(), plain)
	p := h.connect(t)
	c := wait(t, "OnOpen", w.conn)
	abort(p.Conn)
	until(t, "the write fails", func() bool { return errors.Is(c.WriteFrame(numbered(0, 300)), ErrClosed) })
	if end := wait(t, "OnClose", w.left); end.code != CodeAbnormal || end.err == nil {
		t.Fatalf("left with %d %v", end.code, end.err)
	}
}

// drained is a connection whose peer reads and throws away.
func drained(t testing.TB, tr transport) *Conn {
	h, w := witnessed(t, testConfig(), tr)
	p := h.connect(t)
	_ = p.SetDeadline(time.Time{})
	go func() { _, _ = io.Copy(io.Discard, p.reader) }()
	return wait(t, "OnOpen", w.conn)
}

func TestWriteFrameAllocatesNothing(t *testing.T) {
	c := drained(t, plain)
	buffer := make([]byte, HeadRoom+300)
	got := testing.AllocsPerRun(1000, func() {
		if err := c.WriteFrame(Seal(buffer)); err != nil && !errors.Is(err, ErrBusy) {
			t.Fatal(err)
		}
	})
	if got != 0 {
		t.Errorf("%v allocations a frame", got)
	}
}
