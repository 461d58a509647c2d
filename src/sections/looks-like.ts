import { printable } from "../format.ts";
import { formOf } from "./forms.ts";

/** Lines of an entry that nothing understood. */
export interface Unread {
  entry: string;
  /** How many, and of how many. */
  lines: number;
  of: number;
  /** The first of them, with its number. */
  first: { line: number; text: string };
  /** What they look like, in a few words. */
  looksLike: string;
}

type Looks = readonly (readonly [RegExp, string])[];

/** Our own files: one line tells what the whole is. */
const OURS: Looks = [
  [/^\{?\s*"schema":\s?"conntriage\/digest\//, "a digest, which conntriage fleet reads"],
  [/^\{?\s*"schema":\s?"conntriage\/[a-z-]+\//, "a report of conntriage in JSON"],
];

const LOOKS: Looks = [
  [
    /^\{"status":"success","data":/,
    "an answer of Prometheus that names no metric, such as a ratio or a rate",
  ],
  [/^\s*[{[]\s*$|^\s*"[\w.-]+"\s*:|^\s*\{\s?"|^\s*\[.*\],?$/, "JSON"],
  [
    /^"?(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?|1\d{9}(?:\.\d{1,9}|\d{3})?)"?[,;\t] ?"?-?\d/,
    "a table of samples without the line that names its columns",
  ],
  [/^"?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d"?[,;\t]/, "a table of samples that does not say of what"],
  [/^[a-zA-Z_:][\w:]{2,120}\{[^}]{0,4000}\} \S/, "metrics of another program"],
  [/^\d\d:\d\d:\d\d(?: [AP]M)?\s+[\w/.%-]+(?:\s+[\w/.%-]+){4,}$|^Average:\s/, "the output of sar"],
  [/^[A-Z][A-Z0-9_]+="/, "variables of a shell"],
  [/^\s*<[a-z!?]/i, "XML or HTML"],
  [
    /^(?:#!|import |from \w+ import|def |class |function |const |package |#include|using |public )/,
    "source code",
  ],
  [/^\s*(?:apiVersion|kind|metadata|spec|status):/, "a Kubernetes object"],
  [/^NAME(?:SPACE)?\s+(?:NAME|READY|STATUS|TYPE|AGE)/, "the output of kubectl get"],
  [/^(?:Name|Namespace|Labels|Annotations|Priority|Node):\s/, "the output of kubectl describe"],
  [/^[IWEF]\d{4} \d\d:\d\d:\d\d/, "a log of a Kubernetes program"],
  [
    /^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[\d{4}-\d\d-\d\d)/,
    "a log of another program",
  ],
  [/^(?:[\d.]+|[0-9a-f:]+) .*(?:GET|POST|HEAD) \//, "an access log"],
  [/^\d\d:\d\d:\d\d\.\d+ IP6? /, "a packet trace of tcpdump"],
  [/^\d+: \w[\w@.-]*: <.*mtu/, "the output of ip link or ip addr"],
  [/^(?:default|[\d.]+\/\d+) .*(?:via|dev) /, "the output of ip route"],
  [/^(?:Chain|target\s+prot)\s/, "the output of iptables -L"],
  [/^(?:[\w.@-]+,){2,}/, "comma-separated values"],
  [/^(?:tcp|udp|tcp6|udp6|unix)\s+\d+\s+\d+\s/, "the output of netstat"],
  [/^\w+\s+\d+\s+[\d.]+\s+[\d.]+\s/, "a list of processes"],
  [/^\s*\d+ [A-Za-z][^\s,;]*(?: \d{1,3})?$|^\s*\d+ \S+$/, "counts of uniq -c"],
  [/^\S+\s+\d+\s+\d+(?:\s|$)/, "a table of numbers"],
  [/[.!?]$|^(?:hi|hello|dear|thanks|we|i|the|this|after|when|please)\b/i, "prose"],
];

/** What a line looks like, in a few words; `text` where it looks like nothing in particular. */
const looksLike = (text: string): string =>
  LOOKS.find(([pattern]) => pattern.test(text))?.[1] ??
  (/^[A-Za-z(].* .* /.test(text) && formOf(text) === null ? "prose" : "text");

/** Lines whose looks are taken; the rest is counted. */
const LOOKED_AT = 200;

/** Notes the lines of an entry that nothing understood. */
export function noteUnread(entry: string): {
  readonly lines: number;
  note(text: string, number: number): void;
  end(of: number): Unread;
} {
  let lines = 0;
  let last = 0;
  let first: Unread["first"] = { line: 1, text: "" };
  const looks = new Map<string, number>();
  let own: string | null = null;
  return {
    get lines() {
      return lines;
    },
    note(text, number) {
      // a line of a page may hold several
      if (number === last) return;
      last = number;
      if (lines === 0) first = { line: number, text: printable(text, 120) };
      lines++;
      if (lines > LOOKED_AT) return;
      own ??= OURS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
      const look = looksLike(text);
      looks.set(look, (looks.get(look) ?? 0) + 1);
    },
    end(of) {
      const most = [...looks].sort((a, b) => b[1] - a[1])[0];
      return { entry, lines, of, first, looksLike: own ?? most?.[0] ?? "text" };
    },
  };
}

/** Whether bytes are text, of any encoding that is read: few control characters, and zeros only in pairs. */
export function isText(head: Uint8Array): boolean {
  if (head.length === 0) return true;
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  const written = withoutRuns(head);
  // a few bytes are text only where they are UTF-8; a longer text may have odd bytes in it
  if (written.length < 64 && (written.length === 0 || !isUtf8(written))) return false;
  let odd = 0;
  let zeros = 0;
  for (const byte of written) {
    if (byte === 0) zeros++;
    else if (byte < 7 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32)) odd++;
  }
  // UTF-16 without a mark is half zeros, and otherwise plain
  const wide = zeros > written.length * 0.4 && zeros < written.length * 0.6 && odd === 0;
  return wide || (zeros === 0 && odd <= written.length * 0.02);
}

/** Zeros that a file system leaves in a log where the machine failed: so many, or more, one after the other. */
const RUN = 16;

function withoutRuns(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(0)) return bytes;
  const kept: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    let end = at;
    while (end < bytes.length && bytes[end] === 0) end++;
    if (end - at < RUN) kept.push(...bytes.subarray(at, end));
    for (at = end; at < bytes.length && bytes[at] !== 0; at++) kept.push(bytes[at]!);
  }
  return Uint8Array.from(kept);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
