/** What a stream of this process tells of the terminal behind it. */
export interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a stream shows control codes: a terminal that can, and that is not called dumb. */
export const isTerminal = ({ isTTY }: Screen, { TERM }: Environment): boolean =>
  isTTY === true && TERM !== "dumb";

/** Whether to colour: on a terminal, unless `NO_COLOR` holds anything (no-color.org). */
export const wantsColour = (screen: Screen, environment: Environment): boolean =>
  isTerminal(screen, environment) && !environment["NO_COLOR"];

/** Columns for tables: those of the terminal, within what can be read; 80 where there is none. */
export const columnsOf = ({ isTTY, columns = 80 }: Screen): number =>
  isTTY === true ? Math.min(160, Math.max(80, columns)) : 80;
