package kind_test

import (
	"encoding/json"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

func init() {
	const bit, end = "it is a bit of ctrlmode", "the table takes constants that end in MAX for the ends of enums"
	const beside = "it is beside the kind's data"
	tdc := complete.Set{Prefix: "IFLA_CAN_TDC_", Extra: map[string]string{"tdcv_max": end, "tdco_max": end, "tdcf_max": end}}
	kindsCovered["can"] = complete.Set{
		Prefix: "IFLA_CAN_",
		Not:    []string{"IFLA_CAN_CTRLMODE_S"},
		Extra:  map[string]string{"bitrate_max": end},
		NoTag:  map[string]string{"ctrlmode_ext": "it has nothing but supported"},
		NoLine: map[string]string{
			"loopback": bit, "listen_only": bit, "triple_sampling": bit, "one_shot": bit, "berr_reporting": bit, "fd": bit, "fd_non_iso": bit,
			"presume_ack": bit, "cc_len8_dlc": bit, "tdc_auto": bit, "tdc_manual": bit, "restricted": bit, "xl": bit, "xl_tdc_auto": bit,
			"xl_tdc_manual": bit, "xl_tms": bit, "supported": "it is in ctrlmode_ext", "xstats": beside,
		},
		Nests: map[string]complete.Set{"tdc": tdc, "xl_tdc": tdc, "xl_pwm": {
			Prefix: "IFLA_CAN_PWM_", Extra: map[string]string{"pwms_max": end, "pwml_max": end, "pwmo_max": end},
		}},
	}
	set := func(v kind.CAN) rtnl.Link { return rtnl.Link{Kind: &v} }
	kindsSent = append(kindsSent,
		kindSent{golden: "can-set", set: 11, link: set(kind.CAN{
			BitTiming: kind.CANBitTiming{Bitrate: 500000, SamplePoint: 875, SJW: 4}, DataBitTiming: kind.CANBitTiming{Bitrate: 2000000, SamplePoint: 750, SJW: 3},
			RestartMS: millis(103), Termination: rtnl.U16(120), Loopback: rtnl.On, ListenOnly: rtnl.Off, TripleSampling: rtnl.On, OneShot: rtnl.Off,
			BerrReporting: rtnl.On, FD: rtnl.On, FDNonISO: rtnl.Off, PresumeAck: rtnl.On, CCLen8DLC: rtnl.Off,
		})},
		kindSent{golden: "can-set-tq", set: 11, link: set(kind.CAN{
			BitTiming:     kind.CANBitTiming{TQ: 125, PropSeg: 6, PhaseSeg1: 7, PhaseSeg2: 2, SJW: 1},
			DataBitTiming: kind.CANBitTiming{TQ: 13, PropSeg: 8, PhaseSeg1: 9, PhaseSeg2: 10, SJW: 5},
			TDC:           &kind.CANTDC{TDCV: rtnl.U32(21), TDCO: rtnl.U32(22), TDCF: rtnl.U32(23)}, TDCManual: rtnl.On, Termination: rtnl.U16(0),
		})},
		kindSent{golden: "can-set-tdc-auto", set: 11, link: set(kind.CAN{
			BitTiming: kind.CANBitTiming{Bitrate: 250000}, DataBitTiming: kind.CANBitTiming{Bitrate: 1000000}, FD: rtnl.On, TDCAuto: rtnl.On,
			TDC: &kind.CANTDC{TDCO: rtnl.U32(13)},
		})},
		kindSent{golden: "can-set-tdc-off", set: 11, link: set(kind.CAN{RestartMS: millis(0), TDCAuto: rtnl.Off, TDCManual: rtnl.Off})},
		kindSent{golden: "can-set-restart", set: 11, link: set(kind.CAN{Restart: true})},
	)
	read := allModes(rtnl.Off)
	read.BitTiming = kind.CANBitTiming{Bitrate: 500000}
	read.ListenOnly = rtnl.On
	read.RestartMS, read.State, read.Clock, read.BitrateMax = millis(0), rtnl.Some(kind.CANStopped), rtnl.U32(0), rtnl.U32(0)
	read.Supported = rtnl.Some(kind.CANListenOnly)
	read.BitrateConst = []uint32{10000, 20000, 50000, 100000, 125000, 250000, 500000, 800000, 1000000}
	read.Stats = &kind.CANStats{}
	kindsRead = append(kindsRead, kindRead{golden: "reply-link-can", want: read})
}

// allModes returns a CAN with all control modes on or off.
func allModes(on nlattr.OnOff) *kind.CAN {
	return &kind.CAN{
		Loopback: on, ListenOnly: on, TripleSampling: on, OneShot: on, BerrReporting: on, FD: on, FDNonISO: on, PresumeAck: on, CCLen8DLC: on,
		TDCAuto: on, TDCManual: on, Restricted: on, XL: on, XLTDCAuto: on, XLTDCManual: on, XLTMS: on,
	}
}

// everyCAN has every field of the list.
func everyCAN() *kind.CAN {
	limits := func(n uint32) *kind.CANBitTimingConst {
		return &kind.CANBitTimingConst{
			Name: "a controller", TSeg1Min: n, TSeg1Max: n + 1, TSeg2Min: n + 2, TSeg2Max: n + 3, SJWMax: n + 4, BRPMin: n + 5, BRPMax: n + 6, BRPInc: n + 7,
		}
	}
	tdc := func(n uint32) *kind.CANTDC {
		return &kind.CANTDC{
			TDCV: rtnl.U32(n), TDCO: rtnl.U32(n + 1), TDCF: rtnl.U32(n + 2), TDCVMin: rtnl.U32(n + 3), TDCVMax: rtnl.U32(n + 4), TDCOMin: rtnl.U32(n + 5),
			TDCOMax: rtnl.U32(n + 6), TDCFMin: rtnl.U32(n + 7), TDCFMax: rtnl.U32(n + 8),
		}
	}
	v := allModes(rtnl.On)
	v.OneShot, v.TDCManual, v.XLTDCAuto, v.Restricted, v.OtherModes = rtnl.Off, rtnl.Off, rtnl.Off, rtnl.Off, 1<<20
	place.Merge(v, kind.CAN{
		BitTiming:     kind.CANBitTiming{Bitrate: 500000, SamplePoint: 875, PropSeg: 3, PhaseSeg1: 4, PhaseSeg2: 5, SJW: 6, BRP: 7},
		DataBitTiming: kind.CANBitTiming{TQ: 8, PropSeg: 9, PhaseSeg1: 10, PhaseSeg2: 11, SJW: 12, BRP: 13},
		TDC:           tdc(20), RestartMS: millis(103), Restart: true, Termination: rtnl.U16(120),
		XLDataBitTiming: kind.CANBitTiming{Bitrate: 10000000, SamplePoint: 14, SJW: 15}, XLTDC: tdc(40),
		XLPWM: &kind.CANPWM{
			PWMS: rtnl.U32(60), PWML: rtnl.U32(61), PWMO: rtnl.U32(62), PWMSMin: rtnl.U32(63), PWMSMax: rtnl.U32(64), PWMLMin: rtnl.U32(65),
			PWMLMax: rtnl.U32(66), PWMOMin: rtnl.U32(67), PWMOMax: rtnl.U32(68),
		},
		State: rtnl.Some(kind.CANErrorPassive), BerrCounter: &kind.CANBerrCounter{Tx: 513, Rx: 514}, Clock: rtnl.U32(80000000),
		Supported: rtnl.Some(kind.CANFD | kind.CANXL), BitTimingConst: limits(100), DataBitTimingConst: limits(200), XLDataBitTimingConst: limits(300),
		BitrateConst: []uint32{400, 401}, DataBitrateConst: []uint32{402}, XLDataBitrateConst: []uint32{403, 404}, BitrateMax: rtnl.U32(405),
		TerminationConst: []uint16{120, 0},
	})
	return v
}

func TestCANAllocs(t *testing.T) { kindAllocs(t, everyCAN(), 14) }

// No golden has these: neither ip(8) 6.1 nor a device at hand knows them. The
// forms are those of the kernel's policy and of its reports.
func TestCANForms(t *testing.T) {
	b, err := new(nlattr.Codec).EncodeReport(nil, everyCAN())
	if err != nil {
		t.Fatal(err)
	}
	nltest.LittleEndianOnly(t)
	for typ, want := range map[nlattr.Type]string{
		uapi.IFLA_CAN_CTRLMODE:          "\xff\xff\x10\x00\xf7\xd3\x10\x00",
		uapi.IFLA_CAN_BERR_COUNTER:      "\x01\x02\x02\x02",
		uapi.IFLA_CAN_STATE:             "\x02\x00\x00\x00",
		uapi.IFLA_CAN_CTRLMODE_EXT:      "\x08\x00\x01\x00\x20\x10\x00\x00",
		uapi.IFLA_CAN_TERMINATION_CONST: "\x78\x00\x00\x00",
		uapi.IFLA_CAN_BITRATE_MAX:       "\x95\x01\x00\x00",
		uapi.IFLA_CAN_XL_DATA_BITTIMING: "\x80\x96\x98\x00\x0e\x00\x00\x00" + zeros(16) + "\x0f\x00\x00\x00" + zeros(4),
		uapi.IFLA_CAN_DATA_BITTIMING_CONST: "a controller\x00\x00\x00\x00\xc8\x00\x00\x00\xc9\x00\x00\x00\xca\x00\x00\x00\xcb\x00\x00\x00" +
			"\xcc\x00\x00\x00\xcd\x00\x00\x00\xce\x00\x00\x00\xcf\x00\x00\x00",
	} {
		if p := nltest.Payload(b, typ); string(p) != want {
			t.Errorf("attribute %d is % x, want % x", typ, p, want)
		}
	}
	for typ, want := range map[nlattr.Type]string{uapi.IFLA_CAN_PWM_PWML: "\x3d\x00\x00\x00", uapi.IFLA_CAN_PWM_PWMO_MAX: "\x44\x00\x00\x00"} {
		if p := nltest.Payload(b, uapi.IFLA_CAN_XL_PWM, typ); string(p) != want {
			t.Errorf("attribute %d of the modulation is % x, want % x", typ, p, want)
		}
	}
	b, err = nlattr.Append(nil, everyCAN())
	if err != nil {
		t.Fatal(err)
	}
	for typ := range nltest.Attrs(b) {
		switch typ {
		case uapi.IFLA_CAN_BITTIMING, uapi.IFLA_CAN_DATA_BITTIMING, uapi.IFLA_CAN_XL_DATA_BITTIMING, uapi.IFLA_CAN_CTRLMODE, uapi.IFLA_CAN_RESTART_MS,
			uapi.IFLA_CAN_RESTART, uapi.IFLA_CAN_TERMINATION, uapi.IFLA_CAN_TDC, uapi.IFLA_CAN_XL_TDC, uapi.IFLA_CAN_XL_PWM:
		default:
			t.Errorf("attribute %d is sent", typ)
		}
	}
	for typ := range nltest.Attrs(nltest.Payload(b, uapi.IFLA_CAN_TDC)) {
		if typ < uapi.IFLA_CAN_TDC_TDCV {
			t.Errorf("attribute %d of the delay compensation is sent", typ)
		}
	}
}

func zeros(n int) string { return string(make([]byte, n)) }

func TestCANRejected(t *testing.T) {
	l := func(v kind.CAN) rtnl.Link { return rtnl.Link{Kind: &v} }
	both := kind.CANBitTiming{Bitrate: 500000, TQ: 125}
	testRejected(t, []rejected{
		{"bit timing", l(kind.CAN{BitTiming: both}), "linkinfo.data.bittiming: both a bitrate and a tq"},
		{"of data", l(kind.CAN{DataBitTiming: both}), "data_bittiming: both a bitrate and a tq"},
		{"of XL data", l(kind.CAN{XLDataBitTiming: both}), "xl_data_bittiming: both a bitrate and a tq"},
		{"delay", l(kind.CAN{TDCAuto: rtnl.On, TDCManual: rtnl.On}), "ctrlmode: both tdc_auto and tdc_manual are on"},
		{"XL delay", l(kind.CAN{XLTDCAuto: rtnl.On, XLTDCManual: rtnl.On}), "ctrlmode: both xl_tdc_auto and xl_tdc_manual are on"},
	})
}

func TestCANJSON(t *testing.T) {
	v := everyCAN()
	v.Stats = &kind.CANStats{BusError: 1, ErrorWarning: 2, ErrorPassive: 3, BusOff: 4, ArbitrationLost: 5, Restarts: 6}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var back kind.CAN
	if err := json.Unmarshal(b, &back); err != nil || place.Diff(v, &back) != "" {
		t.Errorf("back: %v %s", err, place.Diff(v, &back))
	}
}

func TestCANWords(t *testing.T) {
	for got, want := range map[string]string{
		(kind.CANListenOnly | kind.CANCCLen8DLC | 1<<20).String(): "LISTEN-ONLY,CC-LEN8-DLC,0x100000", kind.CANBusOff.String(): "BUS-OFF",
		kind.CANState(9).String(): "9",
	} {
		if got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}

// The counts are beside the data: what a link says of them is read and written.
func TestCANCounters(t *testing.T) {
	want := kind.CANStats{BusError: 1, ErrorWarning: 2, ErrorPassive: 3, BusOff: 4, ArbitrationLost: 5, Restarts: 6}
	b, err := new(nlattr.Codec).EncodeReport(nil, &rtnl.Link{Name: "can0", Kind: &kind.CAN{Stats: &want}})
	if err != nil {
		t.Fatal(err)
	}
	var l rtnl.Link
	if err := nlattr.Parse(b, 16, &l); err != nil || len(l.Unknown) != 0 {
		t.Errorf("%v, unknown: %v", err, l.Unknown)
	}
	if diff := place.Diff(&want, l.Kind.(*kind.CAN).Stats); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	b, err = rtnl.SetLink(7, rtnl.Link{Kind: &kind.CAN{Stats: &want, Restart: true}}).AppendMessage(nil, nil)
	if p := nltest.Payload(b[32:], uapi.IFLA_LINKINFO, uapi.IFLA_INFO_XSTATS); p != nil || err != nil {
		t.Errorf("counts are sent: % x, %v", p, err)
	}
}

// TestCAN tries to make one, and to set one that is another.
func TestCAN(t *testing.T) {
	_, err := rtnl.AddLink(rtnl.Link{Name: "can0", Kind: &kind.CAN{}}).AppendMessage(nil, nil)
	if want := "rtnl: link add can0: rtnetlink does not make CAN devices; their drivers do"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	nltest.HaveKind(t, "vcan")
	p := place.New(t)
	p.Must(rtnl.AddLink(rtnl.Link{Name: "vcan0", Kind: &kind.VCAN{}}))
	err = p.Do(t.Context(), rtnl.SetLink("vcan0", rtnl.Link{Kind: &kind.CAN{BitTiming: kind.CANBitTiming{Bitrate: 500000}}}))
	if err == nil {
		t.Error("the bit timing of a bus that has none was set")
	}
}
