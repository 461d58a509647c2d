import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { USES } from "../../src/attribution/uses.ts";
import { attributed, dump, type Row, rules, service, table, usesOf } from "./rows.ts";

const TCP_STATES =
  "SYN_SENT SYN_RECV ESTABLISHED FIN_WAIT CLOSE_WAIT LAST_ACK TIME_WAIT CLOSE".split(" ");
const V4 = ["10.244.1.2", "10.244.1.3", "10.96.0.20", "10.0.0.1"];
const V6 = ["fd00::2", "fd00::96:20", "2001:db8::1"];

/** Any row that the tool could print; addresses of a row are of one family. */
const anyRow = fc.constantFrom(V4, V6).chain((addresses) =>
  fc.record({
    protocol: fc.constantFrom<"tcp" | "udp">("tcp", "udp"),
    state: fc.constantFrom(...TCP_STATES),
    left: fc.integer({ min: 0, max: 500_000 }),
    src: fc.constantFrom(...addresses),
    dst: fc.constantFrom(...addresses),
    replySrc: fc.constantFrom(...addresses),
    replyDst: fc.constantFrom(...addresses),
    sport: fc.constantFrom(53, 40_000, 65_535),
    dport: fc.constantFrom(53, 80, 4789, 8125),
    flag: fc.constantFrom<NonNullable<Row["flag"]>>("", "[UNREPLIED]", "[ASSURED]"),
  }),
);

describe("each entry has exactly one use", () => {
  it("so that the uses add up to the rows that were parsed, whatever they are", () => {
    const ruleset = rules(...service("a/b:c", "-d 10.96.0.20/32 --dport 80", ["10.244.1.2:80"]));
    fc.assert(
      fc.property(
        fc.array(anyRow, { maxLength: 60 }),
        fc.integer({ min: 0, max: 3 }),
        (all, bad) => {
          const text = dump(...all) + "tcp 6 nonsense\n".repeat(bad);
          const result = attributed(text, [ruleset]);
          const sum = Object.values(result.uses).reduce((total, one) => total + one.entries, 0);
          expect(sum).toBe(all.length);
          expect(result.entries).toBe(table(text).parsed);
          expect(table(text).unparsed.count).toBe(bad);
          for (const one of Object.values(result.uses))
            expect(one.destinations.reduce((n, { entries }) => n + entries, 0)).toBe(one.entries);
        },
      ),
      { numRuns: 150 },
    );
  });

  const cases: [string, Row, keyof typeof USES][] = [
    ["TIME_WAIT", { state: "TIME_WAIT" }, "time-wait"],
    ["FIN_WAIT", { state: "FIN_WAIT" }, "closing"],
    ["LAST_ACK", { state: "LAST_ACK" }, "closing"],
    ["CLOSE", { state: "CLOSE" }, "closing"],
    ["CLOSE_WAIT", { state: "CLOSE_WAIT" }, "close-wait"],
    ["SYN_SENT without an answer", { state: "SYN_SENT", flag: "[UNREPLIED]" }, "unanswered-syn"],
    ["SYN_SENT with one", { state: "SYN_SENT" }, "handshake"],
    ["SYN_RECV", { state: "SYN_RECV" }, "half-open"],
    ["ESTABLISHED", { left: 86_000, flag: "[ASSURED]" }, "established"],
    ["ESTABLISHED one way", { left: 200, flag: "[UNREPLIED]" }, "one-way-established"],
    ["UDP to port 53", { protocol: "udp", dport: 53 }, "dns"],
    [
      "UDP to port 53 without an answer",
      { protocol: "udp", dport: 53, flag: "[UNREPLIED]" },
      "unanswered-dns",
    ],
    [
      "UDP from port 53 without an answer",
      { protocol: "udp", sport: 53, dport: 40_001, flag: "[UNREPLIED]" },
      "dns-answer",
    ],
    ["UDP both ways", { protocol: "udp", dport: 5000 }, "udp"],
    ["UDP kept up", { protocol: "udp", dport: 5000, flag: "[ASSURED]" }, "udp-stream"],
    ["DNS kept up", { protocol: "udp", dport: 53, flag: "[ASSURED]" }, "dns"],
    ["UDP one way", { protocol: "udp", dport: 8125, flag: "[UNREPLIED]" }, "one-way-udp"],
    ["VXLAN", { protocol: "udp", dport: 4789, flag: "[UNREPLIED]" }, "overlay"],
    ["flannel's VXLAN", { protocol: "udp", dport: 8472 }, "overlay"],
    ["Geneve", { protocol: "udp", dport: 6081, flag: "[UNREPLIED]" }, "overlay"],
    ["TCP to port 53, which is no DNS over UDP", { dport: 53, left: 86_000 }, "established"],
  ];
  it.each(cases)("%s", (_, row, use) => {
    expect(usesOf(attributed(dump(row)))).toEqual({ [use]: 1 });
  });

  it("also of protocols without ports, and of flows that hardware forwards", () => {
    const text = [
      "icmp     1 29 src=10.0.0.1 dst=10.0.0.2 type=8 code=0 id=7 src=10.0.0.2 dst=10.0.0.1 type=0 code=0 id=7 mark=0 use=1",
      "unknown  2 590 src=10.0.0.1 dst=224.0.0.22 [UNREPLIED] src=224.0.0.22 dst=10.0.0.1 mark=0 use=1",
      "tcp      6 src=10.0.0.1 dst=10.0.0.2 sport=4 dport=5 src=10.0.0.2 dst=10.0.0.1 sport=5 dport=4 [OFFLOAD] mark=0 use=2",
      "",
    ].join("\n");
    expect(usesOf(attributed(text))).toEqual({ icmp: 1, "other-protocol": 1, offloaded: 1 });
  });

  it("has the place of the first row of its use", () => {
    const result = attributed(dump({ state: "TIME_WAIT" }, { state: "CLOSE" }, { state: "CLOSE" }));
    expect(result.uses.closing.place).toEqual({ entry: "dump.txt", line: 2 });
    expect(result.uses.udp.place).toBeNull();
  });
});
