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
	if err := d.Decode(into); err != nil {
		return []error{fmt.Errorf("catalog: %s: line %d: %w", file, lineAt(raw, d.InputOffset()), err)}
	}
	var errs []error
	checkRanges(file, "", reflect.ValueOf(into).Elem(), "", &errs)
	return errs
}

func lineAt(raw []byte, offset int64) int {
	return 1 + bytes.Count(raw[:min(offset, int64(len(raw)))], []byte("\n"))
}

// checkRanges walks a decoded value and compares each number with the range tag of its field.
func checkRanges(file, key string, v reflect.Value, allowed string, errs *[]error) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name == "-" {
				continue
			}
			checkRanges(file, strings.TrimPrefix(key+"."+name, "."), v.Field(i), f.Tag.Get("range"), errs)
		}
	case reflect.Slice:
		for i := range v.Len() {
			checkRanges(file, fmt.Sprintf("%s[%d]", key, i), v.Index(i), "", errs)
		}
	case reflect.Float64:
		checkNumber(file, key, v.Float(), allowed, errs)
	case reflect.Int:
		checkNumber(file, key, float64(v.Int()), allowed, errs)
	case reflect.Uint8, reflect.Uint32:
		checkNumber(file, key, float64(v.Uint()), allowed, errs)
	}
}

func checkNumber(file, key string, n float64, allowed string, errs *[]error) {
	from, to, _ := strings.Cut(allowed, "..")
	lo, err1 := strconv.ParseFloat(from, 64)
	hi, err2 := strconv.ParseFloat(to, 64)
	if err1 != nil || err2 != nil {
		*errs = append(*errs, fmt.Errorf("catalog: %s: %s has no range tag in the code", file, key))
		return
	}
	if n < lo || n > hi {
		*errs = append(*errs, fmt.Errorf("catalog: %s: %s is %v; allowed are %s to %s", file, key, n, from, to))
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
	if len(c.Weapons) == 0 || len(c.Weapons) > 255 {
		bad("weapons.json", "has %d weapons; allowed are 1 to 255", len(c.Weapons))
	}
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
	return errs
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
