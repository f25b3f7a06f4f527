package game

import "testing"

// TestPilotAt finds pilots by the places they once had, wherever they are by now, and nobody who has left.
func TestPilotAt(t *testing.T) {
	w := &World{byID: map[PilotID]int{}}
	if p, _ := w.PilotAt(0, 1); p != nil {
		t.Fatalf("found %+v in an empty world", p)
	}
	const crowd = 5
	for id := PilotID(1); id <= crowd; id++ {
		w.addPilot(Pilot{ID: id})
	}
	for _, gone := range []PilotID{2, 5, 1} {
		w.dropPilot(gone)
		for id := PilotID(1); id <= crowd; id++ {
			for place := range int32(crowd + 1) {
				p, at := w.PilotAt(place, id)
				if p != w.Pilot(id) || p != nil && p != &w.Pilots[at] {
					t.Fatalf("after %d left, pilot %d is found as %+v at %d from %d", gone, id, p, at, place)
				}
			}
		}
	}
}
