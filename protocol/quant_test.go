package protocol

import (
	"math"
	"testing"
)

func FuzzQuant(f *testing.F) {
	for _, v := range []float64{0, 0.25, -0.25, 0.249999, 1023.75, SpaceHalf, -SpaceHalf, 16383.5, 2047.97, 1e300, math.Inf(1), math.Inf(-1), math.NaN(), 0.5 / 255, 5e-324} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v float64) {
		checkQuant(t, v, QuantPos(v), Pos(QuantPos(v)), posScale)
		checkQuant(t, v, QuantVel(v), Vel(QuantVel(v)), velScale)
		if q := QuantPos(Pos(QuantPos(v))); q != QuantPos(v) {
			t.Errorf("QuantPos(%v) is %d, and of what that means %d", v, QuantPos(v), q)
		}
		if q := QuantVel(Vel(QuantVel(v))); q != QuantVel(v) {
			t.Errorf("QuantVel(%v) is %d, and of what that means %d", v, QuantVel(v), q)
		}
		checkShare(t, v)
		checkCoarse(t, v)
		checkCell(t, v)
	})
}

// checkQuant: the error is at most half a step within the range, and beyond it the end of the range is said.
func checkQuant(t *testing.T, v float64, q int16, back, scale float64) {
	t.Helper()
	top, bottom := math.MaxInt16/scale, math.MinInt16/scale
	switch {
	case math.IsNaN(v):
		if q != 0 {
			t.Errorf("NaN became %d", q)
		}
	case v >= top && q != math.MaxInt16, v <= bottom && q != math.MinInt16:
		t.Errorf("%v became %d", v, q)
	case v < top && v > bottom && math.Abs(back-v) > 0.5/scale:
		t.Errorf("%v became %d, which is %v: off by more than half a step", v, q, back)
	}
}

func checkShare(t *testing.T, v float64) {
	t.Helper()
	q := QuantShare(v)
	switch {
	case !(v > 0) && q != 0, v > 0 && q == 0, v >= 1 && q != 255:
		t.Errorf("a share of %v became %d", v, q)
	case v > 1.0/255 && v < 1 && math.Abs(float64(q)/255-v) > 0.5/255+1e-15:
		t.Errorf("a share of %v became %d", v, q)
	}
}

// checkCoarse: a speed that fits into a Shove or a Glance is off by half a step at most, one that does not is refused
// or the end of the range.
func checkCoarse(t *testing.T, v float64) {
	t.Helper()
	q, ok := CoarseVel(v)
	if most := float64(coarseMost) / coarseScale; ok == (math.Abs(v) >= most+0.25) && v != -most-0.25 {
		t.Errorf("%v u/s became %d, fits %v", v, q, ok)
	}
	if back := Vel(FineVel(q)); ok && math.Abs(back-v) > 0.25 {
		t.Errorf("%v u/s became %d, which is %v", v, q, back)
	}
	if g := float64(GlanceVel(v)) * glanceStep; math.Abs(v) <= 1016 && math.Abs(g-v) > 4 || v > 1016 && g != 1016 || v < -1016 && g != -1016 {
		t.Errorf("%v u/s became %v at a glance", v, g)
	}
	if b := QuantBar(v); v > 0 && b == 0 || !(v > 0) && b != 0 || b > 63 || v >= 1 && b != 63 {
		t.Errorf("a share of %v became %d", v, b)
	}
}

// checkCell: the cell of a point in the space holds it, but that a hair before an edge may round to the next cell.
func checkCell(t *testing.T, v float64) {
	t.Helper()
	if !(v > -SpaceHalf && v < SpaceHalf) {
		return
	}
	c := CellOf(v, -v)
	for _, at := range []struct {
		v float64
		n uint16
	}{{v, c % CellsAcross}, {-v, c / CellsAcross}} {
		if into := at.v + SpaceHalf - float64(at.n)*CellSize; into < 0 || into > CellSize {
			t.Errorf("CellOf(%v, %v) is %d, where %v is %v into a cell", v, -v, c, at.v, into)
		}
	}
}

