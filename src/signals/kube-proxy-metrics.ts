export const METRICS = "kube-proxy-metrics";
/** What the names of its metrics of syncs begin with. */
export const SYNC = "kubeproxy_sync_proxy_rules";

/** The largest, with its line; null where there is none. */
export const largest = (of: readonly { value: number; line: number }[]) =>
  [...of].sort((a, b) => b.value - a.value)[0] ?? null;
