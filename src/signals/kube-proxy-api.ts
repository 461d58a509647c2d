import { found } from "../facts/facts.ts";
import { SOURCES } from "../parsers/index.ts";
import { type PrometheusFact, total } from "../parsers/prometheus.ts";
import { absent } from "./absent.ts";
import { fromFact, fromPair } from "./from-facts.ts";
import type { Reading, Signal, SignalContext } from "./signal.ts";

const METRICS = "kube-proxy-metrics";
const REQUESTS = "rest_client_requests_total";

/** What stands for the code where no answer came. */
const isError = (code: string): boolean => code === "<error>";

/**
 * A kube-proxy that gets no answer asks ever more rarely, in the end each minute at most: that it asked nothing within
 * a shorter window says nothing where it was refused before.
 */
const QUIET_SECONDS = 60;

const count = (fact: PrometheusFact, errors: boolean): number =>
  total(fact, REQUESTS, (labels) => isError(labels.get("code") ?? "") === errors) ?? 0;

const place = (fact: PrometheusFact, errors: boolean) => {
  const all = fact.series.get(REQUESTS) ?? [];
  const one = all.find(({ labels }) => isError(labels.get("code") ?? "") === errors) ?? all[0];
  return one === undefined ? null : one.line;
};

/** What either kind rose by within the window. */
const risen = (context: SignalContext, errors: boolean): Reading =>
  fromPair(context, METRICS, (start, end) => {
    const line = place(end.fact, errors);
    const value = count(end.fact, errors) - count(start.fact, errors);
    return line === null || value < 0 ? null : { value, line };
  });

/** Of a single scrape: the total, where nothing was ever answered or nothing ever failed. */
const always = (context: SignalContext, errors: boolean): Reading =>
  fromFact(context, METRICS, ({ fact }) => {
    const line = place(fact, errors);
    const isPlain = count(fact, true) === 0 || count(fact, false) === 0;
    return line === null || !isPlain ? null : { value: count(fact, errors), line };
  });

function errors(context: SignalContext): Reading {
  const [rise, answered] = [risen(context, true), risen(context, false)];
  const total = always(context, true);
  if (rise.value === null) return total.value === null ? rise : total;
  const seconds = context.window.sampledSeconds ?? 0;
  const isTold = Number(answered.value) > 0 || total.value === 0 || seconds > QUIET_SECONDS;
  return Number(rise.value) > 0 || isTold
    ? rise
    : absent(
        context.facts,
        METRICS,
        `${SOURCES[METRICS].what}: requests failed before the window and none was made within it, where a minute may pass between two`,
      );
}

function answers(context: SignalContext): Reading {
  const rise = risen(context, false);
  if (rise.value !== null || found(context.facts, METRICS).length === 0) return rise;
  const total = always(context, false);
  // what was answered since the start need not have been answered lately
  return total.value === 0 ? total : rise;
}

const command = `curl -s http://127.0.0.1:10249/metrics | grep ${REQUESTS}`;

export const KUBE_PROXY_API_SIGNALS = {
  "kubeProxy.apiErrors": {
    unit: "requests",
    title: "kube-proxy's requests that its API server did not answer",
    command,
    read: errors,
  },
  "kubeProxy.apiAnswers": {
    unit: "requests",
    title: "kube-proxy's requests that its API server answered",
    command,
    read: answers,
  },
} as const satisfies Record<string, Signal>;
