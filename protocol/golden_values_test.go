package protocol

import "slices"

// typicalMessages is what a few seconds of play put on the wire: one of each message.
func typicalMessages() []message {
	return slices.Concat(typicalUp(), typicalSession(), typicalWorld(), typicalOwn())
}

func typicalUp() []message {
	return []message{
		&Hello{MinVersion: 1, MaxVersion: 1, Build: "a1b2c3d", Locale: "pt-BR", Resume: []byte("0123456789abcdef")},
		&Input{Seq: 65530, Tick: 4711, Seen: 4706, Move: 64, Power: 15, Aim: 700, Buttons: ButtonFire | ButtonBoost, Lag: 4},
		&Choose{Offer: 3, Index: 1},
		&Play{Name: "Zoë ☄", Hue: 5},
		&View{HalfWidth: 960, HalfHeight: 540},
		&Leave{},
		&Watch{Mode: WatchPlace, Slot: Nobody, X: QuantPos(-1024.25), Y: QuantPos(77)},
	}
}

func typicalSession() []message {
	return []message{
		&Bye{Code: uint16(CloseRestart), Sentence: CloseRestart.Closing().Sentence, RetryMs: 1500},
		&Welcome{
			Version: 1, Build: "a1b2c3d", Session: 90125, Resume: []byte("fedcba9876543210"), Resumed: true, Rate: 30,
			Tick: 123456, Catalog: "9f86d081884c7d65", Space: SpaceHalf, Cell: CellSize, LagMax: 6, MaxUp: MaxUp,
			Server: "Orbrawl, Ceres", Messages: []MessageInfo{{1, "hello", 0x3b3bd0d7}, {256, "heavyore.scan", 7}},
		},
	}
}

func typicalWorld() []message {
	return []message{
		&Frame{After: 1, News: slices.Concat(
			newsOf(NewsTurns, typicalRecord(&Turn{}), &Turn{Slot: 18, Move: 200, Aim: 3, Flags: 7}),
			newsOf(NewsShots, typicalRecord(&Shot{})), newsOf(NewsHits, typicalRecord(&Hit{})), newsOf(NewsAims, typicalRecord(&Aim{})),
		)},
		&Ack{Seq: 65529, Margin: -2},
		&Window{X0: 28, Y0: 30, X1: 37, Y1: 36, N0: 30, M0: 31, N1: 35, M1: 35},
		&Self{
			Slot: 17, Gen: 2, X: 1024.0625, Y: -0.1, Vx: 311.5, Vy: -1e-7, Energy: 73.25, Cool: 3, Hull: 1,
			Tracks: []byte{0, 2, 1, 0, 0, 3},
		},
		&Delta{News: slices.Concat(
			newsOf(NewsCourses, typicalRecord(&Course{}), &Course{Slot: 18, X: 3, Y: -4}), newsOf(NewsTaken, typicalRecord(&Taken{})),
			newsOf(NewsGone, typicalRecord(&Gone{})), newsOf(NewsVitals, typicalRecord(&Vital{})),
		)},
		&CellState{Cell: 2082, News: slices.Concat(
			newsOf(NewsShips, typicalRecord(&ShipState{}), &ShipState{Slot: 9}), newsOf(NewsRocks, typicalRecord(&RockState{})),
			newsOf(NewsStill, typicalRecord(&StillState{})), newsOf(NewsBolts, typicalRecord(&BoltState{})),
		)},
		&Afar{Ships: typicalRecord(&Glance{}).Append((&Glance{Slot: 9, X: 40}).Append(nil))},
		&Map{Radius: 9000, LeaderX: -64, LeaderY: 100, Leader: 17, Heat: []byte{0x10, 0x02, 0xf0}},
		&Board{Rows: []BoardRow{{"Zoë ☄", 12840, 17, ShipBounty}, {"Vega", 900, Nobody, ShipBot}}},
	}
}

func typicalOwn() []message {
	return []message{
		&Kill{By: "Vega", ByHue: 2, Victim: "Zoë ☄", VictimHue: 5, Cause: CausePulse, Bounty: 350, BySlot: 4, Slot: 17},
		&Status{Hull: 120, HullMax: 150, Shield: 0, ShieldMax: 80, EnergyMax: 100},
		&Progress{Level: 7, Frac: 128, Ore: 420, Score: 70000, Kills: 3, Rank: 2, Pilots: 61, Bots: 40},
		&Offer{Number: 3, A: 0, B: 4, C: 7, Waiting: 1},
		&Phase{Phase: PhaseFlying, Focus: 17},
		&Died{By: "Vega", BySlot: 4, Cause: CauseRam, Seconds: 312, Kills: 3, Score: 70000, Level: 7, Kept: 3, Wait: 45},
	}
}

