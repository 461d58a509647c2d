import { found } from "../facts/facts.ts";
import type { Phase } from "../layouts/layout.ts";
import { SOURCES } from "../parsers/index.ts";
import { histogramQuantile, type PrometheusFact, total } from "../parsers/prometheus.ts";
import {
  absent,
  at,
  combine,
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

const [QUEUED, LAST] = [`${SYNC}_last_queued_timestamp_seconds`, `${SYNC}_last_timestamp_seconds`];

/** When a proxier was last told of a change, and when it last synced: 0 before its first sync. */
interface Times {
  family: string;
  queued: number;
  last: number;
  line: number;
}

/** Those of each address family where they are told apart: one may be stalled beside another that is well. */
function timesOf(fact: PrometheusFact): Times[] {
  const familyOf = (labels: ReadonlyMap<string, string>) => labels.get("ip_family") ?? "";
  return (fact.series.get(QUEUED) ?? []).flatMap(({ labels, value, line }) => {
    const family = familyOf(labels);
    const last = fact.series.get(LAST)?.find((one) => familyOf(one.labels) === family)?.value;
    return last === undefined ? [] : [{ family, queued: value, last, line }];
  });
}

const waiting = (fact: PrometheusFact): Times[] =>
  timesOf(fact).filter(({ queued, last }) => queued > last);

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
        `${SOURCES[METRICS].what}: in the bundle, but without the time at which they were taken, such as a line of \`date\` before them`,
      )
    : fromFact(context, METRICS, read);
}

/** The longest of the proxiers' times, of those that have one. */
const longest = (of: readonly { value: number; line: number }[]) =>
  [...of].sort((a, b) => b.value - a.value)[0] ?? null;

/**
 * Seconds for which a queued change has waited for a sync; 0 when the last sync came after it. Each
 * new change moves the queueing time, so a wait that began before the window counts from there.
 */
function overdue(context: SignalContext): Reading {
  const start = found(context.facts, METRICS).find((one) => one.phase === "start")?.fact;
  const before = new Map(
    start === undefined ? [] : timesOf(start).map(({ family, queued }) => [family, queued]),
  );
  return aged(context, ({ fact, phase }) => {
    const time = takenAt(context, phase);
    if (time === null) return null;
    return longest(
      timesOf(fact).map(({ family, queued, last, line }) => {
        const earlier = before.get(family) ?? 0;
        const since = earlier > last ? earlier : queued;
        return { value: queued > last ? Math.max(0, time - since) : 0, line };
      }),
    );
  });
}

/** A failed partial sync counts in both of the first two. */
const FAILURES = [
  [`${SYNC}_iptables_restore_failures_total`, `${SYNC}_iptables_partial_restore_failures_total`],
  [`${SYNC}_nftables_sync_failures_total`],
] as const;

/** The syncs that failed since kube-proxy began, or since an earlier scrape; null where a counter began anew. */
function failuresOf(fact: PrometheusFact, since?: PrometheusFact) {
  const counted = FAILURES.flatMap((names) => {
    const known = names.flatMap((name) => {
      const value = total(fact, name);
      if (value === null) return [];
      const before = since === undefined ? 0 : (total(since, name) ?? 0);
      return [{ value: value - before, line: lineOf(fact, name) }];
    });
    return longest(known) ?? [];
  });
  if (counted.length === 0 || counted.some(({ value }) => value < 0)) return null;
  return { value: counted.reduce((sum, { value }) => sum + value, 0), line: counted[0]!.line };
}

const failures = (context: SignalContext): Reading =>
  fromFact(context, METRICS, ({ fact }) => failuresOf(fact));

/** Of a single scrape, a total of nothing did not rise either. */
function syncFailures(context: SignalContext): Reading {
  const risen = fromPair(context, METRICS, (start, end) => failuresOf(end.fact, start.fact));
  const ever = failures(context);
  return risen.value === null && ever.value === 0 ? ever : risen;
}

const NEVER = `${SOURCES[METRICS].what}: this kube-proxy has not synced since its start`;

