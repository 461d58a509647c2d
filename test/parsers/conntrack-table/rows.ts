import fc from "fast-check";

/** Arbitrary rows as the tool and the kernel write them, and what can happen to them on the way. */
const often = <T>(value: T, ...others: T[]): fc.Arbitrary<T> => fc.constantFrom(value, ...others);

const ipv4 = fc.oneof(
  often("10.0.0.1", "10.0.0.2", "192.168.1.250", "0.0.0.0", "255.255.255.255", "10.96.0.10"),
  fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)).map((octets) => octets.join(".")),
);
const group = fc.nat(0xffff).map((value) => value.toString(16));
const ipv6 = fc.oneof(
  often("fd99::2", "fd99:1::2", "::1", "::", "::ffff:10.0.0.1"),
  fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => groups.join(":")),
  // /proc writes every group in full
  fc
    .array(group, { minLength: 8, maxLength: 8 })
    .map((groups) => groups.map((text) => text.padStart(4, "0")).join(":")),
);
const port = fc.oneof(often(80, 53, 443, 4789, 8472, 6081, 0, 65_535), fc.nat(66_000));
const timeout = fc.oneof(
  often(0, 1, 4_079, 4_080, 4_139, 4_140, 82_799, 82_800, 428_399, 428_400, 431_999),
  often(1_209_599, 1_209_600, 2_147_483_647, 2_147_483_648, 9_999_999_999, 10_000_000_000),
  fc.nat(500_000),
);

const TCP =
  "NONE SYN_SENT SYN_RECV ESTABLISHED FIN_WAIT CLOSE_WAIT LAST_ACK TIME_WAIT CLOSE SYN_SENT2 LISTEN";
const SCTP =
  "NONE CLOSED COOKIE_WAIT COOKIE_ECHOED ESTABLISHED SHUTDOWN_SENT SHUTDOWN_RECD SHUTDOWN_ACK_SENT HEARTBEAT_SENT HEARTBEAT_ACKED";
const DCCP = "NONE REQUEST RESPOND PARTOPEN OPEN CLOSEREQ CLOSING TIMEWAIT IGNORE INVALID";
const stateOf = (protocol: string, states: string) =>
  fc.tuple(fc.constant(protocol), often("ESTABLISHED", ...states.split(" ")));
const stateless = fc.tuple(
  often("udp      17", "udplite  136", "icmp     1", "icmpv6   58", "gre      47", "unknown  99"),
  fc.constant(""),
);
const protocol = fc.oneof(
  { weight: 5, arbitrary: stateOf("tcp      6", TCP) },
  { weight: 5, arbitrary: stateless },
  { weight: 1, arbitrary: stateOf("sctp     132", SCTP) },
  { weight: 1, arbitrary: stateOf("dccp     33", DCCP) },
);

const some = (text: fc.Arbitrary<string>, weight = 1): fc.Arbitrary<string> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant("") }, { weight, arbitrary: text });
const counters = some(
  fc.tuple(fc.nat(), fc.nat()).map(([p, b]) => `packets=${p} bytes=${b}`),
  3,
);
const tail = fc.tuple(
  often("[ASSURED]", "", "[OFFLOAD]", "[HW_OFFLOAD]", "[ASSURED] [OFFLOAD]"),
  often("mark=0", "mark=33554432", "mark=0 secctx=system_u:object_r:unlabeled_t:s0", ""),
  some(often("zone=0", "zone=7", "zone=65535", "zone=x")),
  some(fc.nat(99_999).map((age) => `delta-time=${age}`)),
  some(fc.constant("[start=Sun Nov 22 07:23:46 2026]")),
  some(often("helper=ftp", "[stop=Sun Nov  1 07:23:46 2026]", "sportive=1", "zonal=3", "news")),
  often("use=1", "use=2 id=2207115793", "use=1 labels=a,b", "use=1 id=1 labels=(1)"),
);

function tuple(addresses: fc.Arbitrary<string>) {
  const identity = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(port, port).map(([s, d]) => `sport=${s} dport=${d}`) },
    often("type=8 code=0 id=4660", "srckey=0x0 dstkey=0x0", ""),
  );
  return fc
    .tuple(addresses, addresses, identity, some(often("zone-orig=9", "zone-reply=9")), counters)
    .map(([src, dst, id, zone, count]) => `src=${src} dst=${dst} ${id} ${zone} ${count}`);
}

