import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ipv4Number, ipv4Text, ipv6Canonical } from "../../src/attribution/addresses.ts";

describe("IPv4", () => {
  it("survives the way to a number and back, whatever the number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (n) => {
        expect(ipv4Number(ipv4Text(n | 0))! >>> 0).toBe(n);
      }),
    );
    expect(ipv4Text(0xffff_ffff)).toBe("255.255.255.255");
    expect(ipv4Text(-1)).toBe("255.255.255.255");
  });

  it.each([
    "",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.256",
    "1.2.3.-4",
    "1.2.3.x",
    "1..2.3",
    "0x1.2.3.4",
    "::1",
  ])("%j is none", (text) => {
    expect(ipv4Number(text)).toBeNull();
  });
});

const groups = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 });
const hex = (n: number) => n.toString(16);

describe("IPv6", () => {
  it("has one form for the full, the short, the shouted and the compressed spelling", () => {
    fc.assert(
      fc.property(groups, fc.nat(7), fc.integer({ min: 1, max: 8 }), (all, from, length) => {
        const list = all.map((n, at) => (at >= from && at < from + length ? 0 : n));
        const canonical = list.map(hex).join(":");
        const full = list.map((n) => hex(n).padStart(4, "0")).join(":");
        const head = list.slice(0, from).map(hex).join(":");
        const tail = list
          .slice(from + length)
          .map(hex)
          .join(":");
        for (const spelling of [
          canonical,
          full,
          full.toUpperCase(),
          `${head}::${tail}`,
          `${full}/128`,
        ])
          expect(ipv6Canonical(spelling)).toBe(canonical);
      }),
    );
  });

  it("keeps different addresses apart", () => {
    fc.assert(
      fc.property(groups, groups, (a, b) => {
        fc.pre(a.join() !== b.join());
        expect(ipv6Canonical(a.map(hex).join(":"))).not.toBe(ipv6Canonical(b.map(hex).join(":")));
      }),
    );
  });

  it("takes an IPv4 tail", () => {
    expect(ipv6Canonical("::ffff:10.0.0.1")).toBe("0:0:0:0:0:ffff:a00:1");
    expect(ipv6Canonical("64:ff9b::192.0.2.33")).toBe("64:ff9b:0:0:0:0:c000:221");
    expect(ipv6Canonical("::")).toBe("0:0:0:0:0:0:0:0");
  });

  it.each([
    "",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "g::1",
    "12345::",
    "1:2",
    "::1%eth0",
  ])("%j is none", (text) => {
    expect(ipv6Canonical(text)).toBeNull();
  });

  it("never throws on any text", () => {
    fc.assert(fc.property(fc.string(), (text) => void ipv6Canonical(text)));
  });
});
