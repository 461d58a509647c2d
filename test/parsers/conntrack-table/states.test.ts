import { expect, test } from "vitest";
import {
  ASSURED,
  CLASS,
  CLASS_OF_KIND,
  CLASSES,
  KINDS,
  STATES,
  stateId,
  timeoutSysctl,
  UNREPLIED,
  udpClass,
} from "../../../src/parsers/conntrack-table/states.ts";

const classOf = (protocol: string, state: string | null, flags = 0) =>
  CLASSES[CLASS_OF_KIND[stateId(protocol, state) * 4 + flags]!];
const sysctlOf = (protocol: string, state: string | null, flags = 0) =>
  timeoutSysctl(stateId(protocol, state) * 4 + flags);

test.each([
  ["an answered lookup", false, 40_000, 53, "dns"],
  ["an unanswered lookup", true, 40_000, 53, "dns-one-way"],
  ["a resolver's own lookup from port 53", true, 53, 53, "dns-one-way"],
  ["an answer whose question was not tracked", true, 53, 40_000, "dns-answer"],
  ["a replied flow from port 53", false, 53, 40_000, "udp"],
  ["VXLAN of the kernel", true, 40_000, 8_472, "overlay"],
  ["VXLAN of the standard", false, 40_000, 4_789, "overlay"],
  ["Geneve, from port 53 even", true, 53, 6_081, "overlay"],
  ["a replied flow", false, 40_000, 8_125, "udp"],
  ["a one-way flow", true, 40_000, 8_125, "udp-one-way"],
  ["no ports at all", true, 0, 0, "udp-one-way"],
] as const)("UDP: %s", (_, oneWay, source, destination, expected) => {
  expect(CLASSES[udpClass(oneWay, source, destination)]).toBe(expected);
});

test("TCP: the class of each state, replied and unreplied", () => {
  const table = STATES.filter(({ protocol }) => protocol === "tcp").map(({ state }) => [
    state,
    classOf("tcp", state),
    classOf("tcp", state, UNREPLIED),
  ]);
  expect(table).toEqual([
    ["NONE", "handshake", "handshake"],
    ["SYN_SENT", "handshake", "unanswered-syn"],
    ["SYN_RECV", "half-open", "half-open"],
    ["ESTABLISHED", "established-band-0", "established-one-way"],
    ["FIN_WAIT", "closing", "closing"],
    ["CLOSE_WAIT", "close-wait", "close-wait"],
    ["LAST_ACK", "closing", "closing"],
    ["TIME_WAIT", "time-wait", "time-wait"],
    ["CLOSE", "closing", "closing"],
    ["SYN_SENT2", "handshake", "unanswered-syn"],
    ["LISTEN", "handshake", "handshake"],
    ["OFFLOAD", "offloaded", "offloaded"],
  ]);
});

test("the other protocols fall in classes of their own", () => {
  expect(classOf("icmp", null)).toBe("icmp");
  expect(classOf("icmpv6", null, UNREPLIED)).toBe("icmp");
  expect(classOf("udp", "OFFLOAD")).toBe("offloaded");
  for (const protocol of ["gre", "unknown"]) expect(classOf(protocol, null)).toBe("other");
  expect(classOf("sctp", "ESTABLISHED", ASSURED)).toBe("other");
  expect(classOf("dccp", "TIMEWAIT")).toBe("other");
});

test("the bands of ESTABLISHED stand in a row, since the scanner counts up from the first", () => {
  expect(CLASS["established-band-1"]).toBe(CLASS["established-band-0"] + 1);
  expect(CLASS["established-band-2"]).toBe(CLASS["established-band-0"] + 2);
});

test("classes fit the five bits that a row has for them, and no state is there twice", () => {
  expect(CLASSES.length).toBeLessThanOrEqual(32);
  expect(new Set(STATES.map(({ protocol, state }) => `${protocol} ${state}`)).size).toBe(
    STATES.length,
  );
  expect(KINDS).toBe(STATES.length * 4);
});

test("the sysctl of a timeout follows protocol, state and the ASSURED flag", () => {
  expect(sysctlOf("tcp", "TIME_WAIT", ASSURED)).toBe("nf_conntrack_tcp_timeout_time_wait");
  expect(sysctlOf("tcp", "SYN_SENT2")).toBe("nf_conntrack_tcp_timeout_syn_sent");
  expect(sysctlOf("udp", null)).toBe("nf_conntrack_udp_timeout");
  expect(sysctlOf("udp", null, ASSURED)).toBe("nf_conntrack_udp_timeout_stream");
  expect(sysctlOf("gre", null, ASSURED)).toBe("nf_conntrack_gre_timeout_stream");
  expect(sysctlOf("unknown", null)).toBe("nf_conntrack_generic_timeout");
  expect(sysctlOf("tcp", "OFFLOAD")).toBeNull();
});

test("an unknown spelling has no id", () => {
  expect(stateId("tcp", "time_wait")).toBe(-1);
  expect(stateId("tcp", null)).toBe(-1);
  expect(stateId("__proto__", null)).toBe(-1);
});
