import type { Dictionary } from "@/lib/matching/column";

/** A sender's session may lie in several runs of a visitor, with another code in each. */
export class SenderSessions {
  private readonly codeOf = new Map<number, number>();
  /** By hash where the dictionary has one: nearly all texts are different, and are never made. */
  private readonly codeOfKey = new Map<unknown, number>();

  constructor(private readonly dictionary: Dictionary) {}

  /** Gives one visitor's events `from ≤ i < to` one code a session; −1 stays. */
  unify(codes: Int32Array, from: number, to: number): void {
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
