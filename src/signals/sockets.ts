import { combine, firstKnown } from "./combine.ts";
import { fromFact } from "./from-facts.ts";
import type { Reading, SignalContext } from "./signal.ts";

/** The share of a two-part setting such as file-nr: words of one sysctl by their place. */
export function shareOf(context: SignalContext, name: string, used: number, most: number): Reading {
  return fromFact(context, "sysctl", ({ fact }) => {
    const setting = fact.values.get(name);
    const words = setting?.value.trim().split(/\s+/).map(Number) ?? [];
    const [a, b] = [words[used], words[most]];
    return setting === undefined || a === undefined || !b
      ? null
      : { value: a / b, line: setting.line };
  });
}

/** A gauge of /proc/net/sockstat. */
export const sockstat = (context: SignalContext, name: string): Reading =>
  fromFact(context, "sockstat", ({ fact }) => fact.values.get(name) ?? null);

/** One word of a setting that holds several. */
export const word = (context: SignalContext, name: string, place: number): Reading =>
  fromFact(context, "sysctl", ({ fact }) => {
    const setting = fact.values.get(name);
    const value = Number(setting?.value.trim().split(/\s+/)[place] ?? Number.NaN);
    return setting === undefined || Number.isNaN(value) ? null : { value, line: setting.line };
  });

/** Sockets of TCP that are bound, IPv6's too: `closed` are all but those, for the kernel's total. */
const bySocketSummary = (context: SignalContext): Reading =>
  fromFact(context, "ss-summary", ({ fact: { tcp } }) =>
    tcp.closed === null || tcp.timeWait === null
      ? null
      : { value: Math.max(0, tcp.total - tcp.closed) + tcp.timeWait, line: tcp.line },
  );

/** The first or the last of the local ports that the kernel may choose. */
export const localPortRange = (context: SignalContext, place: 0 | 1): Reading =>
  word(context, PORT_RANGE, place);
const PORT_RANGE = "net.ipv4.ip_local_port_range";

/** Local ports in use, as a part of those that the kernel may choose for one destination. */
export function localPorts(context: SignalContext): Reading {
  const counted = combine(
    [sockstat(context, "TCP.inuse"), sockstat(context, "TCP.tw")],
    (inUse, timeWait) => inUse + timeWait,
  );
  return combine(
    [
      firstKnown(counted, bySocketSummary(context)),
      localPortRange(context, 0),
      localPortRange(context, 1),
    ],
    (taken, first, last) => (last >= first ? taken / (last - first + 1) : null),
    { wants: "sysctl", reason: `${PORT_RANGE} ends before it begins` },
  );
}
