import { type Draw, drawFrom } from "../lab/random.ts";
import type { Input } from "./input.ts";

/** Bytes of a file that mutation does not let it grow beyond. */
const MOST = 256 * 1024;

/** Numbers at which something ends: of bits, of our own ceilings, of no number at all. */
const NUMBERS = (
  "0 1 -1 2 9 127 128 255 256 1024 32767 65535 65536 2147483647 2147483648 4294967295 4294967296 " +
  "9007199254740991 9007199254740992 18446744073709551615 99999999999999999999999 1e9 1e400 0.5 -0 007 " +
  "0x1f NaN Infinity null true"
).split(" ");

/** Words that mean something to one reader or the other, and signs that stand between them. */
const WORDS = [
  ..."{ } [ ] ( ) < > \" ' ` \\ / | ; : , . = # $ % & * @ ~ ^ ! ? - + \t \r \n \r\n \0 \u001b[31m \u202e \ufeff é 漢 💥".split(
    " ",
  ),
  ..."src= dst= sport= dport= [UNREPLIED] [ASSURED] ESTABLISHED TIME_WAIT tcp udp icmpv6 ipv4 ipv6 use=1 mark=0".split(
    " ",
  ),
  ...'cpu=0 drop= -A -j KUBE-SVC-A KUBE-SEP-A COMMIT *nat --dport DNAT table chain # # HELP # TYPE _total le="+Inf"'.split(
    " ",
  ),
  ..."net.netfilter.nf_conntrack_max = /proc/sys/ sysctl: dmesg kernel: [root@host ~]# $ conntrack -L ==> <== ```".split(
    " ",
  ),
  ..."__proto__ constructor toString path size prototype hasOwnProperty &a *a <<: !!js !!binary |- >- --- ...".split(
    " ",
  ),
  "nf_conntrack: nf_conntrack: table full, dropping packet",
  "conntrack v1.4.6 (conntrack-tools): 5 flow entries have been shown.",
];
const ENCODED = WORDS.map((word) => new TextEncoder().encode(word));

const LF = 10;
const none = new Uint8Array();

const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(parts));
const spliced = (bytes: Uint8Array, from: number, to: number, by: Uint8Array): Uint8Array =>
  joined(bytes.subarray(0, from), by, bytes.subarray(to));

type Mutation = (bytes: Uint8Array, draw: Draw, other: Uint8Array) => Uint8Array;

const at = ({ length }: Uint8Array, draw: Draw): number => draw.between(0, Math.max(0, length - 1));
/** A short stretch, more often than a long one. */
function stretch(bytes: Uint8Array, draw: Draw): [number, number] {
  const from = at(bytes, draw);
  const most = draw.between(0, 3) === 0 ? bytes.length : 64;
  return [from, Math.min(bytes.length, from + draw.between(1, Math.max(1, most)))];
}
/** The line that stands at some place, with its end. */
function line(bytes: Uint8Array, draw: Draw): [number, number] {
  const p = at(bytes, draw);
  const end = bytes.indexOf(LF, p);
  return [bytes.lastIndexOf(LF, p - 1) + 1, end < 0 ? bytes.length : end + 1];
}
const slice = (bytes: Uint8Array, [from, to]: readonly [number, number]) =>
  bytes.subarray(from, to);

