// Hot path: asked for nearly every value of the log, four bytes at a time. What is read together lies together.

/** Chosen anew by every process, so that no sender can make values that fall together. */
const seed = Math.floor(Math.random() * 2 ** 32);
const factor = Math.floor(Math.random() * 2 ** 32) | 1;

/** Values of more bytes are not kept. */
export const longestKnown = 256;
/** Before its words, a value has its length in bytes and its number; the last word has the odd bytes. */
const before = 2;

const doubled = (words: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
  const larger = new Int32Array(2 * words.length);
  larger.set(words);
  return larger;
};

/** Numbers of values, found by their bytes, of which it keeps copies: a view would keep a whole piece of the connection. */
export class KnownValues {
  /** Two words a slot: the hash of the value that is there, and 1 + the place of its words, 0 for none. */
  private slots = new Int32Array(2 * 64);
  private words = new Int32Array(256);
  private used = 0;
  private count = 0;
  private hash = 0;
  private odd = 0;

  /** The number of the value with these bytes, −1 when it is not known. */
  find(view: DataView, start: number, length: number): number {
    this.mix(view, start, length);
    const { slots, words, hash, odd } = this;
    const mask = slots.length - 1;
    const whole = length >> 2;
    for (let slot = (2 * hash) & mask; ; slot = (slot + 2) & mask) {
      const place = (slots[slot + 1] ?? 0) - 1;
      if (place < 0) return -1;
      if (slots[slot] !== hash || words[place] !== length || words[place + before + whole] !== odd) continue;
      let i = 0;
      while (i < whole && words[place + before + i] === view.getInt32(start + 4 * i)) i++;
      if (i === whole) return words[place + 1] ?? -1;
    }
  }

  /** Keeps the number of the value that was last looked for, of at most `longestKnown` bytes. */
  add(view: DataView, start: number, length: number, number: number): void {
    const whole = length >> 2;
    const size = before + whole + 1;
    if (4 * (this.count + 1) > this.slots.length) this.grow();
    while (this.used + size > this.words.length) this.words = doubled(this.words);
    const { words, used } = this;
    words[used] = length;
    words[used + 1] = number;
    for (let i = 0; i < whole; i++) words[used + before + i] = view.getInt32(start + 4 * i);
    words[used + before + whole] = this.odd;
    this.place(this.hash, used + 1);
    this.used += size;
    this.count++;
  }

  clear(): void {
    this.slots.fill(0);
    this.used = 0;
    this.count = 0;
  }

  private mix(view: DataView, start: number, length: number): void {
    const end = start + length;
    const whole = end - (length & 3);
    let hash = seed ^ length;
    for (let at = start; at < whole; at += 4) {
      hash = Math.imul(hash ^ view.getInt32(at), factor);
      hash ^= hash >>> 15;
    }
    let odd = 0;
    for (let at = whole; at < end; at++) odd = (odd << 8) | view.getUint8(at);
    hash = Math.imul(hash ^ odd, factor);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    this.hash = hash ^ (hash >>> 13);
    this.odd = odd;
  }

  private place(hash: number, place: number): void {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = (2 * hash) & mask;
    while (slots[slot + 1] !== 0) slot = (slot + 2) & mask;
    slots[slot] = hash;
    slots[slot + 1] = place;
  }

  private grow(): void {
    const { slots } = this;
    this.slots = new Int32Array(4 * slots.length);
    for (let slot = 0; slot < slots.length; slot += 2) {
      const place = slots[slot + 1] ?? 0;
      if (place !== 0) this.place(slots[slot] ?? 0, place);
    }
  }
}