// TestQuantEdges are the cases of the rounding rule that two implementations may do differently.
func TestQuantEdges(t *testing.T) {
	for v, want := range map[float64]int16{0.25: 1, -0.25: 0, 0.75: 2, -0.75: -1, -0.5: -1, 0.2499999: 0, 16383.74: 32767, -16384.26: -32768} {
		if got := QuantPos(v); got != want {
			t.Errorf("QuantPos(%v) is %d, want %d", v, got, want)
		}
	}
	for v, want := range map[float64]int16{1.0 / 32: 1, -1.0 / 32: 0, 2048: 32767, -2048: -32768} {
		if got := QuantVel(v); got != want {
			t.Errorf("QuantVel(%v) is %d, want %d", v, got, want)
		}
	}
	for v, want := range map[float64]uint8{0: 0, 1e-9: 1, 1.5 / 255: 2, 0.5: 128, 1: 255, -1: 0} {
		if got := QuantShare(v); got != want {
			t.Errorf("QuantShare(%v) is %d, want %d", v, got, want)
		}
	}
}

func TestCellOf(t *testing.T) {
	far, nan := 1e300, math.NaN()
	for _, c := range []struct {
		x, y float64
		want uint16
	}{
		{-SpaceHalf, -SpaceHalf, 0}, {-SpaceHalf + CellSize, -SpaceHalf, 1}, {-SpaceHalf, -SpaceHalf + CellSize, CellsAcross},
		{0, 0, CellsAcross/2*CellsAcross + CellsAcross/2}, {-1e-9, -1e-9, (CellsAcross/2-1)*CellsAcross + CellsAcross/2 - 1}, {SpaceHalf, SpaceHalf, CellCount - 1},
		{far, far, CellCount - 1}, {-far, -far, 0}, {math.Inf(1), math.Inf(-1), CellsAcross - 1}, {nan, nan, 0},
	} {
		if got := CellOf(c.x, c.y); got != c.want {
			t.Errorf("CellOf(%v, %v) is %d, want %d", c.x, c.y, got, c.want)
		}
	}
}

// TestWindow goes through all cells: a window holds those from corner to corner, and its inner part likewise.
func TestWindow(t *testing.T) {
	for _, w := range []Window{
		{X0: 2, Y0: 3, X1: 9, Y1: 8, N0: 4, M0: 3, N1: 5, M1: 7},
		{X0: 250, Y0: 251, X1: 255, Y1: 255, N0: 255, M0: 255, N1: 255, M1: 255},
		{X1: 255, Y1: 255, N0: 0, M0: 254, N1: 1, M1: 255},
		{X0: 7, X1: 6, Y1: 255, N0: 9, N1: 8, M1: 255}, // inside out: it holds nothing
		{},
	} {
		for cell := range CellCount {
			x, y := uint8(cell%CellsAcross), uint8(cell/CellsAcross)
			if got, want := w.Holds(uint16(cell)), w.X0 <= x && x <= w.X1 && w.Y0 <= y && y <= w.Y1; got != want {
				t.Fatalf("%+v holds cell %d: %v", w, cell, got)
			}
			if got, want := w.Near(uint16(cell)), w.N0 <= x && x <= w.N1 && w.M0 <= y && y <= w.M1; got != want {
				t.Fatalf("cell %d is near in %+v: %v", cell, w, got)
			}
		}
	}
}

// FuzzUnwrap16: a number is found again from its low 16 bits by who is less than 32768 away.
func FuzzUnwrap16(f *testing.F) {
	f.Add(uint32(0), int16(0))
	f.Add(uint32(65535), int16(1))
	f.Add(uint32(math.MaxUint32), int16(math.MaxInt16))
	f.Add(uint32(0), int16(math.MinInt16))
	f.Fuzz(func(t *testing.T, near uint32, off int16) {
		full := near + uint32(int32(off))
		if got := Unwrap16(uint16(full), near); got != full {
			t.Errorf("Unwrap16(%d, %d) is %d, want %d", uint16(full), near, got, full)
		}
	})
}