/** What may be done to bytes; of most of them a text stays one that is nearly right. */
const MUTATIONS: readonly Mutation[] = [
  function flipBit(bytes, draw) {
    const copy = bytes.slice();
    if (copy.length > 0) copy[at(copy, draw)]! ^= 1 << draw.between(0, 7);
    return copy;
  },
  function setByte(bytes, draw) {
    const copy = bytes.slice();
    if (copy.length > 0) copy[at(copy, draw)] = draw.between(0, 255);
    return copy;
  },
  (bytes, draw) => spliced(bytes, ...stretch(bytes, draw), none),
  function again(bytes, draw) {
    const [from, to] = stretch(bytes, draw);
    return spliced(bytes, to, to, bytes.subarray(from, to));
  },
  (bytes, draw) => bytes.slice(0, at(bytes, draw)),
  (bytes, draw) => bytes.slice(at(bytes, draw)),
  (bytes, draw, other) => {
    const p = at(bytes, draw);
    return spliced(bytes, p, p, slice(other, stretch(other, draw)));
  },
  (bytes, draw, other) =>
    joined(bytes.subarray(0, at(bytes, draw)), other.subarray(at(other, draw))),
  (bytes, draw) => {
    const p = at(bytes, draw);
    return spliced(bytes, p, p, ENCODED[draw.between(0, ENCODED.length - 1)]!);
  },
  function longRun(bytes, draw) {
    const p = at(bytes, draw);
    const word = ENCODED[draw.between(0, ENCODED.length - 1)]!;
    const run = draw.between(0, 1) === 0 ? word : bytes.subarray(p, p + draw.between(1, 8));
    const times = 2 ** draw.between(2, 13);
    const many = Buffer.alloc(Math.min(run.length * times, 64 * 1024), run.length > 0 ? run : " ");
    return spliced(bytes, p, p, many);
  },
  function number(bytes, draw) {
    const text = Buffer.from(bytes).toString("latin1");
    const digits = /-?\d[\d.]*/g;
    digits.lastIndex = at(bytes, draw);
    const one = digits.exec(text);
    if (one === null) return bytes;
    const by = NUMBERS[draw.between(0, NUMBERS.length - 1)]!;
    return spliced(bytes, one.index, one.index + one[0].length, new TextEncoder().encode(by));
  },
  (bytes, draw) => spliced(bytes, ...line(bytes, draw), none),
  function lineAgain(bytes, draw) {
    const one = slice(bytes, line(bytes, draw));
    const p = line(bytes, draw)[0];
    return spliced(bytes, p, p, joined(...Array<Uint8Array>(draw.between(1, 20)).fill(one)));
  },
  function swapLines(bytes, draw) {
    const [a, b] = [line(bytes, draw), line(bytes, draw)].sort((x, y) => x[0] - y[0]) as [
      [number, number],
      [number, number],
    ];
    if (a[1] > b[0]) return bytes;
    return joined(
      bytes.subarray(0, a[0]),
      slice(bytes, b),
      bytes.subarray(a[1], b[0]),
      slice(bytes, a),
      bytes.subarray(b[1]),
    );
  },
  function othersLine(bytes, draw, other) {
    const p = line(bytes, draw)[0];
    return spliced(bytes, p, p, slice(other, line(other, draw)));
  },
  function othersLineInstead(bytes, draw, other) {
    return spliced(bytes, ...line(bytes, draw), slice(other, line(other, draw)));
  },
];

function mutateBytes(bytes: Uint8Array, draw: Draw, other: Uint8Array): Uint8Array {
  let now = bytes;
  do now = MUTATIONS[draw.between(0, MUTATIONS.length - 1)]!(now, draw, other).slice(0, MOST);
  while (draw.between(0, 2) > 0);
  return now;
}

/** An input changed in one to a few places, perhaps by parts of another; the same for one seed. */
export function mutate(input: Input, other: Input, seed: number): Input {
  const draw = drawFrom(seed);
  const names = [...input.keys()];
  const others = [...other];
  const files = new Map(input);
  if (names.length === 0) return other;
  const name = names[draw.between(0, names.length - 1)]!;
  const [otherName, otherBytes] = others[draw.between(0, Math.max(0, others.length - 1))] ?? [
    name,
    none,
  ];
  // a file comes, goes, or stands under another's name
  const kind = names.length + others.length > 2 ? draw.between(0, 9) : 9;
  if (kind === 0 && names.length > 1) files.delete(name);
  else if (kind === 1) files.set(otherName, otherBytes);
  else if (kind === 2) files.set(otherName, files.get(name)!);
  else files.set(name, mutateBytes(files.get(name)!, draw, otherBytes));
  return files;
}
