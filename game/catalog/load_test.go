package catalog

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// files are the catalog's own, to be spoilt.
func files(t testing.TB) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{}
	dir := os.DirFS("../../assets/catalog")
	names, err := fs.Glob(dir, "*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d files: %v", len(names), err)
	}
	for _, name := range names {
		raw, err := fs.ReadFile(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = &fstest.MapFile{Data: raw}
	}
	return all
}

// spoil replaces one text in one file.
func spoil(t testing.TB, all fstest.MapFS, name, old, with string) {
	t.Helper()
	raw := string(all[name].Data)
	if !strings.Contains(raw, old) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	all[name] = &fstest.MapFile{Data: []byte(strings.Replace(raw, old, with, 1))}
}

// set gives a key another value, whatever it was.
func set(t testing.TB, all fstest.MapFS, name, key, value string) {
	t.Helper()
	raw := string(all[name].Data)
	_, after, ok := strings.Cut(raw, `"`+key+`":`)
	if !ok {
		t.Fatalf("%s has no key %q", name, key)
	}
	old := after[:strings.IndexAny(after, ",}\n")]
	spoil(t, all, name, `"`+key+`":`+old, `"`+key+`": `+value)
}

// The catalog that ships is good, and tells itself apart from another one.
func TestTheCatalogIsGood(t *testing.T) {
	all := files(t)
	c, err := Load(all)
	if err != nil {
		t.Fatal(err)
	}
	if c.Hulls[0].GunIndex < 0 || c.Weapons[c.Hulls[0].GunIndex].Key != c.Hulls[0].Gun {
		t.Errorf("hull %q has gun %d, named %q", c.Hulls[0].Key, c.Hulls[0].GunIndex, c.Hulls[0].Gun)
	}
	set(t, all, "beam.json", "range", "251.25")
	if other, err := Load(all); err != nil || other.Hash == c.Hash || len(c.Hash) != 32 {
		t.Errorf("hashes %s and %s: %v", c.Hash, other.Hash, err)
	}
}

// Each mistake is told with its file, its key and what is allowed.
func TestMistakesAreNamed(t *testing.T) {
	for name, c := range map[string]struct {
		file, key, value string
		want             []string
	}{
		"too low":            {"sector.json", "radiusMin", "1", []string{"radiusMin is 1", "800 to 12000"}},
		"too high":           {"rocks.json", "bounce", "1.5", []string{"bounce is 1.5", "0 to 1"}},
		"an integer too low": {"growth.json", "levelMax", "0", []string{"levelMax is 0", "1 to 200"}},
		"in a list":          {"hulls.json", "radius", "1000", []string{"[0].radius is 1000", "4 to 120"}},
		"in a list in it":    {"growth.json", "max", "0", []string{"tracks[0].max is 0", "1 to 50"}},
		"no such weapon":     {"hulls.json", "gun", `"sword"`, []string{`[0].gun is "sword"`, "weapons.json"}},
		"no such track":      {"growth.json", "key", `"luck"`, []string{`tracks[0].key is "luck"`, `"engine"`}},
		"upside down":        {"sector.json", "radiusMax", "1000", []string{"radiusMin is", "above radiusMax 1000"}},
		"slow and sharp":     {"bots.json", "reactionMin", "60", []string{"reaction"}},
		"a key unknown":      {"beam.json", "range", `9, "width": 3`, []string{"line 1", `"width"`}},
		"a word":             {"beam.json", "range", `"far"`, []string{"range", "10 to 2000", "string"}},
		"a bolt too long":    {"weapons.json", "life", "60", []string{"weapons.json", "life", "63"}},
		"below its type":     {"sector.json", "oreLife", "-1", []string{"oreLife", "30 to 100000", "-1"}},
		"above its type":     {"growth.json", "max", "300", []string{"tracks.max", "1 to 50", "300"}},
		"a level too high":   {"growth.json", "max", "16", []string{"tracks[0].max is 16", "engine goes to 15"}},
		"half an integer":    {"sector.json", "rockMax", "1.5", []string{"rockMax", "0 to 8000", "1.5"}},
	} {
		all := files(t)
		set(t, all, c.file, c.key, c.value)
		_, err := Load(all)
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		for _, want := range append(c.want, c.file) {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q is not in: %v", name, want, err)
			}
		}
	}
}

