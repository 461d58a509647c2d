import { type FieldCase, many, settings, within } from "./case.ts";

const TABLE_FULL = "nf_conntrack: nf_conntrack: table full, dropping packet";
const NO_NOW = { state: ["recovered", "unknown", "exhausted"] } as const;

/** The kernel's log, alone or beside what places it in time. */
export const LOGS: readonly FieldCase[] = [
  {
    name: "a log alone",
    why: "three messages of 2021, and no window to place them in",
    files: {
      "dmesg.txt": `[Sat Oct  9 04:15:51 2021] nf_conntrack: table full, dropping packet\n[Sat Oct  9 04:15:51 2021] nf_conntrack: table full, dropping packet\n[Sat Oct  9 04:15:56 2021] nf_conntrack: table full, dropping packet\n`,
    },
    expect: { ...NO_NOW, says: [/table full/, /2021/] },
  },
  {
    name: "a log that begins with zeros",
    why: "a file system leaves them where the machine was switched off: what stands behind them is text",
    files: {
      "kern.log": `${"\0".repeat(1500)}Nov  2 08:30:17 app-19 kernel: ${TABLE_FULL}\nNov  2 08:30:19 app-19 kernel: ${TABLE_FULL}\n`,
    },
    expect: { ...NO_NOW, says: [/table full/, /app-19/] },
  },
  {
    name: "full once, room now",
    why: "the uptime places the messages an hour before; 1 % is in use",
    files: {
      "dmesg.txt": `[ 7301.440021] ${TABLE_FULL}\n[ 7306.500010] net_ratelimit: 77 callbacks suppressed\n[ 7306.500020] ${TABLE_FULL}\n[ 9903.000001] e1000e 0000:00:19.0 eno1: NIC Link is Up\n`,
      "sysctl.txt": settings(2611, 196_608),
      uptime: "10950.70 40120.11\n",
    },
    expect: { state: ["recovered"], count: 2611, max: 196_608, says: [/table full/] },
  },
  {
    name: "full now",
    why: "the count equals the limit, and the log's last line says so at 903,118 s",
    files: {
      "dmesg.txt": [903_101.1, 903_101.2, 903_107.4, 903_112.9, 903_118.3]
        .map((at) => `[${at}00412] nf_conntrack: table full, dropping packet\n`)
        .join(""),
      "sysctl.txt": `# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\n${settings(32_768, 32_768)}`,
    },
    expect: {
      state: ["exhausted", "critical"],
      count: 32_768,
      max: 32_768,
      says: [/9031(01|18)|903,1(01|18)|10(\.45?)? d(ays)?\b/],
    },
  },
  {
    name: "a loss, and who holds the table",
    why: "98 % in use, two thirds of it CLOSE_WAIT that still has most of its hour, and a message of a loss",
    files: {
      "messages.txt": "Nov  2 08:30:17 app-19 kernel: nf_conntrack: table full, dropping packet\n",
      "sysctl.txt": settings(
        1200,
        1220,
        "net.netfilter.nf_conntrack_tcp_timeout_close_wait = 3600\nnet.netfilter.nf_conntrack_tcp_timeout_established = 86400\n",
      ),
      "conntrack-L.txt": many(1200, (at) => ({
        state: at < 800 ? "CLOSE_WAIT" : "ESTABLISHED",
        left: at < 800 ? 3590 - (at % 300) : 86_000 - at,
        src: within("10.33", at),
        dst: "10.34.1.7",
        sport: 20_000 + at,
        dport: 8443,
        flag: "[ASSURED]",
      })),
    },
    expect: {
      state: ["exhausted", "critical"],
      count: 1200,
      max: 1220,
      rows: 1200,
      found: ["close-wait-buildup"],
      says: [/Nov(ember)? 2|2 Nov|11-02/],
      silent: [/[Ww]hether connections were lost[^.]{0,60}cannot be told/],
    },
  },
  {
    name: "the uptime tells the age",
    why: "the last message is 26 s old by /proc/uptime",
    files: {
      "uptime.txt": "250101.44 880123.0\n",
      "dmesg.txt": `Jun 27 15:20:01 ip-172-16-8-4 kernel: [250070.120001] net_ratelimit: 95 callbacks suppressed\nJun 27 15:20:01 ip-172-16-8-4 kernel: [250070.120009] ${TABLE_FULL}\nJun 27 15:20:06 ip-172-16-8-4 kernel: [250075.300112] ${TABLE_FULL}\n`,
    },
    expect: {
      ...NO_NOW,
      says: [/table full/, /2[56](\.\d+)? ?s(ec|econds)?\b|15:20:0[16]/],
    },
  },
  {
    name: "wrapped lines",
    why: "each of four messages is wrapped over two lines, and the first has lost its beginning",
    files: {
      "journal.txt": `ge-4 kernel: [5500120.110001] nf_conntrack: table full, dropping packet\n${[
        "120.110090",
        "120.220101",
        "121.004417",
      ]
        .map(
          (at) =>
            `Apr 30 02:44:12 edge-4 kernel: [5500${at}] nf_conntrack: table full,\ndropping packet\n`,
        )
        .join("")}`,
    },
    expect: {
      ...NO_NOW,
      says: [/\b(4|four)\b[^|.]{0,40}(messages|times|lines)/, /Apr(il)? 30|30 Apr|04-30|02:44:12/],
    },
  },
  {
    name: "stamps with a zone",
    why: "journalctl -o short-iso: three messages on one morning, among others of the kernel",
    files: {
      "kernel.log": `2023-11-08T05:31:44+0100 ing-2 kernel: ${TABLE_FULL}\n2023-11-08T05:31:44+0100 ing-2 kernel: ${TABLE_FULL}\n2023-11-08T05:31:50+0100 ing-2 kernel: IPv6: ADDRCONF(NETDEV_CHANGE): veth77: link becomes ready\n2023-11-08T05:32:02+0100 ing-2 kernel: ${TABLE_FULL}\n`,
    },
    expect: {
      ...NO_NOW,
      says: [
        /\b(3|three)\b[^|.]{0,40}(messages|times|lines)/,
        /2023-11-08|Nov 8|8 Nov|0?[45]:3[12]/,
      ],
    },
  },

  {
    name: "one message in three forms",
    why: "dmesg, the journal and syslog of one machine show one wall clock: it was said once",
    files: {
      "dmesg-T.txt": `[Thu Aug  6 02:17:09 2026] ${TABLE_FULL}\n`,
      "journal.txt": `2026-08-06T02:17:09+0200 lb4 kernel: ${TABLE_FULL}\n`,
      messages: `Aug  6 02:17:09 lb4 kernel: ${TABLE_FULL}\n`,
    },
    expect: { ...NO_NOW, says: [/\b1 message\b/], silent: [/\b[23] messages/] },
  },
  {
    name: "an export of a store of logs",
    why: "each record tells its time, its machine and the kernel's words under names of its own",
    files: {
      "export.json": JSON.stringify(
        [3, 5].map((second) => ({
          insertId: `k${second}`,
          jsonPayload: { MESSAGE: TABLE_FULL, _HOSTNAME: "pool-b-7", PRIORITY: "4" },
          timestamp: `2026-05-19T21:40:0${second}.000120Z`,
        })),
        null,
        2,
      ),
    },
    expect: { ...NO_NOW, says: [/2 messages/, /2026-05-19T21:40:03/, /pool-b-7/] },
  },
];
