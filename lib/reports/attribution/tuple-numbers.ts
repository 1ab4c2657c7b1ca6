// Hot path: called for every session. Open addressing over one array, so that nothing is allocated for what is known.

/** Numbers tuples of whole numbers from 0 in the order in which they turn up. */
export class TupleNumbers {
  private count = 0;
  private tuples: Int32Array;
  /** By slot: 1 + the number, 0 where free. */
  private slots = new Int32Array(256);

  constructor(private readonly width: number) {
    this.tuples = new Int32Array(64 * width);
  }

  of(tuple: Int32Array): number {
    const { width } = this;
    let slot = this.slotOf(tuple, 0);
    for (;;) {
      const number = (this.slots[slot] ?? 0) - 1;
      if (number < 0) return this.add(tuple, slot);
      let f = 0;
      while (f < width && this.tuples[number * width + f] === tuple[f]) f++;
      if (f === width) return number;
      slot = (slot + 1) & (this.slots.length - 1);
    }
  }

  private slotOf(tuple: Int32Array, from: number): number {
    let hash = 0;
    for (let f = 0; f < this.width; f++)
      hash = Math.imul(hash ^ (tuple[from + f] ?? 0), 0x9e3779b1) + (hash >>> 15);
    return (hash ^ (hash >>> 16)) & (this.slots.length - 1);
  }

  private add(tuple: Int32Array, slot: number): number {
    const number = this.count++;
    if (this.count * this.width > this.tuples.length) {
      const larger = new Int32Array(2 * this.tuples.length);
      larger.set(this.tuples);
      this.tuples = larger;
    }
    this.tuples.set(tuple, number * this.width);
    this.slots[slot] = number + 1;
    if (2 * this.count > this.slots.length) this.rehash();
    return number;
  }

  private rehash(): void {
    this.slots = new Int32Array(2 * this.slots.length);
    for (let number = 0; number < this.count; number++) {
      let slot = this.slotOf(this.tuples, number * this.width);
      while (this.slots[slot] !== 0) slot = (slot + 1) & (this.slots.length - 1);
      this.slots[slot] = number + 1;
    }
  }
}
