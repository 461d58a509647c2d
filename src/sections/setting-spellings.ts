import { formOf } from "./forms.ts";
import { NUMBER, ungrouped } from "./grouped-number.ts";
import type { Respelt } from "./respelt.ts";

/** What stands before a setting's own name; a selection by mouse may have cut its beginning. */
const BEFORE = ["net.netfilter.nf_", "/proc/sys/net/netfilter/nf_", "net/netfilter/nf_"];
const OLD = ["net.ipv4.netfilter.ip_", "/proc/sys/net/ipv4/netfilter/ip_"];
const SETTING = new RegExp(
  `^"?([\\w./]{0,40}?)(conntrack_(?:count|max|buckets|expect_max|acct|checksum|events|helper|log_invalid|timestamp|(?:tcp|udp|udplite|icmp|icmpv6|generic|gre|sctp|dccp)_[a-z_]{2,48}))"?(\\s{0,40}(?:[=:：＝]?>?|->|→|\\|)\\s{0,40})(${NUMBER})(\\s{1,8}\\(.{0,60}\\))?,?$`,
);
/** The beginning of a setting's name as it is read off a picture: with blanks at its dots, or for them. */
const SPREAD = new RegExp(
  `^net ?[. ] ?netfi[l1I|]ter ?[. ] ?nf[_ ]conntrack[_ ](?=[a-z_]{3,40} ?= ?(?:${NUMBER})$)`,
);
/** What the settings' own form reads as it stands, and with which signs. */
const OWN_SIGN = /^\s{0,40}[=:]\s{0,40}$/;
const WHOLE = /^(?:nf_|ip_|net[./].*|\/?proc\/sys\/.*)$/;

/** A setting without its sign, its first letters, or with words behind its value. */
export function misspeltSetting(bare: string): Respelt[] | null {
  const spread = SPREAD.exec(bare)?.[0];
  if (spread !== undefined && /\s|netfi[^l]ter/.test(spread))
    return [{ text: `net.netfilter.nf_conntrack_${bare.slice(spread.length)}` }];
  const ticked = /^`([\w./]{3,100})`(?=\s{0,8}[:=])/.exec(bare);
  if (ticked !== null) {
    const plain = `${ticked[1]}${bare.slice(ticked[0].length)}`;
    return formOf(plain)?.source === "sysctl" ? [{ text: plain }] : misspeltSetting(plain);
  }
  const [, before, name, sign, value, tail] = SETTING.exec(bare) ?? [];
  if (before === undefined || sign === "") return null;
  if (WHOLE.test(before) && OWN_SIGN.test(sign!) && tail === undefined) return null;
  const full = BEFORE.some((one) => one.endsWith(before))
    ? "net.netfilter.nf_"
    : OLD.some((one) => one.endsWith(before))
      ? "net.ipv4.netfilter.ip_"
      : null;
  return full === null ? null : [{ text: `${full}${name} = ${ungrouped(value!)}` }];
}

/** A setting in a variable of a shell. */
export function shellVariable(bare: string): Respelt[] | null {
  const [, name, value] =
    /^(?:export )?(?:NF_|IP_)?CONNTRACK_(COUNT|MAX)=["']?(\d{1,12})["']?;?$/.exec(bare) ?? [];
  return name === undefined
    ? null
    : [{ text: `net.netfilter.nf_conntrack_${name.toLowerCase()} = ${value}` }];
}

/** A command to whose end its first line of output was joined, as some pages do. */
export function gluedSetting(bare: string): Respelt[] | null {
  const [, command, output] =
    /^(.{1,400}\bnf_conntrack_(?:count|max|buckets))(net\.netfilter\.nf_conntrack_\w{3,40} ?[=:] ?\d{1,12})$/.exec(
      bare,
    ) ?? [];
  return command === undefined
    ? null
    : [command, output!].map((text) => ({ text, isAsPasted: true as const }));
}

/** What `wc -l` prints of the kernel's list, where its command was left out. */
export function countedRows(bare: string, about: string): Respelt | null {
  const rows = /^(\d{1,12}) \/proc\/net\/(?:nf|ip)_conntrack$/.exec(bare)?.[1];
  return rows === undefined || /\bwc\b/.test(about)
    ? null
    : { text: `net.netfilter.nf_conntrack_count = ${rows}` };
}
