import { attribute } from "../../src/attribution/attribute.ts";
import type { Attribution } from "../../src/attribution/attribution.ts";
import { collectServices } from "../../src/attribution/services.ts";
import { conntrackTable, type TableFact } from "../../src/parsers/conntrack-table/index.ts";
import { iptablesSave } from "../../src/parsers/iptables-save.ts";
import type { RulesetFact } from "../../src/parsers/ruleset.ts";
import { read } from "../parsers/read.ts";

/** One row of `conntrack -L`, by what matters to its use. */
export interface Row {
  protocol?: "tcp" | "udp";
  state?: string;
  left?: number;
  src?: string;
  sport?: number;
  dst?: string;
  dport?: number;
  /** Where the answers come from; the destination itself without NAT. */
  replySrc?: string;
  replySport?: number;
  /** Whom the answers go to; the source itself without source NAT. */
  replyDst?: string;
  flag?: "[UNREPLIED]" | "[ASSURED]" | "";
}

/** A row as the tool prints it. */
export function rowText(row: Row): string {
  const { protocol = "tcp", left = 100, src = "10.244.1.2", dst = "10.96.0.20", dport = 80 } = row;
  const { sport = 40_000, replySrc = dst, replySport = dport, replyDst = src, flag = "" } = row;
  const head =
    protocol === "udp"
      ? `udp      17 ${left} `
      : `tcp      6 ${left} ${row.state ?? "ESTABLISHED"} `;
  const there = `src=${src} dst=${dst} sport=${sport} dport=${dport} `;
  const back = `src=${replySrc} dst=${replyDst} sport=${replySport} dport=${sport} `;
  const middle = flag === "[UNREPLIED]" ? `${flag} ` : "";
  const end = flag === "[ASSURED]" ? `${flag} ` : "";
  return `${head}${there}${middle}${back}${end}mark=0 use=1`;
}

export const dump = (...rows: readonly Row[]): string =>
  rows.map((row) => `${rowText(row)}\n`).join("");

/** Reads a dump's text. */
export function table(text: string, borders?: readonly [number, number]): TableFact {
  const sink = conntrackTable("dump.txt", borders);
  sink.push(new TextEncoder().encode(text));
  return sink.end(false);
}

/** The rules of an `iptables-save` with these lines in its nat table. */
export const rules = (...lines: readonly string[]): { entry: string; fact: RulesetFact } => ({
  entry: "rules.txt",
  fact: read(iptablesSave, `*nat\n${lines.join("\n")}\nCOMMIT\n`),
});

/** kube-proxy's rules of one Service with its endpoints. */
export function service(
  name: string,
  match: string,
  endpoints: readonly string[],
  protocol = "tcp",
): string[] {
  const id = name.replace(/\W/g, "").toUpperCase();
  return [
    `-A KUBE-SERVICES ${match} -p ${protocol} -m comment --comment "${name} cluster IP" -m ${protocol} -j KUBE-SVC-${id}`,
    ...endpoints.flatMap((to, at) => [
      `-A KUBE-SVC-${id} -m comment --comment "${name} -> ${to}" -j KUBE-SEP-${id}${at}`,
      `-A KUBE-SEP-${id}${at} -p ${protocol} -m ${protocol} -j DNAT --to-destination ${to}`,
    ]),
  ];
}

/** Attributes one dump under some rules, with kube-proxy's timeout of a day unless said otherwise. */
export function attributed(
  text: string,
  rulesets: readonly { entry: string; fact: RulesetFact }[] = [],
  timeout: number | null = 86_400,
): Attribution {
  return attribute([table(text)], collectServices(rulesets), timeout);
}

/** Entries of each use that has any. */
export const usesOf = (attribution: Attribution): Record<string, number> =>
  Object.fromEntries(
    Object.entries(attribution.uses)
      .filter(([, { entries }]) => entries > 0)
      .map(([use, { entries }]) => [use, entries]),
  );
