import { found } from "../facts/facts.ts";
import type { Phase } from "../layouts/layout.ts";
import { SOURCES } from "../parsers/index.ts";
import { histogramQuantile, type PrometheusFact, total } from "../parsers/prometheus.ts";
import {
  absent,
  at,
  firstKnown,
  fromFact,
  fromPair,
  type Reading,
  reading,
  type Signal,
  type SignalContext,
} from "./signal.ts";

const METRICS = "kube-proxy-metrics";
const SYNC = "kubeproxy_sync_proxy_rules";

/** The line of a metric's first sample. */
const lineOf = (fact: PrometheusFact, name: string): number =>
  fact.series.get(name)?.[0]?.line ?? 1;

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

/** The newest of a metric's samples: with dual stack there is one an address family. */
const newest = (fact: PrometheusFact, name: string): number | null => {
  const values = fact.series.get(name)?.map(({ value }) => value) ?? [];
  return values.length === 0 ? null : Math.max(...values);
};

/** Epoch seconds at which a scrape was taken. */
function takenAt({ window }: SignalContext, phase: Phase): number | null {
  const time = phase === "start" ? window.startTime : window.sampledTime;
  return time === null ? null : time / 1000;
}

/** An age by kube-proxy's own clock, which needs the moment of the scrape. */
function aged(
  context: SignalContext,
  read: Parameters<typeof fromFact<typeof METRICS>>[2],
): Reading {
  const all = found(context.facts, METRICS);
  const isTimed = all.some(({ phase }) => takenAt(context, phase) !== null);
  return all.length > 0 && !isTimed
    ? absent(
        context.facts,
        METRICS,
        `${SOURCES[METRICS].what}: there, but when they were taken is not told, as a line of \`date\` before them would`,
      )
    : fromFact(context, METRICS, read);
}

/**
 * Seconds for which a queued change has waited for a sync; 0 when the last sync came after it. Each
 * new change moves the queueing time, so a wait that began before the window counts from there.
 */
function overdue(context: SignalContext): Reading {
  const [queuedName, lastName] = [
    `${SYNC}_last_queued_timestamp_seconds`,
    `${SYNC}_last_timestamp_seconds`,
  ];
  const start = found(context.facts, "kube-proxy-metrics").find(
    (one) => one.phase === "start",
  )?.fact;
  return aged(context, ({ fact, phase }) => {
    const [queued, last] = [newest(fact, queuedName), newest(fact, lastName)];
    const time = takenAt(context, phase);
    if (queued === null || last === null || time === null) return null;
    const before = start === undefined ? null : newest(start, queuedName);
    const waitedBefore = before !== null && before > last;
    const since = waitedBefore ? before : queued;
    const line = lineOf(fact, queuedName);
    return { value: queued > last ? Math.max(0, time - since) : 0, line };
  });
}

const FAILURES = [
  `${SYNC}_iptables_restore_failures_total`,
  `${SYNC}_iptables_partial_restore_failures_total`,
  `${SYNC}_nftables_sync_failures_total`,
];

/** Of a single scrape, a total of nothing did not rise either. */
function syncFailures(context: SignalContext): Reading {
  const risen = rise(context, ...FAILURES);
  const ever = gauge(context, ...FAILURES);
  return risen.value === null && ever.value === 0 ? ever : risen;
}

/**
 * Seconds since the last sync where changes wait and no earlier scrape tells since when: each new change moves
 * the queueing time, so the first may have waited for as long. 0 where none waits, or where it is told.
 */
function stalledFor(context: SignalContext): Reading {
  const waits = (fact: PrometheusFact): boolean =>
    (newest(fact, `${SYNC}_last_queued_timestamp_seconds`) ?? 0) >
    (newest(fact, `${SYNC}_last_timestamp_seconds`) ?? Number.POSITIVE_INFINITY);
  const isTold = found(context.facts, METRICS).length > 1;
  return aged(context, ({ fact, phase }) => {
    const last = newest(fact, `${SYNC}_last_timestamp_seconds`);
    const time = takenAt(context, phase);
    if (last === null || time === null) return null;
    const line = lineOf(fact, `${SYNC}_last_timestamp_seconds`);
    return { value: waits(fact) && !isTold ? Math.max(0, time - last) : 0, line };
  });
}

