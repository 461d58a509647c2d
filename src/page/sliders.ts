import { formatNumber, formatSeconds } from "../format.ts";
import { timeoutSysctl } from "../parsers/conntrack-table/states.ts";
import { answer, type Basis } from "../report/what-if.ts";
import { sayWhatIf } from "../report/what-if-words.ts";
import type { Settings } from "../what-if/predict.ts";
import { byId, make, tableOf } from "./dom.ts";

const LIMIT = "nf_conntrack_max";
/** Positions of a slider: they lie closer where numbers are small. */
const STEPS = 400;
/** The largest value that sysctl is given by `what-if --set`. */
const MOST = 999_999_999;

/** A setting to try, and from where to where its slider goes. */
interface Setting {
  name: string;
  now: number;
  least: number;
  most: number;
}

/** The limit, and the timeouts that govern entries of this table. */
function settingsOf({ table }: Basis): Setting[] {
  const governing = new Set(
    [...table.byKind].flatMap((count, kind) => (count > 0 ? (timeoutSysctl(kind) ?? []) : [])),
  );
  const timeouts = [...governing].sort().flatMap((name) => {
    const now = table.timeouts.get(name);
    return now === undefined ? [] : [{ name, now, least: 1, most: Math.max(600, now * 4) }];
  });
  const { max } = table;
  const limit = {
    name: LIMIT,
    now: max ?? 0,
    least: 1024,
    most: Math.max(2 ** 21, (max ?? 0) * 8),
  };
  return max === null || max < 1 ? timeouts : [limit, ...timeouts];
}

/** Shows a slider for each setting, and what the table would be, as soon as one is moved. */
export function showSliders(basis: Basis | null): void {
  const panel = byId<HTMLDetailsElement>("what-if");
  panel.hidden = basis === null;
  if (basis === null) return;
  const values = new Map<string, number>();
  const show = (): void => byId("answer").replaceChildren(...answered(basis, values));
  const rows = settingsOf(basis).map((setting) => rowOf(setting, values, show));
  byId("sliders").replaceChildren(...rows.map(({ row }) => row));
  byId("reset").onclick = () => {
    for (const { reset } of rows) reset();
    values.clear();
    show();
  };
  show();
}

function rowOf(
  { name, now, least, most }: Setting,
  values: Map<string, number>,
  show: () => void,
): { row: HTMLElement; reset: () => void } {
  const [low, high] = [Math.min(least, now), Math.min(MOST, most)];
  const positionOf = (value: number) =>
    Math.round((STEPS * Math.log(value / low)) / Math.log(high / low));
  const valueAt = (position: number) => rounded(low * (high / low) ** (position / STEPS));
  const inWords = (value: number) => (name === LIMIT ? formatNumber(value) : formatSeconds(value));
  const exact = make("input", { type: "number", id: `set-${name}`, min: "1", max: String(MOST) });
  const slider = make("input", { type: "range", id: `slide-${name}`, max: String(STEPS) });
  slider.ariaLabel = name;
  exact.ariaLabel = `${name}, exactly`;
  const move = (value: number): void => {
    slider.value = String(positionOf(Math.min(high, Math.max(low, value))));
    slider.ariaValueText = inWords(value);
  };
  const put = (value: number): void => {
    exact.value = String(value);
    move(value);
  };
  const take = (value: number): void => {
    if (value === now) values.delete(name);
    else values.set(name, value);
    show();
  };
  slider.oninput = () => {
    const position = Number(slider.value);
    // the middle of a step is seldom the present value
    const value = position === positionOf(now) ? now : valueAt(position);
    exact.value = String(value);
    slider.ariaValueText = inWords(value);
    take(value);
  };
  exact.oninput = () => {
    const value = Number(exact.value);
    if (!Number.isInteger(value) || value < 1 || value > MOST) return;
    move(value);
    take(value);
  };
  put(now);
  const title = make("span", { className: "setting" }, make("code", {}, name));
  const row = make("div", { className: "slider" }, title, slider, exact);
  return { row, reset: () => put(now) };
}

/** To two digits, as people choose numbers. */
const rounded = (value: number): number =>
  Math.max(1, Math.round(Number(value.toPrecision(value < 1000 ? 2 : 3))));

function answered(basis: Basis, values: ReadonlyMap<string, number>): HTMLElement[] {
  const timeouts = new Map([...values].filter(([name]) => name !== LIMIT));
  const settings: Settings = { timeouts, max: values.get(LIMIT) ?? null };
  const { figures, notes, changes, foot } = sayWhatIf(answer(basis, settings));
  const table = tableOf(
    [null, "now", "then"],
    figures.map(({ what, from, to }) => [what, from ?? "", to]),
  );
  const sentences = [...notes, ...changes, foot].map((text) => make("p", {}, text));
  return [table, ...sentences];
}
