/**
 * Histograms of the seconds that entries have left: exact to the second below 68 minutes, to the minute
 * above, where only the timeout of ESTABLISHED reaches. The border is a multiple of 60, so
 * every bin above it starts on a whole minute: 86400 − 3600 is a border, and counts across it are exact.
 */
const EXACT_SECONDS = 68 * 60;
const TOP_SECONDS = 14 * 24 * 3600;
const BINS = EXACT_SECONDS + (TOP_SECONDS - EXACT_SECONDS) / 60 + 1;

/** The bin of a remaining time in seconds. The last bin takes all above two weeks. */
export function binOf(seconds: number): number {
  if (seconds < EXACT_SECONDS) return seconds;
  if (seconds >= TOP_SECONDS) return BINS - 1;
  return EXACT_SECONDS + (((seconds - EXACT_SECONDS) / 60) | 0);
}

/** The least remaining time, in seconds, that falls in a bin. */
export function secondsOf(bin: number): number {
  return bin < EXACT_SECONDS ? bin : EXACT_SECONDS + (bin - EXACT_SECONDS) * 60;
}

export const newHistogram = (): Int32Array => new Int32Array(BINS);
