package flight

import "math"

// Dirs is the number of directions in the table; direction i points i/Dirs of a turn from +x toward +y.
const Dirs = 1024

// Vec is a direction or a point.
type Vec struct{ X, Y float64 }

// Table holds the unit vectors of all directions. It is made by halving angles, which needs only sums,
// products, quotients and square roots, so Go and JavaScript compute the same bits.
var Table = table()

func table() [Dirs]Vec {
	var t [Dirs]Vec
	t[0], t[Dirs/4] = Vec{1, 0}, Vec{0, 1}
	t[Dirs/2], t[3*Dirs/4] = Vec{-1, 0}, Vec{0, -1}
	for step := Dirs / 4; step > 1; step /= 2 {
		for i := 0; i < Dirs; i += step {
			t[i+step/2] = between(t[i], t[(i+step)%Dirs])
		}
	}
	return t
}

// between is the unit vector half way from a to b, which are at most a quarter turn apart.
func between(a, b Vec) Vec {
	x, y := a.X+b.X, a.Y+b.Y
	n := math.Sqrt(float64(x*x) + float64(y*y))
	return Vec{x / n, y / n}
}

// DirOf is the direction in the table nearest to the vector (x, y); 0 when both are 0 or not finite. It
// searches the table by halving, and so needs no arc tangent.
func DirOf(x, y float64) uint16 {
	if !(float64(x*x)+float64(y*y) > 0) || math.IsInf(x, 0) || math.IsInf(y, 0) {
		return 0
	}
	lo, width := quadrant(x, y), Dirs/4
	for width > 1 {
		half := width / 2
		if m := Table[lo+half]; float64(m.X*y)-float64(m.Y*x) >= 0 {
			lo += half
		}
		width -= half
	}
	next := (lo + 1) % Dirs
	if dot(Table[next], x, y) > dot(Table[lo], x, y) {
		return uint16(next)
	}
	return uint16(lo)
}

// quadrant is the first direction of the quarter turn that (x, y) lies in.
func quadrant(x, y float64) int {
	switch {
	case x > 0 && y >= 0:
		return 0
	case x <= 0 && y > 0:
		return Dirs / 4
	case x < 0:
		return Dirs / 2
	}
	return 3 * Dirs / 4
}

func dot(a Vec, x, y float64) float64 { return float64(a.X*x) + float64(a.Y*y) }
