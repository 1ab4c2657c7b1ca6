import { z } from "zod";
import { isTimezone } from "@/lib/calendar/is-timezone";

const column = z.string().min(1).max(200);

/** Where a value of the event comes from. A bare text is the name of a column. */
const valueSource = z.union(
  [
    column,
    z.strictObject({
      column,
      type: z.enum(["text", "number"]).optional(),
      before: z.string().min(1).optional(),
      onlyFor: z.array(z.string().min(1)).min(1).optional(),
    }),
    z.strictObject({
      value: z.union([z.string(), z.number(), z.boolean()]),
      onlyFor: z.array(z.string().min(1)).min(1).optional(),
    }),
  ],
  {
    error:
      'Name a column ("price"), or write {"column": "price", "type": "text" | "number", "before": ".", "onlyFor": ["Order Completed"]} or {"value": "EUR"}.',
  },
);
export type ValueSource = z.infer<typeof valueSource>;

/** The parts of an event's context that a file can fill, as the wire format nests them. */
const contextPaths = [
  "sessionId",
  "page.url",
  "page.path",
  "page.search",
  "page.title",
  "page.referrer",
  "campaign.source",
  "campaign.medium",
  "campaign.name",
  "campaign.content",
  "campaign.term",
  "userAgent",
  "locale",
  "country",
  "device.type",
  "browser.name",
  "os.name",
] as const;

const eventName = z.union(
  [
    z.strictObject({ column, names: z.record(z.string(), z.string().min(1).max(200)).optional() }),
    z.strictObject({ value: z.string().min(1).max(200) }),
  ],
  {
    error:
      'Write {"column": "event_type", "names": {"view": "Product Viewed"}}, or {"value": "Order Completed"} when every row is the same event.',
  },
);

const timestamp = z.union(
  [column, z.strictObject({ column, timezone: z.string().refine(isTimezone, "There is no such timezone.") })],
  {
    error:
      'Name a column ("event_time"), or write {"column": "event_time", "timezone": "Europe/Berlin"} when its times state no zone and are not in UTC.',
  },
);

/** How the rows of a file become events: what each part of the event is read from. */
export const importMap = z.strictObject({
  /** For notes to readers of the map. */
  about: z.string().optional(),
  /** Only for CSV: its separator, and its columns when the file has no header. */
  csv: z
    .strictObject({
      delimiter: z.string().length(1, "The delimiter is one character.").default(","),
      columns: z.array(column).min(1).optional(),
    })
    .optional(),
  event: eventName,
  timestamp,
  userId: column.optional(),
  anonymousId: column.optional(),
  messageId: column.optional(),
  context: z
    .partialRecord(
      z.enum(contextPaths, {
        error: (issue) =>
          `There is no context field ${JSON.stringify(issue.input)}. Use one of: ${contextPaths.join(", ")}.`,
      }),
      valueSource,
    )
    .default({}),
  properties: z.record(z.string().min(1).max(200), valueSource).default({}),
});
export type ImportMap = z.infer<typeof importMap>;

export type RejectedRow = { line: number; code: string; path?: string; message: string };

/** What became of a file. `lines` counts rows (header and blank lines aside): the other counts add up to it. */
export type ImportReport = {
  lines: number;
  accepted: number;
  duplicates: number;
  ignored: number;
  /** The first 100 by line; `rejectedTotal` counts all. */
  rejected: RejectedRow[];
  rejectedTotal: number;
  ms: number;
};
