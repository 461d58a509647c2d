/** Machines whose lines one log may hold apart. */
export const MOST_HOSTS = 1000;

/** What a log has in a machine's place where nobody knew its name, or where it writes something else. */
export const NO_HOST =
  /^(?:localhost|\(none\)|unknown|none|host|linux|-|\d+|(?:kern|user|daemon|syslog|local\d)\.\w+|info|notice|warn(?:ing)?|err(?:or)?|debug|crit(?:ical)?|alert|emerg)$/i;

const STAMP =
  "(?:\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?(?: [A-Z]{2,5}| \\d{4})?|^\\d{10}\\.\\d{3,9})";
const HOST = "([A-Za-z0-9](?:[\\w.:-]{0,251}\\w)?)";
/** The kernel's line of a syslog or a journal in any of its forms, RFC 5424's and busybox's too. */
const OF_KERNEL = new RegExp(
  `^.{0,80}?${STAMP} ${HOST} (?:kern\\.\\w{2,8} )?(?:kernel(?:\\[\\d{1,10}\\])?(?::| - )|(?:nf_|ip_)conntrack: |net_ratelimit: )`,
);
/** `journalctl -o short-monotonic`; dmesg has words there. */
const SINCE_BOOT =
  /^\[ {0,8}\d{1,10}\.\d{3,9}(?: < {0,12}\d{1,10}\.\d{1,9} ?>)?\] ((?=[\w.-]*[\d.-])[A-Za-z0-9](?:[\w.-]{0,251}\w)?) kernel: /;
const OF_ANY = new RegExp(`^.{0,80}?${STAMP} ${HOST} \\S`);

/** The machine that a line of a log says to be of; of another program's line only one that is known. */
export function hostOf(text: string, known: (host: string) => boolean): string | null {
  const kernels = OF_KERNEL.exec(text)?.[1] ?? SINCE_BOOT.exec(text)?.[1];
  if (kernels !== undefined) {
    const named = /^(?:\d+\.){3}\d+$/.test(kernels) || !NO_HOST.test(kernels.split(".")[0]!);
    return named && !NO_HOST.test(kernels) ? kernels : null;
  }
  const other = OF_ANY.exec(text)?.[1];
  return other !== undefined && known(other) ? other : null;
}

/** What stands in a machine's place of a log's line, whoever it is; null of a line without one. */
export const hostIn = (text: string): string | null =>
  (OF_KERNEL.exec(text) ?? SINCE_BOOT.exec(text) ?? OF_ANY.exec(text))?.[1] ?? null;
