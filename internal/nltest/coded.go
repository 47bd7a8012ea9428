package nltest

import (
	"encoding/binary"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/nlattr"
)

// A Coded is an object as another program or a kernel sent it, to decode and to
// encode again and again.
type Coded struct {
	Name string         // the golden's; what is read of one golden is measured as one
	Body []byte         // the fixed header and the attributes
	Head int            // size of the fixed header, bytes
	V    nlattr.Attrser // what to read into, empty
}

// reply reports whether a kernel sent it, so that it may hold what is never sent
// to one.
func (o *Coded) reply() bool {
	return strings.HasPrefix(o.Name[strings.LastIndex(o.Name, "/")+1:], "reply-") || strings.HasSuffix(o.Name, "-event")
}

func (o *Coded) encode(c *nlattr.Codec, buf []byte) ([]byte, error) {
	if o.reply() {
		return c.EncodeReport(buf, o.V)
	}
	return c.Encode(buf, o.V)
}

// reads reports whether what is read can be sent.
func (o *Coded) reads() bool {
	if nlattr.Parse(o.Body, o.Head, o.V) != nil {
		return false
	}
	_, err := o.encode(new(nlattr.Codec), nil)
	reflect.ValueOf(o.V).Elem().SetZero()
	return err == nil
}

// AllCoded returns what objects say of each message of each golden: the size of
// its fixed header, and what to read it into, or nil for none. Questions
// (RTM_GET*) are left out, unless a kernel sent them.
func AllCoded(t testing.TB, objects func(typ uint16, body []byte) (head int, v nlattr.Attrser)) []Coded {
	t.Helper()
	LittleEndianOnly(t)
	var all []Coded
	for _, g := range Goldens(t, "*") {
		for _, m := range g.Messages() {
			o := Coded{Name: g.Name, Body: m[16:]}
			typ := binary.LittleEndian.Uint16(m[4:])
			if typ < 16 || typ%4 == 2 && !o.reply() {
				continue // it is not of rtnetlink, or asks
			}
			if o.Head, o.V = objects(typ, o.Body); o.V != nil {
				all = append(all, o)
			}
		}
	}
	return all
}

// RunDecode has a benchmark for each name: one round decodes all that is so
// called.
func RunDecode(b *testing.B, all []Coded) {
	runEach(b, all, func(b *testing.B, same []Coded, c *nlattr.Codec) {
		var vs []reflect.Value
		for _, o := range same {
			vs = append(vs, reflect.ValueOf(o.V).Elem())
		}
		for b.Loop() {
			for i := range same {
				vs[i].SetZero()
				if err := c.Decode(same[i].Body, same[i].Head, same[i].V); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

// RunEncode is RunDecode the other way: requests as requests, and what a kernel
// reported as a report.
func RunEncode(b *testing.B, all []Coded) {
	buf := make([]byte, 0, 64<<10)
	runEach(b, all, func(b *testing.B, same []Coded, c *nlattr.Codec) {
		for _, o := range same {
			if err := c.Decode(o.Body, o.Head, o.V); err != nil {
				b.Fatal(err)
			}
		}
		for b.Loop() {
			for i := range same {
				if _, err := same[i].encode(c, buf); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

func runEach(b *testing.B, all []Coded, run func(*testing.B, []Coded, *nlattr.Codec)) {
	// Some requests are worded otherwise than what is read.
	all = slices.DeleteFunc(all, func(o Coded) bool { return !o.reads() })
	if len(all) == 0 {
		b.Fatal("there is nothing to measure")
	}
	for len(all) > 0 {
		n, size := 0, 0
		for n < len(all) && all[n].Name == all[0].Name {
			size += len(all[n].Body)
			n++
		}
		same := all[:n]
		all = all[n:]
		b.Run(same[0].Name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(size))
			run(b, same, new(nlattr.Codec))
		})
	}
}

// allocRuns is so many that what others allocate meanwhile, such as the runtime, is
// not taken for one allocation a run.
const allocRuns = 100

// CheckAllocs holds what the codec promises of allocations for all objects:
// nothing is allocated to encode one into a buffer with room, whether as a request
// or as a report, and as many times as [Allocations] counts to decode one. What
// does not hold is in but, by "encode NAME" or "decode NAME", with the reason.
func CheckAllocs(t *testing.T, all []Coded, but map[string]string) {
	t.Helper()
	if len(all) == 0 {
		t.Fatal("there is nothing to measure")
	}
	wrong := map[string]bool{}
	var c nlattr.Codec
	buf := make([]byte, 0, 64<<10)
	for i := range all {
		o := &all[i]
		report := func(what, format string, args ...any) {
			t.Helper()
			key := what + " " + o.Name
			wrong[key] = true
			if but[key] == "" {
				t.Errorf(key+": "+format, args...)
			}
		}
		v := reflect.ValueOf(o.V).Elem()
		var err error
		got := testing.AllocsPerRun(allocRuns, func() {
			v.SetZero()
			err = c.Decode(o.Body, o.Head, o.V)
		})
		if err != nil {
			t.Errorf("decode %s: %v", o.Name, err)
			continue
		}
		if most := Allocations(o.V); got > float64(most) {
			report("decode", "%v allocations, want at most %d", got, most)
		}
		request := func() { _, err = c.Encode(buf, o.V) }
		if request(); err == nil {
			if got := testing.AllocsPerRun(allocRuns, request); got != 0 {
				report("encode", "%v allocations as a request, want 0", got)
			}
		} else if !o.reply() {
			report("encode", "%v", err)
		}
		if got := testing.AllocsPerRun(allocRuns, func() { _, err = c.EncodeReport(buf, o.V) }); got != 0 || err != nil {
			report("encode", "%v allocations as a report, want 0 (%v)", got, err)
		}
	}
	for key := range but {
		if !wrong[key] {
			t.Errorf("%s is an exception that is none", key)
		}
	}
}

// Allocations counts what decoding v may allocate: one for each string that is
// not empty, for each slice with room for anything and for each object that v
// points to, in these too. A slice has its room at once: it does not grow.
func Allocations(v any) int { return allocations(reflect.ValueOf(v).Elem()) }

func allocations(v reflect.Value) (n int) {
	switch v.Kind() {
	case reflect.String:
		if v.Len() > 0 {
			n = 1
		}
	case reflect.Slice:
		if v.Cap() > 0 {
			n = 1
		}
		for i := range v.Len() {
			n += allocations(v.Index(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			n += allocations(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			n = 1 + allocations(v.Elem())
		}
	case reflect.Interface:
		if v.IsNil() {
			break
		}
		if n = allocations(v.Elem()); v.Elem().Kind() != reflect.Pointer {
			n++
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[netip.Addr]() {
			break // what it points to says whether it is of IPv4 or of IPv6
		}
		for i := range v.NumField() {
			n += allocations(v.Field(i))
		}
	}
	return n
}
