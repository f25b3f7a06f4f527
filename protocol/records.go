package protocol

// News is a sequence of groups. A group is one head byte, its kind in the high five bits and in the low three the
// number of its records less one, and then the records. A reader takes them in order.
const (
	NewsLooks   = 0  // Look
	NewsSwings  = 1  // Swing
	NewsTurns   = 2  // Turn
	NewsShoves  = 3  // Shove
	NewsCourses = 4  // Course
	NewsDrifts  = 5  // Drift
	NewsShots   = 6  // Shot: bolts fired in this tick
	NewsHits    = 7  // Hit: ends the bolt
	NewsChips   = 8  // Chip: ends the bolt
	NewsTaken   = 9  // Taken: ends the ore
	NewsGone    = 10 // Gone: ends the thing
	NewsAims    = 11 // Aim
	NewsVitals  = 12 // Vital
	NewsWears   = 13 // Wear
	NewsBolts   = 14 // BoltState; this and those below replace what was known of the thing
	NewsShips   = 15 // ShipState
	NewsRocks   = 16 // RockState
	NewsStill   = 17 // StillState
	NewsOres    = 18 // OreState
	NewsLying   = 19 // LyingState
	NewsKinds   = 20 // how many there are
)

// ShipSlots is how many of the lowest slots are for ships alone, so that short records can name a ship in 12 bits.
const ShipSlots = 4096

// Flags of a ship in [Course].
const (
	ShipBoosting  = 1 << 4 // the booster burns
	ShipBeaming   = 1 << 5 // the mining beam is on
	ShipProtected = 1 << 6 // fresh from spawn, cannot be hurt
	ShipAdrift    = 1 << 7 // an autopilot flies
	ShipPower     = 0x0f   // the thrust, 15 is full
)

// Flags of a ship in [Look].
const (
	ShipBot    = 1 << 0
	ShipBounty = 1 << 1
)

// Course is a ship's motion as everybody believes it from this tick on.
//
//wire:record
type Course struct {
	Slot  uint16
	X     int16 // half units, see QuantPos
	Y     int16
	Vx    int16 // 1/16 u/s, see QuantVel
	Vy    int16
	Move  uint8 // direction of thrust in 1/256 turns
	Aim   uint8 // 1/256 turns
	Flags uint8 // ShipPower and the flags above it
}

// Turn is a change of a ship's controls that everybody's belief follows exactly. The ship held them from the start
// of this tick on: the reader goes back to what it believed at the end of the tick before, rounds that as if it had
// come in a [Course], and flies one tick with these controls.
//
//wire:record
type Turn struct {
	Slot  uint16
	Move  uint8 // as in Course
	Aim   uint8
	Flags uint8
}

// SwingStep is how far apart the directions are that a [Swing] can say, in 1/256 turns.
const SwingStep = 16

// Swing is a [Turn] that changes the direction of thrust alone, to one of sixteen.
//
//wire:record
type Swing struct {
	Slot uint16 `wire:"bits=12"`
	Move uint8  `wire:"bits=4"` // 1/16 turns
}

// Shove is a ship pushed off its course: the reader rounds where it believes the ship to be at this tick, as if that
// had come in a [Course], and moves it. The controls stay as they are believed.
//
//wire:record
type Shove struct {
	Slot uint16 `wire:"bits=12"`
	Dx   int8   `wire:"bits=6"` // half units
	Dy   int8   `wire:"bits=6"`
	Vx   int16  `wire:"bits=12"` // half u/s, the speed from now on; see CoarseVel
	Vy   int16  `wire:"bits=12"`
}

// Aim is a change of where a ship points, and of nothing else.
//
//wire:record
type Aim struct {
	Slot uint16
	Aim  uint8
}

// Vital is a ship's condition.
//
//wire:record
type Vital struct {
	Slot   uint16 `wire:"bits=12"`
	Hull   uint8  `wire:"bits=6"` // 63rds of the full hull
	Shield uint8  `wire:"bits=6"`
}

// Look is what else can be seen of a ship.
//
//wire:record
type Look struct {
	Slot  uint16
	Hull  uint8 // index into the catalog's hulls
	Level uint8
	Drive uint8 `wire:"bits=4"` // level of the engine track, decides how it flies
	Reach uint8 `wire:"bits=4"` // level of the range track, decides how long the bolts of its gun live
	Flags uint8 // ShipBot, ShipBounty
}

// What a [Hit] struck.
const (
	HitHull   = 0
	HitShield = 1
	HitRock   = 2 // what a [Chip] struck
	HitNone   = 3 // a protected ship: the bolt is spent, nothing is hurt
)

// Hit is a bolt that struck a ship, and is gone. A bolt is known by who fired it and when.
//
//wire:record
type Hit struct {
	Owner  uint16 `wire:"bits=12"` // slot of the shooter's ship
	Target uint16 `wire:"bits=12"`
	Age    uint8  `wire:"bits=6"` // ticks since the bolt was fired
	Kind   uint8  `wire:"bits=2"` // HitHull and so on
	Amount uint8  // damage points, 255 and more say 255
}

// HitAge is the greatest age of a bolt, in ticks.
const HitAge = 0x3f

// Chip is a bolt that struck a rock, and is gone.
//
//wire:record
type Chip struct {
	Owner uint16 // slot of the shooter's ship
	Age   uint8  // ticks since the bolt was fired
}

