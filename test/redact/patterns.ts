import type { Copy } from "./redacting.ts";
import { textsOf } from "./redacting.ts";

/**
 * The verify step of SUSE's supportutils-scrub (https://github.com/openSUSE/supportutils-scrub), as far as it can be
 * asked of another tool's result: its search for what the mapping names, its list of addresses that may be there,
 * and its patterns. Its lists of made-up public addresses and of made-up MACs are its own, and its identities come
 * from files of a supportconfig; those cannot be asked.
 */
const IPV4 = /(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w.-])/g;
/** Ranges that it lets pass with private addresses left as they are. */
const SAFE =
  /^(?:0|10|127|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168|192\.0\.2|198\.51\.100|203\.0\.113|22[4-9]|23\d|24\d|25[0-5])\./;
const PATTERNS: Readonly<Record<string, RegExp>> = {
  "an e-mail address": /\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}\b/,
  "a private key or certificate": /-----BEGIN [A-Z ]*(?:PRIVATE KEY|CERTIFICATE)-----/,
  "an API key or token": /\b(?:api[_-]?key|token|secret)\b["']?\s*[:=]\s*["']?[A-Za-z0-9_.-]{16,}/i,
  "an AWS key": /\bAKIA[0-9A-Z]{16}\b/,
  "a JSON web token": /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}/,
  "a password": /\b(?:password|passwd|pass)\s*[:=]\s*\S{8,}/i,
  "an LDAP name": /\b(?:dc|ou|cn)=[^,\s]+,\s*(?:dc|ou|cn)=/i,
  "a Kerberos principal": /\b\w+\/[\w.-]+@[A-Z][A-Z0-9.-]+\b/,
  "a URL's password": /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/i,
};
const LEAST = 6;

/** What that judge finds in a redacted copy; `original` are the texts of the bundle it was made from. */
export async function patternsIn(
  copy: Copy,
  original: readonly { text: string }[],
): Promise<string[]> {
  const { addresses, names } = copy.hide;
  const known = new Set(original.flatMap(({ text }) => text.match(IPV4) ?? []));
  const allowed = new Set([...known].map((one) => addresses.text(one) ?? one));
  const words = [...names.seen.values()].filter((word) => word.length >= LEAST);
  return (await textsOf(copy.path)).flatMap(({ path, text }) => {
    const parts = new Set(text.split(/[^\w]+/));
    const strange = (text.match(IPV4) ?? []).filter((one) => !SAFE.test(one) && !allowed.has(one));
    const matched = Object.entries(PATTERNS).flatMap(([what, pattern]) => {
      const [found] = pattern.exec(text) ?? [];
      return found === undefined ? [] : [`${what}: ${found}`];
    });
    const left = words.filter((word) => parts.has(word));
    return [...new Set(strange), ...matched, ...left].map((one) => `${path}: ${one}`);
  });
}
