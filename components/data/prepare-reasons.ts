import type { Repair } from "@/lib/data-health/definition";
import type { ReasonCount } from "@/lib/data-health/ledger-store";
import type { RejectedReason } from "@/lib/data-health/rejected-store";
import { type PayloadLine, preparePayload } from "./prepare-payload";
import { reasonWords } from "./reason-words";

/** How a reason is mended most likely; without a repair nothing can be done here. */
export type Suggestion = { words: string; repair: Repair | null };

export type Example = {
  eventName: string | null;
  receivedAt: string;
  path: string;
  /** What was wrong with this very event. */
  message: string;
  lines: PayloadLine[];
};

export type RejectedRow = {
  code: string;
  title: string;
  meaning: string;
  /** In the range of the page. */
  count: number;
  /** Kept and not sent again, however long ago. */
  waiting: number;
  lastSeen: string;
  example: Example | null;
  suggestion: Suggestion | null;
};

export type OtherRow = {
  outcome: "ignored" | "flagged" | "refused";
  code: string;
  title: string;
  meaning: string;
  count: number;
  lastSeen: string;
};

type Times = { instant: (ms: number) => string; hour: (ms: number) => string };

/** Times of the project, as tables write them. */
export const timesOf = (timezone: string): Times => {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const { format } = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: timezone });
    return (ms: number) => format(new Date(ms));
  };
  const day = { day: "numeric", month: "short" } as const;
  const minute = format({ ...day, hour: "2-digit", minute: "2-digit" });
  return {
    instant: minute,
    hour: (ms) => `${minute(ms)}–${format({ hour: "2-digit", minute: "2-digit" })(ms + 3_600_000)}`,
  };
};

const exampleOf = ({ example }: RejectedReason, times: Times): Example => ({
  eventName: example.eventName,
  receivedAt: times.instant(Date.parse(example.receivedAt)),
  path: example.path,
  message: example.message,
  lines: preparePayload(example.payload, example.path),
});

/** Why events were rejected: what still waits comes first, most of all, then what was sent again already. */
export const prepareRejected = (
  counts: readonly ReasonCount[],
  reasons: readonly { reason: RejectedReason; suggestion: Suggestion }[],
  times: Times,
): RejectedRow[] => {
  const counted = new Map(
    counts.filter(({ outcome }) => outcome === "rejected").map((one) => [one.code, one]),
  );
  const waiting = reasons.map(
    ({ reason, suggestion }): RejectedRow => ({
      code: reason.code,
      ...reasonWords("rejected", reason.code),
      count: counted.get(reason.code)?.count ?? 0,
      waiting: reason.waiting,
      lastSeen: times.instant(Date.parse(reason.example.receivedAt)),
      example: exampleOf(reason, times),
      suggestion,
    }),
  );
  const known = new Set(waiting.map(({ code }) => code));
  const over = [...counted.values()]
    .filter(({ code }) => !known.has(code))
    .map(
      ({ code, count, lastHour }): RejectedRow => ({
        ...{ code, ...reasonWords("rejected", code), count, waiting: 0, lastSeen: times.hour(lastHour) },
        ...{ example: null, suggestion: null },
      }),
    );
  return [...waiting.toSorted((a, b) => b.waiting - a.waiting), ...over];
};

/** What was ignored, repaired or turned away, the most frequent first. */
export const prepareOthers = (counts: readonly ReasonCount[], times: Times): OtherRow[] =>
  counts.flatMap(({ outcome, code, count, lastHour }) =>
    outcome === "rejected"
      ? []
      : [{ outcome, code, ...reasonWords(outcome, code), count, lastSeen: times.hour(lastHour) }],
  );
