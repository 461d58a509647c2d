/** Named values in the text of a bundle's files, each in its own form: read, and written in place. */

interface Form {
  /** The value per CPU, or one; null when the name is not there. */
  get(text: string, name: string): (number | string)[] | null;
  set(text: string, name: string, values: readonly (number | string)[]): string;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A value a line: `name = 5` (sysctl), `name: 5` (ethtool), `name{labels} 5` (Prometheus). */
const lines: Form = {
  get: (text, name) => {
    const found = new RegExp(`^\\s*${escaped(name)}(?: = |: | )(.*)$`, "m").exec(text);
    return found === null ? null : [found[1]!];
  },
  set: (text, name, [value]) =>
    text.replace(new RegExp(`^(\\s*${escaped(name)}(?: = |: | )).*$`, "m"), `$1${value}`),
};

/** A row of names and a row of values behind one prefix: `TcpExt.ListenOverflows`, `Ip.FragFails`. */
const twoRows: Form = {
  get: (text, name) => {
    const cell = twoRowCell(text, name);
    return cell === null ? null : [cell.row[cell.column]!];
  },
  set: (text, name, [value]) => {
    const { rows, line, row, column } = twoRowCell(text, name)!;
    row[column] = String(value);
    rows[line] = row.join(" ");
    return rows.join("\n");
  },
};

function twoRowCell(text: string, name: string) {
  const [prefix, counter] = name.split(".") as [string, string];
  const rows = text.split("\n");
  const header = rows.findIndex((row) => row.startsWith(`${prefix}: `));
  const column = rows[header]?.split(" ").indexOf(counter) ?? -1;
  if (column < 0) return null;
  return { rows, line: header + 1, row: rows[header + 1]!.split(" "), column };
}

/** Names and values in turn behind a prefix: `TCP.mem` of `TCP: inuse 2 mem 140`. */
const namedWords: Form = {
  get: (text, name) => {
    const [prefix, word] = name.split(".") as [string, string];
    const found = new RegExp(`^${prefix}:.* ${word} (\\d+)`, "m").exec(text);
    return found === null ? null : [found[1]!];
  },
  set: (text, name, [value]) => {
    const [prefix, word] = name.split(".") as [string, string];
    return text.replace(new RegExp(`^(${prefix}:.* ${word} )\\d+`, "m"), `$1${value}`);
  },
};

/** Columns of hexadecimal counters, a row a CPU; `names` where the kernel prints no header. */
const hexColumns = (names?: readonly string[]): Form => {
  const parse = (text: string) => {
    const rows = text.trimEnd().split("\n");
    const header = names ?? rows[0]!.trim().split(/\s+/);
    return { rows, header, first: names === undefined ? 1 : 0 };
  };
  return {
    get: (text, name) => {
      const { rows, header, first } = parse(text);
      const column = header.indexOf(name);
      if (column < 0) return null;
      return rows.slice(first).map((row) => Number.parseInt(row.split(/\s+/)[column]!, 16));
    },
    set: (text, name, values) => {
      const { rows, header, first } = parse(text);
      const column = header.indexOf(name);
      const renewed = rows.map((row, at) => {
        if (at < first) return row;
        const cells = row.split(/\s+/);
        cells[column] = Number(values[at - first] ?? 0)
          .toString(16)
          .padStart(8, "0");
        return cells.join(" ");
      });
      return `${renewed.join("\n")}\n`;
    },
  };
};

/** `name=5` in a row a CPU: conntrack -S. */
const assignments: Form = {
  get: (text, name) => {
    const found = [...text.matchAll(new RegExp(`\\b${name}=(\\d+)`, "g"))];
    return found.length === 0 ? null : found.map(([, value]) => Number(value));
  },
  set: (text, name, values) => {
    let cpu = 0;
    return text.replace(new RegExp(`\\b${name}=\\d+`, "g"), () => `${name}=${values[cpu++] ?? 0}`);
  },
};

const FORMS: readonly (readonly [RegExp, Form])[] = [
  [/\/(?:netstat|snmp)\.txt$/, twoRows],
  [/\/sockstat6?\.txt$/, namedWords],
  [/\/softnet_stat\.txt$/, hexColumns(["processed", "dropped", "time_squeeze"])],
  [/\/(?:nf_conntrack_stat|arp_cache|ndisc_cache)\.txt$/, hexColumns()],
  [/\/conntrack-S\.txt$/, assignments],
];

/** The form of a file's values. */
export const formOf = (path: string): Form =>
  FORMS.find(([pattern]) => pattern.test(path))?.[1] ?? lines;
