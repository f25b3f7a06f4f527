package protocol

import "math"

// Rounding rule of every quantised field: q = floor(v*scale + 0.5), clamped to the field's range. So the
// error is at most half a step, and both ends get the same number from the same float64.
const (
	posScale = 2  // steps per u
	velScale = 16 // steps per u/s

	coarseScale = 2 // steps per u/s
	coarseMost  = 1<<11 - 1

	glanceStep = 8 // u/s
)

// QuantPos packs a coordinate in u: steps of 0.5 u, error at most 0.25 u.
func QuantPos(u float64) int16 { return quant(u, posScale) }

// Pos is the inverse of [QuantPos], in u.
func Pos(q int16) float64 { return float64(float64(q) / posScale) }

// QuantVel packs a speed along one axis in u/s: steps of 1/16 u/s, range ±2047 u/s.
func QuantVel(v float64) int16 { return quant(v, velScale) }

// Vel is the inverse of [QuantVel], in u/s.
func Vel(q int16) float64 { return float64(float64(q) / velScale) }

func quant(v, scale float64) int16 {
	q := math.Floor(float64(v*scale) + 0.5)
	switch {
	case q >= math.MaxInt16:
		return math.MaxInt16
	case q <= math.MinInt16:
		return math.MinInt16
	case q != q:
		return 0
	}
	return int16(q)
}

// CoarseVel packs a speed along one axis in u/s into 12 bits, for [Shove]: steps of half a u/s. ok is false when it
// is beyond them.
func CoarseVel(v float64) (q int16, ok bool) {
	q = quant(v, coarseScale)
	return q, q >= -coarseMost && q <= coarseMost
}

// FineVel is the speed that CoarseVel packed, packed as [QuantVel] does.
func FineVel(q int16) int16 { return q * (velScale / coarseScale) }

// GlanceVel packs a speed along one axis in u/s into steps of 8 u/s, for [Glance].
func GlanceVel(v float64) int8 { return int8(min(max(quant(v, 1.0/glanceStep), -127), 127)) }

// QuantShare packs a share of 0 to 1 into 255ths. A share above 0 never becomes 0, so that what is barely
// alive does not look dead.
func QuantShare(v float64) uint8 { return quantShare(v, 255) }

// QuantBar is QuantShare in 63rds.
func QuantBar(v float64) uint8 { return quantShare(v, 63) }

func quantShare(v, full float64) uint8 {
	q := math.Floor(float64(v*full) + 0.5)
	switch {
	case !(v > 0):
		return 0
	case q < 1:
		return 1
	case q > full:
		return uint8(full)
	}
	return uint8(q)
}

// CellOf is the cell that holds a point given in u: row by row from the corner (-SpaceHalf, -SpaceHalf).
// Points outside the space belong to the nearest cell, a NaN to the first.
func CellOf(x, y float64) uint16 {
	return uint16(cellAlong(y)*CellsAcross + cellAlong(x))
}

func cellAlong(v float64) int {
	c := (v + SpaceHalf) / CellSize
	if !(c > 0) {
		return 0
	}
	return int(min(c, CellsAcross-1)) // rounded down; clamped first: machines disagree about huge floats as integers
}

// Holds reports whether the window shows the cell.
func (m Window) Holds(cell uint16) bool {
	x, y := cell%CellsAcross, cell/CellsAcross
	return x >= uint16(m.X0) && x <= uint16(m.X1) && y >= uint16(m.Y0) && y <= uint16(m.Y1)
}

// Near reports whether the cell lies in the inner part of the window.
func (m Window) Near(cell uint16) bool {
	x, y := cell%CellsAcross, cell/CellsAcross
	return x >= uint16(m.N0) && x <= uint16(m.N1) && y >= uint16(m.M0) && y <= uint16(m.M1)
}

// Unwrap16 finds the full number whose low 16 bits are low and which lies nearest to near, counting around
// from the largest uint32 to 0. Of two that are equally near it takes the earlier.
func Unwrap16(low uint16, near uint32) uint32 {
	return near + uint32(int32(int16(low-uint16(near))))
}
