import { isIPv4, isIPv6 } from "node:net";
import { AnalyzerError } from "../errors.ts";
import type { Party } from "../read-rows.ts";

/**
 * Reads `ADDRESS[:PORT]`, an IPv6 address with a port in brackets, with all spellings of the address:
 * `conntrack` shortens it, `/proc` does not.
 *
 * @throws AnalyzerError `USAGE` that names the flag
 */
export function readParty(flag: string, text: string): Party {
  const [, bracketed, plain, port] =
    /^(?:\[([^\]]*)\]|([^:[\]]*|[^[\]]*:[^[\]]*:[^[\]]*?))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const bare = isIPv6(text) ? text : (bracketed ?? plain ?? "");
  const given = isIPv6(text) ? undefined : port;
  const isRight = bracketed === undefined ? isIPv4(bare) || isIPv6(text) : isIPv6(bare);
  if (!isRight || bare.includes("%") || Number(given ?? 1) > 65_535)
    throw new AnalyzerError(
      "USAGE",
      `--${flag} ${text}: give an address, or one with a port, such as 10.0.0.1:53 or [fd00::1]:53`,
    );
  return { spellings: spellingsOf(bare), port: given === undefined ? null : Number(given) };
}

function spellingsOf(address: string): string[] {
  if (isIPv4(address)) return [address];
  // the URL's form is the shortest, as inet_ntop writes it
  const short = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [before = "", after] = short.split("::");
  const head = before === "" ? [] : before.split(":");
  const tail = after === undefined || after === "" ? [] : after.split(":");
  const zeros = after === undefined ? [] : Array(8 - head.length - tail.length).fill("0");
  const long = [...head, ...zeros, ...tail].map((part) => part.padStart(4, "0")).join(":");
  return [...new Set([short, long, address.toLowerCase()])];
}