// Why a thing is [Gone].
const (
	GoneQuiet  = 0 // it left: no show
	GoneBlast  = 1 // it blew up
	GoneSpent  = 2 // it ran out
	GoneBroken = 3 // a rock that was shot or mined to pieces
)

// Gone is the end of a ship, rock or piece of ore. Bolts that reach the end of their range go without a word.
//
//wire:record
type Gone struct {
	Slot  uint16
	Cause uint8
}

// Taken is a piece of ore that a ship picked up.
//
//wire:record
type Taken struct {
	Ore  uint16
	Ship uint16
}

// Drift is a rock's or an ore's motion as everybody believes it from this tick on.
//
//wire:record
type Drift struct {
	Slot uint16
	X    int16
	Y    int16
	Vx   int16
	Vy   int16
}

// Wear is how much of a rock is left.
//
//wire:record
type Wear struct {
	Slot uint16
	Left uint8 // 255ths
}

// ShipState is all that is known of a ship. Its course was true Age ticks before the frame's tick; the
// client flies it forward from there. Without a name it has the one that was told last on this line for its slot, with the same gen.
//
//wire:record
type ShipState struct {
	Slot   uint16 `wire:"bits=12"`
	Looks  uint8  `wire:"bits=4"` // Look.Flags
	Gen    uint8  // tells apart the things that held the slot
	X      int16
	Y      int16
	Vx     int16
	Vy     int16
	Move   uint8
	Aim    uint8 // of now, not of then
	Flags  uint8 // as in Course
	Age    uint8
	Hull   uint8 // as in Look
	Level  uint8
	Drive  uint8 `wire:"bits=4"`
	Reach  uint8 `wire:"bits=4"`
	Left   uint8 `wire:"bits=6"` // Vital.Hull
	Shield uint8 `wire:"bits=6"`
	Hue    uint8 `wire:"bits=4"`
	Name   string
}

// RockState is all that is known of a rock.
//
//wire:record
type RockState struct {
	Slot   uint16
	Gen    uint8
	X      int16
	Y      int16
	Vx     int16
	Vy     int16
	Age    uint8
	Radius uint8 // u
	Seed   uint8 // decides the shape
	Rich   uint8 // 255ths: how much ore glows in it
	Left   uint8 // Wear.Left
}

// StillState is a [RockState] of a rock at rest, shorter.
//
//wire:record
type StillState struct {
	Slot   uint16
	Gen    uint8
	X      int16
	Y      int16
	Radius uint8 // u
	Seed   uint8
	Rich   uint8
	Left   uint8
}

// OreState is all that is known of a piece of ore.
//
//wire:record
type OreState struct {
	Slot uint16
	Gen  uint8
	X    int16
	Y    int16
	Vx   int16
	Vy   int16
	Age  uint8
	Kind uint8 // OrePlain and so on
}

// LyingState is an [OreState] of a piece at rest, shorter.
//
//wire:record
type LyingState struct {
	Slot uint16
	Gen  uint8
	X    int16
	Y    int16
	Kind uint8
}

// Kinds of ore.
const (
	OrePlain  = 0
	OreRich   = 1
	OreRepair = 2 // mends the hull of who takes it
)

// Shot is a bolt just fired from the gun of a ship, whose belief gives the rest: the bolt's colour, weapon and range
// are those of the ship and its hull, and it begins the weapon's muzzle away from where the ship is believed to be at
// this tick, rounded as in [BoltState].
//
//wire:record
type Shot struct {
	Owner uint16 `wire:"bits=12"` // slot of the ship
	Dir   uint16 `wire:"bits=12"` // 1/1024 turns
}

// The parts of [BoltState.Flies] and [BoltState.Kind].
const (
	FliesDir   = 0x3ff // direction in 1/1024 turns
	FliesRange = 10    // shift: level of the shooter's range track, which decides how long it lives
	BoltWeapon = 0x1f  // index into the catalog's weapons
	BoltHue    = 5     // shift: the colour
)

// BoltState is a shot: told once, flown by the client, gone at its end without a word. It is known by its owner and
// the tick in which it was fired; no slot is used again while a bolt of its last holder may fly.
//
//wire:record
type BoltState struct {
	Owner uint16 // slot of the shooter's ship
	X     int16
	Y     int16
	Flies uint16 // FliesDir and FliesRange
	Age   uint8  // ticks since it was fired
	Kind  uint8  // BoltWeapon and BoltHue
}

// Glance is a ship seen from afar, as it was at the frame's tick.
//
//wire:record
type Glance struct {
	Slot  uint16 `wire:"bits=12"`
	Looks uint8  `wire:"bits=4"` // Look.Flags
	X     int16  // half units
	Y     int16
	Vx    int8 // 8 u/s
	Vy    int8
	Hull  uint8 `wire:"bits=4"` // as in Look; 15 is any beyond
	Hue   uint8 `wire:"bits=4"`
}

// Cause says what killed a ship.
type Cause = uint8

// The causes of death.
const (
	CauseNone  Cause = 0
	CausePulse Cause = 1
	CauseBeam  Cause = 2
	CauseRam   Cause = 3
	CauseRock  Cause = 4
	CauseStorm Cause = 5
	CauseLeft  Cause = 6
)