/** The age of the last sync: of the proxier that has a change to sync, where one has. */
function syncAge(context: SignalContext): Reading {
  const isNever = found(context.facts, METRICS).some(({ fact }) =>
    timesOf(fact).some(({ last }) => last === 0),
  );
  const read = aged(context, ({ fact, phase }) => {
    const time = takenAt(context, phase);
    const late = waiting(fact).map(({ last }) => last);
    const all = (fact.series.get(LAST) ?? []).map(({ value }) => value);
    const last = late.length > 0 ? Math.min(...late) : Math.max(...all, 0);
    if (time === null || last === 0) return null;
    return { value: Math.max(0, time - last), line: lineOf(fact, LAST) };
  });
  return read.value === null && isNever ? absent(context.facts, METRICS, NEVER) : read;
}

/**
 * Seconds since the last sync, or since the start where there was none, while a change waits and no earlier scrape
 * tells since when: each new change moves the queueing time. 0 where none waits, or where it is told.
 */
function stalledFor(context: SignalContext): Reading {
  const isTold = found(context.facts, METRICS).length > 1;
  return aged(context, ({ fact, phase }) => {
    const time = takenAt(context, phase);
    if (time === null || timesOf(fact).length === 0) return null;
    const line = lineOf(fact, LAST);
    const late = waiting(fact);
    if (isTold || late.length === 0) return { value: 0, line };
    const began = fact.series.get("process_start_time_seconds")?.[0]?.value ?? null;
    const last = Math.min(...late.map((one) => one.last)) || began;
    return last === null ? null : { value: Math.max(0, time - last), line };
  });
}

const [ALL, FULL, PARTIAL] = ["sync", "sync_full", "sync_partial"].map(
  (kind) => `kubeproxy_${kind}_proxy_rules_duration_seconds`,
) as [string, string, string];

/**
 * How long syncs take after a change. The full one at the start takes far longer where later ones are partial, and
 * is none that a change waits for; releases that do not tell them apart write all rules each time.
 */
function slowSyncs(context: SignalContext): Reading {
  const within = (name: string): Reading =>
    fromPair(context, METRICS, (start, end) => {
      const value = histogramQuantile(end.fact, name, 0.99, start.fact);
      return value === null ? null : { value, line: lineOf(end.fact, `${name}_bucket`) };
    });
  // no sync within the window: how long they took since kube-proxy began is still how long they take
  const ever = (name: string): Reading =>
    fromFact(context, METRICS, ({ fact }) => {
      const value = histogramQuantile(fact, name, 0.99);
      return value === null ? null : { value, line: lineOf(fact, `${name}_bucket`) };
    });
  const toldApart = found(context.facts, METRICS).some(({ fact }) =>
    fact.series.has(`${FULL}_count`),
  );
  if (!toldApart) return firstKnown(within(ALL), ever(ALL));
  const known = [within(PARTIAL), ever(PARTIAL), within(ALL)].find(({ value }) => value !== null);
  return known ?? absent(context.facts, METRICS, `${SOURCES[METRICS].what}: no sync but the first`);
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
  "coredns.servfail": {
    unit: "answers/s",
    title: "SERVFAIL answers of CoreDNS",
    command: "curl -s http://POD:9153/metrics | grep 'rcode=\"SERVFAIL\"'",
    read: (context) => answers(context, (rcode) => rcode === "SERVFAIL"),
  },
  "coredns.servfail.share": {
    unit: "share",
    title: "part of CoreDNS's answers that are SERVFAIL",
    command: "curl -s http://POD:9153/metrics | grep responses_total",
    read: (context) =>
      combine(
        [answers(context, (rcode) => rcode === "SERVFAIL"), answers(context, () => true)],
        (failed, all) => failed / Math.max(all, Number.MIN_VALUE),
      ),
  },
  "coredns.answers": {
    unit: "answers/s",
    title: "answers of CoreDNS",
    command: "curl -s http://POD:9153/metrics | grep responses_total",
    read: (context) => answers(context, () => true),
  },
} as const satisfies Record<string, Signal>;
