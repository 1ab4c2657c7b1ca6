// Hot path: visitors by counting sort, each visitor's few rows by insertion.

const insertionMost = 64;

/**
 * The rows in journey order: by visitor, then `at`, then `seq`. Visitor numbers are dense, so counting places each row
 * with its visitor; rows of one visitor arrive nearly in order of time.
 */
export const orderRows = (
  count: number,
  visitor: Int32Array,
  at: Float64Array,
  seq: Float64Array,
): Int32Array => {
  let highest = 0;
  for (let row = 0; row < count; row++) if ((visitor[row] ?? 0) > highest) highest = visitor[row] ?? 0;
  const ends = new Int32Array(highest + 2);
  for (let row = 0; row < count; row++) {
    const next = (visitor[row] ?? 0) + 1;
    ends[next] = (ends[next] ?? 0) + 1;
  }
  for (let who = 1; who < ends.length; who++) ends[who] = (ends[who] ?? 0) + (ends[who - 1] ?? 0);
  const order = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const who = visitor[row] ?? 0;
    const place = ends[who] ?? 0;
    order[place] = row;
    ends[who] = place + 1;
  }
  const before = (a: number, b: number): number =>
    (at[a] ?? 0) - (at[b] ?? 0) || (seq[a] ?? 0) - (seq[b] ?? 0);
  let start = 0;
  for (let who = 0; who <= highest; who++) {
    const end = ends[who] ?? 0;
    if (end - start > insertionMost) order.subarray(start, end).sort(before);
    else
      for (let i = start + 1; i < end; i++) {
        const row = order[i] ?? 0;
        let j = i - 1;
        while (j >= start && before(order[j] ?? 0, row) > 0) {
          order[j + 1] = order[j] ?? 0;
          j--;
        }
        order[j + 1] = row;
      }
    start = end;
  }
  return order;
};
