import type { Place } from "../errors.ts";
import { sysctlNumber } from "../parsers/sysctl.ts";
import { type Facts, found, type Origin } from "./facts.ts";

/** Two or more values of one thing that do not agree, each with where it stands. */
export interface Conflict {
  signal: string;
  values: { value: number; source: Place; standing: Origin["standing"] }[];
}

/** The settings that a report rests on, by the signal that reads each. */
const ASKED = [
  [
    "table.max",
    [
      "net.netfilter.nf_conntrack_max",
      "net.nf_conntrack_max",
      "net.ipv4.netfilter.ip_conntrack_max",
    ],
  ],
  ["table.buckets", ["net.netfilter.nf_conntrack_buckets", "module.nf_conntrack.hashsize"]],
  ["timeout.established", ["net.netfilter.nf_conntrack_tcp_timeout_established"]],
  ["timeout.closeWait", ["net.netfilter.nf_conntrack_tcp_timeout_close_wait"]],
] as const satisfies readonly (readonly [string, readonly string[]])[];

/**
 * Where facts disagree: what is in force and what a file asks for, what kube-proxy once wrote, or two values
 * that are both said to be in force. Each is listed with its standing; none is dropped.
 */
export function conflictsOf(facts: Facts): Conflict[] {
  return ASKED.flatMap(([signal, names]) => {
    const values = [...live(facts, names), ...configured(facts, names), ...past(facts, names)];
    const isOne = new Set(values.map(({ value }) => value)).size < 2;
    return isOne ? [] : [{ signal, values: distinct(values) }];
  });
}

/** What the evidence says of the limit beside what is in effect: wishes, and what it was once. */
export function otherLimits(facts: Facts): Values {
  const [[, names]] = ASKED;
  return distinct([
    ...configured(facts, names),
    ...past(facts, names),
    ...found(facts, "kernel-log").flatMap(({ entry, fact: { loaded } }) =>
      loaded === null
        ? []
        : {
            value: loaded.max,
            source: { entry, line: loaded.line },
            standing: "past" as const,
          },
    ),
  ]);
}

type Values = Conflict["values"];

function live(facts: Facts, names: readonly string[]): Values {
  const settings = found(facts, "sysctl").flatMap(({ entry, fact }) =>
    names.flatMap((name) => {
      const value = sysctlNumber(fact, name);
      return value === null
        ? []
        : {
            value: value.value,
            source: { entry: value.entry ?? entry, line: value.line },
            standing: "live" as const,
          };
    }),
  );
  const limit = names.includes("net.netfilter.nf_conntrack_max")
    ? found(facts, "node-metrics").flatMap(({ entry, fact }) =>
        (fact.series.get("node_nf_conntrack_entries_limit") ?? []).map(({ value, line }) => ({
          value,
          source: { entry, line },
          standing: "live" as const,
        })),
      )
    : [];
  return [...settings, ...limit];
}

const configured = (facts: Facts, names: readonly string[]): Values =>
  found(facts, "sysctl-files").flatMap(({ entry, fact }) =>
    names.flatMap((name) => {
      const setting = fact.settings.get(name);
      const value = Number(setting?.value.replaceAll(",", "") ?? Number.NaN);
      return setting === undefined || !Number.isInteger(value)
        ? []
        : { value, source: { entry, line: setting.line }, standing: "configured" as const };
    }),
  );

const past = (facts: Facts, names: readonly string[]): Values =>
  found(facts, "kube-proxy-log").flatMap(({ entry, fact }) =>
    names.flatMap((name) => {
      const one = fact.set.get(name);
      return one === undefined
        ? []
        : {
            value: one.value,
            source: { entry, line: one.line },
            standing: "past" as const,
          };
    }),
  );

/** One of each value and standing, in the order in which they were found. */
const distinct = (values: Values): Values =>
  values.filter(
    (one, at) =>
      values.findIndex(
        ({ value, standing }) => value === one.value && standing === one.standing,
      ) === at,
  );
