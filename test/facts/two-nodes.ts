import type { Row } from "../attribution/rows.ts";
import type { Files } from "../support/evidence.ts";
import { list, type Told } from "./told.ts";

/** The outputs of one machine, each behind the command that gave it. */
export type Outputs = readonly (readonly [command: string, text: string])[];

const closed = (at: number): Row => ({
  state: "TIME_WAIT",
  src: `10.1.0.${at + 1}`,
  dst: "10.2.0.9",
  left: 30 + at,
  flag: "[ASSURED]",
});
const asked = (at: number): Row => ({
  protocol: "udp",
  src: `10.3.0.${at + 1}`,
  dst: "10.4.0.53",
  dport: 53,
  left: 12,
  flag: "[UNREPLIED]",
});

const ASK = "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max";
const settings = (count: number, max: number): string =>
  `net.netfilter.nf_conntrack_count = ${count}\nnet.netfilter.nf_conntrack_max = ${max}\n`;

/** Of two machines that have nothing in common the outputs, and what is true of them. */
export const FULL = "cart-1";
export const IDLE = "cart-2";
export const OUTPUTS: Readonly<Record<string, Outputs>> = {
  [FULL]: [
    [ASK, settings(40, 41)],
    ["conntrack -L", list(40, closed)],
    ["cat /proc/version", "Linux version 6.1.0-9-amd64 (debian-kernel)\n"],
  ],
  [IDLE]: [
    [ASK, settings(25, 400)],
    ["conntrack -L", list(25, asked)],
    ["cat /proc/version", "Linux version 5.15.0-88-generic (buildd)\n"],
  ],
};
export const TRUTH: readonly Partial<Told>[] = [
  {
    subject: FULL,
    state: "critical",
    count: 40,
    max: 41,
    rows: 40,
    uses: { "time-wait": 40 },
    kernel: "6.1.0-9-amd64",
  },
  {
    subject: IDLE,
    state: "healthy",
    count: 25,
    max: 400,
    rows: 25,
    uses: { "unanswered-dns": 25 },
    kernel: "5.15.0-88-generic",
  },
];

const NAMES = ["sysctl", "conntrack", "version"];
const each = (path: (host: string, name: string) => string): Files =>
  Object.fromEntries(
    Object.entries(OUTPUTS).flatMap(([host, outputs]) =>
      outputs.map(([, text], at) => [path(host, NAMES[at]!), text]),
    ),
  );
const inOne = (write: (host: string, outputs: Outputs) => string): Files => ({
  "both.txt": Object.entries(OUTPUTS)
    .map(([host, outputs]) => write(host, outputs))
    .join(""),
});
const plain = (outputs: Outputs): string => outputs.map(([, text]) => text).join("");
/** Each line of each output behind a prefix; the machines' lines in turn. */
function inTurn(before: (host: string) => string): Files {
  const hosts = Object.keys(OUTPUTS);
  const lines = hosts.map((host) => plain(OUTPUTS[host]!).trimEnd().split("\n"));
  const most = Math.max(...lines.map(({ length }) => length));
  const mixed = Array.from({ length: most }, (_, at) =>
    hosts.flatMap((host, of) => {
      const line = lines[of]![at];
      return line === undefined ? [] : `${before(host)}${line}\n`;
    }),
  );
  return { "both.txt": mixed.flat().join("") };
}
const titled = (title: (host: string) => string): Files =>
  inOne((host, outputs) => `${title(host)}\n${plain(outputs)}`);
const prompted = (prompt: (host: string) => string): Files =>
  inOne((host, outputs) =>
    outputs.map(([command, text]) => `${prompt(host)}${command}\n${text}`).join(""),
  );

/** Every way in which two machines are told apart. */
export const WAYS: readonly (readonly [string, Files])[] = [
  ["folders", each((host, name) => `${host}/${name}.txt`)],
  ["folders within others", each((host, name) => `case-12/nodes/${host}/net/${name}.txt`)],
  ["files, the machine last", each((host, name) => `${name}-${host}.txt`)],
  ["files, the machine first", each((host, name) => `${host}_${name}.txt`)],
  ["files, the machine as the ending", each((host, name) => `${name}.${host}`)],
  [
    "one file of each",
    Object.fromEntries(Object.entries(OUTPUTS).map(([h, o]) => [`${h}.txt`, plain(o)])),
  ],
  ["prompts of bash", prompted((host) => `[root@${host} ~]# `)],
  ["prompts of Debian", prompted((host) => `ops@${host}:~$ `)],
  ["prompts of SUSE", prompted((host) => `${host}:~ # `)],
  ["commands over ssh", prompted((host) => `me@desk:~$ ssh root@${host} `)],
  [
    "commands in a debugging pod",
    prompted((host) => `$ kubectl debug node/${host} -it --image=busybox -- `),
  ],
  ["the prefix of pdsh", inTurn((host) => `${host}: `)],
  ["the prefix of stern", inTurn((host) => `${host} agent `)],
  ["the prefix of docker compose", inTurn((host) => `${host}  | `)],
  ["the prefix of kubectl logs", inTurn((host) => `[pod/${host}/agent] `)],
  ["titles of equals signs", titled((host) => `=== ${host} ===`)],
  ["titles of dashes", titled((host) => `---------- ${host} ----------`)],
  ["titles of Markdown", titled((host) => `## ${host}`)],
  ["titles of arrows", titled((host) => `==> ${host} <==`)],
  ["labels", titled((host) => `Node: ${host}`)],
  ["names with a colon", titled((host) => `${host}:`)],
  ["heads of ansible", titled((host) => `${host} | CHANGED | rc=0 >>`)],
  ["hostname and its answer", titled((host) => `$ hostname\n${host}`)],
];
