import { ATTEMPTS } from "./attempts.ts";
import type { Cause } from "./cause.ts";
import { HALF_NOTRACK } from "./half-notrack.ts";
import { KUBE_PROXY } from "./kube-proxy.ts";
import { LOOK_ALIKES } from "./look-alikes.ts";
import { NODE } from "./node.ts";
import { SETTINGS } from "./settings.ts";
import { SNAT } from "./snat.ts";
import { TRACKING } from "./tracking.ts";
import { TRAFFIC } from "./traffic.ts";
import { UDP } from "./udp.ts";

/** The cause table. */
export const CAUSES: readonly Cause[] = [
  ...TRAFFIC,
  ...ATTEMPTS,
  ...UDP,
  ...SETTINGS,
  ...TRACKING,
  ...HALF_NOTRACK,
  ...KUBE_PROXY,
  ...LOOK_ALIKES,
  ...SNAT,
  ...NODE,
];
