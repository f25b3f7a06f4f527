package conn

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"time"
)

// testWalker has every limit on but the pace.
func testWalker() *walker { return &walker{limit: 4096, fragments: 8, text: true} }

// verdict is all that must not depend on how a stream was cut.
type verdict struct {
	fault            Fault
	frames, messages int64
	closed, open     bool
	left, size       uint64
}

func (w *walker) verdict(fault Fault) verdict {
	return verdict{fault, w.frames, w.messages, w.closed, w.open, w.left, w.size}
}

// inOrder is a seed corpus of streams, good and bad.
func inOrder() [][]byte {
	var all [][]byte
	for _, x := range append(append(binaryExchanges(), closeExchanges()...), textExchanges()...) {
		if stream := bytes.Join(x.send, nil); len(stream) < 1<<12 {
			all = append(all, stream)
		}
	}
	return all
}

// FuzzWalker wants the same verdict on a stream in one piece and on the same stream cut anywhere, and
// nothing passed on from the frame at fault that was not passed before its header was judged.
func FuzzWalker(f *testing.F) {
	for i, stream := range inOrder() {
		f.Add(stream, uint64(i))
	}
	f.Fuzz(func(t *testing.T, stream []byte, seed uint64) {
		one := testWalker()
		safe, fault := one.walk(stream, 0)
		want := one.verdict(fault)
		if safe < 0 || safe > len(stream) || one.size > one.limit {
			t.Fatalf("safe %d of %d, size %d", safe, len(stream), one.size)
		}
		random := rand.New(rand.NewPCG(seed, 1))
		cut := testWalker()
		passed, fault := 0, FaultNone
		for rest := stream; len(rest) > 0 && fault == FaultNone && !cut.closed; {
			n := 1 + random.IntN(len(rest))
			var m int
			m, fault = cut.walk(rest[:n], 0)
			passed += m
			if fault == FaultNone && !cut.closed && m != n {
				t.Fatalf("kept back %d of %d bytes without a reason", n-m, n)
			}
			rest = rest[n:]
		}
		if got := cut.verdict(fault); got != want {
			t.Fatalf("cut: %+v, whole: %+v", got, want)
		}
		if passed < safe || passed > safe+len(cut.head) {
			t.Fatalf("cut passed %d bytes, whole %d", passed, safe)
		}
	})
}

func TestWalkerKeepsAnnouncedLengthsInsideTheLimit(t *testing.T) {
	w := testWalker()
	for i := range 7 {
		op := byte(opContinue)
		if i == 0 {
			op = opBinary
		}
		if _, fault := w.walk(piece(op, string(make([]byte, 585))), 0); fault != FaultNone {
			t.Fatal(fault)
		}
	}
	if safe, fault := w.walk(whole(opContinue, "x"), 0); fault != FaultNone || safe != 7 || w.messages != 1 {
		t.Fatalf("4096 bytes in 8 pieces: safe %d, %v, %d messages", safe, fault, w.messages)
	}
}

func TestWalkerStopsAtClose(t *testing.T) {
	w := testWalker()
	first := closing(1000, "")
	safe, fault := w.walk(append(first, killer...), 0)
	if safe != len(first) || fault != FaultNone || !w.closed {
		t.Fatalf("safe %d, %v", safe, fault)
	}
	if safe, fault := w.walk([]byte(killer), 0); safe != 0 || fault != FaultNone {
		t.Fatalf("after close: safe %d, %v", safe, fault)
	}
}

func TestWalkerChargesEveryFrame(t *testing.T) {
	const burst = 5
	for _, kind := range [][]byte{whole(opBinary, "a"), whole(opPing, ""), whole(opPong, "")} {
		w := testWalker()
		w.pace = newPace(10, burst)
		safe, fault := w.walk(repeat(kind, burst+1), 0)
		if fault != FaultRate || safe != burst*len(kind) {
			t.Errorf("% x: safe %d, %v; want %d frames and a rate fault", kind, safe, fault, burst)
		}
	}
}

func TestPace(t *testing.T) {
	p := newPace(10, 3)
	spend := func(at time.Duration, want bool) {
		t.Helper()
		if got := p.spend(int64(at)); got != want {
			t.Errorf("at %v: %v", at, got)
		}
	}
	spend(0, true)
	spend(0, true)
	spend(0, true)
	spend(100*time.Millisecond, true) // one came back
	spend(100*time.Millisecond, false)
	p = newPace(10, 3)
	for i := range 1000 {
		spend(time.Duration(i)*100*time.Millisecond, true) // the steady pace goes on for ever
	}
	free := newPace(0, 0)
	for range 1000 {
		if !free.spend(0) {
			t.Fatal("no limit refused")
		}
	}
}

func BenchmarkWalkerInput(b *testing.B) {
	stream := whole(opBinary, "an input of 20 bytes")
	w := testWalker()
	b.ReportAllocs()
	b.SetBytes(int64(len(stream)))
	for b.Loop() {
		if _, fault := w.walk(stream, 0); fault != FaultNone {
			b.Fatal(fault)
		}
	}
}
