package protocol

import "testing"

func typicalInput() *Input {
	m, _ := typicalOf(typicalMessages(), message(&Input{}))
	return m.(*Input)
}

const fighters = 40

// fight is what 40 ships in a fight have to tell in a tick: the records by kind of news.
func fight() (by [NewsKinds][]byte) {
	for slot := range uint16(fighters) {
		by[NewsAims] = (&Aim{Slot: slot, Aim: 9}).Append(by[NewsAims])
		switch slot % 4 {
		case 0:
			by[NewsSwings] = (&Swing{Slot: slot, Move: 3}).Append(by[NewsSwings])
		case 1:
			by[NewsShots] = (&Shot{Owner: slot, Dir: 700}).Append(by[NewsShots])
		case 2:
			by[NewsVitals] = (&Vital{Slot: slot, Hull: 50, Shield: 7}).Append(by[NewsVitals])
		}
		switch slot % 10 {
		case 0:
			by[NewsShoves] = (&Shove{Slot: slot, Dx: 10, Dy: -10, Vx: 300, Vy: 7}).Append(by[NewsShoves])
		case 1:
			by[NewsHits] = (&Hit{Owner: slot, Target: 5, Age: 9, Amount: 12}).Append(by[NewsHits])
		case 2:
			by[NewsChips] = (&Chip{Owner: slot, Age: 9}).Append(by[NewsChips])
		}
	}
	return by
}

func appendFight(b []byte, by *[NewsKinds][]byte) []byte {
	for kind, records := range by {
		b = AppendGroups(b, kind, records)
	}
	return b
}

func fightNews() []byte {
	by := fight()
	return appendFight(nil, &by)
}

// crowd is a cell of 40 ships and 40 rocks, each a group of its own.
func crowd() *CellState {
	m := &CellState{Cell: 2080}
	for i := range uint16(fighters) {
		m.News = append(m.News, newsOf(NewsShips, &ShipState{Slot: i, Gen: 1, X: 100, Y: -100, Vx: 300, Name: "Pilot of some name"})...)
		m.News = append(m.News, newsOf(NewsStill, &StillState{Slot: 512 + i, Gen: 1, X: 100, Y: -100, Radius: 48, Left: 255})...)
	}
	return m
}

// fightFrame is a frame as a viewer gets it in a fight.
func fightFrame() []byte {
	w := NewWriter()
	(&Frame{After: 1, News: fightNews()}).Append(w)
	(&Ack{Seq: 65529, Margin: 1}).Append(w)
	(&CellState{Cell: 2081, News: newsOf(NewsBolts, &BoltState{Owner: 9}, &BoltState{Owner: 10})}).Append(w)
	return w.Bytes()
}

// readWorld decodes the messages of a frame of the world into structs that are used again.
type readWorld struct {
	frame Frame
	ack   Ack
	delta Delta
	cell  CellState
	input Input
}

func (k *readWorld) read(r *Reader, b []byte) {
	r.Reset(b)
	for id, ok := r.Next(); ok; id, ok = r.Next() {
		switch id {
		case IDFrame:
			k.frame.Decode(r)
		case IDAck:
			k.ack.Decode(r)
		case IDDelta:
			k.delta.Decode(r)
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
	var by [NewsKinds]int
	input, frame, cell, records := typicalInput(), &Frame{After: 1, News: fightNews()}, crowd(), fight()
	buf := make([]byte, 0, 8<<10)
	for name, f := range map[string]func(){
		"read input":   func(b []byte) func() { return func() { k.read(r, b) } }(encode(input)),
		"read frame":   func(b []byte) func() { return func() { k.read(r, b) } }(fightFrame()),
		"read cell":    func(b []byte) func() { return func() { k.read(r, b) } }(encode(cell)),
		"write input":  func() { w.Reset(buf); input.Append(w) },
		"write frame":  func() { w.Reset(buf); frame.Append(w) },
		"write cell":   func() { w.Reset(buf); cell.Append(w) },
		"append news":  func() { appendFight(buf, &records) },
		"append ships": func() { AppendGroups(buf, NewsShips, cell.News[1:]) },
		"count news":   func() { CountNews(cell.News, &by) },
		"cut news":     func() { WholeGroups(cell.News, 1000) },
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

func BenchmarkInputDecode(b *testing.B) { benchRead(b, encode(typicalInput())) }
func BenchmarkInputEncode(b *testing.B) { benchWrite(b, typicalInput()) }
func BenchmarkFrameDecode(b *testing.B) { benchRead(b, fightFrame()) }
func BenchmarkFrameEncode(b *testing.B) { benchWrite(b, &Frame{After: 1, News: fightNews()}) }
func BenchmarkCellDecode(b *testing.B)  { benchRead(b, encode(crowd())) }

// BenchmarkNewsAppend makes the news of 40 ships from their records.
func BenchmarkNewsAppend(b *testing.B) {
	by := fight()
	buf := make([]byte, 0, 8<<10)
	b.ReportAllocs()
	b.SetBytes(int64(len(fightNews())))
	for b.Loop() {
		buf = appendFight(buf[:0], &by)
	}
}

func benchNews(b *testing.B, news []byte, walk func(news []byte)) {
	b.ReportAllocs()
	b.SetBytes(int64(len(news)))
	for b.Loop() {
		walk(news)
	}
}

func count(news []byte) {
	var by [NewsKinds]int
	CountNews(news, &by)
}

func BenchmarkNewsCount(b *testing.B)      { benchNews(b, fightNews(), count) }
func BenchmarkNewsCountCrowd(b *testing.B) { benchNews(b, crowd().News, count) }

// BenchmarkNewsCut takes a crowd apart into messages of at most 1000 bytes.
func BenchmarkNewsCut(b *testing.B) {
	benchNews(b, crowd().News, func(news []byte) {
		for len(news) > 0 {
			news = news[WholeGroups(news, 1000):]
		}
	})
}

// BenchmarkNewsShips reads every ship of a crowd; names allocate.
func BenchmarkNewsShips(b *testing.B) {
	var s ShipState
	benchNews(b, crowd().News, func(news []byte) {
		for len(news) > 0 {
			kind, n, rest, _ := NextGroup(news)
			for range n {
				if kind == NewsShips {
					rest, _ = s.Read(rest)
				} else {
					rest = rest[StillStateSize:]
				}
			}
			news = rest
		}
	})
}

// BenchmarkNext walks a frame without decoding a field: the skip path.
func BenchmarkNext(b *testing.B) {
	bytes := fightFrame()
	r := NewReader()
	b.ReportAllocs()
	b.SetBytes(int64(len(bytes)))
	for b.Loop() {
		r.Reset(bytes)
		for _, ok := r.Next(); ok; _, ok = r.Next() {
		}
	}
}
