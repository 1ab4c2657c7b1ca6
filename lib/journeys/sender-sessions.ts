import type { Dictionary } from "@/lib/matching/column";

/** How many sessions are compared with one another. */
const few = 16;

/** A sender's session may lie in several runs of a visitor, with another code in each. */
export class SenderSessions {
  private readonly codeOf = new Map<number, number>();
  /** By hash where the dictionary has one: nearly all texts are different, and are never made. */
  private readonly codeOfKey = new Map<unknown, number>();

  private readonly met = new Int32Array(few);
  private readonly hashes = new Float64Array(few);

  constructor(private readonly dictionary: Dictionary) {}

  /** Gives one visitor's events `from ≤ i < to` one code a session; −1 stays. */
  unify(codes: Int32Array, from: number, to: number): void {
    if (this.areFewAndDifferent(codes, from, to)) return;
    this.codeOf.clear();
    this.codeOfKey.clear();
    let last = -1;
    let lastUnified = -1;
    for (let i = from; i < to; i++) {
      const code = codes[i] ?? -1;
      if (code < 0) continue;
      if (code !== last) {
        last = code;
        lastUnified = this.unified(code);
      }
      codes[i] = lastUnified;
    }
  }

  /** Whether no two codes can be one session, as is nearly always so: found out without a map for every visitor. */
  private areFewAndDifferent(codes: Int32Array, from: number, to: number): boolean {
    const { met, hashes } = this;
    const { hash } = this.dictionary;
    if (!hash) return false;
    let size = 0;
    let last = -1;
    for (let i = from; i < to; i++) {
      const code = codes[i] ?? -1;
      if (code < 0 || code === last) continue;
      last = code;
      let m = 0;
      while (m < size && met[m] !== code) m++;
      if (m < size) continue;
      if (size === few) return false;
      const own = hash(code);
      for (m = 0; m < size; m++) if (hashes[m] === own) return false;
      met[size] = code;
      hashes[size++] = own;
    }
    return true;
  }

  private unified(code: number): number {
    const known = this.codeOf.get(code);
    if (known !== undefined) return known;
    const { hash, value } = this.dictionary;
    const key = hash ? hash(code) : value(code);
    const alike = this.codeOfKey.get(key);
    const unified = alike === undefined ? code : value(alike) === value(code) ? alike : this.sameAs(code);
    if (alike === undefined) this.codeOfKey.set(key, unified);
    this.codeOf.set(code, unified);
    return unified;
  }

  /** The code of the visitor's session with the same text, where another text has its hash. */
  private sameAs(code: number): number {
    const text = this.dictionary.value(code);
    for (const [other, unified] of this.codeOf) if (this.dictionary.value(other) === text) return unified;
    return code;
  }
}
