import type { Cause } from "./cause.ts";
import { EXHAUSTION } from "./exhaustion.ts";
import { KUBE_PROXY } from "./kube-proxy.ts";
import { LOOK_ALIKES } from "./look-alikes.ts";

/** The cause table. */
export const CAUSES: readonly Cause[] = [...EXHAUSTION, ...KUBE_PROXY, ...LOOK_ALIKES];
