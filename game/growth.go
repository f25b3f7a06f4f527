package game

import "github.com/orbrawl/orbrawl/game/catalog"

// score adds to a pilot's points.
func (w *World) score(p *Pilot, points uint32) {
	p.Score += points
	p.Changed = w.Tick
}

// learn gives experience, and for each full bar a level and a choice.
func (w *World) learn(id PilotID, xp float64) {
	p := w.Pilot(id)
	if p == nil || xp <= 0 || p.Phase != Flying {
		return
	}
	p.Changed = w.Tick
	p.XP += xp
	for int(p.Level) < w.cat.Growth.LevelMax && p.XP >= w.cat.Experience(p.Level) {
		p.XP -= w.cat.Experience(p.Level)
		p.Level++
		w.offer(p)
	}
	if int(p.Level) >= w.cat.Growth.LevelMax {
		p.XP = 0
	}
}

// offer opens a choice of three different tracks, or lets it wait while one is open.
func (w *World) offer(p *Pilot) {
	if p.Offer.Number != 0 {
		p.Offer.Waiting++
		return
	}
	var open [catalog.TrackCount]uint8
	n := 0
	for t := range catalog.TrackCount {
		if p.Tracks[t] < w.cat.Growth.Tracks[t].Max {
			open[n] = uint8(t)
			n++
		}
	}
	if n < 3 {
		return // grown up
	}
	for i := range 3 { // Fisher-Yates, stopped after three
		j := i + w.Chance.Intn(n-i)
		open[i], open[j] = open[j], open[i]
		p.Offer.Tracks[i] = open[i]
	}
	p.Offer.Last++
	if p.Offer.Last == 0 {
		p.Offer.Last = 1
	}
	p.Offer.Number = p.Offer.Last
	p.Changed = w.Tick
}

// choose takes an upgrade of the open offer. Another offer's number does nothing: it was answered before.
func (w *World) choose(p *Pilot, number uint16, index int) {
	if number == 0 || p.Offer.Number != number || index < 0 || index > 2 {
		return
	}
	p.Tracks[p.Offer.Tracks[index]]++
	p.Offer.Number = 0
	p.Changed = w.Tick
	if s := w.shipOf(p); s != nil {
		w.fit(s, p.Tracks)
	}
	if p.Offer.Waiting > 0 {
		p.Offer.Waiting--
		w.offer(p)
	}
}

// shed takes from the dead what the next life starts without.
func (w *World) shed(p *Pilot) {
	kept := uint8(float64(p.Level) * w.cat.Growth.KeepLevels)
	p.Level, p.XP = kept, 0
	p.Tracks = catalog.Tracks{}
	p.Offer = Offer{Last: p.Offer.Last}
	p.Changed = w.Tick
}

// regrow gives back the choices of the levels that were kept, when the pilot flies again.
func (w *World) regrow(p *Pilot) {
	for range p.Level {
		w.offer(p)
	}
}
