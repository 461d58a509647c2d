import type { Respelt } from "./respelt.ts";

/** A protocol of rows, maybe with its number, behind how often `uniq -c` saw it. */
const ROW =
  /^(\d{1,10}) ((?:ipv[46] \d{1,2} )?(?:tcp|udp|udplite|icmp|icmpv6|sctp|dccp|gre|unknown)(?: \d{1,3})?)$/;
/** Every row of the table, cut to its first words and counted; nothing was chosen. */
const WHOLE =
  /(?:\bconntrack\s{1,4}-L(?:\s{1,4}-o\s{1,4}extended)?|\/proc\/net\/(?:nf|ip)_conntrack)(?:\s{1,4}2>\s?\S{1,40})?\s{0,4}\|?\s{0,4}(?:(?:awk\s{1,4}'\{\s?print [$\d,\s"]{1,40}\}'(?:\s{1,4}\/proc\/net\/(?:nf|ip)_conntrack)?|cut\s[^|]{1,40}|sort[^|]{0,20})\s{0,4}\|?\s{0,4}){1,4}uniq -c(?:\s{0,4}\|\s{0,4}sort)?/;
const AWK =
  /\bawk\s{1,4}'\{\s?print [$\d,\s"]{1,40}\}'\s{1,4}\/proc\/net\/(?:nf|ip)_conntrack\s{0,4}\|\s{0,4}sort\s{0,4}\|\s{0,4}uniq -c(?:\s{0,4}\|\s{0,4}sort)?/;

/** How many rows each protocol has, of all rows of the table: their sum is its count. */
export class ProtocolCounts {
  #rows = 0;

  /** The counts that a line begins, under a command that counts all rows. */
  static of(bare: string, about: string): ProtocolCounts | null {
    if (!ROW.test(bare)) return null;
    const found = WHOLE.exec(about) ?? AWK.exec(about);
    // of what follows, some may leave lines out
    if (found === null || about.slice(found.index + found[0].length).includes("|")) return null;
    const counts = new ProtocolCounts();
    counts.take(bare);
    return counts;
  }

  take(bare: string): boolean {
    const count = ROW.exec(bare)?.[1];
    this.#rows += Number(count ?? 0);
    return count !== undefined;
  }

  end(): Respelt[] {
    return [{ text: `net.netfilter.nf_conntrack_count = ${this.#rows}` }];
  }
}
