import { ATTEMPTS } from "./attempts.ts";
import { BLACK_HOLES } from "./black-hole.ts";
import type { Cause } from "./cause.ts";
import { HALF_NOTRACK } from "./half-notrack.ts";
import { IPVS } from "./ipvs.ts";
import { KUBE_PROXY } from "./kube-proxy.ts";
import { KUBE_PROXY_RULES } from "./kube-proxy-rules.ts";
import { LOOK_ALIKES } from "./look-alikes/index.ts";
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
  ...BLACK_HOLES,
  ...KUBE_PROXY_RULES,
  ...IPVS,
  ...LOOK_ALIKES,
  ...SNAT,
  ...NODE,
];
