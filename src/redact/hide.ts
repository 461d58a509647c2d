import { ipv4Text } from "../attribution/addresses.ts";
import { MACHINE } from "../facts/paths.ts";
import { type Hide, wordList } from "../parsers/redaction.ts";
import { Addresses, readIpv4, readIpv6 } from "./addresses.ts";
import { Names, NUMBERED } from "./names.ts";
import { prfOf } from "./prf.ts";
import { isGeneric } from "./words.ts";

const MAC = "(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{2}:){5,19}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:])";
/** By hyphens, as in Windows and in names of files, and by dots, as switches have them. */
const OTHER_MAC =
  /(?<![0-9A-Za-z])[0-9A-Fa-f]{2}([-_])[0-9A-Fa-f]{2}(?:\1[0-9A-Fa-f]{2}){4,18}(?![0-9A-Za-z])|(?<![\w.])[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4}){2}(?![\w.])/g;
const IPV6 =
  "(?<![\\w:.])(?=[0-9A-Fa-f.]{0,45}:[0-9A-Fa-f:.]{0,45}:)(?:[0-9A-Fa-f:]{2,39}(?<=:)\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f:]{2,39})(?:\\/\\d{1,3})?(?![\\w:])";
/** A port may stand behind one more dot. */
const IPV4 =
  "(?<!\\d|\\d\\.)\\d{1,3}(?:\\.\\d{1,3}){3}(?:\\/\\d{1,2}(?!\\d|[-_]\\d))?(?!\\d|\\.\\d{1,5}\\.\\d|\\.\\d{6})";
/** `ip-10-0-3-7`, and a pod's name in the cluster's DNS. */
const DASHED =
  "(?<!\\d|\\d[-_])(?:ip[-_])?\\d{1,3}(?<sign>[-_])\\d{1,3}(?:\\k<sign>\\d{1,3}){2}(?!\\d|[-_]\\d)";
/** The same of IPv6, in full or with `--` for zeros. */
const DASHED6 =
  "(?<![0-9A-Za-z-])(?=[0-9A-Fa-f]{1,4}(?:-[0-9A-Fa-f]{1,4}){7}(?![\\w-])|[0-9A-Fa-f-]{0,34}--)[0-9A-Fa-f]{1,4}(?:--?[0-9A-Fa-f]{1,4}){1,7}(?![0-9A-Za-z-])";
const UUID = "(?<!\\w)[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?!\\w)";
/** The account in the name of something of AWS. */
const ACCOUNT = "(?<=:)\\d{12}(?=:)";
const REVERSED = "(?<![\\w.])(?:\\d{1,3}\\.){1,4}in-addr\\.arpa|(?:[0-9a-f]\\.){1,32}ip6\\.arpa";
/** Dates and lengths of time, which are numbers with letters among them. */
const DATE =
  "(?<!\\d)(?:19|20)\\d{6}[-_]\\d{6}(?!\\d)|(?<!\\d)\\d{4}-?\\d\\d-?\\d\\dT\\d\\d:?\\d\\d:?\\d\\d(?:[.,]\\d{1,9})?Z?|(?<![\\w.])\\d{1,6}(?:\\.\\d{1,6})?(?:y|w|d|h|ms|us|ns|m|s|[KMGT]i?B?|k|kB)(?:\\d{1,6}(?:\\.\\d{1,6})?(?:w|d|h|ms|m|s))*(?!\\w)";
const HEX = "0x[0-9a-fA-F]{1,8}(?!\\w)";
const HASH =
  "(?<=KUBE-(?:SVC|SVL|SEP|EXT|FW|XLB)-)[A-Z2-7]{16}(?!\\w)|(?<=\\b[a-z]+-)[A-Z2-7]{8}(?=-)";
const WORD = "[\\p{L}\\p{N}_]+";

const parts = (machine: boolean): RegExp =>
  new RegExp(
    [
      `(?<mac>${MAC})`,
      `(?<six>${IPV6})`,
      `(?<reversed>${REVERSED})`,
      `(?<four>${IPV4})`,
      `(?<dashed>${DASHED})`,
      `(?<dashedsix>${DASHED6})`,
      `(?<id>${UUID}|${ACCOUNT})`,
      `(?<date>${DATE})`,
      `(?<hex>${HEX})`,
      `(?<hash>${HASH})`,
      ...(machine ? [`(?<machine>${MACHINE.source.replaceAll("a-z", "a-zA-Z")})`] : []),
      `(?<word>${WORD})`,
    ].join("|"),
    "gu",
  );
