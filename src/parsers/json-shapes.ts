/** An object of JSON, by its keys. */
export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A column of a frame, beside the times of its rows in milliseconds. */
export interface FrameColumn {
  field: Fields;
  times: readonly unknown[];
  values: readonly unknown[];
}

/** The columns of Grafana's own answers: frames of fields, of which one is the time. */
export function frameColumns(results: readonly unknown[]): FrameColumn[] {
  const frames = results.flatMap((one) =>
    isFields(one) && Array.isArray(one["frames"]) ? (one["frames"] as unknown[]) : [],
  );
  return frames.flatMap((frame) => {
    if (!isFields(frame) || !isFields(frame["schema"]) || !isFields(frame["data"])) return [];
    const [fields, columns] = [frame["schema"]["fields"], frame["data"]["values"]];
    if (!Array.isArray(fields) || !Array.isArray(columns)) return [];
    const at = fields.findIndex((one) => isFields(one) && one["type"] === "time");
    const times: unknown = columns[at];
    if (!Array.isArray(times)) return [];
    return fields.flatMap((field: unknown, place) => {
      const values: unknown = columns[place];
      return place === at || !isFields(field) || !Array.isArray(values)
        ? []
        : { field, times, values };
    });
  });
}
