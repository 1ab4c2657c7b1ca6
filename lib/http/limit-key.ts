import { secondsToWait } from "@/lib/rate-limit";
import type { KeyAccess } from "@/lib/tenancy/key-door";
import { Refusal } from "./refusal";

/** How often one key may do what: `perSecond` on average, `burst` at once. */
export const keyLimits = {
  questions: { perSecond: 10, burst: 100 },
  management: { perSecond: 10, burst: 100 },
} as const;
export type LimitedUse = keyof typeof keyLimits;

/** Counts a use of the key; throws `limited` with Retry-After when there were too many. */
export const limitKey = ({ keyId }: KeyAccess, use: LimitedUse): void => {
  const seconds = secondsToWait(use, keyId, keyLimits[use]);
  if (seconds > 0)
    throw new Refusal("limited", `This key asks too fast. Ask again in ${seconds} s.`, {
      headers: { "retry-after": String(seconds) },
    });
};
