import type { Part } from "@/lib/journeys/part";
import { openScan, type Scan } from "@/lib/journeys/scan";
import type { ScanPlan } from "@/lib/journeys/scan-plan";
import { columnOf, type Dictionary } from "@/lib/matching/column";

/** Where a scan has the columns that a fold asked for. */
export class ColumnSet {
  constructor(
    private readonly fields: readonly string[],
    private readonly dictionaries: readonly Dictionary[],
  ) {}

  /** The place of the field's column in the scan. */
  place(field: string): number {
    const place = this.fields.indexOf(columnOf(field));
    if (place < 0) throw new Error(`The column of ${field} was not asked for.`);
    return place;
  }

  /** The values of the field's column. */
  dictionary(field: string): Dictionary {
    const dictionary = this.dictionaries[this.place(field)];
    if (!dictionary) throw new Error(`The column of ${field} was not handed over.`);
    return dictionary;
  }
}

/** Opens a scan that hands over these columns. */
export const openColumns = (
  part: Part,
  plan: Omit<ScanPlan, "fields">,
  asked: ReadonlySet<string>,
): { scan: Scan; columns: ColumnSet } => {
  const fields = [...asked];
  const scan = openScan(part, { ...plan, fields });
  return { scan, columns: new ColumnSet(fields, scan.dictionaries) };
};
