/** Numbers as people's dashboards and locales write them. */

export interface Written {
  value: number;
  /** By how much it may be off, since it was rounded to what is written. */
  rounding: number;
  isPercent: boolean;
}

/** How one table writes its numbers. */
export interface Style {
  decimal: "." | ",";
  thousands: "," | "." | " " | "'" | "";
}

const PLAIN: Style = { decimal: ".", thousands: "," };
const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  K: 1e3,
  Tsd: 1e3,
  Ki: 1024,
  M: 1e6,
  Mil: 1e6,
  Mi: 1024 ** 2,
  G: 1e9,
  Bil: 1e9,
};
const NUMBER =
  /^([-+−]?)(\d[\d.,'\u00a0\u202f ]{0,24}|\.\d{1,12})(e[+-]?\d{1,3})?[ \u00a0\u202f]?(Ki|Mil|Mi|Bil|Tsd|k|K|M|G)?\.?[ \u00a0\u202f]?(%|entries|conns?|connections|[a-z]{1,12}\/s|pps|packets)?$/;

/**
 * By the cells of a table: which of dot and comma ends the whole part. Where semicolons part the columns, a comma
 * between digits is a decimal one, and dots before three digits group; else it is the other way round.
 */
export function styleOf(cells: readonly string[], delimiter: string): Style {
  if (delimiter === ",")
    return cells.some((one) => /\d,\d{3}(?:\D|$)/.test(one)) ? PLAIN : { ...PLAIN, thousands: "," };
  const commas = cells.filter((one) => /^[-+]?[\d.\s]*\d,\d+ ?\D{0,12}$/.test(one));
  const grouping = cells.filter((one) => /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(one));
  if (commas.length > 0 && (delimiter === ";" ? true : grouping.length < commas.length))
    return delimiter !== ";" && grouping.length === commas.length
      ? PLAIN
      : { decimal: ",", thousands: "." };
  const dotted = cells.filter((one) => /\d\.\d/.test(one));
  const areGroups = dotted.length > 0 && dotted.every((one) => /^\d{1,3}(?:\.\d{3})+$/.test(one));
  return delimiter === ";" && areGroups ? { decimal: ",", thousands: "." } : PLAIN;
}

/** A cell as a number; null of any other, such as `null`, `NaN` or nothing. */
export function numberIn(cell: string, style: Style = PLAIN): Written | null {
  const found = NUMBER.exec(cell.trim());
  if (found === null) return null;
  const [, sign, digits, power = "", scale = "", unit = ""] = found;
  const bare = digits!
    .replace(/[ '\u00a0\u202f]/g, "")
    .replaceAll(style.decimal === "." ? "," : ".", "")
    .replace(",", ".");
  if (!/^\d*(?:\.\d+)?$/.test(bare)) return null;
  const by = (SCALES[scale] ?? 1) * Number(`1${power || "e0"}`);
  const places = bare.split(".")[1]?.length ?? 0;
  const value = Number(bare) * by * (sign === "" || sign === "+" ? 1 : -1);
  if (!Number.isFinite(value)) return null;
  return {
    value,
    rounding: scale === "" ? 0 : (by * 10 ** -places) / 2,
    isPercent: unit === "%",
  };
}
