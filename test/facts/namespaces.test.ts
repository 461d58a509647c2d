import { describe, expect, test } from "vitest";
import type { Row } from "../attribution/rows.ts";
import type { Files } from "../support/evidence.ts";
import { list, told } from "./told.ts";

const MAX = "net.netfilter.nf_conntrack_max = 60\n";
const count = (entries: number) => `net.netfilter.nf_conntrack_count = ${entries}\n`;
const KERNEL = "Linux version 6.1.0-9-amd64 (debian-kernel)\n";
const CPUS = "processor\t: 0\nmodel name\t: x\n\nprocessor\t: 1\nmodel name\t: x\n";
const rows = (entries: number, net: number): string =>
  list(
    entries,
    (at): Row => ({
      state: net % 2 ? "TIME_WAIT" : "CLOSE_WAIT",
      src: `10.${net}.0.${at + 1}`,
      dst: "10.9.9.9",
      left: 20,
      flag: "[ASSURED]",
    }),
  );

/** Three namespaces and their machine, as commands and as files. */
const ENTRIES = [58, 20, 9, 4] as const;
const ASK = "sysctl net.netfilter.nf_conntrack_count";
const prompted = (into: readonly [string, string, string]): Files => ({
  "session.txt": `[root@vm-host ~]# cat /proc/version\n${KERNEL}[root@vm-host ~]# nproc\n2\n[root@vm-host ~]# sysctl net.netfilter.nf_conntrack_max net.netfilter.nf_conntrack_count\n${MAX}${count(4)}[root@vm-host ~]# conntrack -L\n${rows(4, 4)}${into
    .map(
      (command, at) =>
        `[root@vm-host ~]# ${command} ${ASK}\n${count(ENTRIES[at]!)}[root@vm-host ~]# ${command} conntrack -L\n${rows(ENTRIES[at]!, at + 1)}`,
    )
    .join("")}`,
});
const HOST = "vm-host";
const truth = (names: readonly string[]) =>
  [...names, null].map((name, at) => ({
    subject: name === null ? HOST : `${HOST}/${name}`,
    state: at === 0 ? "critical" : "healthy",
    count: ENTRIES[at],
    max: 60,
    rows: ENTRIES[at],
    uses: { [at % 2 ? "close-wait" : "time-wait"]: ENTRIES[at] },
    kernel: "6.1.0-9-amd64",
    cpus: 2,
  }));

describe("three namespaces and their machine are four tables under one limit", () => {
  test.each<[string, [string, string, string], string[]]>([
    [
      "ip netns exec",
      ["ip netns exec red", "sudo ip netns exec green", "ip netns exec blue"],
      ["red", "green", "blue"],
    ],
    [
      "nsenter",
      ["nsenter -t 710 -n", "nsenter --target 720 --net", "nsenter -n -t 730"],
      ["pid 710", "pid 720", "pid 730"],
    ],
    [
      "nsenter by file",
      [
        "nsenter --net=/run/netns/red",
        "nsenter --net=/run/netns/green",
        "nsenter --net=/proc/73/ns/net",
      ],
      ["red", "green", "pid 73"],
    ],
    [
      "docker exec",
      ["docker exec red", "docker exec -it green", "podman exec blue"],
      ["red", "green", "blue"],
    ],
  ])("under prompts: %s", async (_, commands, names) => {
    expect(await told(prompted(commands))).toMatchObject(truth(names));
  });

  test.each<[string, (namespace: string, command: string) => string]>([
    [
      "by their files",
      (name, command) => `sos_commands/conntrack/ip_netns_exec_${name}_${command}`,
    ],
    [
      "by their folders",
      (name, command) =>
        `sos_commands/networking/namespaces/${name}/ip_netns_exec_${name}_${command}`,
    ],
  ])("in a sosreport, %s", async (_, path) => {
    const names = ["qrouter-1a", "snat-2b", "qdhcp-3c"];
    const files: Record<string, string> = {
      "sos_commands/kernel/sysctl_-a": `kernel.hostname = ${HOST}\n${MAX}${count(4)}`,
      "sos_commands/kernel/uname_-a": `Linux ${HOST} 6.1.0-9-amd64 #1 SMP x86_64 GNU/Linux\n`,
      "sos_commands/conntrack/conntrack_-L_-o_extended": rows(4, 4),
      "proc/cpuinfo": CPUS,
    };
    for (const [at, name] of names.entries()) {
      files[path(name, "conntrack_-L_-o_extended")] = rows(ENTRIES[at]!, at + 1);
    }
    // rows are at least the count, which tells of no table that it has room
    expect(await told(files)).toMatchObject(
      truth(names).map((one) => ({
        ...one,
        state: one.subject === HOST ? "healthy" : one.state === "critical" ? "critical" : "unknown",
      })),
    );
  });

  test("pods of nodes that nobody names share nothing", async () => {
    const ask = (pod: string, text: string, what = ASK) =>
      `$ kubectl -n shop exec -it ${pod} -c debug -- ${what}\n${text}`;
    const files = {
      "pods.txt": `${ask("cart-0", MAX, "sysctl net.netfilter.nf_conntrack_max")}${ask("cart-0", count(58))}${ask("deploy/pay", count(20))}${ask("pod/front-7", count(9))}`,
    };
    expect((await told(files)).map((one) => [one.subject, one.count, one.max])).toEqual([
      ["cart-0", 58, 60],
      ["front-7", 9, null],
      ["pay", 20, null],
    ]);
  });

  test("a pod in its node's own namespace is the node", async () => {
    const text = `$ kubectl -n kube-system exec kube-proxy-x1 -- ${ASK}\n${count(58)}$ kubectl -n kube-system exec kube-proxy-x1 -- sysctl net.netfilter.nf_conntrack_max\n${MAX}`;
    expect(await told({ "t.txt": text })).toMatchObject([{ count: 58, max: 60 }]);
  });

  test("settings of a namespace's own do not reach others, and the limit is not asked of files", async () => {
    const timeout = "net.netfilter.nf_conntrack_tcp_timeout_established = 77\n";
    const text = `[root@${HOST} ~]# sysctl -a\n${MAX}${count(4)}${timeout}[root@${HOST} ~]# ip netns exec red ${ASK}\n${count(58)}`;
    const files = { "t.txt": text, "etc/sysctl.d/9.conf": "net.netfilter.nf_conntrack_max=900\n" };
    const [red, host] = await told(files);
    expect([red!.subject, red!.max, red!.conflicts]).toEqual([`${HOST}/red`, 60, []]);
    expect(host!.conflicts).toMatchObject([
      {
        signal: "table.max",
        values: [
          { value: 60, standing: "live" },
          { value: 900, standing: "configured" },
        ],
      },
    ]);
  });
});
