// Package catalog holds every number of the game that playing decides: how ships fly, what weapons do, how
// fast pilots grow. It is data, read once from files and never changed; it decides nothing itself.
//
// Start at [Load]. Each field's allowed range stands in its tag, and what is out of range is an error that
// names file, key and range.
package catalog

import "github.com/orbrawl/orbrawl/game/flight"

// Catalog is the whole set. Treat it as read-only: many goroutines share it.
type Catalog struct {
	Hash    string   `json:"hash"` // of the files, hexadecimal
	Sector  Sector   `json:"sector"`
	Hulls   []Hull   `json:"hulls"`
	Weapons []Weapon `json:"weapons"`
	Beam    Beam     `json:"beam"`
	Rocks   Rocks    `json:"rocks"`
	Growth  Growth   `json:"growth"`
	Bots    Bots     `json:"bots"`
}

// Sector is the shape of the world and the pace of its housekeeping.
type Sector struct {
	RadiusMin      float64 `json:"radiusMin" range:"800..12000"`         // u
	RadiusMax      float64 `json:"radiusMax" range:"800..12000"`         // u
	AreaPerPilot   float64 `json:"areaPerPilot" range:"10000..10000000"` // u² the sector grows by with each pilot
	Growth         float64 `json:"growth" range:"1..2000"`               // u/s the edge moves out
	Shrink         float64 `json:"shrink" range:"1..2000"`               // u/s the edge moves in
	StormDamage    float64 `json:"stormDamage" range:"0..1000"`          // points a second at the edge
	StormReach     float64 `json:"stormReach" range:"50..4000"`          // u past the edge at which the damage has doubled
	RockArea       float64 `json:"rockArea" range:"5000..10000000"`      // u² of sector for each rock
	RockMax        int     `json:"rockMax" range:"0..8000"`
	RockDrag       float64 `json:"rockDrag" range:"0..10"` // share of speed lost a second
	OreDrag        float64 `json:"oreDrag" range:"0..10"`
	OreLife        uint32  `json:"oreLife" range:"30..100000"` // ticks
	OreMax         int     `json:"oreMax" range:"0..8000"`
	ViewHalfWidth  float64 `json:"viewHalfWidth" range:"200..4096"` // u a player may see to each side
	ViewHalfHeight float64 `json:"viewHalfHeight" range:"200..4096"`
	SpawnClear     float64 `json:"spawnClear" range:"0..4000"`  // u without an enemy around a fresh ship, where there is such a place
	SpawnReach     float64 `json:"spawnReach" range:"0..1"`     // share of the radius within which ships appear
	SpawnProtect   uint32  `json:"spawnProtect" range:"0..900"` // ticks
	RespawnWait    uint32  `json:"respawnWait" range:"0..255"`  // ticks between death and the next ship
	LagMax         uint8   `json:"lagMax" range:"0..15"`        // ticks a shot may be judged back in time
}

// Hull is a kind of ship.
type Hull struct {
	Key         string  `json:"key"`
	Radius      float64 `json:"radius" range:"4..120"`       // u
	Mass        float64 `json:"mass" range:"0.05..100"`      // of a dart
	Accel       float64 `json:"accel" range:"10..5000"`      // u/s²
	Drag        float64 `json:"drag" range:"0.05..10"`       // share of speed lost a second
	Boost       float64 `json:"boost" range:"1..3"`          // factor on accel
	BoostCost   float64 `json:"boostCost" range:"0..1000"`   // energy a second
	BeamCost    float64 `json:"beamCost" range:"0..1000"`    // energy a second
	Regen       float64 `json:"regen" range:"0..1000"`       // energy a second
	Energy      float64 `json:"energy" range:"1..10000"`     // points
	Hull        float64 `json:"hull" range:"1..10000"`       // points
	Shield      float64 `json:"shield" range:"0..10000"`     // points
	ShieldWait  uint32  `json:"shieldWait" range:"0..1000"`  // ticks without a hit until the shield returns
	ShieldRegen float64 `json:"shieldRegen" range:"0..1000"` // points a second
	Magnet      float64 `json:"magnet" range:"0..500"`       // u beyond the hull at which ore is drawn in
	Gun         string  `json:"gun"`                         // key of a weapon
	GunIndex    int     `json:"-"`
}

