/**
 * The grammar of a row once more, plain and slow: words, strings and Maps. The parser of bytes is held
 * against it. It shares no code and no table with the parser.
 */
export interface Row {
  protocol: string;
  state: string | null;
  remaining: number;
  unreplied: boolean;
  assured: boolean;
  src: string[];
  dst: string[];
  /** Ports of the original and of the reply direction; 0 when there are none. */
  sport: [number, number];
  dport: [number, number];
  zone: number;
  ipv6: boolean;
}

const STATES: Record<string, string> = {
  tcp: "NONE SYN_SENT SYN_RECV ESTABLISHED FIN_WAIT CLOSE_WAIT LAST_ACK TIME_WAIT CLOSE SYN_SENT2 LISTEN",
  sctp: "NONE CLOSED COOKIE_WAIT COOKIE_ECHOED ESTABLISHED SHUTDOWN_SENT SHUTDOWN_RECD SHUTDOWN_ACK_SENT HEARTBEAT_SENT HEARTBEAT_ACKED",
  dccp: "NONE REQUEST RESPOND PARTOPEN OPEN CLOSEREQ CLOSING TIMEWAIT IGNORE INVALID",
};
const STATELESS = ["udp", "udplite", "icmp", "icmpv6", "gre", "unknown"];

/** What one line is: a row, something that ought to be one, or nothing that counts. */
export function readLine(line: string): Row | "unparsed" | "no row" {
  const text = line.replace(/\r+$/, "");
  const row = parseRow(text);
  if (row !== null) return row;
  if (text.trim() === "" || /^<(\?xml\b|\/?conntrack>)/.test(text)) return "no row";
  const bare = text.replace(/^ */, "");
  const event = ["[NEW] ", "[UPDATE] ", "[DESTROY] "].find((mark) => bare.startsWith(mark));
  if (event !== undefined) return parseRow(bare.slice(event.length)) ?? "unparsed";
  return parseWithoutStrangers(text) ?? "unparsed";
}

/** A word behind the first address that is neither `key=value` nor `[flag]` does not spoil its row. */
function parseWithoutStrangers(text: string): Row | null {
  const words = text.split(/[ \r]+/);
  const first = words.findIndex((word) => word.startsWith("src="));
  const known = words.filter(
    (word, at) => at < first || word.includes("=") || (word.startsWith("[") && word.endsWith("]")),
  );
  return first < 0 || known.length === words.length ? null : parseRow(known.join(" "));
}

function parseRow(text: string): Row | null {
  if (text.startsWith(" ") || [...text].some((c) => c < " ")) return null;
  const words = text.split(/ +/).filter((word) => word !== "");
  if (words[0]?.startsWith("ip")) words.splice(0, 2);
  const protocol = words.shift() ?? "";
  if (!STATELESS.includes(protocol) && !Object.hasOwn(STATES, protocol)) return null;
  if (!/^\d/.test(words.shift() ?? "")) return null;
  let remaining: number | null = null;
  if (/^\d/.test(words[0] ?? "")) {
    remaining = wholeNumber(words.shift()!, 2 ** 31 - 1);
    if (remaining === null) return null;
  }
  let state: string | null = null;
  const states = STATES[protocol];
  if (states !== undefined && /^[A-Z]/.test(words[0] ?? "")) {
    state = words.shift()!;
    if (!states.split(" ").includes(state)) return null;
  }
  const row = readTokens(words);
  if (row === null) return null;
  if (remaining === null) {
    if (!row.offload) return null;
    const known = protocol === "tcp" || protocol === "udp";
    return known
      ? { ...row, protocol, state: "OFFLOAD", remaining: 0 }
      : { ...row, protocol: "unknown", state: null, remaining: 0 };
  }
  if (states !== undefined && state === null) return null;
  return { ...row, protocol, state, remaining };
}

function readTokens(words: readonly string[]) {
  const src: string[] = [];
  const dst: string[] = [];
  const ports = { sport: [0, 0] as [number, number], dport: [0, 0] as [number, number] };
  let [zone, unreplied, assured, offload] = [0, false, false, false];
  for (const token of tokensOf(words)) {
    const key = token.slice(0, token.indexOf("="));
    const value = token.slice(key.length + 1);
    if (token.startsWith("[")) {
      if (!token.endsWith("]") || token.indexOf("]") < token.length - 1) return null;
      if (token.startsWith("[AS")) assured = true;
      else if (token.startsWith("[UN")) unreplied = true;
      else if (token.startsWith("[O") || token.startsWith("[H")) offload = true;
    } else if (!/^[a-z]/.test(token) || !token.includes("=")) return null;
    else if (key === "src" || key === "dst") {
      const address = ipv4(value) ?? ipv6(value);
      if (address === null) return null;
      (key === "src" ? src : dst).push(address);
    } else if (key === "sport" || key === "dport") {
      const port = wholeNumber(value, 65_535);
      if (port === null) return null;
      // a port belongs to the direction whose source was read last
      if (src.length > 0) ports[key][src.length === 1 ? 0 : 1] = port;
    } else if (key === "zone") {
      const number = wholeNumber(value, 2 ** 31 - 1);
      if (number === null) return null;
      zone = number;
    }
  }
  const families = new Set([...src, ...dst].map((address) => address.includes(":")));
  if (src.length !== 2 || dst.length !== 2 || families.size !== 1) return null;
  return { src, dst, ...ports, zone, unreplied, assured, offload, ipv6: families.has(true) };
}

/** Words, but what stands in brackets is one token, blanks and all. */
function tokensOf(words: readonly string[]): string[] {
  const tokens: string[] = [];
  let open = false;
  for (const word of words) {
    if (open) tokens.push(`${tokens.pop()} ${word}`);
    else tokens.push(word);
    const token = tokens.at(-1)!;
    open = token.startsWith("[") && !token.includes("]");
  }
  return tokens;
}

function wholeNumber(text: string, most: number): number | null {
  return /^\d{1,10}$/.test(text) && Number(text) <= most ? Number(text) : null;
}

function ipv4(text: string): string | null {
  const parts = text.split(".");
  const octets = parts.map(Number);
  return parts.length === 4 &&
    parts.every((part) => /^\d+$/.test(part)) &&
    Math.max(...octets) < 256
    ? octets.join(".")
    : null;
}

function ipv6(text: string): string | null {
  const colons = text.split(":").length - 1;
  return /^[0-9a-f.:]{1,45}$/.test(text) && colons >= 2 && colons <= 7 ? text : null;
}
