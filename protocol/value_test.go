package protocol

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
)

// plain turns a message, part or record into what its JSON in the golden files holds: field names as in
// TypeScript, bytes in hex.
func plain(v reflect.Value) (map[string]any, error) {
	out := map[string]any{}
	for i := range v.NumField() {
		s := shapeOf(v.Type().Field(i))
		x, err := plainField(v.Field(i), s)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
		out[s.name] = x
	}
	return out, nil
}

func plainField(f reflect.Value, s shape) (any, error) {
	switch s.kind {
	case "bytes":
		return hex.EncodeToString(f.Bytes()), nil
	case "list":
		all := []any{}
		for i := range f.Len() {
			x, err := plain(f.Index(i))
			if err != nil {
				return nil, err
			}
			all = append(all, x)
		}
		return all, nil
	}
	return f.Interface(), nil
}

// jsonOf is plain as JSON text, with its keys in order.
func jsonOf(x any) (string, error) {
	p, err := plain(reflect.ValueOf(x).Elem())
	if err != nil {
		return "", err
	}
	return jsonText(p), nil
}

func jsonText(x any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(x); err != nil {
		panic(err)
	}
	return string(bytes.TrimSpace(b.Bytes()))
}

// fill is the inverse of plain, from decoded JSON.
func fill(v reflect.Value, from any) error {
	values, ok := from.(map[string]any)
	if !ok || len(values) != v.NumField() {
		return fmt.Errorf("%v is no %s with %d fields", from, v.Type().Name(), v.NumField())
	}
	for i := range v.NumField() {
		s := shapeOf(v.Type().Field(i))
		x, ok := values[s.name]
		if !ok {
			return fmt.Errorf("no field %s", s.name)
		}
		if err := fillField(v.Field(i), s, x); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

func fillField(f reflect.Value, s shape, x any) error {
	switch s.kind {
	case "bytes":
		b, err := hex.DecodeString(x.(string))
		f.SetBytes(b)
		return err
	case "list":
		all := x.([]any)
		f.Set(reflect.MakeSlice(f.Type(), len(all), len(all)))
		for i, one := range all {
			if err := fill(f.Index(i), one); err != nil {
				return err
			}
		}
		return nil
	}
	return json.Unmarshal([]byte(jsonText(x)), f.Addr().Interface())
}

// parseJSON keeps numbers as their text, so that none loses a bit.
func parseJSON(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var x any
	err := d.Decode(&x)
	return x, err
}
