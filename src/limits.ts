/**
 * Every ceiling on input that comes from strangers, each with its reason. Reaching one never stops
 * the analysis: what was read counts, and the report's coverage says what was cut.
 *
 * Two of them can be raised on the command line, since what is beyond may be sound and cannot be given otherwise: a
 * must-gather of a large cluster has more files than any node's bundle, and a log in one text is as long as it is. Of
 * the others, what is beyond is a trap, or can be given unpacked, or would only make a map of names larger that is
 * no diagnosis by itself.
 */
export const LIMITS = {
  /** Entries of one archive or folder. A sosreport of a large node has about 20,000. */
  entries: 100_000,
  /** Characters of an entry's path within its archive: every list of the report holds it. */
  pathLength: 1024,
  /** Archives within each other. Support bundles hold a node's archive; what holds more is a trap or a backup. */
  archiveDepth: 2,
  /** Bytes of a zip within another archive, which is held whole, since its directory stands at its end. */
  heldBytes: 64 * 2 ** 20,
  /** Bytes of one bundle after decompression. A 100 M-row dump is 17 GB. */
  bundleBytes: 64 * 2 ** 30,
  /** Inflated bytes for one compressed byte. Dumps of a real kernel reach 25; deflate's own bound is 1032. */
  inflationRatio: 200,
  /** Inflated bytes before the ratio is judged, so that a short run of zeros is no alarm. */
  inflationGrace: 64 * 2 ** 20,
  /** Bytes that a frame of zstd may look back, which are held: what the zstd command accepts unasked. */
  zstdWindow: 128 * 2 ** 20,
  /**
   * Milliseconds that slow blocks of zstd may take, of all bundles together. A block unpacks to 128 KiB at most, in a
   * few milliseconds; to one that was made for it the decoder comes to no end.
   */
  zstdSlow: 5_000,
  /** Bytes of one line of text. The longest real one, an `iptables-save` comment, is below 1,000. */
  lineBytes: 64 * 1024,
  /** Lines of one text entry. A node with 10,000 Services has about 200,000 rules. */
  linesPerEntry: 5_000_000,
  /** Distinct keys of one map that the input names, such as sysctls or metric series. */
  keysPerEntry: 200_000,
  /**
   * Distinct keys that one dump is counted by exactly: flows (16 bytes a slot), sources (8 bytes) and the
   * texts of IPv6 addresses. A usual table of 10 M rows has a tenth of them; beyond, the smallest are
   * forgotten and the report says how far a count may be off.
   */
  flows: 2_600_000,
  sources: 5_200_000,
  addresses: 1_000_000,
  /** Rows that are shown as examples of what could not be parsed. */
  examples: 5,
};

/** Those that a caller may raise. */
export type Raised = Partial<Pick<typeof LIMITS, "entries" | "linesPerEntry">>;

/** Raises them for this process, before anything is read; none is lowered below what every bundle may have. */
export function raise({ entries = 0, linesPerEntry = 0 }: Raised): void {
  LIMITS.entries = Math.max(LIMITS.entries, entries);
  LIMITS.linesPerEntry = Math.max(LIMITS.linesPerEntry, linesPerEntry);
}