const rowOf = (family: string, addresses: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      some(fc.constant(family)),
      protocol,
      fc.oneof({ weight: 9, arbitrary: timeout.map(String) }, fc.constant("")),
      some(fc.constant("timeout=30, stream_timeout=180")),
      fc.tuple(tuple(addresses), often("", "[UNREPLIED]"), tuple(addresses)),
      tail,
    )
    .map(([prefix, [name, state], left, gre, tuples, rest]) =>
      [prefix, name, left, left === "" ? "" : state, gre, ...tuples, ...rest]
        .filter((part) => part !== "")
        .join(" ")
        // the columns of a name are padded, the other words stand one blank apart
        .replace(/(?<=src=.*) {2,}/g, " "),
    );

/** What nearly all of a real dump is made of. The rows above hold something else nearly always. */
const usualRowOf = (family: string, addresses: fc.Arbitrary<string>): fc.Arbitrary<string> => {
  const identity = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(port, port).map(([s, d]) => `sport=${s} dport=${d}`) },
    fc.tuple(fc.nat(99), fc.nat(9), port).map(([t, c, id]) => `type=${t} code=${c} id=${id}`),
  );
  const side = fc
    .tuple(addresses, addresses, identity, some(counters))
    .map(([a, b, id, count]) => `src=${a} dst=${b} ${id} ${count}`.trim());
  return fc
    .tuple(
      often("", "", `${family} `),
      fc.oneof(
        fc.tuple(timeout, often("ESTABLISHED", ...TCP.split(" "))),
        fc.tuple(timeout, often("udp      17", "udp      17", "icmp     1", "icmpv6   58")),
      ),
      side,
      often(" ", " [UNREPLIED] "),
      // half of the connections go back to where they came from
      fc.oneof(side, fc.constant(null)),
      often(" ", " [ASSURED] "),
      often("", "mark=0 ", "mark=4294967295 "),
      fc.nat(99),
    )
    .map(([prefix, [left, state], there, unreplied, back, assured, mark, use]) => {
      const [src, dst] = there.split(" ") as [string, string];
      const home = `${dst.replace("dst", "src")} ${src.replace("src", "dst")} sport=53 dport=1`;
      const name = / \d/.test(state) ? `${state} ${left}` : `tcp      6 ${left} ${state}`;
      return `${prefix}${name} ${there}${unreplied}${back ?? home}${assured}${mark}use=${use}`;
    });
};
export const usualRow = fc.oneof(
  { weight: 2, arbitrary: usualRowOf("ipv4     2", ipv4) },
  { weight: 1, arbitrary: usualRowOf("ipv6     10", ipv6) },
);

export const row: fc.Arbitrary<string> = fc.oneof(
  { weight: 10, arbitrary: usualRow },
  { weight: 6, arbitrary: rowOf("ipv4     2", ipv4) },
  { weight: 3, arbitrary: rowOf("ipv6     10", ipv6) },
  { weight: 1, arbitrary: rowOf("ipv4     2", fc.oneof(ipv4, ipv6)) },
);

/** Lines of a dump: rows, rows of events, and what else people's captures hold. */
export const line: fc.Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: row },
  { weight: 1, arbitrary: row.map((text) => `    [NEW] ${text}`) },
  { weight: 1, arbitrary: row.map((text) => `[DESTROY] ${text}`) },
  {
    weight: 1,
    arbitrary: often("", " ", "\r", "</conntrack>", "<pre>", "Operation failed: sorry"),
  },
);

/** One fault: where, and what. */
export const fault = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: often("replace", "drop", "insert", "cut", "copy"),
  text: fc.oneof(
    often(" ", "\t", "\0", "\r", "\n", "\r\n", "=", "[", "]", ".", ":", "0", "9", "z=", "sp=5"),
    often(" src=1.2.3.4", " dst=::1", " sport=7", " UNKNOWN ", " [ODD]", " zone=3", " - ", "ip"),
    fc.nat(255).map((code) => String.fromCharCode(code)),
  ),
});
export type Fault = typeof fault extends fc.Arbitrary<infer T> ? T : never;

/** Applies a fault to a text, each character one byte. */
export function spoil(text: string, { at, kind, text: piece }: Fault): string {
  const p = Math.floor(at * text.length);
  if (kind === "insert") return text.slice(0, p) + piece + text.slice(p);
  if (kind === "replace") return text.slice(0, p) + piece + text.slice(p + piece.length);
  if (kind === "drop") return text.slice(0, p) + text.slice(p + 1 + (piece.charCodeAt(0) % 9));
  if (kind === "copy") return text.slice(0, p + 30) + text.slice(p);
  return text.slice(0, p);
}
