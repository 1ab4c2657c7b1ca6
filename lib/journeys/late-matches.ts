import { columnOf, type Dictionary } from "@/lib/matching/column";
import type { LateLeaf } from "@/lib/matching/compile";
import type { Filter } from "@/lib/matching/definition";
import { truthOf } from "@/lib/matching/truth";
import { codeAt, type Journey } from "./journey";

type EventTest = (journey: Journey, i: number) => boolean;
type Fields = { placeOf: (field: string) => number; dictionaries: readonly Dictionary[] };

/** A filter on single events of a journey; only for those that ask for what is derived, others are decided by whole columns. */
const eventTest = (filter: Filter, fields: Fields): EventTest => {
  if ("and" in filter) {
    const parts = filter.and.map((part) => eventTest(part, fields));
    return (journey, i) => parts.every((part) => part(journey, i));
  }
  if ("or" in filter) {
    const parts = filter.or.map((part) => eventTest(part, fields));
    return (journey, i) => parts.some((part) => part(journey, i));
  }
  if ("not" in filter) {
    const part = eventTest(filter.not, fields);
    return (journey, i) => !part(journey, i);
  }
  const place = fields.placeOf(columnOf(filter.field));
  const dictionary = fields.dictionaries[place];
  if (!dictionary) throw new Error(`The column of ${filter.field} is not part of the scan.`);
  const { ofCode, ofMissing } = truthOf(filter, dictionary);
  return (journey, i) => {
    const code = codeAt(journey, place, i);
    return (code < 0 ? ofMissing : ofCode[code]) === 1;
  };
};

/** Decides on a leaf by the visitor's journey. */
export class LateMatch {
  private readonly tests: readonly EventTest[];
  private readonly viewPlace: number;
  private readonly views = new Set<unknown>();

  constructor(
    readonly leaf: LateLeaf,
    private readonly fields: Fields,
  ) {
    this.tests = leaf.late.map((filter) => eventTest(filter, fields));
    this.viewPlace = leaf.oncePerView ? fields.placeOf("property.viewId") : -1;
  }

  /** Sets the leaf's bit; `candidates` is 0, 1 or 2 an event, as `RowMatches.late` says. */
  apply(journey: Journey, candidates: Uint8Array): void {
    const { leaf, views } = this;
    views.clear();
    for (let i = journey.start; i < journey.end; i++) {
      const candidate = candidates[i] ?? 0;
      if (candidate === 0 || (leaf.oncePerView && this.wasSeen(journey, i)) || candidate === 1) continue;
      if (!this.tests.every((test) => test(journey, i))) continue;
      journey.mask[i] = (journey.mask[i] ?? 0) | leaf.flag;
      journey.repeated |= journey.any & leaf.flag;
      journey.any |= leaf.flag;
    }
  }

  /** Whether an earlier candidate was of the same view; views without an id are each their own. */
  private wasSeen(journey: Journey, i: number): boolean {
    const code = codeAt(journey, this.viewPlace, i);
    if (code < 0) return false;
    const view = JSON.stringify(this.fields.dictionaries[this.viewPlace]?.value(code));
    if (this.views.has(view)) return true;
    this.views.add(view);
    return false;
  }
}
