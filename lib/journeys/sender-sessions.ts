import type { Dictionary } from "@/lib/matching/column";

/** A sender's session may lie in several runs of a visitor, with another code in each. */
export class SenderSessions {
  private readonly codeOf = new Map<number, number>();
  private readonly codeOfText = new Map<unknown, number>();

  constructor(private readonly dictionary: Dictionary) {}

  /** Gives one visitor's events `from ≤ i < to` one code a session; −1 stays. */
  unify(codes: Int32Array, from: number, to: number): void {
    this.codeOf.clear();
    this.codeOfText.clear();
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
    const text = this.dictionary.value(code);
    const unified = this.codeOfText.get(text) ?? code;
    this.codeOfText.set(text, unified);
    this.codeOf.set(code, unified);
    return unified;
  }
}
