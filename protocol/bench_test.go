package protocol

import "testing"

func typicalInput() *Input {
	m, _ := typicalOf(typicalMessages(), message(&Input{}))
	return m.(*Input)
}

func busyDelta() *Delta {
	m := &Delta{Cell: 2080}
	for i := range uint16(20) {
		m.Courses = (&Course{Slot: i, X: 100, Y: -100, Vx: 300, Vy: 7, Move: 3, Aim: 9, Flags: 15}).Append(m.Courses)
	}
	return m
}

func busyCell() *CellState {
	m := &CellState{Cell: 2080}
	for i := range uint16(40) {
		m.Ships = (&ShipState{Slot: i, Gen: 1, X: 100, Y: -100, Vx: 300, Name: "Pilot of some name"}).Append(m.Ships)
	}
	return m
}

// frame300 is a frame of about 300 bytes as a viewer gets it in a fight.
func frame300() []byte {
	w := NewWriter()
	(&Frame{Tick: 4711, Ack: 65529, Margin: 1}).Append(w)
	for cell := range uint16(5) {
		d := &Delta{Cell: 2080 + cell}
		for i := range uint16(3) {
			d.Courses = (&Course{Slot: i}).Append(d.Courses)
		}
		d.Append(w)
	}
	(&Born{Cell: 2081, Bolts: binOf(&BoltState{Slot: 9}, &BoltState{Slot: 10})}).Append(w)
	return w.Bytes()
}

// readWorld decodes the messages of a frame of the world into structs that are used again.
type readWorld struct {
	frame Frame
	delta Delta
	born  Born
	cell  CellState
	input Input
}

func (k *readWorld) read(r *Reader, b []byte) {
	r.Reset(b)
	for id, ok := r.Next(); ok; id, ok = r.Next() {
		switch id {
		case IDFrame:
			k.frame.Decode(r)
		case IDDelta:
			k.delta.Decode(r)
		case IDBorn:
			k.born.Decode(r)
		case IDCellState:
			k.cell.Decode(r)
		case IDInput:
			k.input.Decode(r)
		}
	}
}

// TestNoAllocations: what happens for each client in each tick leaves nothing to collect.
func TestNoAllocations(t *testing.T) {
	r, w := NewReader(), NewWriter()
	var k readWorld
	input, delta, cell := typicalInput(), busyDelta(), busyCell()
	buf := make([]byte, 0, 8<<10)
	for name, f := range map[string]func(){
		"read input":  func(b []byte) func() { return func() { k.read(r, b) } }(encode(input)),
		"read frame":  func(b []byte) func() { return func() { k.read(r, b) } }(frame300()),
		"read cell":   func(b []byte) func() { return func() { k.read(r, b) } }(encode(cell)),
		"write input": func() { w.Reset(buf); input.Append(w) },
		"write delta": func() { w.Reset(buf); delta.Append(w) },
		"write cell":  func() { w.Reset(buf); cell.Append(w) },
	} {
		if n := testing.AllocsPerRun(200, f); n != 0 || r.Err() != nil {
			t.Errorf("%s: %v allocations, %v", name, n, r.Err())
		}
	}
}

func benchRead(b *testing.B, bytes []byte) {
	r := NewReader()
	var k readWorld
	b.ReportAllocs()
	b.SetBytes(int64(len(bytes)))
	for b.Loop() {
		k.read(r, bytes)
	}
	if r.Err() != nil {
		b.Fatal(r.Err())
	}
}

func benchWrite(b *testing.B, m message) {
	w := NewWriter()
	buf := make([]byte, 0, 8<<10)
	b.ReportAllocs()
	for b.Loop() {
		w.Reset(buf)
		m.Append(w)
	}
}

func BenchmarkInputDecode(b *testing.B)   { benchRead(b, encode(typicalInput())) }
func BenchmarkInputEncode(b *testing.B)   { benchWrite(b, typicalInput()) }
func BenchmarkDeltaDecode20(b *testing.B) { benchRead(b, encode(busyDelta())) }
func BenchmarkDeltaEncode20(b *testing.B) { benchWrite(b, busyDelta()) }
func BenchmarkCellDecode40(b *testing.B)  { benchRead(b, encode(busyCell())) }
func BenchmarkFrame300(b *testing.B)      { benchRead(b, frame300()) }

// BenchmarkCellShips40 is BenchmarkCellDecode40 with every ship read out of its bin; names allocate.
func BenchmarkCellShips40(b *testing.B) {
	bytes := encode(busyCell())
	r := NewReader()
	var k readWorld
	var s ShipState
	b.ReportAllocs()
	for b.Loop() {
		k.read(r, bytes)
		for rest, ok := k.cell.Ships, true; ok && len(rest) > 0; {
			rest, ok = s.Read(rest)
		}
	}
}

// BenchmarkNext300 walks the same frame without decoding a field: the skip path.
func BenchmarkNext300(b *testing.B) {
	bytes := frame300()
	r := NewReader()
	b.ReportAllocs()
	b.SetBytes(int64(len(bytes)))
	for b.Loop() {
		r.Reset(bytes)
		for _, ok := r.Next(); ok; _, ok = r.Next() {
		}
	}
}
