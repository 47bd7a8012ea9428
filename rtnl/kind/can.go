package kind

import (
	"errors"
	"time"

	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
)

var _ = register((*CAN)(nil))

// CAN is a device on a CAN bus, as set by "ip link set DEV type can". Drivers make
// such links; rtnl.AddLink does not.
//
// An absent field leaves the current value. All but Termination, TDC and Restart
// can be set only while the link is down, and it needs a bit timing to be up.
// What a device can do, the fields say that have Const in their name, and
// Supported.
type CAN struct {
	BitTiming     CANBitTiming              `json:"bittiming,omitzero"`      // IFLA_CAN_BITTIMING; of FD and XL frames that of their beginning
	DataBitTiming CANBitTiming              `json:"data_bittiming,omitzero"` // IFLA_CAN_DATA_BITTIMING of the data of FD frames
	TDC           *CANTDC                   `json:"tdc,omitzero"`            // IFLA_CAN_TDC: transmitter delay compensation of FD frames; needs TDCAuto or TDCManual (5.16)
	RestartMS     nlattr.Opt[time.Duration] `json:"restart_ms,omitzero"`     // IFLA_CAN_RESTART_MS: how long to stay off the bus after errors, whole milliseconds; 0 is until Restart
	Restart       bool                      `json:"restart,omitzero"`        // IFLA_CAN_RESTART: back to the bus now; the link must be up and off the bus, without RestartMS; never reported
	Termination   nlattr.Opt[uint16]        `json:"termination,omitzero"`    // IFLA_CAN_TERMINATION: resistor on the bus, ohms; 0 is none

	// IFLA_CAN_CTRLMODE.
	Loopback       nlattr.OnOff `json:"loopback,omitzero"`        // receive what is sent
	ListenOnly     nlattr.OnOff `json:"listen_only,omitzero"`     // send nothing, not even acknowledgements
	TripleSampling nlattr.OnOff `json:"triple_sampling,omitzero"` // look at each bit three times
	OneShot        nlattr.OnOff `json:"one_shot,omitzero"`        // do not send again what failed
	BerrReporting  nlattr.OnOff `json:"berr_reporting,omitzero"`  // report errors on the bus
	FD             nlattr.OnOff `json:"fd,omitzero"`              // frames of up to 64 bytes; changes the link's MTU
	FDNonISO       nlattr.OnOff `json:"fd_non_iso,omitzero"`      // these as in Bosch's first specification
	PresumeAck     nlattr.OnOff `json:"presume_ack,omitzero"`     // take acknowledgements for granted
	CCLen8DLC      nlattr.OnOff `json:"cc_len8_dlc,omitzero"`     // codes 9 to 15 for a length of 8 (5.11)
	TDCAuto        nlattr.OnOff `json:"tdc_auto,omitzero"`        // the device finds the TDCV of TDC (5.16)
	TDCManual      nlattr.OnOff `json:"tdc_manual,omitzero"`      // TDC has it (5.16)
	Restricted     nlattr.OnOff `json:"restricted,omitzero"`      // send nothing but acknowledgements (6.19)
	XL             nlattr.OnOff `json:"xl,omitzero"`              // frames of up to 2048 bytes; changes the link's MTU (6.19)
	XLTDCAuto      nlattr.OnOff `json:"xl_tdc_auto,omitzero"`     // the device finds the TDCV of XLTDC (6.19)
	XLTDCManual    nlattr.OnOff `json:"xl_tdc_manual,omitzero"`   // XLTDC has it (6.19)
	XLTMS          nlattr.OnOff `json:"xl_tms,omitzero"`          // switch the transceiver's mode, by XLPWM (6.19)
	OtherModes     CANModes     `json:"ctrlmode,omitzero"`        // those that are on and that this package does not know

	XLDataBitTiming CANBitTiming `json:"xl_data_bittiming,omitzero"` // IFLA_CAN_XL_DATA_BITTIMING of the data of XL frames (6.19)
	XLTDC           *CANTDC      `json:"xl_tdc,omitzero"`            // IFLA_CAN_XL_TDC: transmitter delay compensation of XL frames (6.19)
	XLPWM           *CANPWM      `json:"xl_pwm,omitzero"`            // IFLA_CAN_XL_PWM: pulse width modulation of XL frames; absent with XLTMS, the kernel computes it (6.19)

	// The rest is reported.
	State                nlattr.Opt[CANState] `json:"state,omitzero"`                   // IFLA_CAN_STATE
	BerrCounter          *CANBerrCounter      `json:"berr_counter,omitzero"`            // IFLA_CAN_BERR_COUNTER
	Clock                nlattr.Opt[uint32]   `json:"clock,omitzero"`                   // IFLA_CAN_CLOCK: the device's clock, Hz; 0 is unknown
	Supported            nlattr.Opt[CANModes] `json:"supported,omitzero"`               // IFLA_CAN_CTRLMODE_SUPPORTED: control modes that can be on (5.16)
	BitTimingConst       *CANBitTimingConst   `json:"bittiming_const,omitzero"`         // IFLA_CAN_BITTIMING_CONST: the limits of BitTiming
	DataBitTimingConst   *CANBitTimingConst   `json:"data_bittiming_const,omitzero"`    // IFLA_CAN_DATA_BITTIMING_CONST: those of DataBitTiming
	XLDataBitTimingConst *CANBitTimingConst   `json:"xl_data_bittiming_const,omitzero"` // IFLA_CAN_XL_DATA_BITTIMING_CONST: those of XLDataBitTiming (6.19)
	BitrateConst         []uint32             `json:"bitrate_const,omitzero"`           // IFLA_CAN_BITRATE_CONST: all rates that there are, bit/s
	DataBitrateConst     []uint32             `json:"data_bitrate_const,omitzero"`      // IFLA_CAN_DATA_BITRATE_CONST: those of the data of FD frames
	XLDataBitrateConst   []uint32             `json:"xl_data_bitrate_const,omitzero"`   // IFLA_CAN_XL_DATA_BITRATE_CONST: those of the data of XL frames (6.19)
	BitrateMax           nlattr.Opt[uint32]   `json:"bitrate_max,omitzero"`             // IFLA_CAN_BITRATE_MAX: what the transceiver can do, bit/s; 0 is unknown
	TerminationConst     []uint16             `json:"termination_const,omitzero"`       // IFLA_CAN_TERMINATION_CONST: resistors that there are, ohms
	Stats                *CANStats            `json:"xstats,omitzero"`                  // IFLA_INFO_XSTATS

	Unknown []nlattr.Attr `json:"unknown,omitzero"` // attributes that this package does not know
}

