import { latest, pair } from "../facts/facts.ts";
import { absent } from "./absent.ts";
import { COUNTER_SIGNALS } from "./counters.ts";
import { fullest, nameOf } from "./fullest.ts";
import { perSecond } from "./rates.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";

const OVERFLOWS = "TcpExt.ListenOverflows";

/** The other network namespace whose accept queues turned most away within the window. */
function slowest({ namespaces }: SignalContext): { namespace: string; rise: Reading } | null {
  const all = namespaces.flatMap(({ subject, facts }) => {
    const both = pair(facts, "netstat", "netstat");
    if (both === null) return [];
    const [before, after] = [both.start, both.end].map(({ fact }) => fact.counters.get(OVERFLOWS));
    if (before === undefined || after === undefined || after.value < before.value) return [];
    const rise = reading(after.value - before.value, at(both.end.entry, after.line));
    return [{ namespace: subject.namespace!, rise }];
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
const inodeOf = (namespace: string): string => namespace.split("-")[0]!;
const pidOf = (namespace: string): number => Number(namespace.split("-")[1]);

/** The folder's name, or whose it is where the list of namespaces tells: `4026532598 (shop/web-7d4b, pid 812)`. */
function called({ facts }: SignalContext, namespace: string): string {
  const fact = latest(facts, "namespace-counts")?.fact;
  const one = fact?.namespaces.find(({ netns }) => netns === inodeOf(namespace));
  return one?.pod == null ? namespace : nameOf(one, fact!.names);
}

/** A counter of the fullest namespace, which has counters of its own, by what it rose by. */
function ofFullest(context: SignalContext, name: "table.fullDrops" | "table.earlyDrops"): Reading {
  const netns = fullest(context)?.one.netns;
  const sampled = context.namespaces.find(({ subject }) => inodeOf(subject.namespace!) === netns);
  return sampled === undefined
    ? absent(
        context.facts,
        "conntrack-stat",
        "the counters of the fullest network namespace: two samples are needed",
      )
    : COUNTER_SIGNALS[name].read({ ...context, facts: sampled.facts, namespaces: [] });
}

const COMMAND =
  "for p in $(lsns -t net -nro PID); do nsenter -t $p -n nstat -asz TcpExtListenOverflows; done";
const COUNTERS =
  "for p in $(lsns -t net -nro PID); do echo $p; nsenter -t $p -n conntrack -S; done   # two samples, some seconds apart";

export const NAMESPACE_SIGNALS = {
  "namespaces.fullest.lost": {
    unit: "packets",
    title: "packets lost without an entry in the fullest other network namespace",
    command: COUNTERS,
    read: (context) => ofFullest(context, "table.fullDrops"),
  },
  "namespaces.fullest.evicted": {
    unit: "entries",
    title: "entries evicted in the fullest other network namespace",
    command: COUNTERS,
    read: (context) => ofFullest(context, "table.earlyDrops"),
  },
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
      of(
        context,
        ({ namespace, rise }) => ({ ...rise, value: called(context, namespace) }) as Reading,
      ),
  },
  "namespaces.slowest.pid": {
    unit: "number",
    title: "a process in that network namespace",
    command: "lsns -t net -o NS,PID,COMMAND",
    read: (context) =>
      of(context, ({ namespace, rise }) => ({ ...rise, value: pidOf(namespace) }) as Reading),
  },
} as const satisfies Record<string, Signal>;
