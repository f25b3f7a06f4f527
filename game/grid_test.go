package game

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// A grid finds exactly what lies in the squares that a box touches, row by row, and in a square by index, however
// often it was filled before.
func TestGridFindsWhatIsThere(t *testing.T) {
	r := rand.New(rand.NewPCG(randomSeed(t), 1))
	var g grid
	for round := range 200 {
		n := r.IntN(60) * (round % 3)
		spread := []float64{300, 4000, 20000}[r.IntN(3)]
		xs, ys := make([]float64, n), make([]float64, n)
		g.reset(n)
		for i := range n {
			xs[i], ys[i] = r.NormFloat64()*spread, r.NormFloat64()*spread
			g.note(i, xs[i], ys[i])
		}
		g.settle()
		for range 20 {
			x, y, hx, hy := r.NormFloat64()*spread, r.NormFloat64()*spread, r.Float64()*1000, r.Float64()*1000
			var want []int32
			for i := range n {
				cx, cy := gridAlong(xs[i]), gridAlong(ys[i])
				if cx >= gridAlong(x-hx) && cx <= gridAlong(x+hx) && cy >= gridAlong(y-hy) && cy <= gridAlong(y+hy) {
					want = append(want, int32(i))
				}
			}
			slices.SortStableFunc(want, func(a, b int32) int {
				return cmp.Or(cmp.Compare(gridAlong(ys[a]), gridAlong(ys[b])), cmp.Compare(gridAlong(xs[a]), gridAlong(xs[b])))
			})
			if got := g.within(x, y, hx, hy, nil); !slices.Equal(got, want) {
				t.Fatalf("around %v %v by %v %v: %v, want %v", x, y, hx, hy, got, want)
			}
		}
	}
}
