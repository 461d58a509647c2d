import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ipv4Text } from "../../src/attribution/addresses.ts";
import { isPublic } from "../../src/attribution/networks.ts";
import { Addresses, readIpv4, readIpv6 } from "../../src/redact/addresses.ts";
import { CryptoPan } from "../../src/redact/crypto-pan.ts";
import { keyOf } from "./redacting.ts";

/** The key and the trace of the reference implementation's distribution, as other implementations test them. */
const REFERENCE = Uint8Array.of(
  ...[21, 34, 23, 141, 51, 164, 207, 128, 19, 10, 91, 22, 73, 144, 125, 16],
  ...[216, 152, 143, 131, 121, 121, 101, 39, 98, 87, 76, 45, 42, 132, 34, 2],
);
const VECTORS = `128.11.68.132 135.242.180.132
129.118.74.4 134.136.186.123
130.132.252.244 133.68.164.234
141.223.7.43 141.167.8.160
141.233.145.108 141.129.237.235
152.163.225.39 151.140.114.167
156.29.3.236 147.225.12.42
165.247.96.84 162.9.99.234
166.107.77.190 160.132.178.185
192.102.249.13 252.138.62.131
192.215.32.125 252.43.47.189
192.233.80.103 252.25.108.8
192.41.57.43 252.222.221.184
193.150.244.223 253.169.52.216
195.205.63.100 255.186.223.5
198.200.171.101 249.199.68.213
24.0.250.221 100.15.198.226
24.13.62.231 100.2.192.247
24.94.26.44 100.88.228.35
38.15.67.68 64.3.66.187
4.3.88.225 124.60.155.63
63.14.55.111 95.9.215.7
64.14.118.196 0.255.183.58
64.39.15.238 0.219.7.41
10.185.25.118 117.161.29.118`
  .split("\n")
  .map((line) => line.split(" ") as [string, string]);
const VECTORS6: readonly [string, string][] = [
  ["::1", "78ff:f001:9fc0:20df:8380:b1f1:704:ed"],
  ["::2", "78ff:f001:9fc0:20df:8380:b1f1:704:ef"],
  ["::ffff", "78ff:f001:9fc0:20df:8380:b1f1:704:f838"],
  ["2001:db8::1", "4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1e"],
  ["2001:db8::2", "4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1c"],
];

describe("Crypto-PAn", () => {
  const pan = new CryptoPan(REFERENCE);

  it("gives what the reference gives, from an array and from a Buffer", () => {
    const other = new CryptoPan(Buffer.from(REFERENCE));
    for (const [from, to] of VECTORS) {
      expect(ipv4Text(pan.ipv4(readIpv4(from)!, 0))).toBe(to);
      expect(ipv4Text(other.ipv4(readIpv4(from)!, 0))).toBe(to);
      expect(ipv4Text(pan.ipv4(readIpv4(to)!, 0, true))).toBe(from);
    }
    for (const [from, to] of VECTORS6) {
      expect(pan.ipv6(readIpv6(from)!, 0)).toEqual(readIpv6(to));
      expect(pan.ipv6(readIpv6(to)!, 0, true)).toEqual(readIpv6(from));
    }
  });

  it("keeps as many first bits alike as were alike", () => {
    const common = (a: number, b: number) => Math.clz32(a ^ b);
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(31), (address, bit) => {
        const other = (address ^ (1 << (31 - bit))) >>> 0;
        expect(common(pan.ipv4(address, 0), pan.ipv4(other, 0))).toBe(bit);
      }),
    );
  });
});

describe("addresses", () => {
  const addresses = new Addresses(keyOf(7));
  const same = (text: string) => expect(addresses.text(text)).toBe(text);

  it("stay what they are where that is nobody's", () => {
    for (const text of "0.0.0.0 127.0.0.1 169.254.169.254 192.0.2.7 198.51.100.1 203.0.113.9 224.0.0.251".split(
      " ",
    ))
      same(text);
    for (const text of "255.255.255.255 0.0.0.0/0 ::/0 :: ::1 2001:db8::5 ff02::fb".split(" "))
      same(text);
  });

  it("stay private where they are, and of the Internet where they are, and are found again", () => {
    const ranges = [
      "10.0.0.0/8",
      "172.16.0.0/12",
      "192.168.0.0/16",
      "100.64.0.0/10",
      "198.18.0.0/15",
    ];
    for (const range of ranges) expect(addresses.text(range)).toBe(range);
    fc.assert(
      fc.property(fc.nat(0xffffffff), (address) => {
        const hidden = addresses.ipv4(address);
        expect(isPublic(hidden | 0)).toBe(isPublic(address | 0));
        expect(addresses.ipv4(hidden, true)).toBe(address >>> 0);
      }),
      { numRuns: 2000 },
    );
  });

  it("of IPv6 keep what tells them apart: unique local, link-local, an IPv4 address within", () => {
    expect(addresses.text("fd00:10:96::a")).toMatch(/^fd/);
    expect(addresses.text("fe80::1c2b:3cff:fe4d:5e6f")).toMatch(/^fe80::/);
    expect(addresses.text("2a02:26f0::1")).toMatch(/^[23]/);
    expect(addresses.text("::ffff:10.1.2.3")).toBe(`::ffff:${addresses.text("10.1.2.3")}`);
    const group = fc.nat(0xffff);
    fc.assert(
      fc.property(fc.tuple(group, group, group, group, group, group, group, group), (groups) => {
        expect(addresses.ipv6(addresses.ipv6(groups), true)).toEqual(groups);
      }),
    );
  });

  it("keep networks, the ranges of pods, Services and nodes apart, and their own spelling", () => {
    const [pods, services, nodes] = ["10.244.0.0/16", "10.96.0.0/12", "10.0.0.0/24"].map(
      (one) => addresses.text(one)!,
    );
    expect(new Set([pods, services, nodes]).size).toBe(3);
    expect(addresses.text("10.244.7.9")!.split(".").slice(0, 2)).toEqual(
      pods!.split(".").slice(0, 2),
    );
    expect(addresses.text("10.244.0.0/16", true)).not.toBe(null);
    expect(addresses.text(pods!, true)).toBe("10.244.0.0/16");
    expect(addresses.text("fd00:0010:0000:0000:0000:0000:0000:000a")).toMatch(
      /^(?:[0-9a-f]{4}:){7}[0-9a-f]{4}$/,
    );
    expect(addresses.text("fd00:10::a")).not.toMatch(/:0:|:0[0-9a-f]/);
  });
});
