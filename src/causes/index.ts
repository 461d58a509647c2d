import { BLACK_HOLES } from "./black-hole.ts";
import type { Cause } from "./cause.ts";
import { KUBE_PROXY } from "./kube-proxy.ts";
import { LOOK_ALIKES } from "./look-alikes.ts";
import { SETTINGS } from "./settings.ts";
import { TRACKING } from "./tracking.ts";
import { TRAFFIC } from "./traffic.ts";

/** The cause table. */
export const CAUSES: readonly Cause[] = [
  ...TRAFFIC,
  ...SETTINGS,
  ...TRACKING,
  ...KUBE_PROXY,
  ...BLACK_HOLES,
  ...LOOK_ALIKES,
];
