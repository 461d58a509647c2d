/** The dotted text of an IPv4 address that a row holds as a number. */
export const ipv4Text = (n: number): string =>
  `${n >>> 24}.${(n >>> 16) & 255}.${(n >>> 8) & 255}.${n & 255}`;

/** The number of an IPv4 text, or null when it is none. */
export function ipv4Number(text: string): number | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  let n = 0;
  for (const part of parts) {
    const octet = /^\d{1,3}$/.test(part) ? Number(part) : 256;
    if (octet > 255) return null;
    n = (n << 8) | octet;
  }
  return n;
}

/**
 * One spelling for every IPv6 text: eight groups without leading zeros. /proc writes addresses in
 * full, the tools compress them, rulesets may add a prefix length.
 */
export function ipv6Canonical(text: string): string | null {
  const [head, tail, more] = text.toLowerCase().split("/")[0]!.split("::");
  if (more !== undefined) return null;
  const groups = (part: string | undefined): string[] => {
    if (part === undefined || part === "") return [];
    const list = part.split(":");
    const v4 = list.at(-1)!.includes(".") ? ipv4Number(list.at(-1)!) : null;
    if (v4 === null) return list;
    return [...list.slice(0, -1), (v4 >>> 16).toString(16), (v4 & 0xffff).toString(16)];
  };
  const [left, right] = [groups(head), groups(tail)];
  const fill = 8 - left.length - right.length;
  if (tail === undefined ? fill !== 0 : fill < 0) return null;
  const all = [...left, ...new Array<string>(Math.max(fill, 0)).fill("0"), ...right];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null;
  return all.map((group) => Number.parseInt(group, 16).toString(16)).join(":");
}
