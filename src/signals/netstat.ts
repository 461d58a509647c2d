import { type Found, found } from "../facts/facts.ts";
import { fromPair } from "./from-facts.ts";
import type { Reading, Signal, SignalContext, Unit } from "./signal.ts";

/** What counters of /proc/net/netstat or snmp rose by within the window, summed. */
export function tcpIpRise(context: SignalContext, ...names: string[]): Reading {
  const ofNetstat = /^(?:TcpExt|IpExt)\./.test(names[0]!);
  const all = found(context.facts, "netstat");
  const wanted = all.filter(({ label }) => label === (ofNetstat ? "netstat" : "snmp"));
  const facts = { ...context.facts, netstat: wanted.length > 0 ? wanted : [...all] };
  return fromPair({ ...context, facts }, "netstat", (start, end) => {
    let sum = 0;
    let line: number | null = null;
    for (const name of names) {
      const [a, b] = [start.fact.counters.get(name), end.fact.counters.get(name)];
      if (b === undefined || ((a === undefined || b.value < a.value) && !sinceLast(end))) continue;
      sum += sinceLast(end) ? b.value : b.value - a!.value;
      line ??= b.line;
    }
    return line === null ? null : { value: sum, line };
  });
}

/** Without `-a`, nstat prints what each counter rose by since it was run last. */
const sinceLast = ({ origin }: Found<"netstat">): boolean =>
  /\bnstat\b/.test(origin.command ?? "") && !/\s(?:-\w*a|--ignore)/.test(origin.command ?? "");

export const netstat = <U extends Unit>(title: string, unit: U, ...names: string[]): Signal<U> => ({
  unit,
  title,
  scope: "namespace",
  command: `nstat -asz ${names.map((name) => name.replace(".", "")).join(" ")}`,
  read: (context) => tcpIpRise(context, ...names),
});

/**
 * Packets that did not fit the next link. IPv6's are none where the bundle has no counters of it. The counter of
 * IPv4 rises for a fragment that found no queue, too; of one that did not fit, the sender is told.
 */
export function fragmentFailures(context: SignalContext): Reading {
  const failed = tcpIpRise(context, "Ip.FragFails");
  const told = tcpIpRise(context, "Icmp.OutDestUnreachs");
  const ipv4 =
    failed.value !== null && told.value !== null && told.value < failed.value
      ? ({ ...failed, value: told.value } as Reading)
      : failed;
  const ipv6 = fromPair(context, "snmp6", (start, end) => {
    const [a, b] = [start, end].map(({ fact }) => fact.counters.get("Ip6FragFails"));
    return !a || !b || b.value < a.value ? null : { value: b.value - a.value, line: b.line };
  });
  if (ipv6.value === null || ipv6.value === 0) return ipv4;
  if (ipv4.value === null || ipv4.value === 0) return ipv6;
  return { ...ipv4, value: Number(ipv4.value) + Number(ipv6.value) };
}
