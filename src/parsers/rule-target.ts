import { portNumber } from "./values.ts";

export type ServiceProtocol = "tcp" | "udp" | "sctp";

/** First and last port, both included. */
export type PortRange = readonly [number, number];

/** Where a Service's packets go. */
export interface Endpoint {
  /** IPv4, or IPv6 without brackets, as the tool prints it. */
  address: string;
  port: number;
}

/** A destination as rules spell it: `10.0.0.1-10.0.0.3:8080`, `[fd00::1]:80`, `10.0.0.1`. */
export interface Target {
  addresses: string[];
  /** Null: the packet keeps its port. */
  ports: PortRange | null;
  /** Some of its addresses or ports are not listed. */
  cut: boolean;
}

/** Addresses of one range, and ports of one rule, that become endpoints and services of their own. */
export const MAX_RANGE = 256;

const PROTOCOLS: Readonly<Record<string, ServiceProtocol>> = {
  tcp: "tcp",
  udp: "udp",
  sctp: "sctp",
  "6": "tcp",
  "17": "udp",
  "132": "sctp",
};

/** The protocol by name or number, or null for one without ports. */
export function serviceProtocol(text: string): ServiceProtocol | null {
  return Object.hasOwn(PROTOCOLS, text) ? PROTOCOLS[text]! : null;
}

/** One host's address without its `/32` or `/128`, or null for a network or anything else. */
export function hostAddress(text: string): string | null {
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  const host = bare.endsWith("/32") && !bare.includes(":") ? bare.slice(0, -3) : bare;
  const address = host.endsWith("/128") && host.includes(":") ? host.slice(0, -4) : host;
  return isIpv4(address) || isIpv6(address) ? address : null;
}

function isIpv4(text: string): boolean {
  return (
    text.length <= 15 &&
    /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) &&
    text.split(".").every((part) => Number(part) <= 255)
  );
}

function isIpv6(text: string): boolean {
  return text.length <= 45 && /^[0-9a-fA-F:.]+$/.test(text) && text.split(":").length >= 3;
}

/** `80`, `1000:2000` or `1000-2000`, or null. */
export function portRange(text: string): PortRange | null {
  const [from = "", to = from, ...rest] = text.split(/[:-]/, 3);
  const first = from === "0" ? 0 : portNumber(from);
  const last = portNumber(to);
  return first === null || last === null || last < first || rest.length > 0 ? null : [first, last];
}

/** Reads a translation's target, or null when it is none. */
export function readTarget(text: string): Target | null {
  if (text.length > 128) return null;
  const bracket = text.lastIndexOf("]");
  const colon = text.indexOf(":", bracket + 1);
  // Without brackets, several colons are an IPv6 address that has no port behind it.
  const hasPort = colon >= 0 && (bracket >= 0 || text.indexOf(":", colon + 1) < 0);
  const ports = hasPort ? portRange(text.slice(colon + 1).split("/", 1)[0]!) : null;
  const [first = "", last = first, ...rest] = (hasPort ? text.slice(0, colon) : text).split("-");
  const [from, to] = [hostAddress(first), hostAddress(last)];
  if (from === null || to === null || rest.length > 0 || (hasPort && ports === null)) return null;
  const addresses = from === to ? [from] : ipv4Range(from, to);
  const choices = (addresses?.length ?? 1) * (ports === null ? 1 : ports[1] - ports[0] + 1);
  if (addresses === null || choices > MAX_RANGE) return { addresses: [], ports, cut: true };
  return { addresses, ports, cut: false };
}

/** The addresses of a target as a rule spells them, without its ports, and how many these are; null of ports alone. */
export function addressesOf(target: string): { addresses: number; to: string | null } {
  const bare = /^\[([^\]]{1,64})\]/.exec(target)?.[1] ?? target.replace(/^([^:]*):[\d/-]+$/, "$1");
  const read = readTarget(bare);
  if (read === null) return { addresses: 1, to: null };
  return { addresses: read.cut ? MAX_RANGE : read.addresses.length, to: bare };
}

/** The endpoints of a target for packets to one port. */
export function endpointsOf(target: Target, port: number): Endpoint[] {
  const [first, last] = target.ports ?? [port, port];
  return target.addresses.flatMap((address) =>
    Array.from({ length: last - first + 1 }, (_, step) => ({ address, port: first + step })),
  );
}

/** Every address of an IPv4 range, or null when it is of IPv6, empty, or too long to be listed. */
function ipv4Range(from: string, to: string): string[] | null {
  if (!isIpv4(from) || !isIpv4(to)) return null;
  const number = (text: string) =>
    text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const [low, high] = [number(from), number(to)];
  if (high < low || high - low >= MAX_RANGE) return null;
  return Array.from({ length: high - low + 1 }, (_, step) =>
    [24, 16, 8, 0].map((shift) => Math.floor((low + step) / 2 ** shift) % 256).join("."),
  );
}
