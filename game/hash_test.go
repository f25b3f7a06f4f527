package game

import (
	"fmt"
	"reflect"
	"testing"
)

// crowded is a world that holds some of everything, with a queue of freed slots and an offer open.
func crowded(t testing.TB) *World {
	t.Helper()
	w := newWorld(t, 3, 16)
	crowd := newScenario(3, 10)
	for range 1200 {
		w.Step(crowd.inputs(w))
		if len(w.Pilots)*len(w.Ships)*len(w.Ores)*len(w.Bolts) > 0 && len(w.Slots.Queue) > w.Slots.Head && len(w.Slots.Spare) > 0 && w.Tick > 600 {
			return w
		}
	}
	t.Fatal("in 40 s there was no tick with some of everything")
	return nil
}

// Every field of the state, of every thing in it, changes the hash: what is left out could part two worlds unseen.
func TestHashCoversTheWholeState(t *testing.T) {
	w := crowded(t)
	for _, slots := range []*Slots{&w.Berths, &w.Slots} {
		slots.Queue, slots.Head = slots.Queue[slots.Head:], 0 // what lies before Head is no state
	}
	before := w.Hash()
	fields := 0
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				walk(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case reflect.Slice, reflect.Array:
			for _, i := range ends(v.Len()) {
				walk(fmt.Sprintf("%s[%d]", path, i), v.Index(i))
			}
			if v.Kind() == reflect.Slice && v.Len() > 0 {
				fields++
				whole := reflect.ValueOf(v.Interface())
				v.Set(v.Slice(0, v.Len()-1))
				differs(t, w, before, path+" without its last")
				v.Set(whole)
			}
		default:
			fields++
			old := reflect.ValueOf(v.Interface())
			change(t, path, v)
			differs(t, w, before, path)
			v.Set(old)
			if v.CanUint() { // and its top bit, which careless packing would drop
				v.SetUint(old.Uint() ^ 1<<(v.Type().Bits()-1))
				differs(t, w, before, path)
				v.Set(old)
			}
		}
	}
	walk("State", reflect.ValueOf(&w.State).Elem())
	if w.Hash() != before {
		t.Fatal("the walk left the state changed")
	}
	if fields < 300 {
		t.Errorf("only %d fields were looked at", fields)
	}
}

// ends are the first, the middle and the last index of a slice, or all of a short one.
func ends(n int) []int {
	if n > 20 {
		return []int{0, n / 2, n - 1}
	}
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func change(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(v.Int() ^ 1)
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(v.Uint() ^ 1)
	case reflect.Float64:
		v.SetFloat(v.Float() + 1)
	case reflect.String:
		v.SetString(v.String() + "x")
	default:
		t.Fatalf("%s is a %s: a state holds plain values only", path, v.Type())
	}
}

func differs(t *testing.T, w *World, before uint64, what string) {
	t.Helper()
	if w.Hash() == before {
		t.Errorf("%s changed and the hash did not", what)
	}
}
