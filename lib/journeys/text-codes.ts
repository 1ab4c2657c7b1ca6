// Hot path: a Map spends most of its time growing and hashing where nearly every text is a new one.

/** Chosen anew by every process, so that no sender can make texts that fall together. */
const seed = Math.floor(Math.random() * 2 ** 32);
const factor = Math.floor(Math.random() * 2 ** 32) | 1;

const hashOf = (text: string): number => {
  let hash = seed ^ text.length;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), factor);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
};

const recentSlots = 256;

/** Cheap, and different for most texts of a column that has few. */
const recentSlotOf = (text: string): number => {
  const { length } = text;
  if (length === 0) return 0;
  const middle = text.charCodeAt(length >> 1);
  return (31 * length + 13 * middle + text.charCodeAt(length - 1)) & (recentSlots - 1);
};

/** Finds the code of a short text among `values`, where it adds the text if it is new: 1 + its place. */
export class TextCodes {
  /** By slot: the code that is there, 0 for none, and the hash of its text. */
  private codes = new Uint32Array(64);
  private hashes = new Int32Array(64);
  private size = 0;
  /** The code last found for a text of a slot. */
  private readonly recent = new Uint32Array(recentSlots);

  constructor(private readonly values: unknown[]) {}

  code(text: string): number {
    const slot = recentSlotOf(text);
    const likely = this.recent[slot] ?? 0;
    if (likely !== 0 && this.values[likely - 1] === text) return likely;
    const code = this.find(text);
    this.recent[slot] = code;
    return code;
  }

  private find(text: string): number {
    const { values, codes, hashes } = this;
    const hash = hashOf(text);
    const mask = codes.length - 1;
    let slot = hash & mask;
    for (let code = codes[slot] ?? 0; code !== 0; code = codes[slot] ?? 0) {
      if (hashes[slot] === hash && values[code - 1] === text) return code;
      slot = (slot + 1) & mask;
    }
    const code = values.push(text);
    codes[slot] = code;
    hashes[slot] = hash;
    if (2 * ++this.size > codes.length) this.grow();
    return code;
  }

  private grow(): void {
    const { codes, hashes } = this;
    this.codes = new Uint32Array(4 * codes.length);
    this.hashes = new Int32Array(4 * codes.length);
    const mask = this.codes.length - 1;
    for (let old = 0; old < codes.length; old++) {
      const code = codes[old] ?? 0;
      if (code === 0) continue;
      const hash = hashes[old] ?? 0;
      let slot = hash & mask;
      while (this.codes[slot] !== 0) slot = (slot + 1) & mask;
      this.codes[slot] = code;
      this.hashes[slot] = hash;
    }
  }
}
