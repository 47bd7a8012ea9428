"""pyroute2's side. Prints how many nanoseconds the work took."""
import sys
import time

from pyroute2 import IPRoute

with IPRoute() as ip:
    began = time.perf_counter_ns()
    if sys.argv[1] == "routes":
        n = sum(1 for _ in ip.get_routes(family=2))
    elif sys.argv[1] == "links":
        n = sum(1 for _ in ip.get_links())
    else:  # add N TABLE DEV
        n, table, dev = map(int, sys.argv[2:5])
        for i in range(n):
            ip.route("add", dst="11.%d.%d.%d/32" % (i >> 16, i >> 8 & 255, i & 255), oif=dev, table=table, proto=3)
    print(time.perf_counter_ns() - began)
    if n < 1:
        sys.exit("nothing is there")
    if sys.argv[1] == "add":
        ip.flush_routes(table=table)
