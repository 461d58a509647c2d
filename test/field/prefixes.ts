import { type FieldCase, settings, TABLE_FULL } from "./case.ts";

const HOSTS = [
  ["rack-7", 65_500],
  ["rack-9", 700],
] as const;
const NEVER_ONE = { state: ["critical"], subjects: HOSTS } as const;

/** The kernel's lines behind whatever a tool puts before them. */
const kernels = (name: string, before: (host: string) => string): FieldCase => ({
  name: `the kernel's log by ${name}`,
  why: "the prefix is the machine, though what follows would be known with it",
  files: {
    "dmesg.txt": `${before("rack-7")}[ 9123.456789] ${TABLE_FULL}\n${before("rack-9")}[  123.456789] ${TABLE_FULL}\n${before("rack-7")}[ 9128.456789] ${TABLE_FULL}\n`,
  },
  expect: {
    state: ["unknown"],
    subjects: [
      ["rack-7", null],
      ["rack-9", null],
    ],
    says: [/2 messages “table full”/],
  },
});

/** The settings of both, told by a line before them. */
const headed = (name: string, text: (host: string, own: string) => string): FieldCase => ({
  name,
  why: "what stands above an answer names its machine",
  files: {
    "out.txt": HOSTS.map(([host, count]) => text(host, settings(count, 65_536))).join(""),
  },
  expect: NEVER_ONE,
});

/** The settings of both, each line behind its machine's name. */
const prefixed = (name: string, before: (host: string) => string): FieldCase =>
  headed(name, (host, own) => own.replace(/^/gm, before(host)).replace(/\n.*$/, "\n"));

/** Tools that ask many machines: whose each line is, what stands before it tells. */
export const PREFIXES: readonly FieldCase[] = [
  kernels("pdsh", (host) => `${host}: `),
  kernels("docker compose", (host) => `${host}  | `),
  kernels("kubectl", (host) => `[pod/${host}/shell] `),
  kernels("stern", (host) => `${host} shell `),
  {
    name: "a message behind a word that is no machine",
    why: "a label and a program are nobody's name",
    files: { "note.txt": `Symptom: ${TABLE_FULL}\nkernel: ${TABLE_FULL}\n` },
    expect: { state: ["unknown"], subjects: [["", null]], says: [/2 messages/] },
  },
  headed("words above each", (host, own) => `On ${host}:\n${own}\n`),
  headed("pssh", (host, own) => `[1] 08:15:01 [SUCCESS] ${host}\n${own}`),
  headed("Bolt", (host, own) => `Finished on ${host}:\n${own.replace(/^(?=.)/gm, "  ")}`),
  headed(
    "a loop that prints words",
    (host, own) =>
      `${host === "rack-7" ? "$ for n in rack-7 rack-9; do echo $n; ssh $n sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max; done\n" : ""}${host}\n${own}`,
  ),
  {
    name: "a loop over values",
    why: "a machine's name is no setting's value",
    files: {
      "out.txt":
        "$ for n in rack rail; do echo $n; ssh $n cat /proc/sys/net/netfilter/nf_conntrack_count; done\nrack\n65500\nrail\n700\n",
    },
    expect: {
      state: ["unknown"],
      subjects: [
        ["rack", 65_500],
        ["rail", 700],
      ],
    },
  },
  prefixed("fabric", (host) => `[${host}] out: `),
  prefixed("knife ssh", (host) => `${host} `),
  prefixed("logs of a Docker service", (host) => `probe.0.k3jd82hs@${host}    | `),
  {
    name: "two settings on one line",
    why: "what stands before them is the machine of both",
    files: {
      "out.txt":
        "rack-7 | nf_conntrack_count=65500 nf_conntrack_max=65536\nrack-9 | nf_conntrack_count=700 nf_conntrack_max=65536\n",
    },
    expect: NEVER_ONE,
  },
  {
    name: "JSON by machine",
    why: "a key, or a field, names it",
    files: {
      "a.json": `${JSON.stringify({ "rack-7": { nf_conntrack_count: 65_500, nf_conntrack_max: 65_536 }, "rack-9": { nf_conntrack_count: 700, nf_conntrack_max: 65_536 } }, null, 2)}\n`,
    },
    expect: NEVER_ONE,
  },
  {
    name: "a list of machines as JSON",
    why: "each object says whose it is",
    files: {
      "b.json": `${JSON.stringify(HOSTS.map(([host, count]) => ({ node: host, conntrack_count: count, conntrack_max: 65_536 })))}\n`,
    },
    expect: NEVER_ONE,
  },
  {
    name: "JSON by moment",
    why: "before and after are no machines",
    files: {
      "c.json": `${JSON.stringify({ before: { nf_conntrack_count: 65_536, nf_conntrack_max: 65_536 }, after: { nf_conntrack_count: 700, nf_conntrack_max: 65_536 } }, null, 2)}\n`,
    },
    expect: { state: ["critical", "exhausted", "recovered"], subjects: [["", 700]] },
  },
  {
    name: "a count of each pod of a DaemonSet",
    why: "the title is an object of Kubernetes, and no path",
    files: {
      "out.txt": `$ for p in $(kubectl -n kube-system get po -l k8s-app=kube-proxy -o name); do echo "--- $p"; kubectl -n kube-system exec $p -- conntrack -C; done\n--- pod/kube-proxy-4xk2p\n65500\n--- pod/kube-proxy-9b7zq\n700\n`,
    },
    expect: {
      state: ["unknown"],
      subjects: [
        ["kube-proxy-4xk2p", 65_500],
        ["kube-proxy-9b7zq", 700],
      ],
    },
  },
];
