package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
)

// An object is a JSON object whose members stay in order.
type object struct{ members []member }

type member struct {
	key   string
	value any
}

func (o *object) put(key string, value any) {
	for i := range o.members {
		if o.members[i].key == key {
			o.members[i].value = value
			return
		}
	}
	o.members = append(o.members, member{key, value})
}

// putIf puts what is there.
func (o *object) putIf(there bool, key string, value any) {
	if there {
		o.put(key, value)
	}
}

// has reports whether there is a member with that value.
func (o *object) has(key string, value any) bool {
	return slices.ContainsFunc(o.members, func(m member) bool { return m.key == key && reflect.DeepEqual(m.value, value) })
}

// there reports whether there is a member of that name.
func (o *object) there(key string) bool {
	return slices.ContainsFunc(o.members, func(m member) bool { return m.key == key })
}

// sub returns the object of that name, which is made if it is not there.
func (o *object) sub(key string) *object {
	for _, m := range o.members {
		if s, ok := m.value.(*object); ok && m.key == key {
			return s
		}
	}
	s := &object{}
	o.put(key, s)
	return s
}

// also puts a member beside one of the same name.
func (o *object) also(key string, value any) { o.members = append(o.members, member{key, value}) }

// add appends to a list.
func (o *object) add(key string, value any) {
	for i := range o.members {
		if list, ok := o.members[i].value.([]any); ok && o.members[i].key == key {
			o.members[i].value = append(list, value)
			return
		}
	}
	o.put(key, []any{value})
}

// MarshalJSON returns the members in the order in which they were put.
func (o *object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o.members {
		if i > 0 {
			b.WriteByte(',')
		}
		v, err := json.Marshal(m.value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.key, err)
		}
		fmt.Fprintf(&b, "%q:%s", m.key, v)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// list makes a list of what may be none.
func list[T any](of []T) []any {
	all := make([]any, len(of))
	for i, v := range of {
		all[i] = v
	}
	return all
}

// drop takes members away.
func (o *object) drop(keys ...string) {
	o.members = slices.DeleteFunc(o.members, func(m member) bool { return slices.Contains(keys, m.key) })
}
