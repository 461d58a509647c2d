import { layoutOf } from "./layout.ts";

/**
 * A flare of the Datadog agent, 7.59 and later, with its system-probe: `<host>/system-probe/conntrack_host.log`
 * holds at most 3,000 translated connections of all network namespaces, without states or timeouts: that is a
 * list of its own, and none of nf_conntrack's table. `dmesg.log` is the node's kernel log. Looked up in DataDog/datadog-agent:
 * `pkg/flare/archive_linux.go`, `pkg/network/tracer/debug_conntrack.go`.
 */
export const datadog = layoutOf("datadog-flare", {
  marks: /(?:^|\/)system-probe\/(?:conntrack_(?:host|cached)|ebpf_btf_loader|dmesg)\.log$/,
  places: [
    [/^system-probe\/dmesg\.log$/, "kernel-log"],
    /^system-probe\/conntrack_(?:host|cached)\.log$/,
  ],
  beside: /^/,
});
