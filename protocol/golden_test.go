package protocol

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/golden anew")

// vector is one line of a golden file: bytes, and what they say.
type vector struct {
	Name    string          `json:"name"`
	Message string          `json:"message,omitempty"`
	Record  string          `json:"record,omitempty"`
	Hex     string          `json:"hex"`
	Value   json.RawMessage `json:"value"`
}

// TestGolden holds the codecs to the bytes in testdata/golden, which clients in other languages read too.
// After a deliberate change: go test ./protocol/... -run Golden -update
func TestGolden(t *testing.T) {
	for _, m := range everyMessage() {
		t.Run(nameOf(m), func(t *testing.T) {
			typical, ok := typicalOf(typicalMessages(), m)
			if !ok {
				t.Fatalf("write a typical %s in golden_values_test.go", nameOf(m))
			}
			now := []vector{
				messageVector(t, "typical", typical),
				messageVector(t, "least", extremeMessage(m, false)),
				messageVector(t, "most", extremeMessage(m, true)),
			}
			if typeOf(m) == typeOf(&Frame{}) {
				now = append(now, messageVector(t, "news of every kind", everyNews()))
			}
			golden(t, nameOf(m), now)
		})
	}
}

func TestGoldenRecords(t *testing.T) {
	for _, m := range everyRecord() {
		t.Run(nameOf(m), func(t *testing.T) {
			typical, ok := typicalOf(typicalRecords(), m)
			if !ok {
				t.Fatalf("write a typical %s in golden_values_test.go", nameOf(m))
			}
			least, most := fresh(m), fresh(m)
			extreme(reflect.ValueOf(least).Elem(), false)
			extreme(reflect.ValueOf(most).Elem(), true)
			golden(t, nameOf(m), []vector{
				recordVector(t, "typical", typical), recordVector(t, "least", least), recordVector(t, "most", most),
			})
		})
	}
}

func messageVector(t *testing.T, name string, m message) vector {
	return vector{Name: name, Message: nameOf(m), Hex: hex.EncodeToString(encode(m)), Value: valueOf(t, m)}
}

func recordVector(t *testing.T, name string, m record) vector {
	return vector{Name: name, Record: nameOf(m), Hex: hex.EncodeToString(m.Append(nil)), Value: valueOf(t, m)}
}

func valueOf(t *testing.T, x any) json.RawMessage {
	t.Helper()
	text, err := jsonOf(x)
	if err != nil {
		t.Fatal(err)
	}
	return json.RawMessage(text)
}

// golden checks the file of that name against now, and each of its vectors both ways.
func golden(t *testing.T, name string, now []vector) {
	var file []vector
	goldenFile(t, name, now, &file)
	for _, v := range file {
		b, err := hex.DecodeString(v.Hex)
		if err != nil {
			t.Fatal(err)
		}
		if v.Record != "" {
			checkRecord(t, v, b)
		} else {
			checkMessage(t, v, b)
		}
	}
}

// goldenFile reads testdata/golden/name.json into file, and checks that it is what now would write.
func goldenFile[T any](t *testing.T, name string, now []T, file *[]T) {
	t.Helper()
	var want bytes.Buffer
	for i, v := range now {
		want.WriteString(map[bool]string{true: "[\n", false: ",\n"}[i == 0] + jsonText(v))
	}
	want.WriteString("\n]\n")
	path := filepath.Join("testdata", "golden", name+".json")
	if *update {
		if err := os.WriteFile(path, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(text, want.Bytes()) {
		t.Errorf("%s is not what the codecs write now; if that is meant: go test ./protocol/... -run Golden -update", path)
	}
	if err := json.Unmarshal(text, file); err != nil {
		t.Fatal(err)
	}
}

func checkMessage(t *testing.T, v vector, b []byte) {
	t.Helper()
	m := extremeMessage(named(t, everyMessage(), v.Message), true) // what was there before must not show through
	if err := decode(b, m); err != nil {
		t.Fatalf("%s: %v", v.Name, err)
	}
	if got := valueOf(t, m); !sameJSON(t, got, v.Value) {
		t.Errorf("%s: decoded\n%s, want\n%s", v.Name, got, v.Value)
	}
	back := fresh(m)
	fillJSON(t, back, v.Value)
	if got := encode(back); !bytes.Equal(got, b) {
		t.Errorf("%s: encoded\n%x, want\n%x", v.Name, got, b)
	}
}

func checkRecord(t *testing.T, v vector, b []byte) {
	t.Helper()
	m := named(t, everyRecord(), v.Record)
	if rest, ok := m.Read(b); !ok || len(rest) > 0 {
		t.Fatalf("%s: read %v, left %x", v.Name, ok, rest)
	}
	if got := valueOf(t, m); !sameJSON(t, got, v.Value) {
		t.Errorf("%s: read\n%s, want\n%s", v.Name, got, v.Value)
	}
	back := fresh(m)
	fillJSON(t, back, v.Value)
	if got := back.Append(nil); !bytes.Equal(got, b) {
		t.Errorf("%s: wrote\n%x, want\n%x", v.Name, got, b)
	}
}

func named[T any](t *testing.T, all []T, name string) (m T) {
	t.Helper()
	for _, m = range all {
		if nameOf(m) == name {
			return m
		}
	}
	t.Fatalf("none is called %q", name)
	return m
}

func fillJSON(t *testing.T, x any, text []byte) {
	t.Helper()
	from, err := parseJSON(text)
	if err == nil {
		err = fill(reflect.ValueOf(x).Elem(), from)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	x, errX := parseJSON(a)
	y, errY := parseJSON(b)
	if errX != nil || errY != nil {
		t.Fatal(errX, errY)
	}
	return reflect.DeepEqual(x, y)
}

// TestGoldenFiles: no file is left over from a message that is gone.
func TestGoldenFiles(t *testing.T) {
	known := map[string]bool{"schema.json": true, "forward.json": true, "news.json": true}
	for _, m := range everyMessage() {
		known[nameOf(m)+".json"] = true
	}
	for _, m := range everyRecord() {
		known[nameOf(m)+".json"] = true
	}
	files, err := os.ReadDir(filepath.Join("testdata", "golden"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !known[f.Name()] {
			t.Errorf("testdata/golden/%s belongs to no message; remove it", f.Name())
		}
	}
}
