package kind_test

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var (
	hw = nlattr.MustParseHWAddr
	ip = netip.MustParseAddr
)

func seconds(n int) rtnl.Opt[time.Duration] { return rtnl.Some(time.Duration(n) * time.Second) }

func ticks(n int) time.Duration { return time.Duration(n) * 10 * time.Millisecond }

// A kindSent is a link that says in Go what the command of a golden says. It is
// compared both ways.
type kindSent struct {
	golden string
	set    int32 // the index of the link to set; 0 to add it
	link   rtnl.Link
	diff   string    // what is different, as DiffMessages has it
	why    string    // and why that is meant
	read   kind.Kind // what the golden says, if that is not what link says
}

// A kindRead is what the kernel's answer of a golden says of a link's kind or
// of its port.
type kindRead struct {
	golden string
	want   nlattr.Attrser
	clear  func(nlattr.Attrser) // of what is another in each recording
}

// kindsSent and kindsRead are filled by the files of the kinds.
var (
	kindsSent []kindSent
	kindsRead []kindRead
)

// TestKindGoldens compares what this package sends of link kinds with what ip(8)
// sent, and what it reads of that with what was to be said.
func TestKindGoldens(t *testing.T) {
	nltest.LittleEndianOnly(t)
	for _, tt := range kindsSent {
		t.Run(tt.golden, func(t *testing.T) {
			g := nltest.Goldens(t, tt.golden)[0]
			want := asPort(g.Bytes)
			req := rtnl.AddLink(tt.link)
			if tt.set != 0 {
				req = rtnl.SetLink(tt.set, tt.link)
			}
			got, err := req.AppendMessage(nil, nil)
			if err != nil {
				t.Fatalf("%v: %v", req, err)
			}
			diff := nltest.WithoutKindNul(nltest.DiffMessages(want, got, nil))
			if diff != tt.diff {
				t.Errorf("%v\nsays what %q says, but for\n%s\nwant, because %s:\n%s", req, g.Command, diff, tt.why, tt.diff)
			}
			var l rtnl.Link
			if err := nlattr.Parse(want[16:], 16, &l); err != nil {
				t.Error(err)
			}
			says := tt.link.Kind
			if tt.read != nil {
				says = tt.read
			}
			if diff := place.Diff(says, l.Kind) + place.Diff(tt.link.Port, l.Port); diff != "" {
				t.Errorf("reading %q: -want +got\n%s", g.Command, diff)
			}
		})
	}
}