// What is no JSON is told with the line where it ends to be so.
func TestSyntaxIsToldByLine(t *testing.T) {
	all := files(t)
	lines := strings.Split(string(all["sector.json"].Data), "\n")
	lines[5] = strings.Replace(lines[5], ":", ";", 1)
	all["sector.json"] = &fstest.MapFile{Data: []byte(strings.Join(lines, "\n"))}
	if _, err := Load(all); err == nil || !strings.Contains(err.Error(), "sector.json: line 6:") {
		t.Errorf("a slip in line 6: %v", err)
	}
	for name, text := range map[string]string{"empty": "", "cut short": `{ "range": 250,`, "null": "null", "more than one": string(all["beam.json"].Data) + "{}"} {
		all := files(t)
		all["beam.json"] = &fstest.MapFile{Data: []byte(text)}
		if _, err := Load(all); err == nil || !strings.Contains(err.Error(), "beam.json") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A file that is not there is named; so are all of them.
func TestMissingFilesAreNamed(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(files(t))) {
		all := files(t)
		delete(all, name)
		if _, err := Load(all); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v", name, err)
		}
	}
	_, err := Load(fstest.MapFS{})
	if n := strings.Count(fmt.Sprint(err), ".json"); n < 7 {
		t.Errorf("of seven missing files %d are named: %v", n, err)
	}
}

// Several mistakes in several files are told at once.
func TestAllMistakesAreToldAtOnce(t *testing.T) {
	all := files(t)
	set(t, all, "sector.json", "radiusMin", "1")
	set(t, all, "sector.json", "lagMax", "99")
	set(t, all, "sector.json", "growth", `"fast"`)
	set(t, all, "hulls.json", "mass", "0")
	set(t, all, "weapons.json", "key", `"pulse"; `)
	delete(all, "beam.json")
	_, err := Load(all)
	for _, want := range []string{"radiusMin is 1", "lagMax is 99", "growth", "[0].mass is 0", "weapons.json: line", "beam.json"} {
		if !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("%q is not in: %v", want, err)
		}
	}
}

// Keys by which others are found are there and not there twice.
func TestKeysAreUnique(t *testing.T) {
	all := files(t)
	raw := strings.TrimSpace(string(all["weapons.json"].Data))
	inside := strings.TrimSuffix(strings.TrimPrefix(raw, "["), "]")
	all["weapons.json"] = &fstest.MapFile{Data: []byte("[" + inside + "," + inside + "]")}
	if _, err := Load(all); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("a weapon twice: %v", err)
	}
	all = files(t)
	set(t, all, "hulls.json", "key", `""`)
	if _, err := Load(all); err == nil || !strings.Contains(err.Error(), "[0].key is empty") {
		t.Errorf("a hull without a key: %v", err)
	}
}

// Whatever the files hold, Load answers with a catalog in its ranges or with an error that names a file.
func FuzzLoad(f *testing.F) {
	names := slices.Sorted(maps.Keys(files(f)))
	for i, name := range names {
		f.Add(uint8(i), files(f)[name].Data)
	}
	f.Add(uint8(0), []byte(`{"range":1e999}`))
	f.Add(uint8(2), []byte(`[null]`))
	f.Fuzz(func(t *testing.T, which uint8, raw []byte) {
		all := files(t)
		name := names[int(which)%len(names)]
		all[name] = &fstest.MapFile{Data: raw}
		c, err := Load(all)
		if err != nil {
			if !strings.Contains(err.Error(), ".json") {
				t.Fatalf("the error names no file: %v", err)
			}
			return
		}
		for hull := range c.Hulls {
			d := c.Drive(hull, Tracks{1, 2, 3, 4, 5, 6, 7, 8})
			if !(d.Accel > 0) || c.Period(c.Hulls[hull].GunIndex, Tracks{}) < 2 {
				t.Fatalf("hull %d flies by %+v", hull, d)
			}
		}
	})
}
