import type { Cause } from "../cause.ts";
import { MAYBE_KUBERNETES } from "../remedies.ts";
import { lookAlike, many, seldom } from "./look-alike.ts";

/** Packets are lost before connection tracking sees them, or outside the machine. */
export const LOST_PACKETS: readonly Cause[] = [
  lookAlike({
    id: "reverse-path-filter",
    title: "The reverse-path filter drops packets",
    mechanism:
      "The kernel dropped {ip.reversePathDrops:counted} within the window because the route back to their source does not use the interface that they arrived on. Such a packet gets no entry and no answer, so its connection times out.",
    requires: [many("ip.reversePathDrops", 50)],
    excludes: [seldom("ip.reversePathRate", 5)],
    remedies: [
      {
        title: "Fix the routes, or loosen the filter on that interface",
        commands: [
          "sysctl net.ipv4.conf.all.rp_filter",
          "nstat -az TcpExtIPReversePathFilter",
          "sysctl -w net.ipv4.conf.INTERFACE.rp_filter=2",
        ],
        risk: "A loose filter lets more packets with forged sources in.",
      },
    ],
    references: ["kernel: net/ipv4/fib_frontend.c, fib_validate_source"],
  }),
  lookAlike({
    id: "softnet-drops",
    title: "A CPU cannot keep up with the packets that it receives",
    mechanism:
      "The kernel lost {softnet.dropped:counted} within the window because the receive queue of a CPU was full. They are gone before connection tracking sees them, and connections stall or time out.",
    // a burst may cost any node a few
    requires: [["softnet.dropped", ">", 50]],
    excludes: [seldom("softnet.dropRate", 5)],
    remedies: [
      {
        title: "Spread the packets over more CPUs, or lengthen the queue",
        commands: [
          "cat /proc/net/softnet_stat",
          "sysctl net.core.netdev_max_backlog",
          "ethtool -l eth0",
        ],
        risk: "A longer queue adds delay under load.",
      },
    ],
    references: ["kernel: net/core/dev.c, enqueue_to_backlog"],
  }),
  lookAlike({
    id: "cloud-allowance",
    title: "The cloud's own limits drop packets of this node",
    hosts: ["kubernetes", "docker", "open-vswitch", "plain"],
    mechanism:
      "The cloud dropped packets beyond this machine's allowances within the window (connections: {cloud.connections}; to its own services: {cloud.linkLocal}; packets: {cloud.packets}; bandwidth: {cloud.bandwidth}). These limits are outside the machine: packets are lost although the node's own table has room, and no sysctl changes it.",
    requires: [
      {
        any: [
          ["cloud.connections", ">", 1],
          ["cloud.linkLocal", ">", 1],
          ["cloud.packets", ">", 10],
          // a burst is shaped on any machine
          ["cloud.bandwidth", ">", 100],
        ],
      },
    ],
    names: [{ role: "interface", name: "cloud.interface" }],
    remedies: [
      {
        title:
          "Let the security group leave this traffic untracked: rules for all addresses both ways",
        commands: ["ethtool -S {cloud.interface:interface} | grep conntrack_allowance"],
        risk: "Such rules admit all traffic: it must be filtered elsewhere.",
        when: [["cloud.connections", ">", 1]],
      },
      {
        title: "Lower the idle timeout of TCP connections on the cloud's interface to 350 s",
        commands: [
          "# aws ec2 modify-network-interface-attribute --network-interface-id ENI --connection-tracking-specification TcpEstablishedTimeout=350",
        ],
        risk: "Connections that are silent for longer are cut off.",
        when: [["cloud.connections", ">", 1]],
      },
      {
        title:
          "Run NodeLocal DNSCache: the cloud's resolver takes 1,024 packets per second from each interface",
        commands: ["ethtool -S {cloud.interface:interface} | grep linklocal_allowance"],
        risk: "Pods have to use the cache's address.",
        when: [["cloud.linkLocal", ">", 1], ...MAYBE_KUBERNETES],
      },
      {
        title: "Move to a larger machine type, or spread the traffic over more nodes",
        commands: [],
        risk: "A larger machine costs more, and pods have to move to it.",
      },
    ],
    references: ["aws: ENA driver, conntrack_allowance_exceeded"],
  }),
];
