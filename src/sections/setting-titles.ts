/** A setting in the words of a person. */
const SAID =
  /^(?:#{1,6} |\*\*)?(?:current |total |net\.netfilter\.)?(?:nf_|ip_)?conntrack[ _](count|entries(?: in use)?|max|limit|buckets)(?::?\*\*:?|:)?$/i;
const NAMES: Record<string, string> = { entries: "count", "entries in use": "count", limit: "max" };
/** Any by its whole name, as Salt prints it. */
const WHOLE = /^(net\.netfilter\.nf_conntrack_[a-z_]{2,60}):$/;

/** The path of a setting that stands alone on a line, as a loop or a person writes it above its value; or null. */
export function settingAlone(text: string): string | null {
  const said = SAID.exec(text)?.[1]?.toLowerCase();
  if (said !== undefined) return `/proc/sys/net/netfilter/nf_conntrack_${NAMES[said] ?? said}`;
  const whole = WHOLE.exec(text)?.[1];
  return whole === undefined ? null : `/proc/sys/${whole.replaceAll(".", "/")}`;
}
