import type { Cause } from "../cause.ts";
import { CLUSTER } from "./cluster.ts";
import { INSERTS } from "./inserts.ts";
import { NODE_LIMITS } from "./node.ts";
import { LOST_PACKETS } from "./packets.ts";
import { QUEUES } from "./queues.ts";

/** The same symptoms, another fault: connections that time out with room in the table. */
export const LOOK_ALIKES: readonly Cause[] = [
  ...QUEUES,
  ...INSERTS,
  ...LOST_PACKETS,
  ...NODE_LIMITS,
  ...CLUSTER,
];
