import type { NamedSegment } from "@/components/filters/report-view";
import { type Compared, comparedName } from "./compared";

export type Start = { title: string; names: string; compared: Compared[] };

const is = (field: string, value: string): Compared => ({
  not: false,
  kind: "own",
  filters: [{ field, op: "is", values: [value] }],
});

const topChannels = 4;
const topSegments = 3;

/** Comparisons that are worth a look in any project, each one click away. */
export const startsOf = (
  channels: readonly string[],
  segments: readonly NamedSegment[],
  unit: "visitor" | "session",
): Start[] => {
  const start = (title: string, compared: Compared[]): Start => ({
    title,
    names: compared.map((one) => comparedName(one, segments)).join(" · "),
    compared,
  });
  return [
    start("Devices", [is("device", "desktop"), is("device", "mobile")]),
    unit === "session"
      ? start("First and later sessions", [is("session.isFirst", "false"), is("session.isFirst", "true")])
      : start("New and returning", [is("visitor.isNew", "false"), is("visitor.isNew", "true")]),
    ...(channels.length > 1
      ? [
          start(
            "Top channels",
            channels.slice(0, topChannels).map((name) => is("channel", name)),
          ),
        ]
      : []),
    ...segments.slice(0, topSegments).map(({ key, name }) =>
      start(`${name} and everyone else`, [
        { not: true, kind: "saved", key },
        { not: false, kind: "saved", key },
      ]),
    ),
  ];
};
