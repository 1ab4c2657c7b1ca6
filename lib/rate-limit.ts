import { clock } from "./clock";
import { env } from "./env";
import { oncePerProcess } from "./once-per-process";

type Bucket = { tokens: number; at: number };

const mostBuckets = 50_000;

/**
 * A token bucket per name, in this process: `perSecond` on average, up to `burst` at once. Answers 0 when the use is
 * allowed, else the seconds to wait. `LIMITS=off` allows everything.
 */
export const secondsToWait = (
  kind: string,
  name: string,
  { perSecond, burst, cost = 1 }: { perSecond: number; burst: number; cost?: number },
): number => {
  if (!env.limits) return 0;
  const buckets = oncePerProcess(`limits of ${kind}`, () => new Map<string, Bucket>());
  const now = clock.now();
  let bucket = buckets.get(name);
  if (!bucket) {
    if (buckets.size >= mostBuckets) buckets.clear();
    bucket = { tokens: burst, at: now };
    buckets.set(name, bucket);
  }
  bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond);
  bucket.at = now;
  if (bucket.tokens < Math.min(cost, burst))
    return Math.ceil((Math.min(cost, burst) - bucket.tokens) / perSecond);
  bucket.tokens -= cost;
  return 0;
};
