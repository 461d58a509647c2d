import { KUBE_PROXY_ESTABLISHED, sendAged } from "../aged.ts";
import { APPLICATIONS, DATABASE, SERVICES, SERVICES_WITH_LOST_PODS, SESSIONS } from "../cluster.ts";
import { background, FILL_RATE, type Flow, normalTraffic, pods, targetOf } from "../flows.ts";
import { setKernelLimit } from "../kernel-limit.ts";
import type { LabNode } from "../lab-node.ts";
import { moveSessions } from "../moved-pod.ts";
import { runIn, sleep } from "../shell.ts";
import { forAWhile, type Pair } from "./pair.ts";

const LIMIT = 2000;
/** After which a closed connection and an attempt without an answer are gone: 120 s, the kernel's default. */
const GONE_MS = 125_000;
/** In which the kernel has collected them: until then it counts what has expired. */
const COLLECTED_MS = 90_000;
const IDLE_SECONDS = 21_600;
const SILENT_SECONDS = 600;

const hold = (from: Flow["from"], to: Flow["to"], count: number): Flow => ({
  kind: "hold",
  from,
  to,
  perSecond: FILL_RATE,
  count: Math.round(count),
});

/** Waits until what ended is gone from the table and from the kernel's count. */
async function ended({ namespace }: LabNode): Promise<void> {
  await sleep(GONE_MS);
  const deadline = Date.now() + COLLECTED_MS;
  const isCounted = (): boolean => {
    const rows = runIn(namespace, "conntrack", "-L").split("\n").length;
    return Number(runIn(namespace, "conntrack", "-C")) < rows * 1.1;
  };
  while (!isCounted() && Date.now() < deadline) await sleep(2000);
}

/** Short connections fill the table with TIME_WAIT entries; their timeout is lowered from 120 s to 5 s. */
const timeoutLowered: Pair = {
  id: "timeout-lowered",
  title: "The timeout of TIME_WAIT is lowered",
  limit: LIMIT,
  kernel: "uml",
  steps: [
    {
      name: "before",
      async run(node) {
        const short: Flow = {
          kind: "short",
          from: pods(100, 139),
          to: APPLICATIONS.slice(0, 4).map(targetOf),
          perSecond: FILL_RATE,
        };
        await node.send(normalTraffic(LIMIT * 0.2, FILL_RATE));
        await node.send([{ ...short, count: LIMIT * 0.8 }]);
        await node.send([{ ...short, perSecond: 60 }, ...background(LIMIT / 2, 6)]);
      },
    },
    {
      name: "after",
      async run(node) {
        node.set({ "net.netfilter.nf_conntrack_tcp_timeout_time_wait": 5 });
        await ended(node);
      },
    },
  ],
};

/** More normal work than the limit allows; the limit is raised to four times as much. */
const limitRaised: Pair = {
  id: "limit-raised",
  title: "The limit is raised",
  limit: LIMIT,
  kernel: "uml",
  steps: [
    {
      name: "before",
      async run(node) {
        await node.send(normalTraffic(LIMIT * 0.97, FILL_RATE));
        await node.send(forAWhile(60));
      },
    },
    {
      name: "after",
      async run() {
        setKernelLimit(4 * LIMIT);
        await sleep(2000);
      },
    },
  ],
};

/** One client opens connections and never closes them, until it does. */
const leakClosed: Pair = {
  id: "leak-closed",
  title: "A client closes the connections that it leaked",
  limit: LIMIT,
  kernel: "uml",
  steps: [
    {
      name: "before",
      async run(node) {
        const leak = hold(pods(150, 153), [targetOf(DATABASE)], LIMIT * 0.6);
        await sendAged(node, KUBE_PROXY_ESTABLISHED, IDLE_SECONDS, [leak]);
        await node.send(normalTraffic(LIMIT * 0.4, FILL_RATE));
        await node.send(forAWhile(40));
      },
    },
    {
      name: "after",
      async run(node) {
        await node.clients.call("close", pods(150, 153));
        await ended(node);
      },
    },
  ],
};

/** Entries still lead to a pod that moved; they are deleted with the command that the report gives. */
const staleDeleted: Pair = {
  id: "stale-deleted",
  title: "The entries to a removed pod are deleted",
  limit: LIMIT,
  kernel: "uml",
  steps: [
    {
      name: "before",
      async run(node) {
        const left = hold(pods(10, 89), [targetOf(SESSIONS)], LIMIT * 0.6);
        await sendAged(node, KUBE_PROXY_ESTABLISHED, SILENT_SECONDS, [left]);
        await moveSessions(node);
        await node.send(normalTraffic(LIMIT * 0.4, FILL_RATE));
        await node.send(forAWhile(40));
      },
    },
    {
      name: "after",
      async run(node) {
        const { address, port, targetPort, endpoints } = SESSIONS;
        const to = ["--orig-dst", address, "--orig-port-dst", String(port)];
        const from = ["--reply-src", endpoints[0]!, "--reply-port-src", String(targetPort)];
        runIn(node.namespace, "conntrack", "-D", "-p", "tcp", ...to, ...from);
        await sleep(2000);
      },
    },
  ],
};

/** The kernel refuses every new ruleset of kube-proxy, until it starts anew and writes one that is taken. */
const proxyRestarted: Pair = {
  id: "proxy-restarted",
  title: "kube-proxy is started again and writes its rules",
  limit: LIMIT,
  // kube-proxy's pages are asked for 2 s, in which a busy user-mode Linux may not answer
  kernel: "host",
  steps: [
    {
      name: "before",
      async run(node) {
        const clients = hold(pods(10, 89), APPLICATIONS.map(targetOf), LIMIT * 0.85);
        await node.send(normalTraffic(LIMIT * 0.15, FILL_RATE));
        await node.proxy.call("apply", SERVICES_WITH_LOST_PODS);
        await node.proxy.call("apply", SERVICES, { refused: true });
        await node.send([clients]);
        await sleep(3000);
        const { count: _, ...again } = clients;
        await node.send([{ ...again, perSecond: 40, atMost: 400 }, ...background(LIMIT / 4, 4)]);
      },
    },
    {
      name: "after",
      async run(node) {
        await node.proxy.call("apply", SERVICES);
        await ended(node);
      },
    },
  ],
};

export const FIXES: readonly Pair[] = [
  timeoutLowered,
  limitRaised,
  leakClosed,
  staleDeleted,
  proxyRestarted,
];
