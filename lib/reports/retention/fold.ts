import type { Part } from "@/lib/journeys/part";
import { openUnits } from "../open-units";
import type { Read, ReportContext } from "../report";
import { CohortCount, firstFlag } from "./cohort-count";
import type { Question } from "./definition";
import { periodsOf } from "./periods";

/** What one part counted, as `CohortCount` says. */
export type RetentionPartial = { sizes: Float64Array; returned: Float64Array; read: Read };

export const foldRetention = (question: Question, part: Part, context: ReportContext): RetentionPartial => {
  const { first, again, periods, mode } = question;
  const buckets = periodsOf(question, context);
  const units = openUnits(
    { question, range: buckets.range, part, context },
    { matchers: [first, again], fields: new Set(), onlyMatching: true, onlyWith: firstFlag },
  );
  const count = new CohortCount(buckets, periods, mode === "onOrAfter");
  const read = units.forEachUnit((journey, start, end, isWhole) => {
    if (isWhole) count.add(journey, start, end);
  });
  return { sizes: count.sizes, returned: count.returned, read };
};
