package rtnl

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/eb30ede5/netlink/internal/rtattr"
	"github.com/eb30ede5/netlink/rtnl/inet"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// ChangeLink reads a link, lets f edit it, and sends the difference: a link that
// is sent back whole is refused for parameters that cannot be set again, even to
// what they are. Where f changes nothing, nothing is sent.
//
// What f takes away cannot be sent, but for the master and for altnames; it is
// an error that names the field. Of a kind that is [kind.Whole], whose change
// message replaces all parameters, all are sent, and can be taken away, but for
// flags. f must not follow pointers to values that it shares with others.
func ChangeLink[D Dev](ctx context.Context, c *Conn, dev D, f func(*Link)) error {
	name, index := rtattr.SplitDev(dev)
	op := "link change " + rtattr.DevName(name, index)
	var old Link
	var err error
	if name != "" {
		old, err = c.LinkByName(ctx, name)
	} else {
		old, err = c.LinkByIndex(ctx, index)
	}
	if err != nil {
		return err
	}
	// Decoding again is what copies everything that f could change in place.
	now, err := old.clone(c)
	if err != nil {
		return failed(op, err)
	}
	f(&now)
	reqs, err := difference(&old, &now)
	if err != nil {
		return failed(op, err)
	}
	return c.Do(ctx, reqs...)
}

// clone returns a deep copy of a link that was read.
func (l *Link) clone(c *Conn) (Link, error) {
	x := c.session(context.Background())
	defer x.done()
	b, err := x.k.EncodeReport(nil, l)
	if err != nil {
		return Link{}, err
	}
	var n Link
	x.k.Decode(b, 16, &n) // what is malformed is kept, as it is in l
	return n, nil
}

// difference returns the requests that make a link that is old what now says.
func difference(old, now *Link) ([]Request, error) {
	d := new(Link)
	if err := diffStruct("", reflect.ValueOf(old).Elem(), reflect.ValueOf(now).Elem(), reflect.ValueOf(d).Elem()); err != nil {
		return nil, err
	}
	if old.MasterIndex != 0 && now.MasterIndex == 0 && now.Master == "" {
		d.NoMaster = true
	}
	d.Inet = nil // which is reported as a whole, and set item by item
	for item, v := range now.Inet.All() {
		if was, ok := old.Inet.Get(item); !ok || was != v {
			d.SetInet = append(d.SetInet, inet.V4Setting{Item: item, Value: v})
		}
	}
	var gone []string
	for _, n := range old.AltNames {
		if !slices.Contains(now.AltNames, n) {
			gone = append(gone, n)
		}
	}
	d.AltNames = slices.DeleteFunc(slices.Clone(now.AltNames), func(n string) bool { return slices.Contains(old.AltNames, n) })
	if len(d.AltNames) == 0 {
		d.AltNames = nil
	}
	var reqs []Request
	if !reflect.DeepEqual(d, new(Link)) {
		reqs = append(reqs, SetLink(old.Index, *d))
	}
	if len(gone) > 0 {
		reqs = append(reqs, DeleteAltNames(old.Index, gone...))
	}
	return reqs, nil
}

// diffStruct sets in d the fields of now that differ from old.
func diffStruct(path string, old, now, d reflect.Value) error {
	for i := range old.NumField() {
		f := old.Type().Field(i)
		o, n := old.Field(i), now.Field(i)
		if !f.IsExported() || f.Name == "Unknown" || f.Name == "AltNames" || f.Name == "Peer" || reflect.DeepEqual(o.Interface(), n.Interface()) {
			continue
		}
		switch {
		case (f.Name == "MasterIndex" || f.Name == "NoMaster") && path == "":
			d.Field(i).Set(n)
		case rtattr.IsZero(n):
			return takenAway(path, f)
		case f.Name == "Kind" || f.Name == "Port":
			if err := diffKind(strings.ToLower(f.Name)+".", o, n, d.Field(i)); err != nil {
				return err
			}
		default:
			d.Field(i).Set(n)
		}
	}
	return nil
}

// wholeKind makes now, which is sent as it is, fit for that: the index of a device
// that was read gives way to a name. What is a flag, and was on, is not to be
// taken away: the kernel keeps it, without a word.
func wholeKind(path string, old, now reflect.Value) error {
	if now.Kind() != reflect.Pointer || now.Elem().Kind() != reflect.Struct {
		return nil
	}
	o, n := old.Elem(), now.Elem()
	for i := range n.NumField() {
		f := n.Type().Field(i)
		switch {
		case !f.IsExported():
		case f.Type.Kind() == reflect.Bool && o.Field(i).Bool() && !n.Field(i).Bool():
			return takenAway(path, f)
		case f.Type.Kind() == reflect.String && n.Field(i).Len() > 0:
			index, ok := n.Type().FieldByName(f.Name + "Index")
			if ok && reflect.DeepEqual(n.FieldByIndex(index.Index).Interface(), o.FieldByIndex(index.Index).Interface()) {
				n.FieldByIndex(index.Index).SetZero()
			}
		}
	}
	return nil
}

func takenAway(path string, f reflect.StructField) error {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return fmt.Errorf("%s%s: cannot be taken away, only set to something else", path, name)
}

// diffKind is diffStruct for what an interface holds pointers to.
func diffKind(path string, old, now, d reflect.Value) error {
	if old.IsNil() || old.Elem().Type() != now.Elem().Type() {
		if !old.IsNil() || path == "kind." {
			return errors.New(path[:len(path)-1] + ": cannot be changed to another one")
		}
		d.Set(now) // a port that was none
		return nil
	}
	if _, ok := now.Interface().(kind.Whole); ok {
		d.Set(now)
		return wholeKind(path, old.Elem(), now.Elem())
	}
	o, n := old.Elem(), now.Elem()
	if o.Kind() != reflect.Pointer || o.Elem().Kind() != reflect.Struct {
		d.Set(now)
		return nil
	}
	v := reflect.New(o.Elem().Type())
	if k, ok := n.Interface().(*kind.Raw); ok {
		v.Interface().(*kind.Raw).Name = k.Name
	}
	if err := diffStruct(path, o.Elem(), n.Elem(), v.Elem()); err != nil {
		return err
	}
	d.Set(v)
	return nil
}
