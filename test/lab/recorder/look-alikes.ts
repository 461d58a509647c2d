/** What happens on a node in which nothing is lost for want of room, and looks as if something were. */
import { readFileSync, writeFileSync } from "node:fs";
import { atExit } from "../cleanup.ts";
import { APPLICATIONS } from "../cluster.ts";
import { pods } from "../flows.ts";
import type { LabNode } from "../lab-node.ts";
import { LOOKUPS, METRICS, type Population, SHORT } from "../populations.ts";
import { run, runIn, sleep } from "../shell.ts";

export interface Calm {
  readonly node: LabNode;
  readonly limit: number;
  setLimit(limit: number): void;
  /** Entries of the node's table. */
  count(): number;
}

/** Of the limit, to which a spike goes. */
const SPIKE = 0.7;
const WORDS = "nf_conntrack: table full";
/** A prefix of iptables' LOG takes 29 characters. */
const LOGGED = `${WORDS}, d`;
/** Without it the kernel logs for its first namespace only. */
const LOG_ALL = "/proc/sys/net/netfilter/nf_log_all_netns";

const forget = ({ node }: Calm, rows: string): void => {
  runIn(node.namespace, "sh", "-c", `conntrack -D ${rows} >/dev/null 2>&1 || true`);
};

/** Sends so many of them in so many seconds. */
const send = ({ node }: Calm, population: Population, count: number, seconds: number) =>
  node.send([{ ...population, perSecond: count / seconds, count: Math.max(1, Math.round(count)) }]);

/** What is free below the spike's top. */
const room = ({ count, limit }: Calm): number => Math.max(10, limit * SPIKE - count());

async function spike(calm: Calm, population: Population, rows: string): Promise<void> {
  await send(calm, population, room(calm), 3);
  await sleep(12_000);
  forget(calm, rows);
}

export const LOOK_ALIKES: Readonly<Record<string, (calm: Calm) => Promise<void>>> = {
  "a spike of datagrams": (calm) => spike(calm, METRICS, "-p udp"),
  "a spike of lookups": (calm) => spike(calm, LOOKUPS, "-p udp"),
  // half of the table is the least at which a steady climb is told
  "short connections": async (calm) => {
    await send(calm, SHORT, Math.max(10, calm.limit * 0.48 - calm.count()), 8);
    await sleep(10_000);
    forget(calm, "-p tcp --state TIME_WAIT");
  },
  // of which the ordinary load takes half to 70 %
  "a limit that is lowered": async (calm) => {
    calm.setLimit(Math.round(calm.limit / 2));
    await sleep(12_000);
    calm.setLimit(calm.limit);
  },
  /** Connections whose entries are gone: their next packets belong to none. */
  "INVALID packets": async (calm) => {
    const [one] = APPLICATIONS;
    const source = `${pods(10, 89).network}.${10 + (calm.count() % 80)}`;
    forget(calm, `-p tcp --orig-dst ${one!.address} --orig-src ${source}`);
    forget(calm, `-p tcp --orig-src ${source}`);
    await calm.node.clients.call("speak", 1_000, 6_000);
    await sleep(6_000);
  },
  /** What a program writes into the kernel's log, and what a rule of iptables logs by such a prefix. */
  "lines of the log": async ({ node }) => {
    for (const line of [`${WORDS}, dropping packet`, "nf_conntrack: expectation table full"])
      writeFileSync("/dev/kmsg", `${line}\n`);
    const logged = readFileSync(LOG_ALL, "utf8");
    const restore = atExit(() => writeFileSync(LOG_ALL, logged));
    writeFileSync(LOG_ALL, "1");
    const rule = `-p udp --dport 53 -m limit --limit 1/s -j LOG --log-prefix`.split(" ");
    for (const way of ["-I", "-D"]) {
      runIn(node.namespace, "iptables", way, "FORWARD", ...rule, LOGGED);
      if (way === "-I") await sleep(4_000);
    }
    restore();
  },
};

/** Lines of the log that speak of a full table without being the kernel's own. */
export const misleadingLines = (): number => run("dmesg", []).split(WORDS).length - 1;
