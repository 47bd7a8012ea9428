//go:build linux

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"os"
	"reflect"
	"strings"

	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/watch"
)

const (
	green, red, yellow, blue, plain = "\x1b[32m", "\x1b[31m", "\x1b[33m", "\x1b[34m", "\x1b[0m"
)

// printer prints one line for each change.
type printer struct {
	w     *bufio.Writer
	json  bool
	color bool
}

// line is what is printed as JSON.
type line struct {
	Change string               `json:"change"`
	Topic  string               `json:"topic,omitempty"`
	NSID   rtnl.Opt[int32]      `json:"nsid,omitzero"`
	Object any                  `json:"object,omitempty"`
	Fields map[string][2]string `json:"fields,omitempty"` // of what has changed: before and after
	Lost   int                  `json:"lost,omitempty"`   // how often events were lost before
	Error  string               `json:"error,omitempty"`
}

func (p *printer) change(ch watch.Change) error {
	if p.json {
		l := line{Change: ch.Kind.String(), Object: ch.New, Lost: ch.Lost}
		if ch.Topic != nil {
			l.Topic = ch.Topic.String()
		}
		if ch.Kind == watch.Removed {
			l.Object = ch.Old
		}
		if ch.Kind == watch.Changed {
			l.Fields = maps.Collect(differences("", reflect.ValueOf(ch.Old), reflect.ValueOf(ch.New)))
		}
		return p.encode(l)
	}
	switch ch.Kind {
	case watch.Added:
		return p.print(green, "+ %-5s %v", ch.Topic, text(ch.New))
	case watch.Removed:
		return p.print(red, "- %-5s %v", ch.Topic, text(ch.Old))
	case watch.Changed:
		var w strings.Builder
		for name, d := range differences("", reflect.ValueOf(ch.Old), reflect.ValueOf(ch.New)) {
			fmt.Fprintf(&w, "; %s %s -> %s", name, d[0], d[1])
		}
		return p.print(yellow, "~ %-5s %s%s", ch.Topic, short(ch.New), w.String())
	case watch.Synced:
		if ch.Lost > 0 {
			return p.print(blue, "= events were lost; what is above is right again")
		}
		return p.print(blue, "= watching")
	}
	return nil
}

func (p *printer) event(e watch.Event) error {
	if p.json {
		l := line{Change: e.Kind.String(), NSID: e.NSID, Object: e.Object}
		if e.Topic != nil {
			l.Topic = e.Topic.String()
		}
		if e.Err != nil {
			l.Error = e.Err.Error()
		}
		return p.encode(l)
	}
	where := ""
	if id, ok := e.NSID.Get(); ok {
		where = fmt.Sprintf("[nsid %d] ", id)
	}
	switch e.Kind {
	case watch.Listening:
		return p.print(blue, "= listening")
	case watch.Overrun:
		return p.print(blue, "= events were lost")
	case watch.Malformed:
		return p.print(red, "%s! %v", where, e.Err)
	case watch.Deleted:
		return p.print(red, "%s- %-5s %v", where, e.Topic, text(e.Object))
	}
	return p.print(green, "%s+ %-5s %v", where, e.Topic, text(e.Object))
}

func (p *printer) encode(l line) error {
	if err := json.NewEncoder(p.w).Encode(l); err != nil {
		return err
	}
	return p.w.Flush()
}

func (p *printer) print(color, format string, a ...any) error {
	s := fmt.Sprintf(format, a...)
	if p.color {
		s = color + s + plain
	}
	if _, err := fmt.Fprintln(p.w, s); err != nil {
		return err
	}
	return p.w.Flush()
}

// text returns an object in one line.
func text(o any) string {
	return strings.ReplaceAll(fmt.Sprint(reflect.ValueOf(o).Elem().Interface()), "\\", "")
}

// short returns what an object is called.
func short(o any) string {
	if l, ok := o.(*rtnl.Link); ok {
		return l.Name
	}
	return text(o)
}

// differences yields the fields in which two objects differ, by the names that
// the library has for them, and the values before and after.
func differences(path string, old, now reflect.Value) iter.Seq2[string, [2]string] {
	return func(yield func(string, [2]string) bool) {
		for old.Kind() == reflect.Pointer || old.Kind() == reflect.Interface {
			if old.IsNil() || now.IsNil() || old.Kind() == reflect.Interface && old.Elem().Type() != now.Elem().Type() {
				yield(strings.TrimSuffix(path, "."), [2]string{value(old), value(now)})
				return
			}
			old, now = old.Elem(), now.Elem()
		}
		for i := range old.NumField() {
			f := old.Type().Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			a, b := old.Field(i), now.Field(i)
			if !f.IsExported() || name == "" || name == "-" || reflect.DeepEqual(a.Interface(), b.Interface()) {
				continue
			}
			switch f.Type.Kind() {
			case reflect.Pointer, reflect.Interface:
				differences(path+name+".", a, b)(yield)
			default:
				if !yield(path+name, [2]string{value(a), value(b)}) {
					return
				}
			}
		}
	}
}

func value(v reflect.Value) string {
	if (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil() {
		return "none"
	}
	if s := fmt.Sprint(v.Interface()); s != "" {
		return s
	}
	return `""`
}

func isTerminal(f *os.File) bool {
	st, err := f.Stat()
	return err == nil && st.Mode()&os.ModeCharDevice != 0
}

func keys[V any](m map[string]V) iter.Seq[string] { return maps.Keys(m) }