// Weapon is a gun that fires bolts.
type Weapon struct {
	Key    string  `json:"key"`
	Speed  float64 `json:"speed" range:"50..2000"` // u/s
	Life   uint32  `json:"life" range:"1..63"`     // ticks
	Period uint32  `json:"period" range:"1..120"`  // ticks between shots
	Damage float64 `json:"damage" range:"0..1000"` // points
	Radius float64 `json:"radius" range:"0..60"`   // u
	Muzzle float64 `json:"muzzle" range:"0..120"`  // u ahead of the ship's centre
	Push   float64 `json:"push" range:"0..1000"`   // u/s given to a struck ship of mass 1
}

// Beam is the mining beam that every hull carries.
type Beam struct {
	Range      float64 `json:"range" range:"10..2000"`      // u
	RockDamage float64 `json:"rockDamage" range:"0..10000"` // points a second
	ShipDamage float64 `json:"shipDamage" range:"0..10000"` // points a second
}

// Rocks is how rocks are made and broken.
type Rocks struct {
	RadiusMin     float64 `json:"radiusMin" range:"8..250"` // u
	RadiusMax     float64 `json:"radiusMax" range:"8..250"`
	SplitAbove    float64 `json:"splitAbove" range:"8..250"` // u; smaller rocks only crumble
	SplitInto     int     `json:"splitInto" range:"0..6"`
	HullPerRadius float64 `json:"hullPerRadius" range:"0.01..100"` // points per u
	MassPerArea   float64 `json:"massPerArea" range:"0.00001..1"`  // darts per u²
	OrePerRadius  float64 `json:"orePerRadius" range:"0..1"`       // pieces per u
	RichShare     float64 `json:"richShare" range:"0..1"`          // of the rocks
	RepairChance  float64 `json:"repairChance" range:"0..1"`       // that a broken rock holds a repair
	BumpFrom      float64 `json:"bumpFrom" range:"0..2000"`        // u/s below which contact does not hurt
	BumpDamage    float64 `json:"bumpDamage" range:"0..10"`        // points per u/s above
	Bounce        float64 `json:"bounce" range:"0..1"`             // share of speed kept in contact
}

// Growth is how pilots advance and what they are worth.
type Growth struct {
	LevelMax         int     `json:"levelMax" range:"1..200"`
	FirstLevel       float64 `json:"firstLevel" range:"1..100000"` // experience for the first level
	PerLevel         float64 `json:"perLevel" range:"0..100000"`   // more for each further one
	OreExperience    float64 `json:"oreExperience" range:"0..1000"`
	RichExperience   float64 `json:"richExperience" range:"0..1000"`
	DamageExperience float64 `json:"damageExperience" range:"0..10"` // per point dealt to ships
	KillExperience   float64 `json:"killExperience" range:"0..10000"`
	KillPerLevel     float64 `json:"killPerLevel" range:"0..10000"` // more per level of the victim
	Repair           float64 `json:"repair" range:"0..10000"`       // hull points of a repair pickup
	KeepLevels       float64 `json:"keepLevels" range:"0..1"`       // share of levels kept after death
	LootShare        float64 `json:"lootShare" range:"0..1"`        // of the victim's ore that spills
	LootMax          int     `json:"lootMax" range:"0..100"`        // pieces
	ScoreOre         uint32  `json:"scoreOre" range:"0..1000"`
	ScoreRich        uint32  `json:"scoreRich" range:"0..1000"`
	ScoreKill        uint32  `json:"scoreKill" range:"0..100000"`
	ScoreKept        float64 `json:"scoreKept" range:"0..1"` // share of the score kept after death
	BountyBase       uint32  `json:"bountyBase" range:"0..100000"`
	BountyShare      float64 `json:"bountyShare" range:"0..1"`     // of the leader's score
	BountyFrom       uint32  `json:"bountyFrom" range:"0..100000"` // score from which the leader carries one
	Tracks           []Track `json:"tracks"`
}

// Track is one line of upgrades.
type Track struct {
	Key  string  `json:"key"`
	Step float64 `json:"step" range:"0..100"` // share of the base per level; for range, ticks
	Max  uint8   `json:"max" range:"1..50"`   // levels
}

