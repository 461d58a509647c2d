import { describe, expect, test } from "vitest";
import { named, parseDump } from "./dump.ts";
import { DEFAULT, FORMS, feed, proc, XML } from "./form-rows.ts";

const KINDS = new Map([
  ["tcp TIME_WAIT ASSURED", 1],
  ["tcp SYN_SENT UNREPLIED", 1],
  ["tcp ESTABLISHED ASSURED", 1],
  ["udp null ASSURED", 1],
  ["icmpv6 null", 1],
  ["gre null UNREPLIED", 1],
  ["unknown null UNREPLIED", 1],
]);
const FLOWS = new Map([
  ["10.99.1.2 8080 > 10.99.1.2 8080 time-wait", 1],
  ["10.99.1.2 9009 > 10.99.1.2 9009 unanswered-syn", 1],
  ["10.96.0.20 80 > 10.99.1.2 8080 established-recent-2 snat", 1],
  ["10.99.1.2 9010 > 10.99.1.2 9010 udp-stream", 1],
  ["fd99:1::2 0 > fd99:1::2 0 icmp ipv6", 1],
  ["10.99.1.2 0 > 10.99.1.2 0 other", 2],
]);

describe("every form of the tool gives the same entries", () => {
  test.each(FORMS)("%s", (_, lines) => {
    const counts = named(parseDump(feed(lines)));
    expect(counts).toMatchObject({ rows: 7, parsed: 7, ipv6: 1, zones: new Map([[7, 1]]) });
    expect(counts.byKind).toEqual(KINDS);
    expect(counts.flows).toEqual(FLOWS);
    expect(counts.remaining.get("unknown null UNREPLIED from 571 s")).toBe(1);
    expect(counts.remaining.get("tcp ESTABLISHED ASSURED from 431967 s")).toBe(1);
    expect([...counts.firstLine.values()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("-o xml, whose frame is no row and whose zone of one direction is not the entry's", () => {
    const counts = named(parseDump(feed(XML)));
    expect(counts).toMatchObject({ rows: 7, parsed: 7, ipv6: 1, zones: new Map([[7, 1]]) });
    expect(counts.byKind).toEqual(KINDS);
    expect(counts.flows).toEqual(FLOWS);
    expect(counts.firstLine.get("time-wait")).toBe(3);
  });

  test("-E -o xml, whose flows have a type", () => {
    const events = XML.map((line) => line.replace("<flow>", '<flow type="new">'));
    expect(named(parseDump(feed(events)))).toMatchObject({ rows: 7, parsed: 7, byKind: KINDS });
  });

  test("/proc/net/nf_conntrack: IPv6 in full, zone=0, GRE's two timeouts before its addresses", () => {
    const counts = named(parseDump(feed(DEFAULT.map(proc))));
    expect(counts).toMatchObject({ rows: 7, parsed: 7, ipv6: 1, zones: new Map([[7, 1]]) });
    expect(counts.byKind).toEqual(KINDS);
    const full = "fd99:0001:0000:0000:0000:0000:0000:0002";
    expect(counts.flows.get(`${full} 0 > ${full} 0 icmp ipv6`)).toBe(1);
  });
});
