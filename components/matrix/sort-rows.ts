export const sorts = { stage: "Stage", value: "Value", lift: "Lift", reach: "Reach" } as const;
export type Sort = keyof typeof sorts;

export const isSort = (text: string): text is Sort => Object.hasOwn(sorts, text);

type Sortable = { stage: string; order: Record<"value" | "lift" | "reach", number> };

/** Rows in runs with a heading: stage by stage with the best first, or all of them in one order. */
export const sortRows = <R extends Sortable>(
  rows: readonly R[],
  sort: Sort,
): { stage: string | null; rows: R[] }[] => {
  if (sort !== "stage")
    return [{ stage: null, rows: rows.toSorted((a, b) => b.order[sort] - a.order[sort]) }];
  const stages = [...new Set(rows.map(({ stage }) => stage))];
  return stages.map((stage) => ({
    stage,
    rows: rows.filter((row) => row.stage === stage).toSorted((a, b) => b.order.value - a.order.value),
  }));
};