// TestReadKindGoldens reads the kernel's answers.
func TestReadKindGoldens(t *testing.T) {
	nltest.LittleEndianOnly(t)
	for _, tt := range kindsRead {
		t.Run(tt.golden, func(t *testing.T) {
			m := nltest.Goldens(t, tt.golden)[0].Messages()[0]
			var l rtnl.Link
			if err := nlattr.Parse(m[16:], 16, &l); err != nil {
				t.Error(err)
			}
			if len(l.Unknown) != 0 {
				t.Errorf("unknown: %+v", l.Unknown)
			}
			b, err := new(nlattr.Codec).EncodeReport(nil, &l)
			if err != nil {
				t.Error(err)
			}
			var again rtnl.Link
			if err := nlattr.Parse(b, 16, &again); err != nil {
				t.Error(err)
			}
			if diff := place.Diff(l, again); diff != "" {
				t.Errorf("written and read again: -want +got\n%s", diff)
			}
			var got nlattr.Attrser = l.Kind
			if _, ok := tt.want.(rtnl.LinkPort); ok {
				got = l.Port
			}
			if tt.clear != nil {
				tt.clear(got)
			}
			if diff := place.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// Each golden of these kinds is in a table.
func TestKindGoldensAreUsed(t *testing.T) {
	used := map[string]bool{}
	families := map[string]bool{}
	for _, tt := range kindsSent {
		used[tt.golden] = true
		families[familyOf(tt.golden)] = true
	}
	for _, tt := range kindsRead {
		used[tt.golden] = true
	}
	n := 0
	for _, g := range nltest.Goldens(t, "*") {
		switch {
		case used[g.Name]:
			n++
		case families[familyOf(g.Name)]:
			t.Errorf("no test uses %s", g.Name)
		}
	}
	if n != len(used) {
		t.Errorf("%d of %d goldens are there", n, len(used))
	}
}

// familyOf returns the kind that a golden's name begins with.
func familyOf(golden string) string {
	kind, _, _ := strings.Cut(strings.TrimPrefix(golden, "reply-link-"), "-")
	return kind
}

// asPort turns a message of "ip link set type KIND_slave" into one like this
// package's: ip(8) gives KIND_slave as the link's own kind, which the kernel
// does not have and does not look at, and fastleave is there twice, by both of
// its names.
func asPort(b []byte) []byte {
	const at = 16 + 16 // the message has nothing but IFLA_LINKINFO
	if len(b) < at+8 || binary.LittleEndian.Uint16(b[at+2:]) != uapi.IFLA_LINKINFO {
		return b
	}
	info := b[at+4:]
	kind := info[4:binary.LittleEndian.Uint16(info)]
	master, ok := strings.CutSuffix(string(kind), "_slave")
	if !ok {
		return b
	}
	data := nltest.Payload(info, uapi.IFLA_INFO_SLAVE_DATA)
	var seen []nlattr.Type
	var once []byte
	for t, p := range nltest.Attrs(data) {
		if !slices.Contains(seen, t) {
			once = append(once, nltest.Attribute(t, p)...)
		}
		seen = append(seen, t)
	}
	info = nltest.Attribute(uapi.IFLA_INFO_SLAVE_KIND, append([]byte(master), 0))
	if data != nil {
		info = append(info, nltest.Attribute(uapi.IFLA_INFO_SLAVE_DATA, once)...)
	}
	m := append(bytes.Clone(b[:at]), nltest.Attribute(uapi.IFLA_LINKINFO, info)...)
	binary.LittleEndian.PutUint32(m, uint32(len(m)))
	return m
}

// FuzzKinds fuzzes the lists of all kinds and ports: which one it is, is the
// first byte. Their goldens are the seeds.
func FuzzKinds(f *testing.F) {
	var fresh []func() nlattr.Attrser
	for _, name := range kind.Names() {
		fresh = append(fresh, func() nlattr.Attrser { return kind.New(name) })
	}
	for _, name := range kind.PortNames() {
		fresh = append(fresh, func() nlattr.Attrser { return kind.NewPort(name) })
	}
	for i, fr := range fresh {
		f.Add(byte(i), []byte{})
		for _, golden := range goldensOf(fr()) {
			f.Add(byte(i), kindData(f, golden, fr()))
		}
	}
	f.Fuzz(func(t *testing.T, which byte, b []byte) { kindRoundTrip(t, b, fresh[int(which)%len(fresh)]) })
}

// goldensOf returns the names of the goldens that are about the kind, or the
// port, that v is of.
func goldensOf(v nlattr.Attrser) []string {
	var names []string
	for _, tt := range kindsSent {
		if sameKind(v, tt.link.Kind) || tt.link.Port != nil && sameKind(v, tt.link.Port) {
			names = append(names, tt.golden)
		}
	}
	for _, tt := range kindsRead {
		if sameKind(v, tt.want) {
			names = append(names, tt.golden)
		}
	}
	return names
}

func sameKind(a, b any) bool { return reflect.TypeOf(a) == reflect.TypeOf(b) }

// kindData returns the attributes of v's kind in a golden.
func kindData(t testing.TB, golden string, v nlattr.Attrser) []byte {
	var data nlattr.Type = uapi.IFLA_INFO_DATA
	if _, ok := v.(kind.Port); ok {
		data = uapi.IFLA_INFO_SLAVE_DATA
	}
	m := asPort(nltest.Goldens(t, golden)[0].Messages()[0])
	return nltest.Payload(m[32:], uapi.IFLA_LINKINFO, data)
}

// kindRoundTrip decodes b, and writes and reads that again.
func kindRoundTrip(t *testing.T, b []byte, fresh func() nlattr.Attrser) {
	before := bytes.Clone(b)
	v := fresh()
	bad := nlattr.Parse(b, 0, v)
	if !bytes.Equal(b, before) {
		t.Fatal("decoding changed the input")
	}
	out, err := new(nlattr.Codec).EncodeReport(nil, v)
	if err != nil {
		t.Fatal(err)
	}
	if bad != nil {
		return // no kernel sends that: an unreadable GRE key stays beside the one its flag asks for
	}
	again := fresh()
	if err := nlattr.Parse(out, 0, again); err != nil {
		t.Fatalf("%T: % x\nwritten as % x\nis malformed: %v", v, b, out, err)
	}
	withoutUnsent(reflect.ValueOf(v))
	withoutUnsent(reflect.ValueOf(again))
	if diff := place.Diff(v, again, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%T: % x\nwritten as % x\nread again: -want +got\n%s", v, b, out, diff)
	}
}

// withoutUnsent removes what is kept and not sent again: attributes that another
// one of their type follows.
func withoutUnsent(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			withoutUnsent(v.Elem())
		}
	case reflect.Slice:
		if attrs, ok := v.Interface().([]nlattr.Attr); ok {
			v.Set(reflect.ValueOf(slices.DeleteFunc(attrs, func(a nlattr.Attr) bool {
				return a.Problem == "another one follows"
			})))
			return
		}
		for i := range v.Len() {
			withoutUnsent(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				withoutUnsent(v.Field(i))
			}
		}
	}
}

// kindAllocs checks that v is written without an allocation, and read with as
// many as there are slices and nested objects in it.
func kindAllocs[T any, P interface {
	*T
	nlattr.Attrser
}](t *testing.T, v P, most float64) {
	t.Helper()
	var c nlattr.Codec
	buf := make([]byte, 0, 4096)
	var err error
	for name, encode := range map[string]func([]byte, nlattr.Attrser) ([]byte, error){"request": c.Encode, "report": c.EncodeReport} {
		if got := testing.AllocsPerRun(100, func() { _, err = encode(buf, v) }); got != 0 || err != nil {
			t.Errorf("encoding the %s allocates %v times, want 0 (%v)", name, got, err)
		}
	}
	b, _ := c.EncodeReport(nil, v)
	var got, zero T
	n := testing.AllocsPerRun(100, func() {
		got = zero
		err = c.Decode(b, 0, P(&got))
	})
	if n > most || err != nil {
		t.Errorf("decoding allocates %v times, want %v (%v)", n, most, err)
	}
	if diff := place.Diff(v, P(&got)); diff != "" {
		t.Errorf("written and read: -want +got\n%s", diff)
	}
}

// A rejected is a value that is refused before it is sent.
type rejected struct {
	name string
	link rtnl.Link
	want string // in the error
}

func testRejected(t *testing.T, all []rejected) {
	t.Helper()
	for _, tt := range all {
		t.Run(tt.name, func(t *testing.T) {
			_, err := rtnl.SetLink(7, tt.link).AppendMessage(nil, nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
			// The same from the kernel is taken.
			var v nlattr.Attrser = tt.link.Kind
			if tt.link.Port != nil {
				v = tt.link.Port
			}
			if _, err := new(nlattr.Codec).EncodeReport(nil, v); err != nil {
				t.Errorf("as a report: %v", err)
			}
		})
	}
}