// Kind implements [Kind].
func (*CAN) Kind() string { return "can" }

// CanAdd implements [Limited].
func (*CAN) CanAdd() error {
	return errors.New("rtnetlink does not make CAN devices; their drivers do")
}

// CanSet implements [Limited].
func (*CAN) CanSet() error { return nil }

// Attrs implements [Kind].
func (v *CAN) Attrs(c *nlattr.Codec) {
	if !c.Reporting() {
		v.check(c)
	}
	nlattr.Packed(c, uapi.IFLA_CAN_BITTIMING, "bittiming", v.BitTiming != CANBitTiming{}, v.BitTiming.Attrs)
	nlattr.Packed(c, uapi.IFLA_CAN_DATA_BITTIMING, "data_bittiming", v.DataBitTiming != CANBitTiming{}, v.DataBitTiming.Attrs)
	nlattr.Packed(c, uapi.IFLA_CAN_XL_DATA_BITTIMING, "xl_data_bittiming", v.XLDataBitTiming != CANBitTiming{}, v.XLDataBitTiming.Attrs)
	mask, _ := v.modeBits()
	nlattr.Packed(c, uapi.IFLA_CAN_CTRLMODE, "ctrlmode", mask != 0, v.ctrlMode)
	nlattr.Dur32(c, uapi.IFLA_CAN_RESTART_MS, "restart_ms", time.Millisecond, &v.RestartMS)
	v.restart(c)
	nlattr.U16(c, uapi.IFLA_CAN_TERMINATION, "termination", &v.Termination)
	nlattr.Nest(c, uapi.IFLA_CAN_TDC, "tdc", &v.TDC)
	nlattr.Nest(c, uapi.IFLA_CAN_XL_TDC, "xl_tdc", &v.XLTDC)
	nlattr.Nest(c, uapi.IFLA_CAN_XL_PWM, "xl_pwm", &v.XLPWM)
	nlattr.Group(c, uapi.IFLA_CAN_CTRLMODE_EXT, "ctrlmode_ext", c.Reporting() && v.Supported.Is() || v.Unknown != nil, v.ctrlModeExt)
	if c.Reporting() {
		v.reported(c)
	}
	nlattr.Rest(c, &v.Unknown)
}

