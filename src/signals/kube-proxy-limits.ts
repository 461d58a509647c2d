import { latest } from "../facts/facts.ts";
import { kubeProxyNumber } from "../parsers/kube-proxy-config.ts";
import { absent } from "./absent.ts";
import { fromFact } from "./from-facts.ts";
import { HOST_KIND_SIGNALS } from "./host-kind.ts";
import { KUBE_PROXY_SIGNALS } from "./kube-proxy.ts";
import { KUBE_PROXY_PROCESS_SIGNALS } from "./kube-proxy-process.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { SIZING_SIGNALS } from "./sizing.ts";

/** What kube-proxy multiplies by the CPUs of each node, and the least it sets, where nothing else is configured. */
const USUAL = { maxPerCore: 32_768, min: 131_072 };
/** From 1.36 on it sets this for what it multiplied where that is more, whatever `min` says. */
const CAP = { minor: 36, most: 1_048_576 };

type Key = keyof typeof USUAL;

const configured = ({ facts }: SignalContext, key: Key): number => {
  const config = latest(facts, "kube-proxy-config")?.fact;
  return (config === undefined ? null : kubeProxyNumber(config, key)?.value) ?? USUAL[key];
};
const minorOf = (context: SignalContext): number =>
  Number(KUBE_PROXY_SIGNALS["kubeProxy.minor"].read(context).value ?? 0);
const leavesAlone = (context: SignalContext): boolean => configured(context, "maxPerCore") <= 0;

/** What kube-proxy of a version writes to the limit, on so many CPUs. */
export function limitOf(minor: number, maxPerCore: number, cpus: number, min: number): number {
  const scaled = maxPerCore * cpus;
  return minor >= CAP.minor && scaled > CAP.most ? CAP.most : Math.max(scaled, min);
}

/** What kube-proxy writes when it starts, by its log, or by its configuration and the CPUs. */
export function kubeProxyMax(context: SignalContext): Reading {
  // its own log says what it wrote, whatever its configuration is now
  const written = fromFact(
    context,
    "kube-proxy-log",
    ({ fact }) => fact.set.get("net.netfilter.nf_conntrack_max") ?? null,
  );
  if (written.value !== null) return written;
  if (leavesAlone(context))
    return absent(
      context.facts,
      "kube-proxy-config",
      "kube-proxy's configuration says maxPerCore: 0, with which it leaves the limit alone",
    );
  return fromFact(context, "cpus", ({ fact }) => ({
    value: limitOf(
      minorOf(context),
      configured(context, "maxPerCore"),
      fact.cpus,
      configured(context, "min"),
    ),
    line: fact.line,
  }));
}

/** Where a limit is to be written so that it lasts. */
function keeper(context: SignalContext): Reading {
  const running = KUBE_PROXY_PROCESS_SIGNALS["kubeProxy.running"].read(context);
  if (running.value === null) {
    const kind = HOST_KIND_SIGNALS["host.kind"].read(context);
    // nothing shows a kube-proxy
    return kind.value === null || kind.value === "kubernetes"
      ? running
      : ({ ...kind, value: "sysctl" } as Reading);
  }
  const byProxy = running.value === true && !leavesAlone(context);
  return { ...running, value: byProxy ? "kube-proxy" : "sysctl" } as Reading;
}

/** False where the cap of newer versions would set less than the advised limit, whatever `min` is. */
function minCounts(context: SignalContext): Reading {
  const wanted = SIZING_SIGNALS["sizing.max"].read(context);
  if (wanted.value === null) return wanted;
  const cpus = latest(context.facts, "cpus")?.fact.cpus ?? 1;
  const max = Number(wanted.value);
  const value = limitOf(minorOf(context), configured(context, "maxPerCore"), cpus, max) >= max;
  return { ...wanted, value } as Reading;
}

/** Whether a release leaves a larger limit than its own alone; null for those of which it is not known. */
export function keepsLarger(minor: number, patch: number): boolean | null {
  if (minor >= 22 && minor <= 28) return true;
  if ((minor >= 29 && minor <= 35) || (minor === 36 && patch <= 3)) return false;
  return (minor === 37 && patch >= 2) || minor > 37 ? true : null;
}

const release = (context: SignalContext): Reading =>
  fromFact(context, "kube-proxy-metrics", ({ fact }) => {
    const build = fact.series.get("kubernetes_build_info")?.[0];
    const version = /^v?1\.(\d{1,3})\.(\d{1,3})/.exec(build?.labels.get("git_version") ?? "");
    const value = version && keepsLarger(Number(version[1]), Number(version[2]));
    return build === undefined || value === null ? null : { value, line: build.line };
  });

/** Of a release of which nothing is known, it may be. */
function mayLower(context: SignalContext): Reading {
  const running = KUBE_PROXY_PROCESS_SIGNALS["kubeProxy.running"].read(context);
  return running.value === true && release(context).value === true
    ? { ...running, value: false }
    : running;
}

const CONFIG = "kubectl -n kube-system get configmap kube-proxy -o yaml | grep -A9 conntrack";

export const KUBE_PROXY_LIMIT_SIGNALS = {
  "limit.kubeProxy": {
    unit: "entries",
    title: "limit that kube-proxy writes when it starts",
    command: `nproc; ${CONFIG}`,
    read: kubeProxyMax,
  },
  "limit.kubeProxyMin": {
    unit: "entries",
    title: "conntrack.min of kube-proxy's configuration",
    command: CONFIG,
    read: (context) => {
      const config = latest(context.facts, "kube-proxy-config");
      const known = config === null ? null : kubeProxyNumber(config.fact, "min");
      return config === null || known === null
        ? absent(context.facts, "kube-proxy-config")
        : reading(known.value, at(config.entry, known.line));
    },
  },
  "kubeProxy.keepsLarger": {
    unit: "yes/no",
    title: "kube-proxy leaves a larger limit than its own alone",
    command: "curl -s http://127.0.0.1:10249/metrics | grep kubernetes_build_info",
    read: release,
  },
  "kubeProxy.mayLower": {
    unit: "yes/no",
    title: "a kube-proxy runs here that may write its limit over a larger one",
    command: "pgrep -a kube-proxy; curl -s http://127.0.0.1:10249/metrics | grep build_info",
    read: mayLower,
  },
  "limit.keeper": {
    unit: "name",
    title: "what sets the limit when this host starts",
    command: `pgrep -a kube-proxy; ${CONFIG}`,
    read: keeper,
  },
  "limit.minCounts": {
    unit: "yes/no",
    title: "kube-proxy would set the advised limit as its min",
    command: CONFIG,
    read: minCounts,
  },
} as const satisfies Record<string, Signal>;