// Bots is how the crew of the world's own pilots is chosen.
type Bots struct {
	Fill        int      `json:"fill" range:"0..1000"` // pilots, people included, the world is filled up to
	Names       []string `json:"names"`
	ReactionMin uint32   `json:"reactionMin" range:"1..60"` // ticks between decisions of the sharpest
	ReactionMax uint32   `json:"reactionMax" range:"1..60"` // and of the clumsiest
	AimErrorMin float64  `json:"aimErrorMin" range:"0..1"`  // radians, roughly
	AimErrorMax float64  `json:"aimErrorMax" range:"0..1"`
	FleeBelow   float64  `json:"fleeBelow" range:"0..1"` // share of the hull
	Range       float64  `json:"range" range:"50..2000"` // u at which they open fire
	Hunters     float64  `json:"hunters" range:"0..1"`   // share of the bots that look for a fight
	Flock       float64  `json:"flock" range:"0..1"`     // how much they keep apart from each other
}

// The upgrade tracks the rules know, in the catalog's order.
const (
	TrackEngine = iota
	TrackHull
	TrackShield
	TrackDamage
	TrackRate
	TrackRange
	TrackMagnet
	TrackEnergy
	TrackCount
)

// trackKeys are the keys the tracks must have, in order: the rules reach them by position.
var trackKeys = [TrackCount]string{"engine", "hull", "shield", "damage", "rate", "range", "magnet", "energy"}

// Tracks is the level of each upgrade track.
type Tracks [TrackCount]uint8

// gain is the factor that a track's level gives.
func (c *Catalog) gain(t Tracks, track int) float64 {
	return 1 + float64(c.Growth.Tracks[track].Step*float64(t[track]))
}

// Drive is how a ship of that hull flies with those upgrades.
func (c *Catalog) Drive(hull int, t Tracks) flight.Drive {
	h := &c.Hulls[hull]
	energy := c.gain(t, TrackEnergy)
	return flight.Drive{
		Accel: float64(h.Accel * c.gain(t, TrackEngine)), Drag: h.Drag,
		Boost: h.Boost, BoostCost: h.BoostCost, BeamCost: h.BeamCost,
		Regen: float64(h.Regen * energy), EnergyMax: float64(h.Energy * energy),
	}
}

// SeenDrive is how a ship flies as far as others can tell: by its hull and the level of its engine track.
func (c *Catalog) SeenDrive(hull, engine uint8) flight.Drive {
	var t Tracks
	t[TrackEngine] = engine
	return c.Drive(min(int(hull), len(c.Hulls)-1), t)
}

// Muzzle is where a bolt begins that is fired along dir, in 1/1024 turns, by a ship at x, y.
func (c *Catalog) Muzzle(weapon uint8, dir uint16, x, y float64) (float64, float64) {
	away := c.Weapons[weapon].Muzzle
	d := flight.Table[dir]
	return x + float64(d.X*away), y + float64(d.Y*away)
}

// HullPoints is a ship's full hull, ShieldPoints its full shield.
func (c *Catalog) HullPoints(hull int, t Tracks) float64 {
	return float64(c.Hulls[hull].Hull * c.gain(t, TrackHull))
}

// ShieldPoints is a ship's full shield.
func (c *Catalog) ShieldPoints(hull int, t Tracks) float64 {
	return float64(c.Hulls[hull].Shield * c.gain(t, TrackShield))
}

// Damage is what one bolt does, in points.
func (c *Catalog) Damage(weapon int, t Tracks) float64 {
	return float64(c.Weapons[weapon].Damage * c.gain(t, TrackDamage))
}

// Period is the pause between shots in ticks, at least 2.
func (c *Catalog) Period(weapon int, t Tracks) uint8 {
	p := float64(c.Weapons[weapon].Period)/c.gain(t, TrackRate) + 0.5
	return uint8(max(2, int(p)))
}

// Life is how long a bolt flies, in ticks, at a level of the range track.
func (c *Catalog) Life(weapon int, rangeLevel uint8) uint32 {
	return c.Weapons[weapon].Life + uint32(c.Growth.Tracks[TrackRange].Step*float64(rangeLevel))
}

// Magnet is how far from the centre a ship draws in ore, in u.
func (c *Catalog) Magnet(hull int, t Tracks) float64 {
	h := &c.Hulls[hull]
	return h.Radius + float64(h.Magnet*c.gain(t, TrackMagnet))
}

// Experience is what the step from level to the next takes.
func (c *Catalog) Experience(level uint8) float64 {
	return c.Growth.FirstLevel + float64(c.Growth.PerLevel*float64(level))
}
