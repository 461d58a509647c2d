/**
 * Histograms of the seconds that entries have left: exact to the second below 68 minutes, to the minute
 * above, where only the timeout of ESTABLISHED reaches. The border is a multiple of 60, so
 * every bin above it starts on a whole minute: 86400 − 3600 is a border, and counts across it are exact.
 */
const EXACT_SECONDS = 68 * 60;
const TOP_SECONDS = 14 * 24 * 3600;
export const BINS = EXACT_SECONDS + (TOP_SECONDS - EXACT_SECONDS) / 60 + 1;

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

/**
 * Counts an entry of a kind by the seconds it has left. Few kinds ever have more than 68 minutes, so a histogram
 * ends there until it has to be longer.
 */
export function countRemaining(
  histograms: (Int32Array | undefined)[],
  kind: number,
  seconds: number,
): void {
  const bin = binOf(seconds);
  let bins = histograms[kind];
  if (bins === undefined || bin >= bins.length) {
    const wider = new Int32Array(bin < EXACT_SECONDS ? EXACT_SECONDS : BINS);
    wider.set(bins ?? []);
    histograms[kind] = wider;
    bins = wider;
  }
  bins[bin]!++;
}