// reported lists what only the kernel sends.
func (v *CAN) reported(c *nlattr.Codec) {
	nlattr.U32(c, uapi.IFLA_CAN_STATE, "state", &v.State)
	nlattr.Struct(c, uapi.IFLA_CAN_BERR_COUNTER, "berr_counter", &v.BerrCounter)
	nlattr.U32(c, uapi.IFLA_CAN_CLOCK, "clock", &v.Clock)
	nlattr.Struct(c, uapi.IFLA_CAN_BITTIMING_CONST, "bittiming_const", &v.BitTimingConst)
	nlattr.Struct(c, uapi.IFLA_CAN_DATA_BITTIMING_CONST, "data_bittiming_const", &v.DataBitTimingConst)
	nlattr.Struct(c, uapi.IFLA_CAN_XL_DATA_BITTIMING_CONST, "xl_data_bittiming_const", &v.XLDataBitTimingConst)
	nlattr.U32s(c, uapi.IFLA_CAN_BITRATE_CONST, "bitrate_const", &v.BitrateConst)
	nlattr.U32s(c, uapi.IFLA_CAN_DATA_BITRATE_CONST, "data_bitrate_const", &v.DataBitrateConst)
	nlattr.U32s(c, uapi.IFLA_CAN_XL_DATA_BITRATE_CONST, "xl_data_bitrate_const", &v.XLDataBitrateConst)
	nlattr.U32(c, uapi.IFLA_CAN_BITRATE_MAX, "bitrate_max", &v.BitrateMax)
	nlattr.U16s(c, uapi.IFLA_CAN_TERMINATION_CONST, "termination_const", &v.TerminationConst)
}

// Counters implements [Counter].
func (v *CAN) Counters(c *nlattr.Codec) {
	nlattr.Struct(c, uapi.IFLA_INFO_XSTATS, "xstats", &v.Stats)
}

// ctrlModeExt is IFLA_CAN_CTRLMODE_EXT.
func (v *CAN) ctrlModeExt(c *nlattr.Codec) {
	if c.Reporting() {
		nlattr.U32(c, uapi.IFLA_CAN_CTRLMODE_SUPPORTED, "supported", &v.Supported)
	}
	nlattr.Rest(c, &v.Unknown)
}

// restart carries a u32 of which the kernel only looks whether it is there.
func (v *CAN) restart(c *nlattr.Codec) {
	var n uint32
	if v.Restart {
		n = 1
	}
	nlattr.N32(c, uapi.IFLA_CAN_RESTART, "restart", &n)
	if c.Decoding() {
		v.Restart = n != 0
	}
}

// check refuses what the kernel would refuse without naming it.
func (v *CAN) check(c *nlattr.Codec) {
	v.BitTiming.check(c, "bittiming")
	v.DataBitTiming.check(c, "data_bittiming")
	v.XLDataBitTiming.check(c, "xl_data_bittiming")
	if v.TDCAuto == nlattr.On && v.TDCManual == nlattr.On {
		c.Reject("ctrlmode", "both tdc_auto and tdc_manual are on")
	}
	if v.XLTDCAuto == nlattr.On && v.XLTDCManual == nlattr.On {
		c.Reject("ctrlmode", "both xl_tdc_auto and xl_tdc_manual are on")
	}
}

// canModeSwitch is one of the switches of IFLA_CAN_CTRLMODE.
type canModeSwitch struct {
	bit CANModes
	on  *nlattr.OnOff
}

func (v *CAN) modes() [16]canModeSwitch {
	return [...]canModeSwitch{
		{CANLoopback, &v.Loopback}, {CANListenOnly, &v.ListenOnly}, {CANTripleSampling, &v.TripleSampling}, {CANOneShot, &v.OneShot},
		{CANBerrReporting, &v.BerrReporting}, {CANFD, &v.FD}, {CANFDNonISO, &v.FDNonISO}, {CANPresumeAck, &v.PresumeAck},
		{CANCCLen8DLC, &v.CCLen8DLC}, {CANTDCAuto, &v.TDCAuto}, {CANTDCManual, &v.TDCManual}, {CANRestricted, &v.Restricted},
		{CANXL, &v.XL}, {CANXLTDCAuto, &v.XLTDCAuto}, {CANXLTDCManual, &v.XLTDCManual}, {CANXLTMS, &v.XLTMS},
	}
}

// modeBits returns which modes are meant, and which of them are on.
func (v *CAN) modeBits() (mask, flags CANModes) {
	mask, flags = v.OtherModes, v.OtherModes
	for _, m := range v.modes() {
		switch *m.on {
		case nlattr.On:
			mask, flags = mask|m.bit, flags|m.bit
		case nlattr.Off:
			mask |= m.bit
		}
	}
	return mask, flags
}

// ctrlMode is struct can_ctrlmode. The kernel reports all modes and says 0 for
// those that are meant.
func (v *CAN) ctrlMode(c *nlattr.Codec) {
	h := c.Head(8)
	mask, flags := v.modeBits()
	nlattr.At32(h, 0, &mask)
	nlattr.At32(h, 4, &flags)
	if c.Decoding() {
		v.setModes(mask, flags)
	}
}

func (v *CAN) setModes(mask, flags CANModes) {
	if mask == 0 {
		mask = ^CANModes(0)
	}
	v.OtherModes = mask & flags
	for _, m := range v.modes() {
		*m.on = 0
		if mask&m.bit != 0 {
			*m.on = nlattr.Bool(flags&m.bit != 0)
		}
		v.OtherModes &^= m.bit
	}
}
