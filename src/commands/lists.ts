import { InvalidArgumentError } from "commander";

/** An option that may be given again and may hold several, with commas between them. */
export const listOf =
  <T extends string>(choices?: readonly T[]) =>
  (value: string, before: readonly T[] = []): T[] => {
    const given = value.split(",").map((one) => one.trim()) as T[];
    for (const one of given)
      if (one === "" || choices?.includes(one) === false)
        throw new InvalidArgumentError(
          choices === undefined
            ? "Nothing stands between two commas."
            : `Choose from ${choices.join(", ")}.`,
        );
    return [...new Set([...before, ...given])];
  };

/** An option that is a whole number above 0. */
export function wholeNumber(value: string): number {
  const number = Number(value);
  if (!/^\d{1,12}$/.test(value) || number < 1)
    throw new InvalidArgumentError("It is a whole number above 0.");
  return number;
}

/** An option whose second value would silently take the place of the first. */
export function onlyOne(value: string, before: string | undefined): string {
  if (before !== undefined) throw new InvalidArgumentError(`It is ${before} already.`);
  return value;
}
