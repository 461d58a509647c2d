import { ATTEMPT_SIGNALS } from "./attempts.ts";
import { CLOUD_SIGNALS } from "./cloud.ts";
import { COREDNS_SIGNALS } from "./coredns.ts";
import { COUNTER_SIGNALS } from "./counters.ts";
import { DEMAND_SIGNALS } from "./demand.ts";
import { EVICTED_ATTEMPT_SIGNALS } from "./evicted-attempts.ts";
import { EXPORTER_SIGNALS } from "./exporters.ts";
import { FULLEST_SIGNALS } from "./fullest-namespace.ts";
import { HALF_NOTRACK_SIGNALS } from "./half-notrack.ts";
import { HOST_SIGNALS } from "./host.ts";
import { HOST_KIND_SIGNALS, type HostKind } from "./host-kind.ts";
import { INTERFACE_SIGNALS } from "./interfaces.ts";
import { IPVS_SIGNALS } from "./ipvs.ts";
import { KERNEL_LOG_SIGNALS } from "./kernel-log.ts";
import { KERNEL_VERSION_SIGNALS } from "./kernel-version.ts";
import { KUBE_PROXY_SIGNALS } from "./kube-proxy.ts";
import { KUBE_PROXY_API_SIGNALS } from "./kube-proxy-api.ts";
import { KUBE_PROXY_LIMIT_SIGNALS } from "./kube-proxy-limits.ts";
import { KUBE_PROXY_PROCESS_SIGNALS } from "./kube-proxy-process.ts";
import { LIMIT_FILE_SIGNALS } from "./limit-files.ts";
import { LOWERED_SIGNALS } from "./lowered.ts";
import { MIX_SIGNALS } from "./mix.ts";
import { NAMESPACE_SIGNALS } from "./namespaces.ts";
import { NEIGHBOUR_SIGNALS } from "./neighbours.ts";
import { NODE_PORT_SIGNALS } from "./node-ports.ts";
import { NOTRACK_SIGNALS } from "./notrack.ts";
import { ONE_WAY_SIGNALS } from "./one-way.ts";
import { OTHER_PROTOCOL_SIGNALS } from "./other-protocols.ts";
import { OUTSIDE_SIGNALS } from "./outside.ts";
import { PATH_SIGNALS } from "./paths.ts";
import { PORT_SIGNALS } from "./ports.ts";
import { RATE_SIGNALS } from "./rates.ts";
import { SERVICE_SIGNALS } from "./services.ts";
import type { Reading, Signal, SignalContext, Unit, ValueOf } from "./signal.ts";
import { SILENT_PORT_SIGNALS } from "./silent-ports.ts";
import { SIZING_SIGNALS } from "./sizing.ts";
import { SNAT_SIGNALS } from "./snat.ts";
import { TABLE_SIGNALS } from "./table.ts";
import { TIMEOUT_SIGNALS } from "./timeouts.ts";
import { UDP_HOLDER_SIGNALS } from "./udp-holders.ts";
import { UNACKNOWLEDGED_SIGNALS } from "./unacknowledged.ts";
import { UNDELIVERED_SIGNALS } from "./undelivered.ts";
import { USE_SIGNALS } from "./uses.ts";
import { ZONE_SIGNALS } from "./zones.ts";

/** Every signal by its name. A misspelt name in the cause table does not compile. */
export const SIGNALS = {
  ...TABLE_SIGNALS,
  ...COUNTER_SIGNALS,
  ...MIX_SIGNALS,
  ...PATH_SIGNALS,
  ...SERVICE_SIGNALS,
  ...IPVS_SIGNALS,
  ...USE_SIGNALS,
  ...HOST_SIGNALS,
  ...HOST_KIND_SIGNALS,
  ...INTERFACE_SIGNALS,
  ...KERNEL_LOG_SIGNALS,
  ...KUBE_PROXY_SIGNALS,
  ...COREDNS_SIGNALS,
  ...KUBE_PROXY_API_SIGNALS,
  ...KUBE_PROXY_LIMIT_SIGNALS,
  ...KUBE_PROXY_PROCESS_SIGNALS,
  ...TIMEOUT_SIGNALS,
  ...LOWERED_SIGNALS,
  ...LIMIT_FILE_SIGNALS,
  ...NOTRACK_SIGNALS,
  ...FULLEST_SIGNALS,
  ...ZONE_SIGNALS,
  ...NODE_PORT_SIGNALS,
  ...EXPORTER_SIGNALS,
  ...KERNEL_VERSION_SIGNALS,
  ...DEMAND_SIGNALS,
  ...SIZING_SIGNALS,
  ...SNAT_SIGNALS,
  ...RATE_SIGNALS,
  ...PORT_SIGNALS,
  ...CLOUD_SIGNALS,
  ...NEIGHBOUR_SIGNALS,
  ...OUTSIDE_SIGNALS,
  ...NAMESPACE_SIGNALS,
  ...UNDELIVERED_SIGNALS,
  ...UNACKNOWLEDGED_SIGNALS,
  ...ATTEMPT_SIGNALS,
  ...SILENT_PORT_SIGNALS,
  ...EVICTED_ATTEMPT_SIGNALS,
  ...HALF_NOTRACK_SIGNALS,
  ...ONE_WAY_SIGNALS,
  ...UDP_HOLDER_SIGNALS,
  ...OTHER_PROTOCOL_SIGNALS,
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

/** What the host is there for, by a bundle's readings. */
export const hostKindOf = (readings: Readings): HostKind =>
  (readings.get("host.kind")?.value ?? "unknown") as HostKind;

/** Reads all signals. None throws: what cannot be read says why. */
export function readSignals(context: SignalContext): Readings {
  return new Map(
    (Object.entries(SIGNALS) as [SignalName, Signal][]).map(([name, signal]) => [
      name,
      signal.read(context),
    ]),
  );
}