function slowSyncs(context: SignalContext): Reading {
  const name = `${SYNC}_duration_seconds`;
  const within = fromPair(context, "kube-proxy-metrics", (start, end) => {
    const value = histogramQuantile(end.fact, name, 0.99, start.fact);
    return value === null ? null : { value, line: lineOf(end.fact, `${name}_bucket`) };
  });
  if (within.value !== null) return within;
  // no sync within the window: how long they took since kube-proxy began is still how long they take
  return fromFact(context, "kube-proxy-metrics", ({ fact }) => {
    const value = histogramQuantile(fact, name, 0.99);
    return value === null ? null : { value, line: lineOf(fact, `${name}_bucket`) };
  });
}

function mode(context: SignalContext): Reading {
  return firstKnown(
    fromFact(context, "kube-proxy-mode", ({ fact }) => ({ value: fact.mode, line: fact.line })),
    fromFact(context, "kube-proxy-config", ({ fact }) => fact.values.get("mode") ?? null),
  );
}

/** The answers per second of CoreDNS by a test of their code; versions before 1.7 name it otherwise. */
function answers(context: SignalContext, wanted: (rcode: string) => boolean): Reading {
  const names = ["coredns_dns_responses_total", "coredns_dns_response_rcode_count_total"];
  const seconds = context.window.sampledSeconds;
  let sum = 0;
  let place = null;
  for (const end of found(context.facts, "coredns-metrics").filter((one) => one.phase === "end")) {
    const start = found(context.facts, "coredns-metrics").find(
      (one) => one.phase === "start" && one.label === end.label,
    );
    const name = names.find((one) => end.fact.series.has(one));
    if (start === undefined || name === undefined || !seconds) continue;
    const of = (fact: PrometheusFact) =>
      total(fact, name, (labels) => wanted(labels.get("rcode") ?? "")) ?? 0;
    sum += Math.max(0, of(end.fact) - of(start.fact)) / seconds;
    place ??= at(end.entry, lineOf(end.fact, name));
  }
  return place === null ? fromPair(context, "coredns-metrics", () => null) : reading(sum, place);
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
    title: "kube-proxy's minor version (31 stands for 1.31)",
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
    read: (context) =>
      aged(context, ({ fact, phase }) => {
        const last = newest(fact, `${SYNC}_last_timestamp_seconds`);
        const time = takenAt(context, phase);
        return last === null || time === null
          ? null
          : {
              value: Math.max(0, time - last),
              line: lineOf(fact, `${SYNC}_last_timestamp_seconds`),
            };
      }),
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
    read: (context) => gauge(context, ...FAILURES),
  },
  "kubeProxy.stalledFor": {
    unit: "seconds",
    title: "time since the last sync, where changes wait for one",
    command: `${GREP} last_`,
    read: stalledFor,
  },
  "kubeProxy.syncP99": {
    unit: "seconds",
    title: "duration of kube-proxy's syncs (99 % are shorter)",
    command: `${GREP} ${SYNC}_duration_seconds`,
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
    title: "kube-proxy says that it is unwell, the node not being drained",
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
  "coredns.servfail": {
    unit: "answers/s",
    title: "SERVFAIL answers of CoreDNS",
    command: "curl -s http://POD:9153/metrics | grep 'rcode=\"SERVFAIL\"'",
    read: (context) => answers(context, (rcode) => rcode === "SERVFAIL"),
  },
  "coredns.answers": {
    unit: "answers/s",
    title: "answers of CoreDNS",
    command: "curl -s http://POD:9153/metrics | grep responses_total",
    read: (context) => answers(context, () => true),
  },
} as const satisfies Record<string, Signal>;
