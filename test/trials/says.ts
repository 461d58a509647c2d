/** A line that begins a fault, as tsc, vitest and dependency-cruiser print it. */
const FAULT = /error TS\d+:|^\s*(?:\w*Error: |error )/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is taken off
const COLOURS = /\u001b\[[\d;]*m/g;

export interface Said {
  /** How many faults the output tells. */
  faults: number;
  /** The line of the first fault that names what is missing, or null. */
  line: string | null;
}

/** What of an output names what is missing: a line of the first fault, since nobody reads beyond it. */
export function whatSays(output: string, wanted: RegExp): Said {
  const lines = output.replace(COLOURS, "").split("\n");
  const begins = lines.flatMap((line, at) => (FAULT.test(line) ? [at] : []));
  const [first = lines.length, second = lines.length] = begins;
  const line = lines.slice(first, second).find((one) => wanted.test(one));
  // what tsc says below the head of its fault is of the file that the head names
  const file = /^(\S+?)\(\d+,\d+\): error TS/.exec(lines[first] ?? "")?.[1];
  const where = file === undefined || line?.startsWith(file) ? "" : `${file}: `;
  return { faults: begins.length, line: line === undefined ? null : where + line.trim() };
}