// typicalRecords is one of each record.
func typicalRecords() []record {
	return []record{
		&Course{Slot: 17, X: QuantPos(1024.25), Y: QuantPos(-0.25), Vx: QuantVel(311.5), Vy: QuantVel(-0.03), Move: 64, Aim: 175, Flags: ShipBoosting | 15},
		&Turn{Slot: 17, Move: 64, Aim: 175, Flags: ShipBoosting | ShipBeaming | 15},
		&Glance{Slot: 300, Looks: ShipBounty, X: -2049, Y: 77, Vx: -127, Vy: 12, Hull: 1, Hue: 7},
		&Swing{Slot: 4095, Move: 15},
		&Shove{Slot: 17, Dx: -31, Dy: 31, Vx: -2047, Vy: 2046},
		&Shot{Owner: 17, Dir: 700},
		&Aim{Slot: 300, Aim: 254},
		&Vital{Slot: 17, Hull: QuantBar(0.001), Shield: 0},
		&Look{Slot: 17, Hull: 1, Level: 7, Drive: 2, Reach: 8, Flags: ShipBounty},
		&Hit{Owner: 17, Target: 300, Age: 12, Kind: HitShield, Amount: 25},
		&Chip{Owner: 17, Age: 31},
		&Gone{Slot: 17, Cause: GoneBlast},
		&Taken{Ore: 513, Ship: 17},
		&Drift{Slot: 512, X: -2048, Y: 4097, Vx: -3, Vy: 160},
		&Wear{Slot: 512, Left: 77},
		&ShipState{
			Slot: 17, Gen: 2, X: 2049, Y: -1, Vx: 4984, Vy: 0, Move: 64, Aim: 175, Flags: ShipAdrift, Age: 12, Hull: 1,
			Level: 7, Drive: 2, Looks: ShipBot, Reach: 1, Left: 51, Shield: 1, Hue: 5, Name: "Zoë ☄",
		},
		&RockState{Slot: 512, Gen: 1, X: -300, Y: 20000, Vx: 1, Vy: -1, Age: 200, Radius: 48, Seed: 99, Rich: 128, Left: 255},
		&StillState{Slot: 514, Gen: 3, X: 301, Y: -20001, Radius: 20, Seed: 7, Rich: 0, Left: 254},
		&OreState{Slot: 513, Gen: 9, X: 2050, Y: -8, Vx: 33, Vy: -34, Age: 3, Kind: OreRich},
		&LyingState{Slot: 515, Gen: 1, X: -2050, Y: 9, Kind: OreRepair},
		&BoltState{Owner: 17, X: 2060, Y: -2, Flies: 700 | 2<<FliesRange, Age: 4, Kind: 1 | 5<<BoltHue},
	}
}

// typicalOf is the one of all that has m's type.
func typicalOf[T any](all []T, m T) (T, bool) {
	for _, k := range all {
		if typeOf(k) == typeOf(m) {
			return k, true
		}
	}
	return m, false
}

func typicalRecord(m record) record {
	m, _ = typicalOf(typicalRecords(), m)
	return m
}

// newsRecords is the record of each kind of news.
func newsRecords() [NewsKinds]record {
	return [NewsKinds]record{
		NewsLooks: &Look{}, NewsSwings: &Swing{}, NewsTurns: &Turn{}, NewsShoves: &Shove{}, NewsCourses: &Course{}, NewsDrifts: &Drift{}, NewsShots: &Shot{}, NewsHits: &Hit{},
		NewsChips: &Chip{}, NewsTaken: &Taken{}, NewsGone: &Gone{}, NewsAims: &Aim{}, NewsVitals: &Vital{}, NewsWears: &Wear{},
		NewsBolts: &BoltState{}, NewsShips: &ShipState{}, NewsRocks: &RockState{}, NewsStill: &StillState{}, NewsOres: &OreState{}, NewsLying: &LyingState{},
	}
}

// newsOf is records of one kind as news.
func newsOf(kind int, all ...record) []byte { return AppendGroups(nil, kind, binOf(all...)) }

// everyNews is a frame with one record of each kind of news.
func everyNews() *Frame {
	m := &Frame{After: 2}
	for kind, of := range newsRecords() {
		m.News = append(m.News, newsOf(kind, typicalRecord(of))...)
	}
	return m
}
