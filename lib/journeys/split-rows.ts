// Hot path: counts, then places; the calendar is asked only when the month changes.

/** Rows of one month and shard, in order of arrival. `month` in ms since 1970. */
export type RowGroup = { month: number; shard: number; shards: number; rows: Int32Array };

type Months = { starts: number[]; counts: number[]; ofRow: Uint32Array };

/** The first instant of the UTC month, or of a later one, ms since 1970. */
export const monthStart = (at: number, later = 0): number => {
  const date = new Date(at);
  date.setUTCHours(0, 0, 0, 0);
  date.setUTCMonth(date.getUTCMonth() + later, 1);
  return date.getTime();
};

const monthsOf = (count: number, at: Float64Array): Months => {
  const starts: number[] = [];
  const counts: number[] = [];
  const placeOf = new Map<number, number>();
  const ofRow = new Uint32Array(count);
  let from = 0;
  let to = 0;
  let place = 0;
  for (let row = 0; row < count; row++) {
    const time = at[row] ?? 0;
    if (time < from || time >= to) {
      from = monthStart(time);
      to = monthStart(time, 1);
      place = placeOf.get(from) ?? starts.push(from) - 1;
      placeOf.set(from, place);
    }
    ofRow[row] = place;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return { starts, counts, ofRow };
};

/** Splits rows by the UTC month of `at` (ms since 1970) and by the visitor's shard; months ascending, none empty. */
export const splitRows = (
  count: number,
  { at, visitor }: { at: Float64Array; visitor: Int32Array },
  shardsOf: (month: number, events: number) => number,
): RowGroup[] => {
  const months = monthsOf(count, at);
  const groups: Omit<RowGroup, "rows">[] = [];
  const firsts: number[] = [];
  const masks: number[] = [];
  for (const [place, month] of months.starts.entries()) {
    const shards = shardsOf(month, months.counts[place] ?? 0);
    if (shards < 1 || 2 ** Math.round(Math.log2(shards)) !== shards)
      throw new Error(`A month is split into a power of two of shards, not ${shards}.`);
    firsts.push(groups.length);
    masks.push(shards - 1);
    for (let shard = 0; shard < shards; shard++) groups.push({ month, shard, shards });
  }
  const ends = new Uint32Array(groups.length + 1);
  const groupOf = months.ofRow;
  for (let row = 0; row < count; row++) {
    const month = groupOf[row] ?? 0;
    const group = (firsts[month] ?? 0) + ((visitor[row] ?? 0) & (masks[month] ?? 0));
    groupOf[row] = group;
    ends[group + 1] = (ends[group + 1] ?? 0) + 1;
  }
  for (let group = 1; group < ends.length; group++) ends[group] = (ends[group] ?? 0) + (ends[group - 1] ?? 0);
  const starts = ends.slice();
  const all = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const group = groupOf[row] ?? 0;
    const place = ends[group] ?? 0;
    all[place] = row;
    ends[group] = place + 1;
  }
  return groups
    .map((group, place) => ({ ...group, rows: all.subarray(starts[place], starts[place + 1]) }))
    .filter(({ rows }) => rows.length > 0)
    .sort((a, b) => a.month - b.month || a.shard - b.shard);
};
