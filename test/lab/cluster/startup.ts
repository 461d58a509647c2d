/**
 * What kube-proxy writes to the kernel's settings when it starts: for user-mode Linux, whose settings
 * are its own.
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { Release } from "./components.ts";
import type { Mode } from "./proxy.ts";
import { FIVE } from "./services.ts";
import { withCluster } from "./with-cluster.ts";

const FOLDER = "/proc/sys/net/netfilter";
const SETTINGS = {
  max: `${FOLDER}/nf_conntrack_max`,
  buckets: "/sys/module/nf_conntrack/parameters/hashsize",
  established: `${FOLDER}/nf_conntrack_tcp_timeout_established`,
  closeWait: `${FOLDER}/nf_conntrack_tcp_timeout_close_wait`,
  udp: `${FOLDER}/nf_conntrack_udp_timeout`,
  udpStream: `${FOLDER}/nf_conntrack_udp_timeout_stream`,
  liberal: `${FOLDER}/nf_conntrack_tcp_be_liberal`,
};
type Settings = Record<keyof typeof SETTINGS, number>;

/** The kernel's own defaults, with whatever max and buckets a node had before. */
const KERNEL: Settings = {
  ...{ max: 65_536, buckets: 16_384, established: 432_000, closeWait: 60 },
  ...{ udp: 30, udpStream: 120, liberal: 0 },
};

interface Trial {
  readonly id: string;
  readonly before: Settings;
  readonly conntrack: Readonly<Record<string, unknown>>;
}

const TRIALS: readonly Trial[] = [
  { id: "kernel's defaults", before: KERNEL, conntrack: {} },
  {
    id: "limit raised by a sysctl file",
    before: { ...KERNEL, max: 1_000_000, buckets: 250_000 },
    conntrack: {},
  },
  {
    id: "timeouts lowered by a sysctl file",
    before: { ...KERNEL, established: 3_600, closeWait: 30 },
    conntrack: {},
  },
  {
    id: "maxPerCore 2000000",
    before: KERNEL,
    conntrack: { maxPerCore: 2_000_000 },
  },
  { id: "min 1500000", before: KERNEL, conntrack: { min: 1_500_000 } },
  {
    id: "maxPerCore 0",
    before: { ...KERNEL, max: 1_000_000 },
    conntrack: { maxPerCore: 0, min: 0 },
  },
  {
    id: "timeouts of 0",
    before: KERNEL,
    conntrack: { tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
  },
  {
    id: "UDP timeouts and tcpBeLiberal",
    before: KERNEL,
    conntrack: { tcpBeLiberal: true, udpTimeout: "20s", udpStreamTimeout: "60s" },
  },
];

export interface Startup {
  readonly trial: string;
  readonly before: Settings;
  readonly after: Settings;
  /** Its lines of log about these settings. */
  readonly log: readonly string[];
}

/**
 * The modes differ in nothing that has to do with the table, which one trial of ipvs shows. The node is
 * the first namespace, where alone the limit can be written.
 */
export function startup(release: Release, mode: Mode): Promise<Startup[]> {
  return withCluster(
    release,
    mode,
    FIVE,
    async (cluster) => {
      const results: Startup[] = [];
      for (const { id, before, conntrack } of mode === "ipvs" ? TRIALS.slice(0, 1) : TRIALS) {
        for (const [name, path] of Object.entries(SETTINGS))
          writeFileSync(path, String(before[name as keyof Settings]));
        const seen = read();
        const proxy = cluster.startProxy(conntrack);
        await proxy.synced();
        await proxy.end();
        const log = readFileSync(proxy.log, "utf8").split("\n").filter(isAboutSettings);
        writeFileSync(proxy.log, "");
        results.push({ trial: id, before: seen, after: read(), log });
      }
      return results;
    },
    true,
  );
}

const isAboutSettings = (line: string): boolean =>
  /sysctl|conntrack|hashsize/i.test(line) && !/FLAG/.test(line);

const read = (): Settings =>
  Object.fromEntries(
    Object.entries(SETTINGS).map(([name, path]) => [name, Number(readFileSync(path, "utf8"))]),
  ) as Settings;
