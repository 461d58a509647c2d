/** The same seven entries of one kernel in every form; what differs between the forms is noted below. */
const TIME_WAIT =
  "tcp      6 87 TIME_WAIT src=10.99.0.2 dst=10.99.1.2 sport=39656 dport=8080 packets=6 bytes=321 src=10.99.1.2 dst=10.99.0.2 sport=8080 dport=39656 packets=4 bytes=217 [ASSURED] mark=0 delta-time=32 use=1";
const SYN_SENT =
  "tcp      6 87 SYN_SENT src=10.99.0.2 dst=10.99.1.2 sport=32768 dport=9009 packets=1 bytes=60 [UNREPLIED] src=10.99.1.2 dst=10.99.0.2 sport=9009 dport=32768 packets=0 bytes=0 mark=0 zone=7 delta-time=32 use=1";
const SERVICE =
  "tcp      6 431967 ESTABLISHED src=10.99.0.2 dst=10.96.0.20 sport=37922 dport=80 packets=4 bytes=217 src=10.99.1.2 dst=10.99.1.1 sport=8080 dport=37922 packets=3 bytes=165 [ASSURED] mark=0 delta-time=32 use=1";
const UDP =
  "udp      17 91 src=10.99.0.2 dst=10.99.1.2 sport=53623 dport=9010 zone-orig=9 packets=2 bytes=58 src=10.99.1.2 dst=10.99.0.2 sport=9010 dport=53623 packets=2 bytes=58 [ASSURED] mark=0 delta-time=31 use=1";
const ICMPV6 =
  "icmpv6   58 1 src=fd99::2 dst=fd99:1::2 type=128 code=0 id=17185 packets=1 bytes=48 src=fd99:1::2 dst=fd99::2 type=129 code=0 id=17185 packets=1 bytes=48 mark=0 delta-time=29 use=1";
const GRE =
  "gre      47 1 src=10.99.0.2 dst=10.99.1.2 srckey=0x0 dstkey=0x0 packets=1 bytes=28 [UNREPLIED] src=10.99.1.2 dst=10.99.0.2 srckey=0x0 dstkey=0x0 packets=0 bytes=0 mark=0 delta-time=29 use=1";
const UNKNOWN =
  "unknown  99 571 src=10.99.0.2 dst=10.99.1.2 packets=1 bytes=28 [UNREPLIED] src=10.99.1.2 dst=10.99.0.2 packets=0 bytes=0 mark=0 delta-time=29 use=1";
export const DEFAULT = [TIME_WAIT, SYN_SENT, SERVICE, UDP, ICMPV6, GRE, UNKNOWN];

const extended = (row: string) =>
  row.includes("fd99") ? `ipv6     10 ${row}` : `ipv4     2 ${row}`;
const started = (row: string) =>
  row.replace("use=1", "[start=Sun Nov  1 07:23:46 2026] use=1 id=2207115793");
export const proc = (row: string) =>
  extended(row)
    .replace("gre      47 1 ", "gre      47 1 timeout=30, stream_timeout=180 ")
    .replaceAll("fd99::2", "fd99:0000:0000:0000:0000:0000:0000:0002")
    .replaceAll("fd99:1::2", "fd99:0001:0000:0000:0000:0000:0000:0002")
    .replace("mark=0 ", row.includes("zone=7") ? "mark=0 " : "mark=0 zone=0 ")
    .replace("use=1", "use=2");

