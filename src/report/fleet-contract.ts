import * as z from "zod";
import { STATES } from "../causes/state.ts";
import { HOST_KINDS } from "../signals/host-kind.ts";

export const FLEET = "conntriage/fleet/1";

const count = z.number().int().nonnegative();
const number = z.number().nullable();
const name = z.string().nullable();
const of = z.object({
  host: name,
  namespace: name.describe("a network namespace or pod; null: the machine's own"),
  bundle: z.string(),
});
const some = z.array(of).describe("which: the first few, in the order of nodes");

const cause = z.object({
  cause: z.string(),
  verdict: z.enum(["confirmed", "likely", "possible"]),
  share: number.describe("the part of the table that it holds"),
});

const node = of.extend({
  state: z.enum(STATES),
  capturedAt: name.describe("ISO 8601, UTC"),
  windowSeconds: number,
  truncated: z.boolean(),
  captures: count,
  capturesBound: z.enum(["exact", "at least"]),
  kind: z.enum(HOST_KINDS),
  kernel: name,
  os: name,
  cpus: number,
  memoryBytes: number,
  proxyMode: name,
  entries: number,
  entriesBound: z.enum(["exact", "at least"]),
  limit: number,
  utilization: number,
  peak: number.describe("highest use of the limit within the window"),
  growth: number.describe("entries per second"),
  secondsToFull: number,
  demand: z.object({ low: count, high: count }).nullable(),
  dropped: number.describe("packets, because the table was full, within the window"),
  evicted: number,
  insertFailed: number,
  uses: z.record(z.string(), count),
  primary: z.string().nullable(),
  causes: z.array(cause),
  outlierIn: z.array(z.string()).describe("ids of outliers' metrics"),
});

const metric = z.object({
  metric: z.string(),
  title: z.string(),
  unit: z.string(),
  nodes: count.describe("of which it is known"),
  median: number,
  mad: number.describe("median of the distances from the median"),
  outliers: z.array(
    of.extend({ value: z.number(), distance: number.describe("in deviations; null: these are 0") }),
  ),
});

const spread = z.enum(["all", "most", "some", "one"]);
const fleetCause = z.object({
  cause: z.string(),
  title: z.string(),
  spread: spread.describe("of the nodes on which it could be judged"),
  nodes: count.describe("on which it is confirmed or likely"),
  confirmed: count,
  possible: count,
  judged: count,
  of: count,
  parties: z
    .array(z.object({ name: z.string(), nodes: count }))
    .describe("whom it names on several"),
  on: some,
});

const neighbour = z.object({
  role: z.enum(["source", "destination", "service"]),
  name: z.string(),
  service: name,
  pod: name,
  nodes: count.describe("that list it among their largest"),
  judged: count.describe("whose rows tell"),
  entries: count.describe("of these nodes together"),
  bound: z.enum(["exact", "at least"]),
  most: number.describe("what it has at most; null: not known"),
  share: z
    .number()
    .describe("the largest part of a limit that it holds; of the entries, where that is unknown"),
  busy: count.describe("nodes on which it holds a tenth of the limit or more"),
  causes: z.array(z.string()).describe("that name it on several nodes"),
  on: some,
});

const skew = z.object({
  setting: z.string(),
  known: count,
  values: z.array(z.object({ value: z.string(), nodes: count, on: some })),
});

const filling = of.extend({
  seconds: number.describe("until full at this growth; 0: it is full"),
  entries: number,
  limit: number,
  growth: number,
  demand: z.object({ low: count, high: count }).nullable(),
});

/** A fleet, as scripts read it. Within version 1, keys are only added. */
export const fleetSchema = z.object({
  schema: z.literal(FLEET),
  title: z.string(),
  summary: z.string().describe("one node or all, and why, in a few sentences"),
  scope: z.enum(["none", "one", "some", "most", "all", "unknown"]).describe("nodes under pressure"),
  state: z.enum(STATES).describe("of the worst node"),
  notes: z.array(z.string()),
  bundles: count,
  failed: z.array(z.object({ bundle: z.string(), reason: z.string() })),
  captured: z.object({ first: name, last: name }),
  machines: count,
  states: z.array(z.object({ state: z.enum(STATES), nodes: count })),
  nodes: z.array(node).describe("the worst first"),
  outliers: z.object({
    fewest: count.describe("nodes below which none is judged"),
    reason: name.describe("why none was judged"),
    metrics: z.array(metric),
  }),
  causes: z.array(fleetCause),
  neighbours: z.array(neighbour).describe("parties that hold much on several nodes"),
  skew: z.array(skew).describe("settings and versions of which there are several values"),
  same: z.array(z.string()).describe("settings that have one value on all nodes that tell"),
  filling: z.array(filling).describe("who is full, and who fills up next"),
  notFilling: z.array(z.object({ why: z.string(), nodes: count })),
});

export type Fleet = z.infer<typeof fleetSchema>;
export type FleetNode = Fleet["nodes"][number];
export type FleetOf = z.infer<typeof of>;
