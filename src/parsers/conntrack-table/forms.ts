/**
 * Rewrites a line that the scanner gave up on into the plain form, so that there is one grammar and one
 * place that counts. These lines are rare, so strings are fine here.
 */
export type LooseLine =
  | { is: "row"; text: string; event?: true }
  /** Not a row at all: a trailer, an XML frame, a blank line. */
  | { is: "frame"; trailerRows?: number; toolVersion?: string }
  /** The first half of a row that a message cut in two; the next line is its second half. */
  | { is: "half"; text: string; trailerRows?: number }
  | { is: "unreadable" };

const TRAILER =
  /conntrack v([\d.]{1,16}) \(conntrack-tools\): (\d{1,15}) flow entries have been shown\.?/;
/** `conntrack -E` marks each row with an event, and may stamp it. */
const EVENT = /^(?:\[\d{1,16}(?:\.\d{1,9})?\s*\]\t?)? *\[(?:NEW|UPDATE|DESTROY)\] /;

/** Reads one line. `half` is the first half of a row, when the line before was cut. */
export function readForm(line: string, half: string): LooseLine {
  const trailer = TRAILER.exec(line);
  if (trailer !== null) return readTrailer(line, half, trailer);
  const text = half + line;
  if (text.trim() === "") return { is: "frame" };
  if (text.startsWith("<")) return readXml(text);
  if (text.startsWith("-A ")) return readSave(text);
  const event = EVENT.exec(text);
  if (event !== null) return { is: "row", text: text.slice(event[0].length), event: true };
  return half === "" ? readLoose(text) : { is: "row", text };
}

function readTrailer(line: string, half: string, trailer: RegExpExecArray): LooseLine {
  const before = half + line.slice(0, trailer.index);
  const after = line.slice(trailer.index + trailer[0].length);
  const trailerRows = Number(trailer[2]);
  if (before === "" && after === "") {
    return { is: "frame", trailerRows, toolVersion: trailer[1]! };
  }
  return after === ""
    ? { is: "half", text: before, trailerRows }
    : { is: "row", text: before + after };
}

/** A row whose only fault is a word that the scanner does not know: without the word it may be readable. */
function readLoose(text: string): LooseLine {
  const words = text.split(/[ \r]+/);
  const first = words.findIndex((word) => word.startsWith("src="));
  if (first < 0) return { is: "unreadable" };
  const known = words.filter(
    (word, at) => at < first || word.includes("=") || (word.startsWith("[") && word.endsWith("]")),
  );
  return known.length === words.length
    ? { is: "unreadable" }
    : { is: "row", text: known.join(" ") };
}

/** A `<flow>` of `-o xml`, with a type when it is an event: no ports of ICMP, no offload flag. */
function readXml(text: string): LooseLine {
  if (/^<(?:\?xml\b|\/?conntrack>)/.test(text)) return { is: "frame" };
  const all = (tag: string): string[] =>
    text
      .split(`<${tag}>`)
      .slice(1)
      .map((part) => part.slice(0, part.indexOf("<")));
  const proto = /<layer4 protonum="(\d{1,3})" protoname="([a-z0-9]{1,12})"/.exec(text);
  if (proto === null) return { is: "unreadable" };
  return plainRow({
    protocol: proto[2]!,
    number: proto[1]!,
    timeout: all("timeout")[0] ?? "",
    state: all("state")[0] ?? "",
    src: all("src"),
    dst: all("dst"),
    sport: all("sport"),
    dport: all("dport"),
    unreplied: text.includes("<unreplied/>"),
    assured: text.includes("<assured/>"),
    // before the last part stand the zones of one direction
    zone: /<meta direction="independent">.{0,1000}<zone>(\d{1,5})<\/zone>/.exec(text)?.[1] ?? "0",
  });
}

const NUMBERS: Record<string, string> = { tcp: "6", udp: "17", icmp: "1", icmpv6: "58", gre: "47" };

/** A line of `-o save` (conntrack-tools 1.4.7 and later): options of `conntrack -A`. */
function readSave(text: string): LooseLine {
  const words = text.trim().split(/\s+/);
  const option = (...names: string[]): string | undefined => {
    const at = words.findIndex((word) => names.includes(word));
    return at < 0 ? undefined : words[at + 1];
  };
  const list = (a: string | undefined, b: string | undefined): string[] =>
    a === undefined ? [] : [a, b ?? a];
  const protocol = option("-p") ?? "unknown";
  const status = option("-u") ?? "";
  const sport = option("--sport", "--orig-port-src");
  const dport = option("--dport", "--orig-port-dst");
  return plainRow({
    protocol: /^\d+$/.test(protocol) ? "unknown" : protocol,
    number: NUMBERS[protocol] ?? (/^\d{1,3}$/.test(protocol) ? protocol : "0"),
    timeout: option("-t") ?? "",
    state: option("--state") ?? "",
    // translated, a reply's addresses are -g and -n instead of -r and -q
    src: list(option("-s"), option("-r", "-g")),
    dst: list(option("-d"), option("-q", "-n")),
    sport: list(sport, option("--reply-port-src")),
    dport: list(dport, option("--reply-port-dst")),
    unreplied: !status.includes("SEEN_REPLY"),
    assured: status.includes("ASSURED"),
    zone: option("--zone", "-w") ?? "0",
  });
}

interface PlainRow {
  protocol: string;
  number: string;
  timeout: string;
  state: string;
  src: string[];
  dst: string[];
  sport: string[];
  dport: string[];
  unreplied: boolean;
  assured: boolean;
  zone: string;
}

function plainRow(row: PlainRow): LooseLine {
  const tuple = (side: 0 | 1): string => {
    const ports =
      row.sport[side] === undefined ? "" : ` sport=${row.sport[side]} dport=${row.dport[side]}`;
    return `src=${row.src[side]} dst=${row.dst[side]}${ports}`;
  };
  const words = [row.protocol, row.number, row.timeout, row.state, tuple(0)];
  if (row.unreplied) words.push("[UNREPLIED]");
  words.push(tuple(1));
  if (row.assured) words.push("[ASSURED]");
  if (row.zone !== "0") words.push(`zone=${row.zone}`);
  return { is: "row", text: words.filter((word) => word !== "").join(" ") };
}
