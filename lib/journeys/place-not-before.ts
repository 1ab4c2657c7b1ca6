/** The first place of ascending visitor numbers that is not before `no`. */
export const placeNotBefore = (visitors: Int32Array, no: number): number => {
  let low = 0;
  let high = visitors.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((visitors[middle] ?? 0) < no) low = middle + 1;
    else high = middle;
  }
  return low;
};
