import type { Respelt } from "./respelt.ts";

/** `sysctl -w net.netfilter.nf_conntrack_max=1`, typed or advised; several settings may follow one another. */
const WRITES =
  /\bsysctl\s+(?:-\w{1,4}\s+|--\w{1,16}\s+){0,4}((?:["']?(?:net|kernel|vm|fs)[./][\w./-]{2,200}["']?\s?=\s?["']?[^"'\s;|&`]{1,64}["']?\s{0,4}){1,16})/;
/** `echo 'net.netfilter.nf_conntrack_max=1' >> /etc/sysctl.conf`. */
const APPENDS =
  /\becho\s+(?:-\w{1,3}\s+)?["']?((?:net|kernel|vm|fs)[./][\w./-]{2,200})\s?=\s?([^"'`|>]{1,64}?)["']?\s{0,4}(?:>>?|\|)/;
/** `echo 1 > /proc/sys/net/netfilter/nf_conntrack_max`. */
const PUTS =
  /\becho\s+["']?(\d[\d \t]{0,40}?)["']?\s{0,4}(?:>>?|\|\s{0,4}(?:sudo\s{1,4})?tee\s)\s{0,4}["']?\/proc\/sys\/([\w./-]{3,200})/;

/**
 * The settings that a command would write, as what somebody asks for. Whether it was ever run, and whether it
 * worked, only the settings in force tell.
 */
export function wishes(text: string): Respelt[] | null {
  const put = PUTS.exec(text);
  if (put !== null) return [wish(put[2]!.replaceAll("/", "."), put[1]!)];
  const appended = APPENDS.exec(text);
  if (appended !== null) return [wish(appended[1]!, appended[2]!)];
  const written = WRITES.exec(text)?.[1];
  if (written === undefined) return null;
  return [...written.matchAll(/([a-z][\w./-]{2,200})["']?\s?=\s?["']?([^"'\s]{1,64})/g)].map(
    (one) => wish(one[1]!, one[2]!.replace(/[.,;)]+$/, "")),
  );
}

const wish = (name: string, value: string): Respelt => ({
  text: `${name} = ${value.trim()}`,
  configured: true,
});
