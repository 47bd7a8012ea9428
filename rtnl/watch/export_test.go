package watch

// ReadNDOption reads the body of an RTM_NEWNDUSEROPT.
var ReadNDOption = readNDOption
