import { ipv4Text } from "../attribution/addresses.ts";
import { readIpv4, readIpv6 } from "./addresses.ts";

/** An address by `sign` for its dots, as hosts of a cloud and pods are called, hidden; what is none as it is. */
export function dashedIpv4(text: string, sign: string, hide: (dotted: string) => string): string {
  const before = text.startsWith("ip") ? text.slice(0, 3) : "";
  const dotted = text.slice(before.length).replaceAll(sign, ".");
  return readIpv4(dotted) === null ? text : before + hide(dotted).replaceAll(".", sign);
}

/** The same of IPv6; null of what is no address. */
export function dashedIpv6(text: string, hide: (colons: string) => string): string | null {
  const colons = text.replaceAll("-", ":");
  return readIpv6(colons) === null ? null : hide(colons).replaceAll(":", "-");
}

/** The network of a zone that turns addresses into names, hidden. */
export function reversedZone(text: string, hide: (four: number) => number): string {
  const parts = text.split(".").slice(0, -2);
  if (text.endsWith("ip6.arpa")) return `${parts.map(() => "0").join(".")}.ip6.arpa`;
  const whole = [...[...parts].reverse(), "0", "0", "0"].slice(0, 4).join(".");
  const four = readIpv4(whole);
  if (four === null) return text;
  const hidden = ipv4Text(hide(four)).split(".");
  return `${hidden.slice(0, parts.length).reverse().join(".")}.in-addr.arpa`;
}