const xml = (l3: string, l4: string, two: string[][], last: string): string => {
  const side = (direction: string, [src, dst, ports]: string[]) =>
    `<meta direction="${direction}"><layer3 ${l3}><src>${src}</src><dst>${dst}</dst></layer3><layer4 ${l4}>${ports}</layer4><counters><packets>1</packets><bytes>48</bytes></counters></meta>`;
  return `<flow>${side("original", two[0]!)}${side("reply", two[1]!)}<meta direction="independent">${last}</meta></flow>`;
};
const V4 = 'protonum="2" protoname="ipv4"';
const V6 = 'protonum="10" protoname="ipv6"';
const ports = (s: number, d: number) => `<sport>${s}</sport><dport>${d}</dport>`;
const [A, B] = ["10.99.0.2", "10.99.1.2"];
export const XML = [
  '<?xml version="1.0" encoding="utf-8"?>',
  "<conntrack>",
  xml(
    V4,
    'protonum="6" protoname="tcp"',
    [
      [A, B, ports(39656, 8080)],
      [B, A, ports(8080, 39656)],
    ],
    "<state>TIME_WAIT</state><timeout>87</timeout><mark>0</mark><use>1</use><id>2207115793</id><assured/><deltatime>32</deltatime>",
  ),
  xml(
    V4,
    'protonum="6" protoname="tcp"',
    [
      [A, B, ports(32768, 9009)],
      [B, A, ports(9009, 32768)],
    ],
    "<state>SYN_SENT</state><timeout>87</timeout><mark>0</mark><zone>7</zone><use>1</use><id>2346374924</id><unreplied/>",
  ),
  xml(
    V4,
    'protonum="6" protoname="tcp"',
    [
      [A, "10.96.0.20", ports(37922, 80)],
      [B, "10.99.1.1", ports(8080, 37922)],
    ],
    "<state>ESTABLISHED</state><timeout>431967</timeout><mark>0</mark><use>1</use><id>1</id><assured/>",
  ),
  xml(
    V4,
    'protonum="17" protoname="udp"',
    [
      [A, B, `${ports(53623, 9010)}</layer4><zone>9</zone><layer4>`],
      [B, A, ports(9010, 53623)],
    ],
    "<timeout>91</timeout><mark>0</mark><use>1</use><id>102321004</id><assured/>",
  ),
  xml(
    V6,
    'protonum="58" protoname="icmpv6"',
    [
      ["fd99::2", "fd99:1::2", ""],
      ["fd99:1::2", "fd99::2", ""],
    ],
    "<timeout>1</timeout><mark>0</mark><use>1</use><id>2482654007</id>",
  ),
  xml(
    V4,
    'protonum="47" protoname="gre"',
    [
      [A, B, "<srckey>0x0</srckey><dstkey>0x0</dstkey>"],
      [B, A, "<srckey>0x0</srckey><dstkey>0x0</dstkey>"],
    ],
    "<timeout>1</timeout><mark>0</mark><use>1</use><id>2353294202</id><unreplied/>",
  ),
  xml(
    V4,
    'protonum="99" protoname="unknown"',
    [
      [A, B, ""],
      [B, A, ""],
    ],
    "<timeout>571</timeout><mark>0</mark><use>1</use><id>2076929776</id><unreplied/>",
  ),
  "</conntrack>",
];

/** A translated reply has -g for -r and -n for -q. */
const SAVE = [
  "-A -t 87 -u SEEN_REPLY,ASSURED -s 10.99.0.2 -d 10.99.1.2 -r 10.99.1.2 -q 10.99.0.2 -p tcp --sport 39656 --dport 8080 --reply-port-src 8080 --reply-port-dst 39656 --state TIME_WAIT",
  "-A -t 87 -u UNSET -w 7 -s 10.99.0.2 -d 10.99.1.2 -r 10.99.1.2 -q 10.99.0.2 -p tcp --sport 32768 --dport 9009 --reply-port-src 9009 --reply-port-dst 32768 --state SYN_SENT",
  "-A -t 431967 -u SEEN_REPLY,ASSURED -s 10.99.0.2 -d 10.96.0.20 -g 10.99.1.2 -n 10.99.1.1 -p tcp --sport 37922 --dport 80 --reply-port-src 8080 --reply-port-dst 37922 --state ESTABLISHED",
  "-A -t 91 -u SEEN_REPLY,ASSURED --orig-zone 9 -s 10.99.0.2 -d 10.99.1.2 -r 10.99.1.2 -q 10.99.0.2 -p udp --sport 53623 --dport 9010 --reply-port-src 9010 --reply-port-dst 53623",
  "-A -t 1 -u SEEN_REPLY -s fd99::2 -d fd99:1::2 -r fd99:1::2 -q fd99::2 -p icmpv6 --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id 17185",
  "-A -t 1 -u UNSET -s 10.99.0.2 -d 10.99.1.2 -r 10.99.1.2 -q 10.99.0.2 -p gre --srckey 0 --dstkey 0 --reply-key-src 0 --reply-key-dst 0",
  "-A -t 571 -u UNSET -s 10.99.0.2 -d 10.99.1.2 -r 10.99.1.2 -q 10.99.0.2 -p 99",
];

export const FORMS: [string, string[]][] = [
  ["the default form", DEFAULT],
  ["-o extended", DEFAULT.map(extended)],
  ["-o id", DEFAULT.map((row) => `${row} id=2207115793`)],
  ["-o ktimestamp, with blanks within brackets", DEFAULT.map(started)],
  ["-o labels", DEFAULT.map((row) => `${row} labels=bar,foo`)],
  ["-o extended,id,ktimestamp,labels", DEFAULT.map(started).map(extended)],
  ["-E -o timestamp", DEFAULT.map((row) => `[1795332226.123456\t]    [NEW] ${row}`)],
  ["-E", DEFAULT.map((row) => ` [UPDATE] ${row}`)],
  ["-E -o extended", DEFAULT.map((row) => `[DESTROY] ${extended(row)}`)],
  ["-o save", SAVE],
  ["line feeds of Windows", DEFAULT.map((row) => `${row}\r`)],
];
export const feed = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");
