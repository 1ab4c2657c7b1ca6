import type { CellPlan } from "./cell-plan";
import type { EventReader } from "./event-reader";
import { clicks, type Exposure, landmarkOf, metrics, pageGroupOf, trustOf } from "./question-list";

// Hot path: texts are looked up when a question begins, so that events go by codes alone.

/** Places by code, −1 where there is none. */
const byCode = (
  column: { size: number; textOf: (code: number) => string | null },
  placeOf: (text: string) => number,
): Int32Array => {
  const places = new Int32Array(column.size).fill(-1);
  // Every shard has codes of its own for the same texts.
  const known = new Map<string, number>();
  for (let code = 0; code < column.size; code++) {
    const text = column.textOf(code);
    if (!text) continue;
    let place = known.get(text);
    if (place === undefined) {
      place = placeOf(text);
      known.set(text, place);
    }
    places[code] = place;
  }
  return places;
};

/** The same for texts that may be among some names, of which there are often none. */
const byName = (
  column: { size: number; textOf: (code: number) => string | null },
  names: readonly string[],
  nameOf: (text: string) => string | null = (text) => text,
): Int32Array =>
  names.length === 0
    ? new Int32Array(column.size).fill(-1)
    : byCode(column, (text) => names.indexOf(nameOf(text) ?? ""));

/** Where visits are counted, by the codes of what they did. */
export class Places {
  readonly pageOf: Int32Array;
  readonly pageGroupOf: Int32Array;
  readonly trustOf: Int32Array;
  readonly elementOf: Int32Array;
  readonly groupOf: Int32Array;
  readonly formOf: Int32Array;
  readonly fieldOf: Int32Array;
  readonly methodOf: Int32Array;
  readonly pages: readonly string[];
  readonly forms: readonly string[];
  readonly fields: readonly string[];
  readonly groups: readonly string[];
  readonly pageLandmarks: Int32Array;
  readonly formLandmarks: Int32Array;
  /** [click kind][element][page], [form][1 + field], [metric][1 + group]. */
  readonly clickCells: Int32Array;
  readonly formCells: Int32Array;
  readonly slowCells: Int32Array;
  readonly slowLandmarks: Int32Array;
  readonly methodCells: Int32Array;
  readonly elements: readonly string[];

  constructor(plan: CellPlan, reader: EventReader) {
    const of = <K extends Exposure["kind"]>(kind: K) =>
      plan.exposures.filter((one): one is Extract<Exposure, { kind: K }> => one.kind === kind);
    const distinct = (texts: readonly string[]) => [...new Set(texts)];
    this.pages = distinct(of("click").map(({ page }) => page));
    this.elements = distinct(of("click").map(({ element }) => element));
    this.forms = distinct(of("form").map(({ form }) => form));
    this.fields = distinct(of("form").flatMap(({ field }) => field ?? []));
    this.groups = distinct(of("slow").flatMap(({ pages }) => pages ?? []));
    const methods = of("method").map(({ method }) => method);
    this.pageOf = byName(reader.path, this.pages);
    this.pageGroupOf = byName(reader.path, this.pages, (path) => {
      const group = pageGroupOf(path);
      return group === path ? null : group;
    });
    this.trustOf = byCode(reader.path, trustOf);
    this.elementOf = byName(reader.element, this.elements);
    this.groupOf = byName(reader.measuredPath, this.groups, pageGroupOf);
    this.formOf = byName(reader.form, this.forms);
    this.fieldOf = byName(reader.field, this.fields);
    this.methodOf = byName(reader.method, methods);
    const cells = <T>(list: readonly T[], exposureOf: (one: T) => Exposure): Int32Array =>
      Int32Array.from(list, (one) => plan.exposure(exposureOf(one)));
    const landmarks = (exposures: readonly Exposure[]): Int32Array =>
      Int32Array.from(exposures, (one) => plan.landmark(landmarkOf(one)));
    this.pageLandmarks = landmarks(
      this.pages.map((page) => ({ kind: "click", event: "Element Clicked", element: "", page })),
    );
    this.formLandmarks = landmarks(this.forms.map((form) => ({ kind: "form", form, field: null })));
    this.clickCells = cells(
      clicks.flatMap(({ event }) =>
        this.elements.flatMap((element) => this.pages.map((page) => ({ event, element, page }))),
      ),
      (click) => ({ kind: "click", ...click }),
    );
    this.formCells = cells(
      this.forms.flatMap((form) => [null, ...this.fields].map((field) => ({ form, field }))),
      (one) => ({ kind: "form", ...one }),
    );
    const slow = metrics.flatMap(({ name }) =>
      [null, ...this.groups].map((pages): Exposure => ({ kind: "slow", metric: name, pages })),
    );
    this.slowCells = cells(slow, (one) => one);
    this.slowLandmarks = landmarks(slow);
    this.methodCells = cells(methods, (method) => ({ kind: "method", method }));
  }
}
