import { kindOf } from "./kernel-message.ts";
import { hostIn } from "./log-host.ts";
import { type Redaction, wordList } from "./redaction.ts";

const SHOWN = wordList(
  "nf_conntrack ip_conntrack conntrack table full in netns dropping packet packets expectation net_ratelimit __ratelimit",
  "ratelimit callbacks messages suppressed printk neighbour neighbor arp_cache ndisc_cache overflow Neighbour Neighbor",
  "TCP request_sock_TCP request_sock_TCPv6 request_sock_subflow Possible possible SYN flooding on port Sending Dropping",
  "sending cookies request Check SNMP counters too many of orphaned sockets out memory consider tuning tcp_mem exceeds",
  "limit zone maximum reached version buckets max SLUB Unable to allocate on node gfp cache object size buffer default",
  "order min falling back vmalloc automatic helper assignment kernel warn err info notice kern GFP_ATOMIC GFP_KERNEL",
  "openvswitch OVS net_ratelimit the is and for with ipv4 ipv6 IPv4 IPv6",
);
const GOES_ON = /^\s*(?:full|dropping|packet|table|callbacks|suppressed|overflow|object|cache)\b/;
/** What a line begins with: a level, a stamp in any form, seconds since boot. */
const FRONT =
  /^\s*(?:kern {0,2}:\w{2,8} {0,4}: ?)?(?:<\d{1,3}>\d? ?)?(?:\[?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,9})?(?: \d{4})?\]?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,\dZ:+-]{0,24}|\d{10}\.\d{3,9})?\s?(?:\[ {0,12}\d{1,10}\.\d{1,9}\])?\s?/;

/**
 * What the kernel says of what is read here, and of other lines when they were written and by whom, for that tells
 * how far back the log reaches, and of which machines it is.
 */
export const redactKernelLog: Redaction = () => {
  let broken = false;
  return (line, hide) => {
    const front = FRONT.exec(line)?.[0] ?? "";
    const host = hostIn(line);
    const at = host === null ? front.length : line.indexOf(host) + host.length;
    const before = host === null ? front : line.slice(0, at - host.length) + hide.name(host);
    const isTold =
      kindOf(line) !== null ||
      /(?:conntrack|TCP|neighbour):/.test(line) ||
      (broken && GOES_ON.test(line));
    broken = isTold;
    if (isTold) {
      // a name is hidden once: what stands for it would be taken for another
      const start = line.slice(0, host === null ? at : at - host.length);
      const named = host === null ? "" : hide.name(host);
      return hide.words(start, SHOWN) + named + hide.words(line.slice(at), SHOWN);
    }
    if (front.trim() === "") return "";
    // another program's line is no kernel's; both begin alike
    const kernels = / kernel(?:\[\d{1,10}\])?:/.exec(line.slice(at, at + 24));
    return `${before}${host === null ? "" : (kernels?.[0] ?? " -:")} -`;
  };
};
