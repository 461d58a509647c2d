import { layoutOf, ofProc } from "./layout.ts";

/**
 * `retina capture`, 0.0.x and 1.x on Linux: `proc-net/` is a copy of /proc/self/net of the node and holds its
 * whole table, `proc-sys-net/` one of /proc/sys/net; the archive has no folder on top. Texts hold several
 * commands below each other, each under its command line. Looked up in microsoft/retina,
 * `pkg/capture/provider/network_capture_unix.go`.
 */
export const retina = layoutOf("retina", {
  marks: /(?:^|\/)proc-(?:net|sys-net)\//,
  places: [
    /^proc-net\/nf_conntrack$/,
    ...ofProc("proc-net"),
    /^proc-sys-net\/(?:netfilter\/nf_conntrack_\w+|nf_conntrack_max|ipv4\/\w+|core\/\w+)$/,
    /^(?:iptables-rules|socket-stats)\.txt$/,
  ],
  beside: /^/,
});
