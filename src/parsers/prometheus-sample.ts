/** One sample: its labels, without the metric's name, and its value (NaN and infinity included). */
export interface Sample {
  labels: Map<string, string>;
  value: number;
  line: number;
}

/** Reads what follows the name: labels in braces, a value, and maybe a time stamp. */
export function readSample(text: string, from: number, line: number): Sample | null {
  const labels = new Map<string, string>();
  let at = skipBlanks(text, from);
  if (text[at] === "{") {
    at = skipBlanks(text, at + 1);
    while (text[at] !== "}") {
      const equals = text.indexOf("=", at);
      if (equals < 0) return null;
      const label = text.slice(at, equals).trim();
      at = skipBlanks(text, equals + 1);
      if (!/^[a-zA-Z_]\w{0,127}$/.test(label) || text[at] !== '"') return null;
      let value = "";
      for (at++; text[at] !== '"'; at++) {
        if (at >= text.length) return null;
        if (text[at] !== "\\") value += text[at];
        else value += text[++at] === "n" ? "\n" : (text[at] ?? "");
      }
      if (labels.size >= 64) return null;
      labels.set(label, value);
      at = skipBlanks(text, at + 1);
      if (text[at] === ",") at = skipBlanks(text, at + 1);
      else if (text[at] !== "}") return null;
    }
    at++;
  }
  const value = sampleValue(text.slice(at).trim().split(/\s/, 1)[0] ?? "");
  return value === null ? null : { labels, value, line };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\t") at++;
  return at;
}

/** A number as Go prints and Prometheus reads it, or null. */
export function sampleValue(text: string): number | null {
  if (/^[+-]?inf$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : null;
}
