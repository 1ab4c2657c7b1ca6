/** Room that is used again by one list after the other, as it would be garbage by the megabyte. */
const spare: Float64Array<ArrayBuffer>[] = [];
const mostSpare = 16;
/** 16 MB: more is not kept. */
const largestSpare = 2 ** 21;

/** A list of numbers that grows without an object a number. */
export class FloatList {
  length = 0;
  private values = new Float64Array(0);

  push(value: number): void {
    if (this.length === this.values.length) this.grow();
    this.values[this.length++] = value;
  }

  /** The numbers so far; the list is empty then. */
  taken(): Float64Array {
    const { length, values } = this;
    const numbers = values.slice(0, length);
    if (values.length > 0 && values.length <= largestSpare && spare.length < mostSpare) spare.push(values);
    this.length = 0;
    this.values = new Float64Array(0);
    return numbers;
  }

  private grow(): void {
    const { values } = this;
    const larger = values.length === 0 ? spare.pop() : undefined;
    this.values = larger ?? new Float64Array(Math.max(16, 2 * values.length));
    this.values.set(values);
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
