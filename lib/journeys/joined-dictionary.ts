import type { Dictionary } from "@/lib/matching/column";

/** The values of one field in several runs, one run's after the other: joining costs nothing, and a value may come twice. */
export class JoinedDictionary implements Dictionary {
  readonly size: number;
  readonly hash: Dictionary["hash"];
  private readonly starts: readonly number[];

  constructor(readonly parts: readonly Dictionary[]) {
    let size = 0;
    this.starts = parts.map((part) => {
      const start = size;
      size += part.size;
      return start;
    });
    this.size = size;
    if (parts.every((part) => part.size === 0 || part.hash))
      this.hash = (code) => {
        const run = this.runOf(code);
        return parts[run]?.hash?.(code - (this.starts[run] ?? 0)) ?? 0;
      };
  }

  /** What to add to a code of the run to make it one of all runs. */
  baseOf(run: number): number {
    return this.starts[run] ?? 0;
  }

  /** The run that has a code. Runs without any value start where the next one does; the last of them has it. */
  private runOf(code: number): number {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0) <= code) low = middle;
      else high = middle;
    }
    return low;
  }

  readonly value = (code: number): unknown => {
    const run = this.runOf(code);
    return this.parts[run]?.value(code - (this.starts[run] ?? 0));
  };
}
