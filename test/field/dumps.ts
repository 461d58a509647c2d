import type { Row } from "../attribution/rows.ts";
import { closed, EXTENDED, type FieldCase, many, served, settings, within } from "./case.ts";

const v6 = (at: number): Row => ({
  ...served(at),
  src: `2001:db8:71::${(at + 1).toString(16)}`,
  dst: "2001:db8:72::9",
});

/** Rows that are the whole table. */
export const DUMPS: readonly FieldCase[] = [
  {
    name: "rows and a limit",
    why: "1,180 rows under a limit of 1,190: at least 99 % in use, half of it the overlay's own packets",
    files: {
      "nf_conntrack.txt": `${many(
        620,
        (at) => ({
          protocol: "udp",
          src: within("10.90", at),
          dst: within("10.91", at),
          sport: 50_000 + at,
          dport: 4789,
          left: 1 + (at % 28),
          flag: "[UNREPLIED]",
        }),
        EXTENDED,
      )}${many(560, served, EXTENDED)}`,
      "limit.txt": "net.nf_conntrack_max = 1190\n",
    },
    expect: {
      state: ["critical"],
      max: 1190,
      rows: 1180,
      found: ["overlay-tracked"],
      says: [/1,?190/],
    },
  },
  {
    name: "a file for each protocol",
    why: "5 rows of TCP and 3 of UDP are the table together",
    files: {
      "conntrack-tcp.txt": many(5, closed),
      "conntrack-udp.txt": many(3, (at) => ({
        protocol: "udp",
        src: within("10.43", at),
        dst: "10.44.0.10",
        dport: 53,
        left: 17,
      })),
      "sysctl.txt": settings(8, 10),
    },
    expect: { state: ["elevated"], rows: 8, count: 8, max: 10 },
  },
  {
    name: "a file for each address family",
    why: "900 rows of IPv4 and 500 of IPv6 are the table together",
    files: {
      "conntrack-f-ipv4.txt": many(900, served),
      "conntrack-f-ipv6.txt": many(500, v6),
      "sysctl.txt": settings(
        1400,
        1440,
        "net.netfilter.nf_conntrack_tcp_timeout_established = 86400\n",
      ),
    },
    expect: { state: ["critical"], rows: 1400, count: 1400, max: 1440 },
  },
  {
    name: "a storm over IPv6",
    why: "two clients ask one address and port again and again, unanswered: 810 of 816 entries",
    files: {
      "node.txt": `root@six:~# cat /proc/sys/net/netfilter/nf_conntrack_count /proc/sys/net/netfilter/nf_conntrack_max\n810\n816\nroot@six:~# conntrack -L -f ipv6\n${many(808, (at) => ({ state: "SYN_SENT", src: `2001:db8:5::${at % 2 ? "a1" : "a2"}`, dst: "2001:db8:6::77", sport: 31_000 + at, dport: 7443, left: 119 - (at % 110), flag: "[UNREPLIED]" }))}`,
    },
    expect: {
      state: ["critical"],
      count: 810,
      max: 816,
      rows: 808,
      found: ["retry-storm"],
      absent: ["connection-scan"],
      says: [/2001:db8:6::77/, /7443/],
    },
  },
  {
    name: "rows that were cut off",
    why: "901 of 1,000, the last one in its middle: what is scaled to the whole is no part of the rows",
    files: {
      "conntrack-L.txt": `${many(900, closed)}tcp      6 60 TIME_WAIT src=10.1.3.151 dst=10.2.2.2 sport=2`,
      "sysctl.txt": settings(1000, 1024),
    },
    expect: {
      state: ["critical"],
      count: 1000,
      max: 1024,
      found: ["time-wait-churn"],
      says: [/1,000 entries \(100 %\)/],
      silent: [/1,000 of 90\d entries/],
    },
  },
];
