/** What is done with the addresses of a range: they stay, or keep so many first bits. */
type Range = readonly [base: number, bits: number, kept: number];

const v4 = (text: string): number =>
  text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
/** All of an address: it stays what it is. */
export const ALL = 32;
/** Ranges that stay what they are; the others are of the Internet, and stay of the Internet. */
const RANGES: readonly Range[] = [
  [v4("0.0.0.0"), 8, ALL],
  [v4("10.0.0.0"), 8, 8],
  [v4("100.64.0.0"), 10, 10],
  [v4("127.0.0.0"), 8, ALL],
  [v4("169.254.0.0"), 16, ALL],
  [v4("172.16.0.0"), 12, 12],
  [v4("192.0.2.0"), 24, ALL],
  [v4("192.168.0.0"), 16, 16],
  [v4("198.18.0.0"), 15, 15],
  [v4("198.51.100.0"), 24, ALL],
  [v4("203.0.113.0"), 24, ALL],
  [v4("224.0.0.0"), 3, ALL],
];

/** How many first bits of an IPv4 address stay; null of one of the Internet. */
export function kept4(address: number): number | null {
  const range = RANGES.find(([base, bits]) => (address ^ base) >>> (32 - bits) === 0);
  return range === undefined ? null : range[2];
}

/** The same of IPv6: -1 where the last 32 bits are an IPv4 address. */
export function kept6(groups: readonly number[]): number | null {
  const [first, second] = groups as [number, number];
  const middle = groups
    .slice(2, 6)
    .map((group) => group.toString(16))
    .join(":");
  // translated and mapped addresses (RFC 6052, 4291, 7915), and the compatible ones of old; `::` and `::1` are none
  if (first === 0x64 && second === 0xff9b && middle === "0:0:0:0") return -1;
  if (first === 0x64 && second === 0xff9b && groups[2] === 1) return 48;
  if (first === 0 && second === 0 && /^0:0:(?:0:0|0:ffff|ffff:0)$/.test(middle)) return -1;
  if (first === 0 && second === 0) return 32;
  if (first === 0x2001 && second === 0xdb8) return 128;
  // of a solicited node's group the last bits are the node's
  if (first === 0xff02 && groups[5] === 1 && groups[6]! >> 8 === 0xff) return 104;
  if (first >> 8 === 0xff) return 128;
  if (first >> 6 === 0xfe80 >> 6) return 64;
  return first >> 9 === 0xfc00 >> 9 ? 8 : null;
}
