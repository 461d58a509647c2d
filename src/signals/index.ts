import { COUNTER_SIGNALS } from "./counters.ts";
import { DEMAND_SIGNALS } from "./demand.ts";
import { HOST_SIGNALS } from "./host.ts";
import { HOST_KIND_SIGNALS } from "./host-kind.ts";
import { INTERFACE_SIGNALS } from "./interfaces.ts";
import { KERNEL_LOG_SIGNALS } from "./kernel-log.ts";
import { KUBE_PROXY_SIGNALS } from "./kube-proxy.ts";
import { MIX_SIGNALS } from "./mix.ts";
import { OTHER_SIGNALS } from "./others.ts";
import { SETTING_SIGNALS } from "./settings.ts";
import type { Reading, Signal, SignalContext, Unit, ValueOf } from "./signal.ts";
import { SIZING_SIGNALS } from "./sizing.ts";
import { TABLE_SIGNALS } from "./table.ts";
import { USE_SIGNALS } from "./uses.ts";

/** Every signal by its name. A misspelt name in the cause table does not compile. */
export const SIGNALS = {
  ...TABLE_SIGNALS,
  ...COUNTER_SIGNALS,
  ...MIX_SIGNALS,
  ...USE_SIGNALS,
  ...HOST_SIGNALS,
  ...HOST_KIND_SIGNALS,
  ...INTERFACE_SIGNALS,
  ...KERNEL_LOG_SIGNALS,
  ...KUBE_PROXY_SIGNALS,
  ...SETTING_SIGNALS,
  ...OTHER_SIGNALS,
  ...DEMAND_SIGNALS,
  ...SIZING_SIGNALS,
};
export type SignalName = keyof typeof SIGNALS;

/** The signals whose unit is one of these. */
export type SignalOf<U extends Unit> = {
  [N in SignalName]: (typeof SIGNALS)[N]["unit"] extends U ? N : never;
}[SignalName];

/** The signals whose values are of this type. */
export type SignalWith<V> = {
  [N in SignalName]: ValueOf<(typeof SIGNALS)[N]["unit"]> extends V ? N : never;
}[SignalName];

/** Every reading of one bundle. */
export type Readings = ReadonlyMap<SignalName, Reading>;

/** Reads all signals. None throws: what cannot be read says why. */
export function readSignals(context: SignalContext): Readings {
  return new Map(
    (Object.entries(SIGNALS) as [SignalName, Signal][]).map(([name, signal]) => [
      name,
      signal.read(context),
    ]),
  );
}
