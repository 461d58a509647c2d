/** Where a line of readings begins to climb for good. */

export interface Point {
  at: number;
  value: number;
}

/** Readings at the least on each side of a bend. */
const LEAST = 2;
/** A reading this many deviations above what was usual is above it. */
const DEVIATIONS = 4;
/** What a climb must pass in any case: this part of its height, or so many. */
const PART = 0.02;
/** Readings before the bend by which the usual is told, for each of the climb. */
const USUAL = 3;
const MOST_USUAL = 400;

/**
 * The last point that is still usual, of points that end where the climb does; null where they climb from the
 * first one on. Two straight lines are laid through the points with the least error; before their bend is what
 * was usual, and the climb begins behind the last point that is no more than that.
 */
export function lastUsual(points: readonly Point[], least: number): number | null {
  const last = bendBefore(points, least);
  if (last === null) return null;
  // a climb that pauses is one: what came before the pause is where it began
  const earlier = bendBefore(points.slice(0, last + 1), least);
  return earlier !== null && isPause(points, earlier, last) ? earlier : last;
}

/** How long a climb may pause, in milliseconds and in readings. */
const PAUSE_MS = 30_000;
const PAUSE_READINGS = 15;
/** How long it may be beside what it interrupts: a level that lasts longer is the usual one. */
const PAUSE_PART = 2;
/** What the steepness before a pause must be of that behind it, and its height of the whole climb. */
const AS_STEEP = 0.1;
const AS_HIGH = 0.3;

/** Whether the points climb to a level not long before `last`, and stay there until they go on. */
function isPause(points: readonly Point[], earlier: number, last: number): boolean {
  const [from, level, top] = [points[earlier]!, points[last]!, points.at(-1)!];
  const height = level.value - from.value;
  if (height < AS_HIGH * (top.value - from.value)) return false;
  const reached = points.findIndex(
    ({ value }, at) => at > earlier && value >= from.value + 0.9 * height,
  );
  const step = (top.at - points[0]!.at) / (points.length - 1);
  const paused = level.at - points[reached]!.at;
  const climbed = top.at - from.at - paused;
  return (
    paused <= Math.min(PAUSE_PART * climbed, Math.max(PAUSE_MS, PAUSE_READINGS * step)) &&
    slope(from, points[reached]!) >= AS_STEEP * slope(level, top)
  );
}

function bendBefore(points: readonly Point[], least: number): number | null {
  const top = points.length - 1;
  if (top < 2 * LEAST) return fewPoints(points, least);
  const bend = bendOf(points);
  const from = Math.max(0, bend - Math.min(MOST_USUAL, Math.max(20, USUAL * (top - bend))));
  const usual = points.slice(from, bend + 1).map(({ value }) => value);
  const level = median(usual);
  const noise = 1.4826 * median(usual.map((value) => Math.abs(value - level)));
  const height = points[top]!.value - level;
  if (height <= 0) return null;
  const mark = level + Math.min(height / 2, Math.max(least, DEVIATIONS * noise, PART * height));
  let last = points.findLastIndex(({ value }) => value <= mark);
  // a slow climb passes the mark late: it began behind the last point that is as usual
  const usually = level + Math.max(least, noise);
  const climb = slope(points[last]!, points[top]!);
  while (last > 0 && points[last]!.value > usually && isClimbing(points, last, climb)) last--;
  // what climbs as steeply before the bend as behind it has no usual level
  return last <= 0 || climbsFromStart(points, last) ? null : last;
}

/** Readings over which a single one's noise is no climb. */
const OVER = 3;
/** How steep a part of a climb is at the least, beside all of it. */
const PART_OF_CLIMB = 0.3;

const isClimbing = (points: readonly Point[], at: number, climb: number): boolean =>
  slope(points[Math.max(0, at - OVER)]!, points[at]!) >= PART_OF_CLIMB * climb;

const slope = (a: Point, b: Point): number => (b.value - a.value) / Math.max(1, b.at - a.at);

/** A climb within a few points is told where all before it are alike. */
function fewPoints(points: readonly Point[], least: number): number | null {
  const top = points.length - 1;
  if (top < 1) return null;
  const level = points[0]!.value;
  const height = points[top]!.value - level;
  if (height <= least) return null;
  const last = points.findLastIndex(({ value }) => value <= level + Math.max(least, PART * height));
  return last < 1 ? null : last;
}

/** Whether the points rise up to `last` about as fast as behind it. */
function climbsFromStart(points: readonly Point[], last: number): boolean {
  const [first, bend, top] = [points[0]!, points[last]!, points.at(-1)!];
  return slope(first, bend) > slope(bend, top) * 0.5;
}

/** Where two straight lines meet that leave the least error, by sums from both ends. */
function bendOf(points: readonly Point[]): number {
  const start = points[0]!.at;
  const scaled = points.map(({ at, value }) => ({ x: (at - start) / 1000, y: value }));
  const before = errors(scaled);
  const behind = errors([...scaled].reverse()).reverse();
  let best = LEAST - 1;
  for (let at = LEAST - 1; at <= points.length - LEAST; at++)
    if (before[at]! + behind[at]! < before[best]! + behind[best]!) best = at;
  return best;
}

/** By the number of points, what a straight line through them leaves of their squares. */
function errors(points: readonly { x: number; y: number }[]): number[] {
  let [n, x, y, xx, xy, yy] = [0, 0, 0, 0, 0, 0];
  const [x0, y0] = [points[0]!.x, points[0]!.y];
  return points.map((point) => {
    const [dx, dy] = [point.x - x0, point.y - y0];
    n++;
    x += dx;
    y += dy;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
    const spread = xx - (x * x) / n;
    const slope = spread > 0 ? (xy - (x * y) / n) / spread : 0;
    return Math.max(0, yy - (y * y) / n - slope * (xy - (x * y) / n));
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
