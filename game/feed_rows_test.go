package game

import "testing"

// Two rectangles that do not meet have no row in common, also where one ends beside the row where the other begins.
func TestRowsOfNothing(t *testing.T) {
	k := columnsOf(rect{10, 6, 10, 6}.meet(rect{10, 5, 10, 5}), 0)
	for y := range uint8(12) {
		if r := k.row(y); r.inside != 0 || r.edges != 0 {
			t.Errorf("row %d has %x, at the edges %x", y, r.inside, r.edges)
		}
	}
	k = columnsOf(rect{60, 5, 70, 8}, 0)
	if r := k.row(6); r.inside != 0xf<<60 || r.edges != 1<<60 {
		t.Errorf("a row inside has %x, at the edges %x", r.inside, r.edges)
	}
	if r := k.row(8); r.edges != r.inside {
		t.Errorf("the last row has %x, at the edges %x", r.inside, r.edges)
	}
}
