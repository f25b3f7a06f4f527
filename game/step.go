package game

// Step is one tick: the inputs first, then the world in a fixed order. Nothing dies before settle. It
// allocates nothing once the world has grown to its size.
func (w *World) Step(inputs []Input) {
	w.begin()
	for i := range inputs {
		w.take(&inputs[i])
		w.reindex()
	}
	w.think()
	w.fly()
	w.contact()
	w.shoot()
	w.strike()
	w.harvest()
	w.mend()
	w.rules.Tick(w)
	w.settle()
	w.grow()
	w.remember()
	w.index()
	w.sorted = false
}

// begin opens the tick and forgets what the last one told.
func (w *World) begin() {
	w.Tick++
	w.Hits = w.Hits[:0]
	w.Ends = w.Ends[:0]
	w.Takes = w.Takes[:0]
	w.Kills = w.Kills[:0]
	for i := range w.Ships {
		w.Ships[i].Disturbed, w.Ships[i].Touched = false, false
	}
}

// grow is the slow housekeeping: the sector's size, its rocks, its bots.
func (w *World) grow() {
	w.breathe()
	w.reindex()
	w.tendRocks()
	w.tendBots()
}
