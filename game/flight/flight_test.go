package flight

import (
	"encoding/json"
	"flag"
	"math"
	"math/rand/v2"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// vector is one recorded flight: the same inputs must give the same bits here and in TypeScript.
type vector struct {
	Drive Drive   `json:"drive"`
	Start Body    `json:"start"`
	Steps []step  `json:"steps"`
	Drag  float64 `json:"drag"`
}

type step struct {
	Helm  Helm `json:"helm"`
	Fire  bool `json:"fire"`
	Body  Body `json:"body"`
	Burn  Burn `json:"burn"`
	Shot  bool `json:"shot"`
	Drift Body `json:"drift"`
}

type golden struct {
	Dirs    []Vec    `json:"dirs"`
	Flights []vector `json:"flights"`
	DirOf   [][3]float64
}

func record() golden {
	g := golden{Dirs: Table[:]}
	r := rand.New(rand.NewPCG(1, 2))
	for range 6 {
		g.Flights = append(g.Flights, fly(r))
	}
	for range 300 {
		x, y := r.NormFloat64()*100, r.NormFloat64()*100
		g.DirOf = append(g.DirOf, [3]float64{x, y, float64(DirOf(x, y))})
	}
	return g
}

func fly(r *rand.Rand) vector {
	v := vector{
		Drive: Drive{Accel: 300 + r.Float64()*900, Drag: 0.5 + r.Float64()*2, Boost: 1 + r.Float64()*2, BoostCost: r.Float64() * 60, BeamCost: r.Float64() * 20, Regen: r.Float64() * 30, EnergyMax: 100},
		Start: Body{X: r.NormFloat64() * 1000, Y: r.NormFloat64() * 1000, Vx: r.NormFloat64() * 100, Energy: 40},
		Drag:  r.Float64(),
	}
	b, drift := v.Start, v.Start
	h := Helm{}
	for i := range 300 {
		if i%9 == 0 {
			h = Helm{Move: uint8(r.IntN(256)), Power: uint8(r.IntN(16)), Boost: r.IntN(3) == 0, Beam: r.IntN(4) == 0}
		}
		s := step{Helm: h, Fire: r.IntN(2) == 0}
		s.Burn = Step(&b, h, &v.Drive)
		s.Shot = Trigger(&b, s.Fire, 7)
		Drift(&drift, v.Drag)
		s.Body, s.Drift = b, drift
		v.Steps = append(v.Steps, s)
	}
	return v
}

// TestGolden keeps flight as it is: a change here breaks every client that is out there.
func TestGolden(t *testing.T) {
	got, err := json.Marshal(record())
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("testdata/flight.json", got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/flight.json")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Fatal("flight differs from testdata/flight.json; if that is meant, run make golden and raise the protocol version")
	}
}

func TestTableIsUnit(t *testing.T) {
	for i, v := range Table {
		a := 2 * math.Pi * float64(i) / Dirs
		if math.Abs(v.X-math.Cos(a)) > 1e-14 || math.Abs(v.Y-math.Sin(a)) > 1e-14 {
			t.Fatalf("direction %d is %v, want %v %v", i, v, math.Cos(a), math.Sin(a))
		}
	}
}

func TestDirOfFindsEveryDirection(t *testing.T) {
	for i, v := range Table {
		if got := DirOf(v.X*250, v.Y*250); int(got) != i {
			t.Fatalf("DirOf of direction %d is %d", i, got)
		}
	}
	for _, v := range []Vec{{0, 0}, {math.NaN(), 1}, {math.Inf(1), 0}} {
		if got := DirOf(v.X, v.Y); got != 0 {
			t.Errorf("DirOf(%v) = %d, want 0", v, got)
		}
	}
}

func TestComesToRest(t *testing.T) {
	b := Body{Vx: 300, Vy: -40}
	d := Drive{Accel: 600, Drag: 1.6}
	for range 30 * 8 {
		Move(&b, 0, 0, false, &d)
	}
	if b.Vx != 0 || b.Vy != 0 {
		t.Fatalf("still moving at %v, %v after 8 s without thrust", b.Vx, b.Vy)
	}
}

func BenchmarkStep(b *testing.B) {
	body := Body{Energy: 100}
	d := Drive{Accel: 600, Drag: 1.6, Boost: 2, EnergyMax: 100, Regen: 10}
	b.ReportAllocs()
	for b.Loop() {
		Step(&body, Helm{Move: 40, Power: 15}, &d)
	}
}
