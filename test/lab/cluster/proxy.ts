/** A real kube-proxy on a node of the cluster. */
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findCommand } from "../../support/needs.ts";
import { run, sleep } from "../shell.ts";
import { kubeProxy, type Release } from "./components.ts";
import { ADDRESSES } from "./node.ts";
import { API_PORT, NODE, TOKEN } from "./objects.ts";
import { type Running, start } from "./process.ts";

export const MODES = ["iptables", "iptables-legacy", "nftables", "ipvs"] as const;
export type Mode = (typeof MODES)[number];

/** The limit is the whole machine's: it is written in user-mode Linux only. */
const NO_LIMIT = { maxPerCore: 0, min: 0 };

const SYNC_MS = 120_000;

export interface KubeProxy {
  readonly process: Running;
  readonly log: string;
  metrics(): string;
  healthz(): string;
  /**
   * Waits until all that was queued is in the rules, by a sync that ended after `since` (milliseconds
   * since 1970); false when two minutes have passed without.
   */
  synced(since?: number): Promise<boolean>;
  end(): Promise<void>;
}

export interface ProxyOptions {
  readonly release: Release;
  readonly mode: Mode;
  readonly namespace: string;
  /** Where its files go. */
  readonly folder: string;
  readonly conntrack?: Readonly<Record<string, unknown>>;
}

/** Starts it; the rules may not be written yet. */
export function startProxy(options: ProxyOptions): KubeProxy {
  const { release, mode, namespace, folder } = options;
  const log = join(folder, `kube-proxy-${release}-${mode}.log`);
  const config = writeConfiguration(options);
  const process = start(namespace, log, kubeProxy(release), [`--config=${config}`, "--v=2"], {
    PATH: pathFor(mode, folder),
    XTABLES_LOCKFILE: lockFile(folder),
  });
  const get = (port: number, path: string): string =>
    run("ip", [
      ...["netns", "exec", namespace, "curl", "-s", "-m", "3"],
      `http://127.0.0.1:${port}${path}`,
    ]);
  const metrics = (): string => get(10249, "/metrics");
  return {
    process,
    log,
    metrics,
    healthz: () => get(10256, "/healthz"),
    synced: async (since = 0) => {
      await sleep(1_500);
      for (const deadline = Date.now() + SYNC_MS; Date.now() < deadline; await sleep(500)) {
        if (process.hasEnded()) throw new Error(`kube-proxy ended: ${process.lastWords()}`);
        if (isSynced(tryTo(metrics), since / 1000)) return true;
      }
      return false;
    },
    end: () => process.end("SIGTERM"),
  };
}

/** What a kube-proxy of this folder and its iptables take as the lock of the tables. */
export const lockFile = (folder: string): string => join(folder, "xtables.lock");

function isSynced(metrics: string, since: number): boolean {
  const value = (name: string): number =>
    Math.max(
      ...[...metrics.matchAll(new RegExp(`^kubeproxy_${name}(?:\\{.*\\})? (.*)$`, "gm"))].map(
        ([, number]) => Number(number),
      ),
    );
  const last = value("sync_proxy_rules_last_timestamp_seconds");
  const queued = value("sync_proxy_rules_last_queued_timestamp_seconds");
  const pending = value("sync_proxy_rules_endpoint_changes_pending");
  return last > since && last >= queued && pending === 0;
}

function tryTo(get: () => string): string {
  try {
    return get();
  } catch {
    return "";
  }
}

function writeConfiguration({ mode, folder, conntrack = NO_LIMIT }: ProxyOptions): string {
  const kubeconfig = join(folder, "kubeconfig.json");
  const server = `https://${ADDRESSES.plane}:${API_PORT}`;
  const client = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "lab", cluster: { server, "insecure-skip-tls-verify": true } }],
    users: [{ name: "lab", user: { token: TOKEN } }],
    contexts: [{ name: "lab", context: { cluster: "lab", user: "lab" } }],
    "current-context": "lab",
  };
  const config = {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    clientConnection: { kubeconfig },
    clusterCIDR: "10.244.0.0/16",
    hostnameOverride: NODE,
    mode: mode === "iptables-legacy" ? "iptables" : mode,
    metricsBindAddress: "127.0.0.1:10249",
    healthzBindAddress: "0.0.0.0:10256",
    conntrack,
  };
  writeFileSync(kubeconfig, JSON.stringify(client));
  const path = join(folder, `config-${mode}.json`);
  writeFileSync(path, JSON.stringify(config));
  return path;
}

/** kube-proxy takes the first iptables of its PATH, and Debian's is the one that speaks to nft. */
function pathFor(mode: Mode, folder: string): string {
  const usual = `${process.env["PATH"]}:/usr/sbin:/sbin`;
  if (mode !== "iptables-legacy" && mode !== "ipvs") return usual;
  const links = join(folder, `legacy-${mode}`);
  mkdirSync(links, { recursive: true });
  for (const family of ["iptables", "ip6tables"]) {
    for (const end of ["", "-save", "-restore"]) {
      const link = join(links, `${family}${end}`);
      const target = findCommand([`${family}-legacy${end}`])!;
      if (!existsSync(link)) symlinkSync(target, link);
    }
  }
  return `${links}:${usual}`;
}
