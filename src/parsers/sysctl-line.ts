/** Names that people write without what stands before them. */
const BARE = /^(?:nf_conntrack_\w{2,64}|ip_conntrack_\w{2,64})$/;
/** What grep puts before a name in the folder where it stands. */
const HERE = /^\.\//;
/** `131,072`, also with the narrow blanks of some locales. */
const GROUPED = /^\d{1,3}(?:[,'\u2009\u202f_]\d{3})+$/;

/** `131.072` and `131 072`, of settings that are never a fraction nor a list. */
const GROUPED_BY_OTHERS = /^\d{1,3}(?:([. ])\d{3})(?:\1\d{3})*$/;

/** Settings that a verdict on the table rests on. */
export const OF_TABLE = /conntrack_(?:count|max|buckets)$/;

/**
 * One spelling for a name. Where the first separator is a slash, slashes and dots change places,
 * as sysctl itself does it, so that `net/ipv4/conf/eth0.1/…` and `net.ipv4.conf.eth0/1.…` agree.
 */
export function sysctlName(spelt: string): string {
  const name = spelt.startsWith("/proc/sys/") ? spelt.slice("/proc/sys/".length) : spelt;
  const slash = name.indexOf("/");
  const dot = name.indexOf(".");
  if (slash < 0 || (dot >= 0 && dot < slash)) return name;
  return name.replace(/[./]/g, (separator) => (separator === "/" ? "." : "/"));
}

/** A name and its value, or null for a line of another form. */
export function sysctlSetting(text: string): { name: string; value: string } | null {
  const trimmed = text.trim();
  const json = trimmed.startsWith('"');
  const at = json ? trimmed.indexOf('":') : signOf(trimmed);
  if (at < 1) return null;
  const spelt = trimmed
    .slice(json ? 1 : 0, at)
    .trim()
    .replace(HERE, "");
  if (!/^[\w./:*@-]{1,256}$/.test(spelt)) return null;
  // an arrow's head is none of the value
  let value = trimmed
    .slice(at + (json ? 2 : 1))
    .replace(/^>/, "")
    .trim();
  if (json && value.endsWith(",")) value = value.slice(0, -1);
  if (/^(["']).*\1$/.test(value) && value.length > 1) value = value.slice(1, -1);
  if (json) value = value.replaceAll("\\t", " ");
  const isOfTable = OF_TABLE.test(spelt);
  // what somebody notes beside it
  if (isOfTable) value = value.replace(/(?<=^\d[\d,.' ]{0,24}) {1,8}[^\w\s.,'"].*$/, "").trimEnd();
  if (GROUPED.test(value) || (isOfTable && GROUPED_BY_OTHERS.test(value)))
    value = value.replace(/\D/g, "");
  const found = /(?:^|\/)proc\/sys\/(.*)$/s.exec(spelt);
  const name = sysctlName(found === null ? spelt : `/proc/sys/${found[1]}`);
  const full = BARE.test(name)
    ? `${name.startsWith("ip_") ? "net.ipv4.netfilter" : "net.netfilter"}.${name}`
    : name;
  return { name: full, value: value.replaceAll("\t", " ") };
}

/**
 * Where the name ends: at the first `=`; in `name: value` and `path:value` at the colon, which an interface's
 * name may hold as well.
 */
function signOf(text: string): number {
  const equals = text.indexOf("=");
  if (equals >= 0) return equals;
  const name = /^([\w./@-]{3,256})\s{0,8}:\s*\S/.exec(text)?.[1];
  return name !== undefined && (/\w[./]\w/.test(name) || BARE.test(name.replace(HERE, "")))
    ? text.indexOf(":")
    : -1;
}
