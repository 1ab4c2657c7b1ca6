const sorts = ["credit", "sessions", "revenue", "cost", "costPer", "return"] as const;
export type Sort = (typeof sorts)[number];

export const isSort = (text: string): text is Sort => sorts.some((sort) => sort === text);

/** What is spent for a conversion is better the less it is. */
export const isAscending = (sort: Sort): boolean => sort === "costPer";

type Sortable = { isOther: boolean; order: Record<Sort, number | null> };

/** Rows in the order of a column; what cannot be said comes after the rest, and "Other" last. */
export const sortRows = <R extends Sortable>(rows: readonly R[], sort: Sort): R[] => {
  const sign = isAscending(sort) ? 1 : -1;
  return rows.toSorted((a, b) => {
    if (a.isOther !== b.isOther) return Number(a.isOther) - Number(b.isOther);
    const [one, two] = [a.order[sort], b.order[sort]];
    if (one === null || two === null) return Number(one === null) - Number(two === null);
    return sign * (one - two);
  });
};
