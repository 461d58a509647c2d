import { found } from "../facts/facts.ts";
import { lineOf, type PrometheusFact, total } from "../parsers/prometheus.ts";
import { combine } from "./combine.ts";
import { fromPair } from "./from-facts.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";

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

export const COREDNS_SIGNALS = {
  "coredns.servfail": {
    unit: "answers/s",
    title: "SERVFAIL answers of CoreDNS",
    command: "curl -s http://POD:9153/metrics | grep 'rcode=\"SERVFAIL\"'",
    read: (context) => answers(context, (rcode) => rcode === "SERVFAIL"),
  },
  "coredns.servfail.share": {
    unit: "share",
    title: "share of CoreDNS's answers that are SERVFAIL",
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
