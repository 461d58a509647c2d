import { found, labelledNamespace, pair } from "../facts/facts.ts";
import { perSecond } from "./rates.ts";
import { absent, at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";

const OVERFLOWS = "TcpExt.ListenOverflows";

/** The other network namespace whose accept queues turned most away within the window. */
function slowest({ facts }: SignalContext): { namespace: string; rise: Reading } | null {
  const all = [...new Set(found(facts, "netstat").map(({ label }) => label))].flatMap((label) => {
    const named = labelledNamespace(label);
    const both = pair(facts, "netstat", label);
    if (named === null || both === null) return [];
    const [before, after] = [both.start, both.end].map(({ fact }) => fact.counters.get(OVERFLOWS));
    if (before === undefined || after === undefined || after.value < before.value) return [];
    const rise = reading(after.value - before.value, at(both.end.entry, after.line));
    return [{ namespace: named.namespace, rise }];
  });
  const [first] = all.sort(
    (a, b) => Number(b.rise.value) - Number(a.rise.value) || (a.namespace < b.namespace ? -1 : 1),
  );
  return first ?? null;
}

function of(
  context: SignalContext,
  read: (one: { namespace: string; rise: Reading }) => Reading,
): Reading {
  const one = slowest(context);
  return one === null
    ? absent(
        context.facts,
        "netstat",
        "the TCP statistics of other network namespaces: two samples are needed",
      )
    : read(one);
}

const overflows = (context: SignalContext): Reading => of(context, ({ rise }) => rise);
/** The folder's name is the inode, a process within, and that one's name. */
const pidOf = (namespace: string): number => Number(namespace.split("-")[1]);
const COMMAND =
  "for p in $(lsns -t net -nro PID); do nsenter -t $p -n nstat -asz TcpExtListenOverflows; done";

export const NAMESPACE_SIGNALS = {
  "namespaces.listenOverflows": {
    unit: "connections",
    title: "connections turned away by full accept queues of one namespace",
    command: COMMAND,
    read: overflows,
  },
  "namespaces.listenOverflowRate": {
    unit: "connections/s",
    title: "connections turned away in one namespace, per second",
    command: COMMAND,
    read: (context) => perSecond(context, overflows(context)),
  },
  "namespaces.slowest": {
    unit: "name",
    title: "network namespace whose accept queues turned most away",
    command: COMMAND,
    read: (context) =>
      of(context, ({ namespace, rise }) => ({ ...rise, value: namespace }) as Reading),
  },
  "namespaces.slowest.pid": {
    unit: "number",
    title: "a process in that network namespace",
    command: "lsns -t net -o NS,PID,COMMAND",
    read: (context) =>
      of(context, ({ namespace, rise }) => ({ ...rise, value: pidOf(namespace) }) as Reading),
  },
} as const satisfies Record<string, Signal>;
