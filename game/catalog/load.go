package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"reflect"
	"strconv"
	"strings"
)

// Load reads the catalog's files from the root of files, and reports every mistake at once: each error names
// file, key and what is allowed.
func Load(files fs.FS) (*Catalog, error) {
	c := &Catalog{}
	parts := []struct {
		name string
		into any
	}{
		{"sector.json", &c.Sector}, {"hulls.json", &c.Hulls}, {"weapons.json", &c.Weapons}, {"beam.json", &c.Beam},
		{"rocks.json", &c.Rocks}, {"growth.json", &c.Growth}, {"bots.json", &c.Bots},
	}
	var errs []error
	h := fnv.New128a()
	for _, p := range parts {
		raw, err := fs.ReadFile(files, p.name)
		if err != nil {
			errs = append(errs, fmt.Errorf("catalog: %w", err))
			continue
		}
		h.Write(raw)
		errs = append(errs, read(p.name, raw, p.into)...)
	}
	if len(errs) == 0 {
		errs = c.link()
	}
	c.Hash = fmt.Sprintf("%x", h.Sum(nil))
	return c, errors.Join(errs...)
}

// read decodes one file strictly and checks its ranges.
func read(file string, raw []byte, into any) []error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err == nil && len(bytes.TrimSpace(raw[d.InputOffset():])) > 0 {
		return []error{fmt.Errorf("catalog: %s: line %d: more follows after its end", file, lineAt(raw, d.InputOffset()))}
	}
	c := check{file: file}
	var wrong *json.UnmarshalTypeError
	var slip *json.SyntaxError
	name, unknown := strings.CutPrefix(fmt.Sprint(err), "json: unknown field ")
	switch {
	case err == nil:
	case errors.As(err, &wrong) && wrong.Field != "":
		c.wrong = wrong.Field
		c.errs = []error{fmt.Errorf("catalog: %s: line %d: %s is a %s; %s", file, lineAt(raw, wrong.Offset), wrong.Field, wrong.Value, allowedAt(reflect.TypeOf(into), wrong))}
	case unknown:
		at := bytes.Index(raw, []byte(name))
		c.errs = []error{fmt.Errorf("catalog: %s: line %d: there is no key %s", file, lineAt(raw, int64(at)), name)}
	case errors.As(err, &slip):
		return []error{fmt.Errorf("catalog: %s: line %d: %w", file, lineAt(raw, slip.Offset), err)}
	default:
		return []error{fmt.Errorf("catalog: %s: line %d: %w", file, lineAt(raw, d.InputOffset()), err)}
	}
	c.ranges("", reflect.ValueOf(into).Elem(), "")
	return c.errs
}

func lineAt(raw []byte, offset int64) int {
	return 1 + bytes.Count(raw[:min(max(offset, 0), int64(len(raw)))], []byte("\n"))
}

// allowedAt says what a key may hold that held something of another type.
func allowedAt(t reflect.Type, wrong *json.UnmarshalTypeError) string {
	allowed := ""
	for name := range strings.SplitSeq(wrong.Field, ".") {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			break
		}
		for i := range t.NumField() {
			if f := t.Field(i); nameOf(f) == name {
				t, allowed = f.Type, f.Tag.Get("range")
				break
			}
		}
	}
	if from, to, ok := strings.Cut(allowed, ".."); ok {
		return fmt.Sprintf("allowed are %s to %s, as %s", from, to, wrong.Type)
	}
	return fmt.Sprintf("needed is a %s", wrong.Type)
}

func nameOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// check collects what is wrong in one file.
type check struct {
	file  string
	wrong string // a key of another type, told already
	errs  []error
}

// ranges walks a decoded value and compares each number with the range tag of its field.
func (c *check) ranges(key string, v reflect.Value, allowed string) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); nameOf(f) != "-" {
				c.ranges(strings.TrimPrefix(key+"."+nameOf(f), "."), v.Field(i), f.Tag.Get("range"))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			c.ranges(fmt.Sprintf("%s[%d]", key, i), v.Index(i), "")
		}
	case reflect.Float64:
		c.number(key, v.Float(), allowed)
	case reflect.Int:
		c.number(key, float64(v.Int()), allowed)
	case reflect.Uint8, reflect.Uint32:
		c.number(key, float64(v.Uint()), allowed)
	}
}

