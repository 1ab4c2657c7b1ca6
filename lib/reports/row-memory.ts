import type { GatheredFacts } from "@/lib/journeys/gather-runs";

/**
 * Remembers what a report found in gathered rows, which never change: so many findings of the same rows, the least
 * recently asked forgotten first. `name` tells what it takes of memory from what others remember.
 */
export class RowMemory<T> {
  /** By what all scans know of the same rows. */
  private readonly byRows = new WeakMap<GatheredFacts["known"], Map<string, T>>();

  constructor(
    private readonly name: string,
    private readonly most: number,
    private readonly bytesOf: (found: T) => number,
  ) {}

  /** What was found in the rows for a key, which says all that it depends on beside them. */
  of({ known }: GatheredFacts, key: string, find: () => T): T {
    const { byRows, most } = this;
    const findings = byRows.get(known) ?? new Map<string, T>();
    byRows.set(known, findings);
    const found = findings.has(key) ? (findings.get(key) as T) : find();
    findings.delete(key);
    findings.set(key, found);
    for (const oldest of findings.keys()) if (findings.size > most) findings.delete(oldest);
    let bytes = 0;
    for (const one of findings.values()) bytes += this.bytesOf(one);
    known.reportBytes.set(this.name, bytes);
    return found;
  }
}
