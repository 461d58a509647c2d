import { expect, test } from "vitest";
import { kernelLog } from "../../src/parsers/kernel-log.ts";
import { kernelStamp } from "../../src/parsers/kernel-stamp.ts";
import { crlf, failure, read } from "./read.ts";

const FULL = "nf_conntrack: nf_conntrack: table full, dropping packet";

test.each([
  ["dmesg", `[1454500.910215] ${FULL}`, 1454500.910215, null, null],
  ["dmesg -r", `<4>[   12.345678] ${FULL}`, 12.345678, null, null],
  ["dmesg -x", `kern  :warn  : [   12.345678] ${FULL}`, 12.345678, null, null],
  ["a caller's id", `[   12.345678][ T123] ${FULL}`, 12.345678, null, null],
  ["a CPU's id", `[   12.345678] [   C3] ${FULL}`, 12.345678, null, null],
  ["dmesg -T", `[Tue Nov 20 22:30:22 2018] ${FULL}`, null, "2018-11-20T22:30:22Z", "local"],
  [
    "dmesg -T, day of one digit",
    `[Sat Jun  8 10:48:13 2024] ${FULL}`,
    null,
    "2024-06-08T10:48:13Z",
    "local",
  ],
  [
    "syslog with uptime",
    `Jun  8 10:48:13 worker-1 kernel: [169044.552] ${FULL}`,
    169044.552,
    null,
    null,
  ],
  ["syslog", `Mar 14 03:12:18 worker-1 kernel: ${FULL}`, null, null, null],
  [
    "short-iso",
    `2026-11-22T17:07:00+0000 worker-1 kernel: ${FULL}`,
    null,
    "2026-11-22T17:07:00Z",
    "utc",
  ],
  [
    "short-iso elsewhere",
    `2026-11-22T19:07:00+02:00 worker-1 kernel: ${FULL}`,
    null,
    "2026-11-22T17:07:00Z",
    "utc",
  ],
  [
    "RFC 3339",
    `2026-11-22T12:07:00.250000-05:00 worker-1 kernel: [ 99.5] ${FULL}`,
    99.5,
    "2026-11-22T17:07:00.250Z",
    "utc",
  ],
  [
    "dmesg --time-format iso",
    `2026-11-22T17:07:00,123456+00:00 ${FULL}`,
    null,
    "2026-11-22T17:07:00.123Z",
    "utc",
  ],
  [
    "short-full",
    `Sun 2026-11-22 17:07:00 UTC worker-1 kernel: ${FULL}`,
    null,
    "2026-11-22T17:07:00Z",
    "utc",
  ],
  ["no prefix", FULL, null, null, null],
])("a stamp of %s", (_, text, uptime, time, zone) => {
  const message = read(kernelLog, text).kinds.get("table-full")?.first;
  expect(message).toEqual({
    uptime,
    time: time === null ? null : Date.parse(time),
    zone,
    // what the stamp's own zone is ahead of UTC
    ...(zone === "utc"
      ? { ahead: 3_600_000 * Number(/([+-]0\d):?00\b/.exec(text)?.[1] ?? 0) }
      : {}),
    said: message?.said,
    line: 1,
    netns: null,
    suppressed: null,
    about: null,
  });
  // what the log writes is shown as it is, without the brackets around it
  expect(text).toContain(message?.said ?? "");
  expect(message?.said === null).toBe(!/\d\d:\d\d|^(?:<\d+>|\w+ +: *\w+ *: *)?\[ *\d/.test(text));
});

test("a date that does not exist is no time", () => {
  expect(kernelStamp("2026-02-31T17:07:00Z kernel: x").time).toBeNull();
  expect(kernelStamp("2026-13-01T17:07:00Z kernel: x").time).toBeNull();
  expect(kernelStamp("[Tue Foo 20 22:30:22 2018] x").time).toBeNull();
});

test.each([
  ["table-full", "nf_conntrack: table full, dropping packet"],
  ["table-full", FULL],
  ["table-full", "ip_conntrack: table full, dropping packet."],
  [
    "table-full-netns",
    "nf_conntrack: nf_conntrack: table full in netns 4026532323, dropping packet",
  ],
  ["expectation-table-full", "nf_conntrack: nf_conntrack: expectation table full"],
  ["ratelimit-suppressed", "net_ratelimit: 5988 callbacks suppressed"],
  ["neighbour-overflow", "neighbour: arp_cache: neighbor table overflow!"],
  ["neighbour-overflow", "neighbour: ndisc_cache: neighbor table overflow!"],
  ["neighbour-overflow", "Neighbour table overflow."],
  [
    "syn-flooding",
    "TCP: request_sock_TCP: Possible SYN flooding on port 0.0.0.0:80. Sending cookies.",
  ],
  ["orphaned-sockets", "TCP: too many orphaned sockets"],
  ["tcp-memory", "TCP: out of memory -- consider tuning tcp_mem"],
  ["conntrack-loaded", "nf_conntrack version 0.5.0 (7933 buckets, 31732 max)"],
  [
    "out-of-memory-allocation",
    "  cache: nf_conntrack, object size: 256, buffer size: 256, default order: 0, min order: 0",
  ],
])("%s: %s", (kind, text) => {
  expect([...read(kernelLog, `[    1.0] ${text}\n`).kinds.keys()]).toEqual([kind]);
});

test.each([
  "nf_conntrack: default automatic helper assignment has been turned off for security reasons",
  "TCP: out of memory",
  "net_ratelimit: many callbacks suppressed",
  "  cache: kmalloc-256, object size: 256",
])("a harmless line: %s", (text) => {
  expect(read(kernelLog, `[    1.0] ${text}\n`).kinds.size).toBe(0);
});

const LOG = `[    0.000000] Linux version 6.18.44
[    3.100000] nf_conntrack version 0.5.0 (65536 buckets, 262144 max)
[  100.000000] ${FULL}
[  100.500000] nf_conntrack: nf_conntrack: table full in netns 4026532323, dropping packet
[  105.000000] net_ratelimit: 5988 callbacks suppressed
[  105.100000] nf_conntrack: nf_conntrack: table full in netns 4026532323, dropping packet
[  105.200000] nf_conntrack: nf_conntrack: table full in netns 4026532999, dropping packet
[  111.000000] net_ratelimit: 12 callbacks suppressed
[  112.000000] ${FULL}
[  120.000000] eth0: link becomes ready
  continued without a stamp
`;

test("counts each kind, and tells how far back the log reaches", () => {
  const fact = read(kernelLog, crlf(LOG));
  const full = fact.kinds.get("table-full");
  expect(full?.count).toBe(2);
  expect(full?.recent.map(({ uptime, line }) => [uptime, line])).toEqual([
    [100, 3],
    [112, 9],
  ]);
  expect(full?.first.line).toBe(3);
  expect(full?.last.line).toBe(9);
  expect(full?.suppressed).toBeNull();
  expect(fact.kinds.get("ratelimit-suppressed")?.suppressed).toBe(6000);
  expect(fact.kinds.get("ratelimit-suppressed")?.last.suppressed).toBe(12);
  expect(fact.loaded).toEqual({ buckets: 65536, max: 262144, line: 2 });
  expect(fact.first).toMatchObject({ uptime: 0, time: null, zone: null, line: 1 });
  expect(fact.last).toMatchObject({ uptime: 120, time: null, zone: null, line: 10 });
  expect(fact.lines).toBe(11);
});

test("messages of other namespaces are counted by namespace", () => {
  const fact = read(kernelLog, LOG);
  expect(fact.kinds.get("table-full-netns")?.count).toBe(3);
  const one = fact.namespaces.get("4026532323");
  expect(one).toMatchObject({ count: 2, first: { line: 4 }, last: { line: 6, uptime: 105.1 } });
  expect(fact.namespaces.get("4026532999")?.count).toBe(1);
});

test("a wrapped message counts once, at the line where it begins", () => {
  const wrapped =
    "[  100.0] nf_conntrack: nf_conntrack: table\n full, dropping packet\n[  101.0] ok\n";
  const full = read(kernelLog, wrapped).kinds.get("table-full");
  expect(full?.count).toBe(1);
  expect(full?.first).toMatchObject({ line: 1, uptime: 100 });
  const later = "[  100.0] nf_conntrack: nf_conntrack: table full,\n dropping packet\n";
  expect(read(kernelLog, later).kinds.get("table-full")?.count).toBe(1);
});

test("a flood keeps the latest 4096 stamps and says that older ones are gone", () => {
  const lines = Array.from({ length: 5000 }, (_, second) => `[${second}.0] ${FULL}`);
  const full = read(kernelLog, lines.join("\n")).kinds.get("table-full");
  expect(full?.count).toBe(5000);
  expect(full?.olderDropped).toBe(true);
  expect(full?.recent.length).toBe(4096);
  expect(full?.recent[0]?.uptime).toBe(904);
  expect(full?.recent.at(-1)?.uptime).toBe(4999);
  expect(full?.first.uptime).toBe(0);
});

test("an empty log fails: dmesg without the right prints nothing", () => {
  expect(failure(kernelLog, "")?.code).toBe("PARSE_FAILED");
  expect(failure(kernelLog, "\n\r\n")?.code).toBe("PARSE_FAILED");
  expect(read(kernelLog, "[    1.0] quiet\n").kinds.size).toBe(0);
});
