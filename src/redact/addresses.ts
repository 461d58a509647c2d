import { ipv4Number, ipv4Text } from "../attribution/addresses.ts";
import { CryptoPan } from "./crypto-pan.ts";
import { ALL, kept4, kept6 } from "./kept-bits.ts";

/** Bits by which all addresses of the Internet are told. */
const GLOBAL = 3;

/** Maps addresses by a key: prefixes stay prefixes, and private stays private. */
export class Addresses {
  readonly #pan: CryptoPan;

  constructor(key: Uint8Array) {
    this.#pan = new CryptoPan(key);
  }

  ipv4(address: number, back = false): number {
    const kept = kept4(address);
    if (kept === ALL) return address >>> 0;
    let mapped = this.#pan.ipv4(address, kept ?? 0, back);
    // where a range lies that stays, the whole block goes on
    while (kept === null && kept4(mapped) !== null) mapped = this.#pan.ipv4(mapped, 0, back);
    return mapped;
  }

  ipv6(groups: readonly number[], back = false): number[] {
    const kept = kept6(groups);
    if (kept === -1) {
      const inner = this.ipv4(((groups[6]! << 16) | groups[7]!) >>> 0, back);
      return [...groups.slice(0, 6), inner >>> 16, inner & 0xffff];
    }
    if (kept === 128) return [...groups];
    let mapped = this.#pan.ipv6(groups, kept ?? GLOBAL, back);
    while (kept === null && kept6(mapped) !== null) mapped = this.#pan.ipv6(mapped, GLOBAL, back);
    return mapped;
  }

  /** An address or a network as it is spelt, in the same spelling; null of what is none. */
  text(text: string, back = false): string | null {
    const [bare = "", length, ...more] = text.split("/");
    if (more.length > 0) return null;
    const behind = length === undefined ? "" : `/${length}`;
    const four = readIpv4(bare);
    if (four !== null) {
      const bits = length === undefined ? 32 : Number(length);
      const mask = bits === 0 ? 0 : -1 << (32 - Math.min(32, bits));
      // all of a network's last bits are zero, before and afterwards
      const isNetwork = bits < 32 && (four & ~mask) === 0;
      const mapped = this.ipv4(four, back);
      return ipv4Text(isNetwork ? mapped & mask : mapped) + behind;
    }
    const six = readIpv6(bare);
    if (six === null) return null;
    const bits = length === undefined ? 128 : Number(length);
    const masked = (groups: readonly number[]) =>
      groups.map((group, at) => {
        const left = Math.max(0, Math.min(16, bits - at * 16));
        return group & (0xffff << (16 - left)) & 0xffff;
      });
    const isNetwork = bits < 128 && masked(six).join() === six.join();
    const mapped = this.ipv6(six, back);
    return ipv6Text(isNetwork ? masked(mapped) : mapped, bare) + behind;
  }
}

/** The number of an IPv4 text, without a sign; null when it is none. */
export function readIpv4(text: string): number | null {
  const number = ipv4Number(text);
  return number === null ? null : number >>> 0;
}

export function readIpv6(text: string): number[] | null {
  if (text.length > 45 || !/^[0-9a-fA-F:.]+$/.test(text)) return null;
  const [head = "", tail, more] = text.split("::");
  if (more !== undefined) return null;
  const groups = (part: string): number[] => {
    if (part === "") return [];
    const all: number[] = [];
    for (const group of part.split(":")) {
      const four = group.includes(".") ? readIpv4(group) : null;
      if (four !== null) all.push(four >>> 16, four & 0xffff);
      else if (group.length > 4 || group.includes(".")) all.push(Number.NaN);
      else all.push(Number.parseInt(group, 16));
    }
    return all;
  };
  const [left, right] = [groups(head), groups(tail ?? "")];
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 0) return null;
  const all = [...left, ...new Array<number>(Math.max(0, missing)).fill(0), ...right];
  return all.some(Number.isNaN) ? null : all;
}

/** As the kernel and the tools spell it, in the manner of another one: in full, with a dotted end, in capitals. */
export function ipv6Text(groups: readonly number[], like = ""): string {
  if (/^(?:[0-9a-fA-F]{4}:){7}[0-9a-fA-F]{4}$/.test(like)) {
    const full = groups.map((group) => group.toString(16).padStart(4, "0")).join(":");
    return /[A-F]/.test(like) ? full.toUpperCase() : full;
  }
  const dotted = like.includes(".");
  const parts = groups.slice(0, dotted ? 6 : 8);
  let [from, length] = [-1, 1];
  for (let at = 0; at < parts.length; at++) {
    let end = at;
    while (parts[end] === 0) end++;
    if (end - at > length) [from, length] = [at, end - at];
  }
  const hex = (some: readonly number[]) => some.map((group) => group.toString(16)).join(":");
  const end = dotted ? ipv4Text(((groups[6]! << 16) | groups[7]!) >>> 0) : "";
  const short =
    from < 0 ? hex(parts) : `${hex(parts.slice(0, from))}::${hex(parts.slice(from + length))}`;
  return dotted && !short.endsWith(":") ? `${short}:${end}` : short + end;
}
