import { lineOf, total } from "../parsers/prometheus.ts";
import { firstKnown } from "./combine.ts";
import { fromFact, fromPair } from "./from-facts.ts";
import { SYNC } from "./kube-proxy-metrics.ts";
import { failures, slowSyncs, syncFailures } from "./kube-proxy-syncs.ts";
import { overdue, stalledFor, syncAge } from "./kube-proxy-times.ts";
import type { Reading, Signal, SignalContext } from "./signal.ts";

/** Sums gauges of kube-proxy's latest scrape; unknown only when all are absent. */
function gauge(context: SignalContext, ...names: string[]): Reading {
  return fromFact(context, "kube-proxy-metrics", ({ fact }) => {
    const values = names.flatMap((name) => total(fact, name) ?? []);
    if (values.length === 0) return null;
    const line = lineOf(fact, names.find((name) => fact.series.has(name))!);
    return { value: values.reduce((sum, value) => sum + value, 0), line };
  });
}

/** What counters rose by between the two scrapes. A counter that is absent at first began at nothing. */
function rise(context: SignalContext, ...names: string[]): Reading {
  return fromPair(context, "kube-proxy-metrics", (start, end) => {
    const known = names.filter((name) => total(end.fact, name) !== null);
    if (known.length === 0) return null;
    const value = known.reduce(
      (sum, name) => sum + total(end.fact, name)! - (total(start.fact, name) ?? 0),
      0,
    );
    return value < 0 ? null : { value, line: lineOf(end.fact, known[0]!) };
  });
}

function mode(context: SignalContext): Reading {
  return firstKnown(
    fromFact(context, "kube-proxy-mode", ({ fact }) => ({ value: fact.mode, line: fact.line })),
    fromFact(context, "kube-proxy-config", ({ fact }) => fact.values.get("mode") ?? null),
  );
}

const GREP = "curl -s http://127.0.0.1:10249/metrics | grep";

export const KUBE_PROXY_SIGNALS = {
  "kubeProxy.mode": {
    unit: "name",
    title: "kube-proxy's mode",
    command: "curl -s http://127.0.0.1:10249/proxyMode",
    read: mode,
  },
  "kubeProxy.minor": {
    unit: "number",
    title: "kube-proxy's minor version (31 is 1.31)",
    command: `${GREP} kubernetes_build_info`,
    read: (context) =>
      fromFact(context, "kube-proxy-metrics", ({ fact }) => {
        const build = fact.series.get("kubernetes_build_info")?.[0];
        const minor = /^v?1\.(\d{1,3})(?!\d)/.exec(build?.labels.get("git_version") ?? "")?.[1];
        return build === undefined || minor === undefined
          ? null
          : { value: Number(minor), line: build.line };
      }),
  },
  "kubeProxy.endpointChanges": {
    unit: "changes",
    title: "endpoint changes within the window",
    command: `${GREP} endpoint_changes_total`,
    read: (context) => rise(context, `${SYNC}_endpoint_changes_total`),
  },
  "kubeProxy.syncAge": {
    unit: "seconds",
    title: "time since kube-proxy's last successful sync",
    command: `${GREP} ${SYNC}_last_timestamp`,
    read: syncAge,
  },
  "kubeProxy.pending": {
    unit: "changes",
    title: "endpoint and Service changes that wait for a sync",
    command: `${GREP} changes_pending`,
    read: (context) =>
      gauge(context, `${SYNC}_endpoint_changes_pending`, `${SYNC}_service_changes_pending`),
  },
  "kubeProxy.overdue": {
    unit: "seconds",
    title: "time that a change has waited for kube-proxy's sync",
    command: `${GREP} last_`,
    read: overdue,
  },
  "kubeProxy.syncFailures": {
    unit: "failures",
    title: "kube-proxy's syncs that failed within the window",
    command: `${GREP} failures_total`,
    read: syncFailures,
  },
  "kubeProxy.failures": {
    unit: "failures",
    title: "kube-proxy's syncs that failed since it began",
    command: `${GREP} failures_total`,
    read: failures,
  },
  "kubeProxy.stalledFor": {
    unit: "seconds",
    title: "time since the last sync, where changes wait for one",
    command: `${GREP} last_`,
    read: stalledFor,
  },
  "kubeProxy.syncP99": {
    unit: "seconds",
    title: "duration of kube-proxy's syncs after a change (99 % are shorter)",
    command: `${GREP} -E 'sync(_partial)?_proxy_rules_duration_seconds'`,
    read: slowSyncs,
  },
  "kubeProxy.rules": {
    unit: "rules",
    title: "iptables rules that kube-proxy keeps",
    command: "iptables-save | grep -c '^-A KUBE-'   # kubelet's few as well",
    read: (context) => gauge(context, `${SYNC}_iptables_total`),
  },
  "kubeProxy.healthz": {
    unit: "status",
    title: "HTTP status of kube-proxy's /healthz",
    command: "curl -si http://127.0.0.1:10256/healthz",
    read: (context) => fromFact(context, "kube-proxy-healthz", ({ fact }) => fact.status),
  },
  "kubeProxy.draining": {
    unit: "yes/no",
    title: "kube-proxy says 503 because the node is not eligible for traffic",
    command: "curl -si http://127.0.0.1:10256/healthz   # nodeEligible",
    read: (context) =>
      fromFact(context, "kube-proxy-healthz", ({ fact }) =>
        fact.status === null || fact.nodeEligible === null
          ? null
          : { value: fact.status.value === 503 && !fact.nodeEligible, line: fact.line },
      ),
  },
  // releases before 1.28 do not say whether the node is eligible
  "kubeProxy.unhealthy": {
    unit: "yes/no",
    title: "kube-proxy is unhealthy by its own report, and the node not draining",
    command: "curl -si http://127.0.0.1:10256/healthz",
    read: (context) =>
      fromFact(context, "kube-proxy-healthz", ({ fact }) =>
        fact.status === null
          ? null
          : {
              value: fact.status.value === 503 && fact.nodeEligible !== false,
              line: fact.status.line,
            },
      ),
  },
} as const satisfies Record<string, Signal>;