func (c *check) number(key string, n float64, allowed string) {
	from, to, _ := strings.Cut(allowed, "..")
	lo, err1 := strconv.ParseFloat(from, 64)
	hi, err2 := strconv.ParseFloat(to, 64)
	switch {
	case err1 != nil || err2 != nil:
		c.errs = append(c.errs, fmt.Errorf("catalog: %s: %s has no range tag in the code", c.file, key))
	case n == 0 && c.wrong != "" && strings.HasSuffix(key, c.wrong[strings.LastIndex(c.wrong, ".")+1:]):
	case n < lo || n > hi:
		c.errs = append(c.errs, fmt.Errorf("catalog: %s: %s is %v; allowed are %s to %s", c.file, key, n, from, to))
	}
}

// link resolves keys and checks what one field alone cannot tell.
func (c *Catalog) link() []error {
	var errs []error
	bad := func(file, format string, args ...any) {
		errs = append(errs, fmt.Errorf("catalog: %s: %s", file, fmt.Sprintf(format, args...)))
	}
	if len(c.Hulls) == 0 || len(c.Hulls) > 255 {
		bad("hulls.json", "has %d hulls; allowed are 1 to 255", len(c.Hulls))
	}
	if len(c.Weapons) == 0 || len(c.Weapons) > weaponsMost {
		bad("weapons.json", "has %d weapons; allowed are 1 to %d", len(c.Weapons), weaponsMost)
	}
	c.linkKeys(bad)
	for i := range c.Hulls {
		if c.Hulls[i].GunIndex = c.weapon(c.Hulls[i].Gun); c.Hulls[i].GunIndex < 0 {
			bad("hulls.json", "[%d].gun is %q; weapons.json has no such key", i, c.Hulls[i].Gun)
		}
	}
	if c.Sector.RadiusMin > c.Sector.RadiusMax {
		bad("sector.json", "radiusMin is %v, above radiusMax %v", c.Sector.RadiusMin, c.Sector.RadiusMax)
	}
	if c.Rocks.RadiusMin > c.Rocks.RadiusMax {
		bad("rocks.json", "radiusMin is %v, above radiusMax %v", c.Rocks.RadiusMin, c.Rocks.RadiusMax)
	}
	if c.Bots.ReactionMin > c.Bots.ReactionMax || c.Bots.AimErrorMin > c.Bots.AimErrorMax {
		bad("bots.json", "a minimum is above its maximum (reaction, aimError)")
	}
	if len(c.Bots.Names) == 0 {
		bad("bots.json", "names is empty; give at least one")
	}
	c.linkTracks(bad)
	c.linkLives(bad)
	return errs
}

// linkKeys checks the keys by which others find hulls and weapons.
func (c *Catalog) linkKeys(bad func(file, format string, args ...any)) {
	known := map[string]bool{}
	one := func(file string, i int, key string) {
		switch id := file + key; {
		case key == "":
			bad(file, "[%d].key is empty", i)
		case known[id]:
			bad(file, "[%d].key is %q, which is there twice", i, key)
		default:
			known[id] = true
		}
	}
	for i := range c.Hulls {
		one("hulls.json", i, c.Hulls[i].Key)
	}
	for i := range c.Weapons {
		one("weapons.json", i, c.Weapons[i].Key)
	}
}

// What fields of records have room for: weaponsMost see protocol.BoltWeapon, lifeMost see protocol.HitAge, and seenMost,
// the level of a track that others must know, see protocol.Look.
const (
	weaponsMost = 32
	lifeMost    = 63
	seenMost    = 15
)

// linkLives wants every bolt to end while others can still be told which one it is.
func (c *Catalog) linkLives(bad func(file, format string, args ...any)) {
	if len(c.Growth.Tracks) != TrackCount {
		return
	}
	for i := range c.Weapons {
		if life := c.Life(i, c.Growth.Tracks[TrackRange].Max); life > lifeMost {
			bad("weapons.json", "[%d].life is %d ticks, and %d with the whole range track; allowed are %d with it",
				i, c.Weapons[i].Life, life, lifeMost)
		}
	}
}

func (c *Catalog) linkTracks(bad func(file, format string, args ...any)) {
	if len(c.Growth.Tracks) != TrackCount {
		bad("growth.json", "tracks has %d entries; needed are %s in this order", len(c.Growth.Tracks), strings.Join(trackKeys[:], ", "))
		return
	}
	for i, t := range c.Growth.Tracks {
		if t.Key != trackKeys[i] {
			bad("growth.json", "tracks[%d].key is %q; needed is %q", i, t.Key, trackKeys[i])
		}
		if seen := i == TrackEngine || i == TrackRange; seen && t.Max > seenMost {
			bad("growth.json", "tracks[%d].max is %d; %s goes to %d at most", i, t.Max, trackKeys[i], seenMost)
		}
	}
}

func (c *Catalog) weapon(key string) int {
	for i := range c.Weapons {
		if c.Weapons[i].Key == key {
			return i
		}
	}
	return -1
}