const PARTS = parts(false);
const NAME_PARTS = parts(true);
/** Words of the kernel's settings that are files of their own. */
const SETTINGS = wordList(
  "proc sys net netfilter nf_conntrack nf ip conntrack ipv4 ipv6 core module parameters max count buckets acct tstamp",
  "hashsize timeout timestamp tcp udp udplite icmp icmpv6 generic gre sctp dccp established close wait closed fin last ack",
  "recv sent syn time unacknowledged retrans stream loose be liberal no window check expect log invalid helper checksum",
  "events somaxconn max_syn_backlog netdev budget usecs tw reuse orphans mem rmem wmem local port range reserved ports",
  "rp filter forward conf all default neigh gc thresh1 thresh2 thresh3 early retrans syncookies abort on overflow synack retries",
);
const NO_MAC = "00:00:00:00:00:00";
const NONE: ReadonlySet<string> = new Set();

/** What has the shape of a MAC address and is a moment: year, month, day, hour, minute, second. */
const MOMENT = /^\d\d[-_](?:0\d|1[0-2])[-_][0-3]\d[-_][0-2]\d[-_][0-5]\d[-_][0-5]\d$/;
/** Digits that may be somebody's number; what looks like a date is one. */
const LONG_NUMBER = /^\d{6,}$/;
const DAY = /^(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d(?:[0-2]\d[0-5]\d(?:[0-5]\d)?)?$/;

/** Such a date, or seconds, milliseconds or nanoseconds since 1970. */
const IS_WHEN = new RegExp(`${DAY.source}|^1\\d{9}(?:\\d{3}|\\d{9})?$`);

/** Hides what is somebody's, by a key. */
export class KeyedHide implements Hide {
  readonly addresses: Addresses;
  readonly names: Names;
  /** Addresses that were met, where somebody asks for them. */
  readonly met: Set<string> | null;

  constructor(key: Uint8Array, met: Set<string> | null = null) {
    this.addresses = new Addresses(key);
    this.names = new Names(prfOf(key));
    this.met = met;
  }

  name(text: string): string {
    return this.#hide(text, NAME_PARTS, NONE);
  }

  words(text: string, shown: ReadonlySet<string> = NONE): string {
    return this.#hide(text, PARTS, shown);
  }

  /** An entry's path: below a copy of the kernel's settings it has their names. A folder may be called by a number, as of a case. */
  path(path: string): string {
    const at = /(?:^|[/!])(?:proc[-/]sys[-/]|sys\/module\/)/.exec(path)?.index ?? path.length;
    const folders = path.slice(0, at).split("/");
    const named = folders.map((folder, n) =>
      LONG_NUMBER.test(folder) && !IS_WHEN.test(folder) && folders[n - 1] !== "proc"
        ? this.names.word(folder)
        : this.name(folder),
    );
    return named.join("/") + this.words(path.slice(at), SETTINGS);
  }

  /** Text that may hold a machine's name anywhere: as words, and also names that are words with a number. */
  framed(text: string, shown: ReadonlySet<string>): string {
    return this.#hide(text, NAME_PARTS, shown);
  }

  hash(text: string): string {
    return this.names.hash(text);
  }

  hexAddress(text: string): string {
    const bytes = Number.parseInt(text, 16);
    const hidden = this.addresses.ipv4(bytes).toString(16).padStart(8, "0");
    return /[a-f]/.test(text) ? hidden : hidden.toUpperCase();
  }

  /** Undoes it, by the words that were hidden. */
  shown(text: string, words: ReadonlyMap<string, string>): string {
    const wordOf = (part: string): string => {
      const [, letters = part, number = ""] = NUMBERED.exec(part) ?? [];
      return words.get(part) ?? (words.get(letters) ?? letters) + number;
    };
    return text.replace(PARTS, (whole, ...rest) => {
      const groups = rest.at(-1) as Record<string, string | undefined>;
      if (groups["word"] !== undefined) return whole.split("_").map(wordOf).join("_");
      if (groups["hash"] !== undefined) return words.get(whole) ?? whole;
      if (groups["six"] !== undefined && readIpv6(whole.split("/")[0]!) === null)
        return whole.replace(/\w+/g, wordOf);
      if (groups["six"] !== undefined || groups["four"] !== undefined)
        return this.addresses.text(whole, true) ?? whole;
      if (groups["reversed"] !== undefined) return this.#reversed(whole, true);
      if (groups["dashedsix"] !== undefined) {
        const colons = whole.replaceAll("-", ":");
        if (readIpv6(colons) === null) return whole.replace(/\w+/g, wordOf);
        return this.#address(colons, true).replaceAll(":", "-");
      }
      return groups["dashed"] === undefined ? whole : this.#dashed(whole, groups["sign"]!, true);
    });
  }

  #hide(given: string, pattern: RegExp, shown: ReadonlySet<string>): string {
    const text = given.replace(OTHER_MAC, (mac) =>
      MOMENT.test(mac) ? mac : mac.replace(/[0-9A-Fa-f]/g, "0"),
    );
    return text.replace(pattern, (whole, ...rest) => {
      const groups = rest.at(-1) as Record<string, string | undefined>;
      const at = rest.at(-3) as number;
      if (groups["word"] !== undefined) return this.#word(whole, shown, text, at);
      if (groups["mac"] !== undefined) return NO_MAC;
      if (groups["six"] !== undefined)
        return readIpv6(whole.split("/")[0]!) === null
          ? this.#parts(whole, shown)
          : this.#address(whole);
      if (groups["four"] !== undefined) return this.#address(whole);
      if (groups["reversed"] !== undefined) return this.#reversed(whole);
      if (groups["dashed"] !== undefined) return this.#dashed(whole, groups["sign"]!);
      if (groups["dashedsix"] !== undefined) return this.#dashedSix(whole, shown);
      if (groups["id"] !== undefined)
        return whole.replace(/\w+/g, (part) => this.names.word(part, true));
      if (groups["hash"] !== undefined) return this.names.hash(whole);
      // `nodes` is a word, and no node called s
      if (groups["machine"] !== undefined && !isGeneric(whole))
        return whole.replace(/[A-Za-z]+/g, (word) => this.names.word(word, true));
      return whole;
    });
  }

  #address(text: string, back = false): string {
    if (!back) this.met?.add(text);
    return this.addresses.text(text, back) ?? text;
  }

  /** What has colons and is no address. */
  #parts(text: string, shown: ReadonlySet<string>): string {
    return text.replace(/\w+/g, (word, at: number) => this.#word(word, shown, text, at));
  }

  #dashed(text: string, sign: string, back = false): string {
    const before = text.startsWith("ip") ? text.slice(0, 3) : "";
    const dotted = text.slice(before.length).replaceAll(sign, ".");
    return readIpv4(dotted) === null
      ? text
      : before + this.#address(dotted, back).replaceAll(".", sign);
  }

  #dashedSix(text: string, shown: ReadonlySet<string>): string {
    const colons = text.replaceAll("-", ":");
    return readIpv6(colons) === null
      ? this.#parts(text, shown)
      : this.#address(colons).replaceAll(":", "-");
  }

  /** The network of a zone that turns addresses into names. */
  #reversed(text: string, back = false): string {
    const parts = text.split(".").slice(0, -2);
    if (text.endsWith("ip6.arpa")) return `${parts.map(() => "0").join(".")}.ip6.arpa`;
    const whole = [...[...parts].reverse(), "0", "0", "0"].slice(0, 4).join(".");
    const four = readIpv4(whole);
    if (four === null) return text;
    const hidden = ipv4Text(this.addresses.ipv4(four, back)).split(".");
    return `${hidden.slice(0, parts.length).reverse().join(".")}.in-addr.arpa`;
  }

  #word(word: string, shown: ReadonlySet<string>, text: string, at: number): string {
    if (shown.has(word)) return word;
    return word
      .split(/(_)/)
      .map((part) => {
        if (part === "_" || part === "" || shown.has(part)) return part;
        if (LONG_NUMBER.test(part)) {
          const isOfName =
            /[A-Za-z][-_]$/.test(text.slice(0, at)) ||
            /^[-_][A-Za-z]/.test(text.slice(at + word.length));
          return isOfName && !DAY.test(part) ? this.names.word(part) : part;
        }
        // InfluxDB's whole numbers end with their kind
        return /^\d+[iu]?$/.test(part) ? part : this.names.word(part);
      })
      .join("");
  }
}
