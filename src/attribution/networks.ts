import { ipv4Number } from "./addresses.ts";

/** Tells whether an IPv4 address, as a number, is of a network. */
export type Network = (address: number) => boolean;

/** An IPv4 address or network as rules spell it, such as `10.0.0.0/8`; null for anything else. */
export function ipv4Network(text: string): Network | null {
  const [address = "", length = "32", ...rest] = text.split("/");
  const base = ipv4Number(address);
  const bits = /^\d{1,2}$/.test(length) ? Number(length) : 33;
  if (base === null || bits > 32 || rest.length > 0) return null;
  // a shift by 32 bits is one by none
  const mask = bits === 0 ? 0 : -1 << (32 - bits);
  return (other) => ((other ^ base) & mask) === 0;
}

/** Networks whose addresses no gateway to the Internet translates: private, local, shared, of groups. */
const NOT_PUBLIC = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "224.0.0.0/3",
].map((network) => ipv4Network(network)!);

/** Whether an IPv4 address is one of the Internet. */
export const isPublic: Network = (address) => !NOT_PUBLIC.some((holds) => holds(address));
