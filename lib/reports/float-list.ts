/** A list of numbers that grows without an object a number. */
export class FloatList {
  length = 0;
  private values = new Float64Array(16);

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(2 * this.length);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  /** The numbers so far. */
  taken(): Float64Array {
    return this.values.slice(0, this.length);
  }
}

/** Several lists as one. */
export const joinFloats = (lists: readonly Float64Array[]): Float64Array => {
  const [only] = lists;
  if (only && lists.length === 1) return only;
  const joined = new Float64Array(lists.reduce((length, list) => length + list.length, 0));
  let place = 0;
  for (const list of lists) {
    joined.set(list, place);
    place += list.length;
  }
  return joined;
};
