import os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** Work as short as this is in nobody's way, ms. */
const shortMs = 200;
const longestRestMs = 5_000;
const lookEveryMs = 100;
/** Events are arriving when there are so many transactions a second; writing runs is one in several seconds. */
const busyPerSecond = 20;
/** Where there are more processors, others have theirs. */
const fewProcessors = 2;

/** What a compaction knows when it might rest: how long it worked, and how many transactions are written a second. */
type Worked = { ms: number; perSecond: number; processors: number };

/** How long it rests, ms. */
export const restAfter = ({ ms, perSecond, processors }: Worked): number =>
  ms < shortMs || perSecond < busyPerSecond || processors > fewProcessors ? 0 : Math.min(ms, longestRestMs);

/**
 * How hard a compaction works. A priority counts for this process alone, and half of the work is the database's: so where
 * processors are few and events arrive, it rests as long as it worked. What is folded in half of the time is still several
 * times what such a machine takes in.
 */
export class Pace {
  private restedAt = performance.now();
  private looked: { at: number; nextXid: bigint } | undefined;
  private perSecond = 0;

  constructor(private readonly isStopping: () => boolean = () => false) {}

  /** Tells where the cluster's transaction ids stand now. */
  sees(nextXid: string): void {
    const now = { at: performance.now(), nextXid: BigInt(nextXid) };
    const { looked } = this;
    this.looked = now;
    if (looked && now.at > looked.at)
      this.perSecond = (Number(now.nextXid - looked.nextXid) * 1000) / (now.at - looked.at);
  }

  /** Rests if that is called for, but not while the process stops. To be called outside transactions. */
  async rest(): Promise<void> {
    const begun = performance.now();
    const ms = begun - this.restedAt;
    if (ms < shortMs) return;
    const until = begun + restAfter({ ms, perSecond: this.perSecond, processors: os.availableParallelism() });
    for (let left = until - begun; left > 0 && !this.isStopping(); left = until - performance.now())
      await sleep(Math.min(left, lookEveryMs));
    this.restedAt = performance.now();
  }
}
