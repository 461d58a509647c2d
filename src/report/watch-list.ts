import type { Operator, Test } from "../causes/cause.ts";
import type { SignalName, SignalWith } from "../signals/index.ts";

/** A signal that every report shows, with the tests that make it a warning or critical. */
export interface Watched {
  signal: SignalName;
  warning?: Test;
  critical?: Test;
}

/** A test without its signal, which is a number. */
type Level = readonly [Operator, number];

const watch = (signal: SignalWith<number>, warning?: Level, critical?: Level): Watched => ({
  signal,
  ...(warning === undefined ? {} : { warning: [signal, ...warning] }),
  ...(critical === undefined ? {} : { critical: [signal, ...critical] }),
});

/** The usual watch list, in the order in which it is read. Without levels, a line is for information. */
export const WATCH_LIST: readonly Watched[] = [
  watch("table.utilization", [">=", 0.75], [">=", 0.9]),
  watch("table.utilization.peak", [">=", 0.75], [">=", 0.9]),
  watch("demand.low"),
  watch("demand.high"),
  watch("table.memory"),
  watch("table.growth"),
  watch("table.secondsToFull"),
  watch("table.fullDrops", undefined, [">", 0]),
  watch("table.fullMessages", undefined, [">", 0]),
  watch("table.fullMessages.before", [">", 0]),
  watch("kernel.suppressedMessages"),
  watch("table.earlyDrops.sinceBoot"),
  watch("table.drops.sinceBoot"),
  watch("table.insertFailed.sinceBoot"),
  watch("table.earlyDrops", undefined, [">", 0]),
  watch("table.insertFailed", [">", 0]),
  watch("table.chainTooLong", [">", 0]),
  watch("table.invalid"),
  watch("tcp.timeWait.shareOfTcp", [">", 0.5]),
  watch("udp.entries"),
  watch("udp.share", [">", 0.4]),
  watch("udp.recent"),
  watch("interfaces.losses"),
  watch("loopback.timeouts", [">", 0]),
  watch("tcp.synRetransmits"),
  watch("tcp.synRetransmits.share", [">", 0.05]),
  watch("tcp.timeouts", [">", 0]),
  watch("listen.overflows", undefined, [">", 0]),
  watch("tcp.orphanMessages", [">", 0]),
  watch("kubeProxy.endpointChanges"),
  watch("kubeProxy.syncAge"),
  watch("kubeProxy.pending", [">", 0]),
  watch("kubeProxy.overdue", [">", 5], [">", 60]),
  watch("kubeProxy.syncFailures", [">", 0]),
  watch("kubeProxy.syncP99", [">", 1], [">", 10]),
  // 503 may be a node that is being drained
  watch("kubeProxy.healthz", ["!=", 200]),
  watch("coredns.servfail", [">", 0]),
  watch("coredns.answers"),
];
